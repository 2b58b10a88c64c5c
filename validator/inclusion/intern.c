#include "inclusion/intern.h"

enum { FIRST_CAPACITY = 64 };

static uint64_t hash_of(const void *thing)
{
    return *(const uint64_t *)thing;
}

void *intern_find(const intern *set, uint64_t hash, const void *wanted, intern_equal *equal)
{
    if (set->capacity == 0)
        return NULL;
    for (size_t i = hash & (set->capacity - 1); set->slots[i]; i = (i + 1) & (set->capacity - 1)) {
        if (hash_of(set->slots[i]) == hash && equal(set->slots[i], wanted))
            return set->slots[i];
    }
    return NULL;
}

static void place(intern *set, void *thing)
{
    size_t i = hash_of(thing) & (set->capacity - 1);
    while (set->slots[i])
        i = (i + 1) & (set->capacity - 1);
    set->slots[i] = thing;
}

static void grow(intern *set)
{
    void **old = set->slots;
    size_t old_capacity = set->capacity;
    set->capacity = old_capacity ? 2 * old_capacity : FIRST_CAPACITY;
    set->slots = arena_array_of(set->arena, void *, set->capacity);
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i])
            place(set, old[i]);
    }
}

void intern_add(intern *set, void *thing)
{
    if (2 * (set->count + 1) > set->capacity)
        grow(set);
    place(set, thing);
    set->count++;
}
