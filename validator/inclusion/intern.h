/*
 * Hash consing: a set of things that are kept once, so that equal ones have one address.
 *
 * Whatever is interned begins with its 64-bit hash. The set keeps insertion order out of sight:
 * nothing is iterated, so no answer depends on hash order. The memory is the arena's.
 */
#ifndef HANDOFF_INCLUSION_INTERN_H
#define HANDOFF_INCLUSION_INTERN_H

#include "base/arena.h"

typedef struct intern {
    arena *arena;
    void **slots;
    size_t capacity, count;
} intern;

typedef bool intern_equal(const void *kept, const void *wanted);

/* The kept thing that equals `wanted` (whose first member is `hash` as well), or NULL. */
void *intern_find(const intern *set, uint64_t hash, const void *wanted, intern_equal *equal);

/* Keeps a thing that is not there yet. */
void intern_add(intern *set, void *thing);

/* One more word into a hash: order matters. */
static inline uint64_t hash_mix(uint64_t hash, uint64_t word)
{
    hash ^= word + 0x9e3779b97f4a7c15u + (hash << 12) + (hash >> 4);
    hash *= 0xff51afd7ed558ccdu;
    return hash ^ (hash >> 32);
}

#endif
