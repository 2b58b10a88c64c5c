#include "doc/node.h"

#include "base/hash.h"
#include "doc/tree.h"

str node_text(const node *n)
{
    if (!n || (n->kind != NODE_STRING && n->kind != NODE_NUMBER))
        return STR_NULL;
    return (str){n->as.text, n->count};
}

uint32_t node_key_hash(str key)
{
    return tree_key_hash(key.data, key.length);
}

const uint32_t *node_key_order(const node *n)
{
    return n->count > NODE_ORDERED_ABOVE ? (const uint32_t *)(n->as.members + n->count) : NULL;
}

static const member *find_ordered(const node *n, str key)
{
    const uint32_t *order = node_key_order(n);
    size_t low = 0, high = n->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const member *m = &n->as.members[order[middle]];
        int side = str_compare(key, member_key(m));
        if (side == 0)
            return m;
        if (side < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const member *node_get_hashed(const node *n, str key, uint32_t key_hash)
{
    if (!n || n->kind != NODE_OBJECT)
        return NULL;
    if (n->count > NODE_ORDERED_ABOVE)
        return find_ordered(n, key);
    const member *m = n->as.members;
    for (uint32_t i = 0; i < n->count; i++, m++)
        if (m->key_hash == key_hash && str_equal(member_key(m), key))
            return m;
    return NULL;
}

const member *node_get_member(const node *n, str key)
{
    if (!n || n->kind != NODE_OBJECT)
        return NULL;
    if (n->count > NODE_ORDERED_ABOVE)
        return find_ordered(n, key);
    const member *m = n->as.members;
    char first = key.length ? key.data[0] : '\0'; /* spares most calls of memcmp */
    for (uint32_t i = 0; i < n->count; i++, m++)
        if (m->key_length == key.length && (key.length == 0 || m->key[0] == first) &&
            str_equal(member_key(m), key))
            return m;
    return NULL;
}

const node *node_get(const node *n, str key)
{
    const member *m = node_get_member(n, key);
    return m ? &m->value : NULL;
}

/* A small object keeps no order: the member that has i smaller keys is looked for. */
const member *node_sorted_member(const node *n, size_t i)
{
    const uint32_t *order = node_key_order(n);
    if (order)
        return &n->as.members[order[i]];
    for (size_t candidate = 0; candidate < n->count; candidate++) {
        size_t smaller = 0;
        str key = member_key(&n->as.members[candidate]);
        for (size_t other = 0; other < n->count; other++)
            smaller += str_compare(member_key(&n->as.members[other]), key) < 0;
        if (smaller == i)
            return &n->as.members[candidate];
    }
    return NULL;
}

const node *node_item(const node *n, size_t index)
{
    return node_is(n, NODE_ARRAY) && index < n->count ? &n->as.items[index] : NULL;
}

str node_get_text(const node *n, str key)
{
    const node *value = node_get(n, key);
    return node_is(value, NODE_STRING) ? node_text(value) : STR_NULL;
}

bool node_get_true(const node *n, str key)
{
    return node_is_true(node_get(n, key));
}

static bool equal_items(const node *a, const node *b)
{
    if (a->as.items == b->as.items)
        return true;
    for (uint32_t i = 0; i < a->count; i++)
        if (!node_equal(&a->as.items[i], &b->as.items[i]))
            return false;
    return true;
}

static bool equal_members(const node *a, const node *b)
{
    if (a->as.members == b->as.members)
        return true;
    const uint32_t *order = node_key_order(a), *other = node_key_order(b);
    for (uint32_t i = 0; i < a->count; i++) {
        const member *m = &a->as.members[order ? order[i] : i], *same = NULL;
        if (!order)
            same = node_get_hashed(b, member_key(m), m->key_hash);
        else if (str_equal(member_key(&b->as.members[other[i]]), member_key(m)))
            same = &b->as.members[other[i]];
        if (!same || !node_equal(&m->value, &same->value))
            return false;
    }
    return true;
}

static bool equal_numbers(const node *a, const node *b)
{
    if (str_equal(node_text(a), node_text(b)))
        return true;
    int64_t left, right;
    if ((a->flags & b->flags & NODE_SMALL_INTEGER) && node_int64(a, &left) && node_int64(b, &right))
        return left == right; /* -0 is 0 */
    arena *scratch = arena_new();
    number x = node_number(a, scratch), y = node_number(b, scratch);
    bool equal = number_equal(&x, &y);
    arena_free(scratch);
    return equal;
}

bool node_equal(const node *a, const node *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind != b->kind)
        return false;
    switch (node_kind_of(a)) {
    case NODE_NULL:
        return true;
    case NODE_BOOLEAN:
        return node_is_true(a) == node_is_true(b);
    case NODE_NUMBER:
        return equal_numbers(a, b);
    case NODE_STRING:
        return str_equal(node_text(a), node_text(b));
    case NODE_ARRAY:
        return a->count == b->count && equal_items(a, b);
    case NODE_OBJECT:
        return a->count == b->count && equal_members(a, b);
    }
    return false;
}

static uint64_t hash_number(const node *n, uint64_t seed)
{
    int64_t value;
    if ((n->flags & NODE_SMALL_INTEGER) && node_int64(n, &value))
        return tree_hash_integer(value, seed);
    arena *scratch = arena_new();
    number exact = node_number(n, scratch);
    uint64_t hash = tree_hash_number(&exact, seed);
    arena_free(scratch);
    return hash;
}

uint64_t node_hash(const node *n, uint64_t seed)
{
    uint64_t state;
    switch (node_kind_of(n)) {
    case NODE_NULL:
    case NODE_BOOLEAN:
        return tree_hash_literal(node_kind_of(n), node_is_true(n), seed);
    case NODE_NUMBER:
        return hash_number(n, seed);
    case NODE_STRING:
        return tree_hash_text(n->as.text, n->count, seed);
    case NODE_ARRAY:
        state = tree_hash_items_begin(seed);
        for (uint32_t i = 0; i < n->count; i++)
            state = tree_hash_item(state, node_hash(&n->as.items[i], seed));
        return tree_hash_end(state, NODE_ARRAY, n->count, seed);
    case NODE_OBJECT:
        state = 0;
        for (uint32_t i = 0; i < n->count; i++) {
            const member *m = &n->as.members[i];
            state += tree_hash_member(tree_hash_text(m->key, m->key_length, seed),
                                      node_hash(&m->value, seed));
        }
        return tree_hash_end(state, NODE_OBJECT, n->count, seed);
    }
    return 0;
}

number node_number(const node *n, arena *a)
{
    number value;
    if (!node_is(n, NODE_NUMBER) || !number_parse(&value, node_text(n), a))
        return number_from_integer(0, a);
    return value;
}

bool node_int64(const node *n, int64_t *out)
{
    if (!node_is(n, NODE_NUMBER))
        return false;
    if (n->flags & NODE_SMALL_INTEGER) {
        bool negative = n->as.text[0] == '-';
        int64_t value = 0;
        for (uint32_t i = negative; i < n->count; i++)
            value = value * 10 + (n->as.text[i] - '0');
        *out = negative ? -value : value;
        return true;
    }
    arena *scratch = arena_new();
    number exact = node_number(n, scratch);
    bool fits = number_to_int64(&exact, out);
    arena_free(scratch);
    return fits;
}

const char *node_kind_name(node_kind kind)
{
    static const char *const names[] = {"null", "boolean", "number", "string", "array", "object"};
    return names[kind];
}
