/*
 * Asking whether every value one schema accepts is accepted by another: `handoff subset`.
 *
 *     subset *s = subset_compare("old.json", "api.yaml#/components/schemas/Order", &options, &d);
 *     if (s && subset_verdict(s) == SUBSET_INCLUDED) ...
 *
 * The answer is a proof, a witness that schema/ confirmed on both originals, or unknown with what
 * stopped it.
 */
#ifndef HANDOFF_SUBSET_H
#define HANDOFF_SUBSET_H

#include "doc/bundle.h"
#include "handoff/base.h"

typedef enum subset_direction { SUBSET_ANY, SUBSET_REQUEST, SUBSET_RESPONSE } subset_direction;

typedef struct subset_options {
    bool writer_closed; /* the writer sends no member that only the reader mentions */
    bool equivalent;    /* both ways */
    bool formats;       /* `format` is an assertion */
    bool text;          /* values travel as text: parameters and headers */
    subset_direction direction;
    size_t self_check;  /* values of the first to try on the second after "included"; 0: none */
    size_t steps;       /* 0: the usual limit */
    const char *folder; /* for relative names; NULL: the process's */
    const bundle_mapping *mappings; /* where references to remote documents are found */
    size_t mapping_count;
} subset_options;

typedef enum subset_answer { SUBSET_INCLUDED, SUBSET_NOT_INCLUDED, SUBSET_UNKNOWN } subset_answer;

typedef struct subset subset;

/* Arguments are paths, `-` or REV:path, each with an optional #/pointer. NULL with errors. */
subset *subset_compare(const char *a, const char *b, const subset_options *options, diags *d);
void subset_free(subset *s); /* NULL is fine */

/* With `equivalent` the worse of both: not included, then unknown. */
subset_answer subset_verdict(const subset *s);

void subset_write_text(buf *out, const subset *s);
void subset_write_json(buf *out, const subset *s); /* a line */

/* One case of a batch, a JSON object on a line: {"a": SCHEMA, "b": SCHEMA, "dialect": URI,
 * "registry": {URI: SCHEMA}, "formats": true}. Appends the answers as a line, also when the case
 * cannot be read ({"error": ...}). */
void subset_batch_line(buf *out, str line, const subset_options *options);

#endif
