/*
 * Subset construction: what schema/pattern_subset.c (sets of threads, states) and
 * schema/pattern_duties.c (what look-ahead leaves a thread to do) share.
 */
#ifndef HANDOFF_SCHEMA_PATTERN_SUBSET_H
#define HANDOFF_SCHEMA_PATTERN_SUBSET_H

#include "schema/pattern_nfa.h"

#define NEXT_UNKNOWN UINT32_MAX
#define NEXT_END     BEFORE_START /* what follows is named by the same words; nothing: the end */
#define DUTIES_NONE  0u
#define DUTIES_FAIL  UINT32_MAX

typedef struct duty {
    uint32_t look, state;
} duty;

typedef struct duty_set {
    const duty *items;
    uint32_t count;
} duty_set;

typedef struct thread {
    uint32_t node, duties;
} thread;

typedef VEC(thread) thread_list;

typedef struct look {
    subset_result inner;
    bool negated, behind;
} look;

typedef struct state {
    const thread *threads;
    uint32_t count;
    uint32_t before;
    const uint32_t *trackers; /* of look-behinds, by look number */
    bool waits;               /* some thread waits for the next character */
} state;

typedef struct subset {
    automaton_build *build;
    nfa nfa;
    look *looks;
    size_t look_count;
    bool has_behind;
    VEC(state) states;
    VEC(uint32_t) next;
    VEC(uint8_t) accepts;
    map by_key;
    VEC(duty_set) duties;
    map duties_by_key;

    /* The set of threads in the making. */
    thread_list threads, stack, seen_with_duties;
    uint32_t *seen; /* by node, without duties: the round it was seen in */
    uint32_t round;
    uint32_t before, after;
    const uint32_t *trackers;
    bool found; /* matched, whatever follows */
} subset;

/* The duties and one more; DUTIES_FAIL when it has failed already. */
uint32_t duties_with(subset *s, uint32_t duties, duty more);
/* What is left of them behind a character of the class; DUTIES_FAIL when one fails. */
uint32_t duties_step(subset *s, uint32_t duties, uint32_t class);
bool duties_met_at_end(const subset *s, uint32_t duties);

#endif
