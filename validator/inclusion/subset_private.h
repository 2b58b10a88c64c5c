/*
 * Shared by the files behind handoff/subset.h.
 */
#ifndef HANDOFF_INCLUSION_SUBSET_PRIVATE_H
#define HANDOFF_INCLUSION_SUBSET_PRIVATE_H

#include "doc/pointer.h"
#include "handoff/subset.h"
#include "inclusion/inclusion.h"

typedef struct subset_side {
    bundle *bundle;
    registry *registry;
    site site;
    str name;
    bool is_empty;                 /* no value satisfies it */
    const inclusion_member *never; /* members that can never be present */
    size_t never_count;
} subset_side;

struct subset {
    arena *arena;
    subset_side sides[2];
    inclusion *engine;
    int directions; /* 1, or 2 with `equivalent`: results[1] is the second within the first */
    const inclusion_result *results[2];
    const node *refutations[2]; /* a sampled value that an "included" got wrong; NULL: none */
    size_t samples[2];
    size_t refuted;
};

#endif
