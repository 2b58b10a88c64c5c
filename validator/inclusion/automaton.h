/*
 * Automata: sets of strings as deterministic finite automata over code points, for deciding what
 * patterns, formats, lengths and excluded words leave open together.
 *
 * Automata are complete, immutable and live in the arena they were made in; operations may share
 * parts of their operands, so operands must live as long. What would grow beyond
 * LIMIT_AUTOMATON_STATES, or is not regular, is an answer (NULL with the problem), never a crash.
 * Strings are sequences of Unicode scalar values; lengths count them.
 */
#ifndef HANDOFF_INCLUSION_AUTOMATON_H
#define HANDOFF_INCLUSION_AUTOMATON_H

#include "base/arena.h"

typedef struct automaton automaton;

typedef enum automaton_problem {
    AUTOMATON_FINE,
    AUTOMATON_TOO_LARGE,
    AUTOMATON_OPAQUE, /* not regular, or not understood: back-references and the like */
    AUTOMATON_INVALID /* the text is no pattern */
} automaton_problem;

/* The strings in which the pattern (ECMA-262) matches somewhere. NULL: see `problem`. */
const automaton *automaton_of_pattern(arena *a, str text, automaton_problem *problem);

/* The strings of a format by name ("date", "time", "date-time", "duration", "ipv4", "ipv6", "uuid",
 * "json-pointer", ...). A time's leap second and a year's 29 February are exact, which makes "time"
 * and "date-time" large (12 000 states): ask once. NULL with AUTOMATON_OPAQUE when the format is
 * not regular (or has no automaton). */
const automaton *automaton_of_format(arena *a, str name, automaton_problem *problem);

/* Bounds of a format, small ones: every string of BOUND_WITHIN is of the format, every string of
 * the format is in BOUND_AROUND. So around(A) in within(B) proves A in B. For formats with a small
 * automaton both are that one; NULL where there is no such bound. */
typedef enum automaton_bound { BOUND_WITHIN, BOUND_AROUND } automaton_bound;

const automaton *automaton_of_format_bound(arena *a, str name, automaton_bound bound);

/* NULL: too large. */
const automaton *automaton_of_words(arena *a, const str *words, size_t count);
const automaton *automaton_of_everything(arena *a);
const automaton *automaton_of_nothing(arena *a);
/* Strings of least .. most code points; most SIZE_MAX: no upper bound. NULL: too large. */
const automaton *automaton_of_lengths(arena *a, size_t least, size_t most,
                                      automaton_problem *problem);

const automaton *automaton_complement(arena *a, const automaton *x);
/* NULL: too large. The results are minimal. */
const automaton *automaton_intersect(arena *a, const automaton *x, const automaton *y);
const automaton *automaton_unite(arena *a, const automaton *x, const automaton *y);
const automaton *automaton_subtract(arena *a, const automaton *x, const automaton *y);

bool automaton_accepts(const automaton *x, str text);
bool automaton_is_nothing(const automaton *x);
bool automaton_is_everything(const automaton *x);
size_t automaton_state_count(const automaton *x);

/* Equal automata (both minimal) have equal digests, whatever they were made from. */
uint64_t automaton_digest(const automaton *x);
bool automaton_equal(const automaton *x, const automaton *y); /* by language */

/* Lengths in code points: SIZE_MAX for "none" (least) or "no bound" (most). */
size_t automaton_least_length(const automaton *x);
size_t automaton_most_length(const automaton *x);

/* How many strings there are, counted up to `cap` (which also stands for more). */
size_t automaton_count(const automaton *x, size_t cap);

typedef enum automaton_answer {
    AUTOMATON_NONE,
    AUTOMATON_FOUND,
    AUTOMATON_UNKNOWN /* a limit was reached */
} automaton_answer;

/* Whether every string of x is one of y: AUTOMATON_NONE means included, else the word is in x only.
 */
automaton_answer automaton_escape(arena *a, const automaton *x, const automaton *y, str *word);

/* A conjunction: strings in all of `within`, in none of `without`, of least .. most code points,
 * and not one of `excluded`. Zeroed but for `most` (SIZE_MAX: unbounded) means every string. The
 * product is explored lazily, shortest words first, so nothing is built that is not needed. */
typedef struct automaton_query {
    const automaton *const *within;
    size_t within_count;
    const automaton *const *without;
    size_t without_count;
    size_t least, most;
    const str *excluded;
    size_t excluded_count;
    bool (*accepts)(str word, void *context); /* a last say (an opaque format); NULL: none */
    void *context;
} automaton_query;

/* A shortest word, of characters people write. The answer is exact unless AUTOMATON_UNKNOWN; where
 * `accepts` refuses many words in a row it is AUTOMATON_UNKNOWN. */
automaton_answer automaton_find(arena *a, const automaton_query *query, str *word);

/* Up to `want` different words, shortest first; fewer (with AUTOMATON_NONE) when there are no
 * more, fewer with AUTOMATON_UNKNOWN when a limit was reached; AUTOMATON_FOUND with all of them. */
automaton_answer automaton_find_many(arena *a, const automaton_query *query, size_t want,
                                     str *words, size_t *found);

/* A random word of x, biased to short ones and to the edges of its ranges; `random` is a state
 * of the caller's (any seed but 0) that moves on. false when x is empty. */
bool automaton_sample(arena *a, const automaton *x, uint64_t *random, str *word);

#endif
