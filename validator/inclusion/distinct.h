/*
 * Values that differ pairwise, one for each of several goals: `uniqueItems`.
 *
 * A goal with as many values as there are positions never stands in the way; the values of the
 * others are listed completely, and a matching decides exactly.
 */
#ifndef HANDOFF_INCLUSION_DISTINCT_H
#define HANDOFF_INCLUSION_DISTINCT_H

#include "inclusion/solver.h"

typedef struct cell {
    item *items; /* what the value must hold */
    size_t count;
    bool touched;     /* something beside the array's own item schemas is asked here */
    uint32_t same_as; /* the position whose value this one repeats; its own: none */
} cell;

/* Fills `out`. OUTCOME_EMPTY is a proof; OUTCOME_UNKNOWN comes with `why`. */
outcome distinct_choose(solver *s, goal *parent, arena *a, const cell *cells, size_t count,
                        const value **out, doubt *why);

#endif
