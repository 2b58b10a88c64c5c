/*
 * Inclusion: is every JSON value that schema A accepts accepted by schema B?
 *
 * The answer is a proof, a checked witness, or `unknown` with what stopped it. One `inclusion` is
 * one comparison: it sits on the registries of both sides, classes their schemas together by
 * partition refinement, and memoises every answer. Steps are counted, not seconds, so answers are
 * the same on every machine. Everything returned lives as long as the inclusion.
 */
#ifndef HANDOFF_INCLUSION_INCLUSION_H
#define HANDOFF_INCLUSION_INCLUSION_H

#include "schema/schema.h"

typedef struct inclusion inclusion;

typedef enum inclusion_answer {
    ANSWER_INCLUDED,
    ANSWER_NOT_INCLUDED,
    ANSWER_UNKNOWN
} inclusion_answer;

typedef enum inclusion_reading {
    READING_LITERAL,
    READING_WRITER_CLOSED /* the writer sends no name that only the reader mentions */
} inclusion_reading;

/* How a value travels. Bodies are JSON; parameters and headers are text on the wire, where the
 * integer 1 and the string "1" are the same. */
typedef enum inclusion_wire { WIRE_JSON, WIRE_TEXT } inclusion_wire;

typedef struct inclusion_options {
    inclusion_reading reading;
    schema_direction direction;
    bool assert_formats;
    inclusion_wire wire;
    size_t steps; /* 0: LIMIT_INCLUSION_STEPS */
} inclusion_options;

/* One independent way in which A is not within B. */
typedef struct inclusion_break {
    const node *witness; /* accepted by A, refused by B: both checked by schema/ */
    str instance_path;   /* JSON Pointer into the witness: where it is refused */
    str keyword;         /* B's keyword that refuses */
    str name;            /* the member it is about: missing, or not allowed; else STR_NULL */
    site writer, reader; /* the schemas at that path; node NULL: that side says nothing */
    const node *writer_keyword, *reader_keyword; /* values of the keyword on each side, or NULL */
} inclusion_break;

typedef struct inclusion_result {
    inclusion_answer answer;
    const inclusion_break *breaks; /* of NOT_INCLUDED: at least one, the first is the smallest */
    size_t break_count;
    bool writer_is_empty; /* no value satisfies A: included, vacuously */
    bool reader_is_empty;
    str reason; /* of UNKNOWN: what stopped it, and what to write instead */
    str reason_keyword;
    site reason_place;
    size_t steps;
} inclusion_result;

inclusion *inclusion_new(registry *a, registry *b);
void inclusion_free(inclusion *i); /* NULL is fine */

/* `writer` belongs to either registry, `reader` to either: both polarities are asked of one
 * inclusion. A missing schema (node NULL) accepts everything. */
const inclusion_result *inclusion_ask(inclusion *i, site writer, site reader,
                                      const inclusion_options *options);

/* Candidates so far that schema/ did not confirm: each would have been a wrong witness. */
size_t inclusion_refuted(const inclusion *i);

/* Whether any value satisfies it: ANSWER_NOT_INCLUDED (with the value) when some does. */
const inclusion_result *inclusion_satisfiable(inclusion *i, site s,
                                              const inclusion_options *options);

/* Whether it is proved that no value satisfies it; no witness is made or checked, so asking about
 * every schema of a contract is cheap. */
bool inclusion_is_empty(inclusion *i, site s, const inclusion_options *options);

#endif
