/*
 * Growing arrays on an arena: VEC(type) declares one, zeroed is empty, vec_push appends.
 *
 *     VEC(const node *) found = {0};
 *     vec_push(a, &found, n);
 *     for (size_t i = 0; i < found.count; i++) use(found.items[i]);
 *
 * Growth doubles and leaves the old items in the arena, at most as many again as are live.
 */
#ifndef HANDOFF_BASE_VEC_H
#define HANDOFF_BASE_VEC_H

#include "base/arena.h"

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, capacity;                                                                    \
    }

#define vec_push(arena, vec, ...)                                                                  \
    do {                                                                                           \
        if ((vec)->count == (vec)->capacity)                                                       \
            (vec)->items = vec_grow((arena), (vec)->items, (vec)->count, &(vec)->capacity,         \
                                    sizeof *(vec)->items);                                         \
        (vec)->items[(vec)->count++] = (__VA_ARGS__);                                              \
    } while (0)

void *vec_grow(arena *a, const void *items, size_t count, size_t *capacity, size_t size);

#endif
