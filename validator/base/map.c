#include "base/map.h"

#include <string.h>

/* Open addressing over indices into the entries, one above the index so that 0 is an empty slot. */

typedef uint64_t hash_function(str key, uint64_t seed);
typedef bool equal_function(str a, str b);

static uint64_t hash_pointer(str key, uint64_t seed)
{
    uintptr_t address = (uintptr_t)key.data;
    return str_hash((str){(const char *)&address, sizeof address}, seed);
}

static bool same_pointer(str a, str b)
{
    return a.data == b.data;
}

void map_init(map *m, arena *a, uint64_t seed)
{
    *m = (map){.arena = a, .seed = seed};
}

static size_t find_slot(const map *m, str key, hash_function *hash, equal_function *equal)
{
    size_t mask = m->slot_count - 1;
    size_t slot = (size_t)hash(key, m->seed) & mask;
    while (m->slots[slot] && !equal(m->entries[m->slots[slot] - 1].key, key))
        slot = (slot + 1) & mask;
    return slot;
}

static void grow(map *m, hash_function *hash, equal_function *equal)
{
    size_t capacity = m->capacity ? m->capacity * 2 : 8;
    map_entry *entries = arena_array_of(m->arena, map_entry, capacity);
    if (m->count)
        memcpy(entries, m->entries, m->count * sizeof *entries);
    m->entries = entries;
    m->capacity = capacity;
    m->slot_count = capacity * 2;
    m->slots = arena_array_of(m->arena, uint32_t, m->slot_count);
    for (size_t i = 0; i < m->count; i++)
        m->slots[find_slot(m, entries[i].key, hash, equal)] = (uint32_t)(i + 1);
}

static map_entry *lookup(const map *m, str key, hash_function *hash, equal_function *equal)
{
    if (!m->count)
        return NULL;
    uint32_t index = m->slots[find_slot(m, key, hash, equal)];
    return index ? &m->entries[index - 1] : NULL;
}

static map_entry *lookup_or_add(map *m, str key, hash_function *hash, equal_function *equal,
                                bool *added)
{
    map_entry *entry = lookup(m, key, hash, equal);
    *added = !entry;
    if (entry)
        return entry;
    if (m->count == m->capacity)
        grow(m, hash, equal);
    m->slots[find_slot(m, key, hash, equal)] = (uint32_t)(m->count + 1);
    entry = &m->entries[m->count++];
    *entry = (map_entry){.key = key};
    return entry;
}

void *map_get(const map *m, str key)
{
    const map_entry *entry = lookup(m, key, str_hash, str_equal);
    return entry ? entry->value : NULL;
}

bool map_has(const map *m, str key)
{
    return lookup(m, key, str_hash, str_equal) != NULL;
}

bool map_put(map *m, str key, void *value)
{
    bool added;
    lookup_or_add(m, key, str_hash, str_equal, &added)->value = value;
    return added;
}

void **map_slot(map *m, str key)
{
    bool added;
    return &lookup_or_add(m, key, str_hash, str_equal, &added)->value;
}

static str pointer_key(const void *pointer)
{
    return (str){pointer, 0};
}

void *map_get_pointer(const map *m, const void *key)
{
    const map_entry *entry = lookup(m, pointer_key(key), hash_pointer, same_pointer);
    return entry ? entry->value : NULL;
}

bool map_has_pointer(const map *m, const void *key)
{
    return lookup(m, pointer_key(key), hash_pointer, same_pointer) != NULL;
}

bool map_put_pointer(map *m, const void *key, void *value)
{
    bool added;
    lookup_or_add(m, pointer_key(key), hash_pointer, same_pointer, &added)->value = value;
    return added;
}
