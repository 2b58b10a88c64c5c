/*
 * Inclusion: is every JSON value that schema A accepts accepted by schema B?
 *
 * The answer is a proof, a checked witness, or `unknown` with what stopped it. One `inclusion` is
 * one comparison: it sits on the registries of both sides, classes their schemas together by
 * partition refinement, and memoises every answer. Steps are counted, not seconds, so answers are
 * the same on every machine. Everything returned lives as long as the inclusion.
 *
 * A reference to nothing, or a keyword with a value it cannot have, is not understood. Two of the
 * same text are one unknown schema, within itself whatever it is: right as long as both sides would
 * read the same document under a name, which is what an identifier promises. Witnesses do not hang
 * on such a schema; where every answer does, it is unknown.
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

/* How much is said of a pair that is not included. */
typedef enum inclusion_detail {
    DETAIL_EVERY_BREAK, /* here and at every member and item below */
    DETAIL_OWN_BREAKS,  /* what the reader minds of the value itself: members and items that both
                           sides describe are left to questions of their own */
    DETAIL_WITNESS      /* one break, which is the witness and nothing else */
} inclusion_detail;

typedef struct inclusion_options {
    inclusion_reading reading;
    inclusion_detail detail;
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

/* The way from a value to a part of it. */
typedef struct inclusion_way inclusion_way;
struct inclusion_way {
    site reader;               /* what the reader says at this level */
    str name;                  /* of the member, or index of the item, that leads on; "*": any */
    const inclusion_way *next; /* NULL: this is the part */
};

/* A value of the writer that the reader refuses and that has `part` at the end of the way, or, with
 * part NULL, anything that the reader's schema there refuses: NOT_INCLUDED with that witness;
 * INCLUDED when there is none; UNKNOWN also where candidates did not check. What breaks a part by
 * itself is shown to break the whole, or to be ruled out by what is around it. Not memoised. */
const inclusion_result *inclusion_lift(inclusion *i, site writer, const inclusion_way *way,
                                       const node *part, const inclusion_options *options);

/* Candidates so far that schema/ did not confirm: each would have been a wrong witness. */
size_t inclusion_refuted(const inclusion *i);

/* Whether any value satisfies it: ANSWER_NOT_INCLUDED (with the value) when some does. */
const inclusion_result *inclusion_satisfiable(inclusion *i, site s,
                                              const inclusion_options *options);

/* Whether it is proved that no value satisfies it; no witness is made or checked, so asking about
 * every schema of a contract is cheap. */
bool inclusion_is_empty(inclusion *i, site s, const inclusion_options *options);

/* A member that the schema, or what applies in place to the same value, describes. */
typedef struct inclusion_member {
    str name;
    site place; /* its schema */
} inclusion_member;

/* Those that are proved never to be present, `false` ones aside; none of a schema that no value
 * satisfies. How many, and where they are: they live as long as the inclusion. */
size_t inclusion_never_present(inclusion *i, site s, const inclusion_options *options,
                               const inclusion_member **out);

#endif
