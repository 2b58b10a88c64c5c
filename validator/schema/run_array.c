/*
 * Tests of arrays.
 */
#include "schema/run.h"

#include <stdlib.h>

static bool all_of_kinds(const node *n, uint32_t kinds)
{
    unsigned common = n->flags & NODE_ITEM_KIND;
    if (common)
        return kinds >> (common - 1) & 1;
    for (uint32_t i = 0; i < n->count; i++)
        if (!(kinds >> n->as.items[i].kind & 1))
            return false;
    return true;
}

/* Arrays of short arrays told by kind alone (coordinates): what the reader noted of each says it.
 */
static bool each_short_array(validation *v, const item_test *test, const node *n)
{
    for (const node *item = n->as.items, *end = item + n->count; item < end; item++) {
        unsigned common = item->flags & NODE_ITEM_KIND;
        bool fits = item->count >= test->least && item->count <= test->most;
        if (common && fits && test->kinds >> (common - 1) & 1)
            continue;
        if (!run_items(v, test, item, false))
            return false;
    }
    return true;
}

static bool each_item(validation *v, const item_test *test, const node *n)
{
    const node *items = n->as.items;
    if (test->kinds)
        return all_of_kinds(n, test->kinds);
    if (test->only_integers && n->flags & NODE_SMALL_INTEGERS)
        return true;
    if (!spend(v, n->count))
        return false;
    unsigned common = n->flags & NODE_ITEM_KIND;
    if (!common || test->start) {
        for (uint32_t i = test->start; i < n->count; i++)
            if (!apply(v, test->rest, &items[i]))
                return false;
        return true;
    }
    /* All of one kind: one entry for all. Arrays of short arrays (coordinates) stay in this loop.
     */
    const op *o = test->rest->entry[common - 1];
    if (o->code <= OP_FAIL)
        return o->code == OP_END;
    if (o->code == OP_ITEMS && o->flags == OP_LAST && ((const item_test *)o->data)->kinds)
        return each_short_array(v, o->data, n);
    for (uint32_t i = 0; i < n->count; i++)
        if (!run_entry(v, o, &items[i]))
            return false;
    return true;
}

bool run_items(validation *v, const item_test *test, const node *n, bool tracks)
{
    if (n->count < test->least || n->count > test->most)
        return false;
    uint32_t prefix = test->prefix_count < n->count ? test->prefix_count : n->count;
    for (uint32_t i = 0; i < prefix; i++)
        if (!apply(v, test->prefix[i], &n->as.items[i]))
            return false;
    if (test->rest && n->count > prefix && !each_item(v, test, n))
        return false;
    for (uint32_t i = 0; tracks && i < prefix; i++)
        frame_mark(v, i);
    if (tracks && test->rest)
        v->frame->all = true; /* `items` speaks of what the prefix leaves, the prefix of the rest */
    return true;
}

bool run_contains(validation *v, const contains_test *test, const node *n, bool tracks)
{
    if (!spend(v, n->count))
        return false;
    uint64_t found = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        bool holds = apply(v, test->child, &n->as.items[i]);
        if (v->limit)
            return false;
        if (!holds)
            continue;
        if (++found > test->most)
            return false;
        if (tracks)
            frame_mark(v, i);
        else if (found >= test->least && test->most == UINT64_MAX)
            return true;
    }
    return found >= test->least;
}

bool run_unevaluated_items(validation *v, const block *b, const node *n)
{
    if (v->frame->all)
        return true;
    if (!spend(v, n->count))
        return false;
    for (uint32_t i = 0; i < n->count; i++)
        if (!frame_has(v, i) && !apply(v, b, &n->as.items[i]))
            return false;
    v->frame->all = true;
    return true;
}

/* --- uniqueItems --- */

enum { ITEMS_COMPARED = 8 }; /* up to here each with each */

static bool pairwise(const node *n)
{
    for (uint32_t i = 1; i < n->count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (node_equal(&n->as.items[i], &n->as.items[j]))
                return false;
    return true;
}

bool run_unique(validation *v, const node *n)
{
    if (n->count <= ITEMS_COMPARED)
        return pairwise(n);
    /* A step for each byte of the items: hashing goes over all of them. */
    uint32_t bytes = n->end > n->start ? n->end - n->start : n->count;
    if (!spend(v, bytes / 8 + n->count))
        return false;
    size_t size = 16;
    while (size < (size_t)n->count * 2)
        size *= 2;
    if (v->hashes_capacity < size * 2) {
        v->hashes = memory_resize(v->hashes, size * 2 * sizeof *v->hashes);
        v->hashes_capacity = size * 2;
    }
    uint64_t *hashes = v->hashes, *indices = v->hashes + size;
    memset(indices, 0, size * sizeof *indices);
    for (uint32_t i = 0; i < n->count; i++) {
        uint64_t hash = node_hash(&n->as.items[i], v->seed);
        size_t at = hash & (size - 1);
        for (; indices[at]; at = (at + 1) & (size - 1))
            if (hashes[at] == hash && node_equal(&n->as.items[indices[at] - 1], &n->as.items[i]))
                return false;
        indices[at] = i + 1;
        hashes[at] = hash;
    }
    return true;
}
