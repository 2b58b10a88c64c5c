/*
 * Validating data: `handoff validate`.
 *
 *     validator *v = validator_open("api.yaml#/components/schemas/Order", &options, &problems);
 *     validator_judge(v, "orders.ndjson", &reading, each, context, &counts, &problems);
 *     validator_free(v);
 *
 * A validator is a schema, read with everything it references and compiled. Data is judged value by
 * value: a document is one value, each line of NDJSON is one, a folder is all documents in it.
 */
#ifndef HANDOFF_VALIDATE_H
#define HANDOFF_VALIDATE_H

#include "doc/bundle.h"
#include "schema/output.h"

typedef struct validator validator;

typedef struct validator_options {
    const char *folder;  /* for relative names; NULL: the process's */
    const char *dialect; /* by name or URI, where no $schema says; NULL: what the document is */
    schema_options schema;
    const bundle_mapping *mappings; /* where remote references are found */
    size_t mapping_count;
} validator_options;

/* `argument` is a path, `-` or REV:path, with "#fragment" where the schema stands inside. NULL with
 * errors when it cannot be read or is no schema. */
validator *validator_open(const char *argument, const validator_options *options, diags *d);
void validator_free(validator *v); /* NULL is fine */

typedef struct judge_options {
    const char *folder;
    bool is_lines;          /* NDJSON: one value a line */
    bool explains_valid;    /* an output also for values that are valid */
    output_detail detail;
    void (*progress)(uint64_t values, uint64_t bytes, void *context); /* NULL: none */
} judge_options;

/* One value and what became of it; lives until the callback returns. */
typedef struct judgement {
    str file;             /* as people read it */
    uint32_t first_line;  /* of the value in the file, from 1 */
    validity answer;
    const char *limit;    /* of UNDECIDED, a literal */
    const document *data; /* NULL when there is no output */
    const output *output; /* NULL for valid values, unless asked for */
} judgement;

typedef struct judge_counts {
    uint64_t values, invalid, undecided;
    uint64_t unreadable; /* documents or lines that are no JSON or YAML: errors in the diagnostics */
} judge_counts;

/* false when the callback stopped it, or reading failed altogether (with an error). */
bool validator_judge(validator *v, const char *data, const judge_options *options,
                     bool (*each)(const judgement *j, void *context), void *context,
                     judge_counts *counts, diags *d);

/* Where a failure is, on both sides; texts in the arena. */
typedef struct failure_place {
    position instance, keyword;
} failure_place;

failure_place validator_place(const validator *v, const judgement *j, const output_unit *unit,
                              arena *a);

/* The judgement's output as JSON text, with lines and columns of both sides. */
void validator_write(const validator *v, const judgement *j, output_format format, buf *to);

#endif
