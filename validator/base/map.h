/*
 * Seeded hash maps on an arena: from a str, or from a pointer, to a pointer.
 *
 * A zeroed map with its arena and seed set is empty. Keys are views and must outlive the map.
 * Iteration is in order of insertion, so no output ever depends on hash order; nothing is removed.
 */
#ifndef HANDOFF_BASE_MAP_H
#define HANDOFF_BASE_MAP_H

#include "base/arena.h"

typedef struct map_entry {
    str key; /* for pointer maps: data is the pointer, length 0 */
    void *value;
} map_entry;

typedef struct map {
    arena *arena;
    uint64_t seed;
    map_entry *entries; /* entries[0 .. count) in order of insertion */
    size_t count;
    /* private */
    size_t capacity;
    uint32_t *slots;
    size_t slot_count;
} map;

void map_init(map *m, arena *a, uint64_t seed);

void *map_get(const map *m, str key); /* NULL when absent */
bool map_has(const map *m, str key);
bool map_put(map *m, str key, void *value); /* false when there was one: it is replaced */
void **map_slot(map *m, str key);           /* the value's place, made (NULL) when absent */

void *map_get_pointer(const map *m, const void *key);
bool map_has_pointer(const map *m, const void *key);
bool map_put_pointer(map *m, const void *key, void *value);

#endif
