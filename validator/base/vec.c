#include "base/vec.h"

#include <string.h>

void *vec_grow(arena *a, const void *items, size_t count, size_t *capacity, size_t size)
{
    *capacity = *capacity ? *capacity * 2 : 8;
    void *grown = arena_alloc_array(a, *capacity, size);
    if (count)
        memcpy(grown, items, count * size);
    return grown;
}
