/*
 * What the files of the simulation share (simulate.h). Private.
 */
#ifndef HANDOFF_INCLUSION_SIMULATE_PRIVATE_H
#define HANDOFF_INCLUSION_SIMULATE_PRIVATE_H

#include "inclusion/mention.h"
#include "inclusion/simulate.h"

/* Writers of one value, in-place nesting, and unions of the writer that are split one within the
 * other: real schemas stay far below. A pair costs the product of what both sides say. */
enum { WRITERS = 8, NESTING = 12, SPLITS = 2, DEPTH = 1000, STEPS_PART = 4 };

typedef enum pair_state { PAIR_NEW, PAIR_OPEN, PAIR_PROVED, PAIR_FAILED } pair_state;

/* "All that these writers send together is the reader's." */
typedef struct pair {
    uint64_t hash;
    const item *writers; /* sorted */
    uint32_t count;
    item reader;
    uint8_t state;
} pair;

typedef struct walk {
    solver *s;
    arena *a;          /* of the walk */
    VEC(pair *) trail; /* assumed or proved on this walk, in order */
    size_t steps, limit;
    unsigned depth;
} walk;

/* What is known of the value at hand. */
typedef struct here {
    kind_set kinds;
    const item *writers;
    uint32_t count;
    VEC(const fact *) facts; /* that hold of it */
    VEC(const fact *) unions;
    VEC(const fact *) conditions; /* hold of it too, but say more in some cases than in others */
    mentions mentions;
    bool has_mentions;
    bool is_partial; /* not all that the writers say was learned */
} here;

/* Counts steps; false when there are none left. */
bool simulate__burn(walk *w, size_t steps);

/* A value of its own, below the one before or the whole: from here on the pair may be assumed. */
bool simulate__enter(walk *w, item *writers, uint32_t count, item reader);

/* Whether the value at hand is the reader's. */
bool simulate__holds(walk *w, here *at, item reader, unsigned nesting, unsigned splits);

/* Whether one fact of the reader holds of it. */
bool simulate__fact(walk *w, here *at, const fact *f, unsigned nesting);

/* Whether it shares nothing with a schema, as far as is seen without search. */
bool simulate__is_apart(walk *w, const here *at, item other);

const mentions *simulate__mentions(walk *w, here *at);

#endif
