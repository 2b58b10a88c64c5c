/*
 * Validating data: `handoff validate`.
 *
 *     schema_file *s = schema_load("api.yaml#/components/schemas/Order", &loading, &problems);
 *     judge_data(s, "orders.ndjson", &reading, each, context, &counts, &problems);
 *
 * Data is judged value by value: a document is one value, each line of NDJSON is one, a folder is
 * all documents in it.
 */
#ifndef HANDOFF_VALIDATE_H
#define HANDOFF_VALIDATE_H

#include "handoff/schema.h"

typedef struct judge_options {
    const char *folder;  /* for relative names; NULL: the process's */
    bool is_lines;       /* NDJSON: one value a line; also by name, .ndjson and .jsonl */
    bool explains_valid; /* hear of valid values, too, with an output */
    bool answers_only;   /* no outputs: whether, not why */
    output_detail detail;
    void (*progress)(uint64_t values, uint64_t bytes, void *context); /* NULL: none */
} judge_options;

/* One value and what became of it; lives until the listener returns. */
typedef struct judgement {
    str file;            /* as people read it */
    uint32_t first_line; /* of the value in the file, from 1 */
    validity answer;
    const char *limit;    /* of UNDECIDED, a literal; also where an output is cut short */
    const document *data; /* positions in it count from first_line; NULL without an output */
    const output *output; /* NULL for UNDECIDED, and where only answers are wanted */
} judgement;

/* Hears of each value that is not valid, and of valid ones where explains_valid is set. false
 * stops. */
typedef bool (*judge_listener)(const judgement *j, void *context);

typedef struct judge_counts {
    uint64_t values, invalid, undecided;
    uint64_t
        unreadable; /* documents or lines that are no JSON or YAML: errors in the diagnostics */
} judge_counts;

/* `data` is a path, a folder, `-` or REV:path. Lines of a path or `-` are streamed, those of a
 * revision or in a folder are in memory. Counts are added to. false when the listener stopped it,
 * or reading failed altogether (with an error). */
bool judge_data(const schema_file *by, const char *data, const judge_options *options,
                judge_listener each, void *context, judge_counts *counts, diags *d);

/* Where a failure is in the data. (And in the schema: schema_file_keyword_position.) */
position judgement_position(const judgement *j, const output_unit *unit);

/* The judgement as the specification's output, in JSON text, with lines and columns of both. */
void judgement_write(const judgement *j, const schema_file *by, output_format format, buf *to);
/* The same with the members "file" and "line" before the others: which value it is, of many. */
void judgement_write_named(const judgement *j, const schema_file *by, output_format format,
                           buf *to);

#endif
