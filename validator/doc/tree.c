#include "doc/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Warnings of one kind kept for one document: somebody mends the first ten, not the last million.
 */
enum { DUPLICATES_SHOWN = 100 };

void tree_clear(tree *t)
{
    free(t->members);
    free(t->items);
    free(t->references);
    t->members = NULL;
    t->items = NULL;
    t->references = NULL;
}

void tree_grow_members(tree *t)
{
    t->member_capacity = t->member_capacity ? t->member_capacity * 2 : 64;
    t->members = memory_resize(t->members, t->member_capacity * sizeof *t->members);
}

void tree_grow_items(tree *t)
{
    t->item_capacity = t->item_capacity ? t->item_capacity * 2 : 64;
    t->items = memory_resize(t->items, t->item_capacity * sizeof *t->items);
}

static diag *place(tree *t, diag *added, uint32_t offset)
{
    uint32_t line, column;
    lines_position(t->lines, offset, &line, &column);
    return diags_at(t->diags, added, t->name, line, column);
}

diag *tree_error(tree *t, uint32_t offset, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag *added = diags_add(t->diags, DIAG_ERROR, code, format, arguments);
    va_end(arguments);
    return place(t, added, offset);
}

diag *tree_warning(tree *t, uint32_t offset, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag *added = diags_add(t->diags, DIAG_WARNING, code, format, arguments);
    va_end(arguments);
    return place(t, added, offset);
}

/* --- references --- */

static bool is_reference(const member *m)
{
    if (m->key_length < 4 || m->key[0] != '$' || m->value.kind != NODE_STRING)
        return false;
    str key = member_key(m);
    return str_equal(key, STR("$ref")) || str_equal(key, STR("$dynamicRef")) ||
           str_equal(key, STR("$recursiveRef"));
}

static void add_references(tree *t, const node *holder)
{
    for (uint32_t i = 0; i < holder->count; i++) {
        const member *m = &holder->as.members[i];
        if (!is_reference(m))
            continue;
        if (t->reference_count == t->reference_capacity) {
            t->reference_capacity = t->reference_capacity ? t->reference_capacity * 2 : 64;
            t->references =
                memory_resize(t->references, t->reference_capacity * sizeof *t->references);
        }
        t->references[t->reference_count++] = (reference){holder, m};
    }
}

void tree_finish(tree *t, const node *root)
{
    if (root->flags & NODE_HAS_REFERENCE)
        add_references(t, root);
}

/* --- order and duplicates of keys --- */

/* A key in the sort: its first eight bytes as a number settle most comparisons. */
typedef struct sort_key {
    uint64_t prefix;
    uint32_t index;
} sort_key;

static uint64_t prefix_of(const member *m)
{
    uint64_t prefix = 0;
    size_t length = m->key_length < 8 ? m->key_length : 8;
    for (size_t i = 0; i < length; i++)
        prefix |= (uint64_t)(unsigned char)m->key[i] << (56 - 8 * i);
    return prefix;
}

static bool is_after(const member *members, const sort_key *a, const sort_key *b)
{
    if (a->prefix != b->prefix)
        return a->prefix > b->prefix;
    return str_compare(member_key(&members[a->index]), member_key(&members[b->index])) > 0;
}

static void insertion_sort(const member *members, sort_key *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        sort_key key = keys[i];
        size_t j = i;
        for (; j > 0 && is_after(members, &keys[j - 1], &key); j--)
            keys[j] = keys[j - 1];
        keys[j] = key;
    }
}

static void merge(const member *members, const sort_key *left, const sort_key *middle,
                  const sort_key *end, sort_key *out)
{
    const sort_key *right = middle;
    while (left < middle && right < end)
        *out++ = is_after(members, left, right) ? *right++ : *left++;
    memcpy(out, left, (size_t)(middle - left) * sizeof *out);
    memcpy(out + (middle - left), right, (size_t)(end - right) * sizeof *out);
}

/* Stable: of equal keys the one written first stays first. */
static void sort_keys(const member *members, uint32_t *order, size_t count)
{
    enum { RUN = 24 };
    sort_key on_stack[256], *keys = on_stack;
    if (count > 128)
        keys = memory_alloc(count * 2 * sizeof *keys);
    sort_key *other = keys + count;
    for (size_t i = 0; i < count; i++)
        keys[i] = (sort_key){prefix_of(&members[i]), (uint32_t)i};
    sort_key *from = keys, *to = other;
    for (size_t at = 0; at < count; at += RUN)
        insertion_sort(members, from + at, count - at < RUN ? count - at : RUN);
    for (size_t width = RUN; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            size_t middle = at + width < count ? at + width : count;
            size_t end = middle + width < count ? middle + width : count;
            merge(members, from + at, from + middle, from + end, to + at);
        }
        sort_key *swap = from;
        from = to;
        to = swap;
    }
    for (size_t i = 0; i < count; i++)
        order[i] = from[i].index;
    if (count > 128)
        free(keys);
}

static void warn_duplicate(tree *t, const member *earlier, const member *later)
{
    if (!t->diags || ++t->duplicates > DUPLICATES_SHOWN)
        return;
    buf key = {0};
    utf8_append_printable(&key, str_take(member_key(later), 80));
    uint32_t line, column;
    lines_position(t->lines, earlier->key_start, &line, &column);
    diag *d = tree_warning(t, later->key_start, "duplicate-key",
                           "duplicate key '%s': this one is used, not the one at %u:%u",
                           buf_cstr(&key), (unsigned)line, (unsigned)column);
    if (t->duplicates == DUPLICATES_SHOWN)
        diags_hint(t->diags, d, "further duplicate keys of this file are not listed");
    buf_clear(&key);
}

/* Drops each member whose key comes again later; `same_as_later[i]` says so. */
static uint32_t compact(tree *t, member *members, uint32_t count, const uint32_t *later_of)
{
    for (uint32_t i = 0; i < count; i++)
        if (later_of[i] != i)
            warn_duplicate(t, &members[i], &members[later_of[i]]);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (later_of[i] == i)
            members[kept++] = members[i];
    return kept;
}

static uint32_t drop_duplicates_by_order(tree *t, member *members, uint32_t count, uint32_t *order)
{
    bool found = false;
    for (uint32_t i = 1; i < count && !found; i++)
        found = str_equal(member_key(&members[order[i - 1]]), member_key(&members[order[i]]));
    if (!found)
        return count;
    uint32_t *later_of = memory_alloc(count * sizeof *later_of);
    for (uint32_t i = count; i-- > 0;) {
        bool same = i + 1 < count &&
                    str_equal(member_key(&members[order[i]]), member_key(&members[order[i + 1]]));
        later_of[order[i]] = same ? later_of[order[i + 1]] : order[i];
    }
    uint32_t kept = compact(t, members, count, later_of);
    free(later_of);
    sort_keys(members, order, kept);
    return kept;
}

static bool same_key(const member *a, const member *b)
{
    return a->key_hash == b->key_hash && str_equal(member_key(a), member_key(b));
}

static uint32_t drop_duplicates_of_few(tree *t, member *members, uint32_t count)
{
    uint64_t seen = 0; /* a bit for each hash: mostly it says at once that all differ */
    bool maybe = false;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bit = (uint64_t)1 << (members[i].key_hash & 63);
        maybe |= (seen & bit) != 0;
        seen |= bit;
    }
    if (!maybe)
        return count;
    uint32_t later_of[NODE_ORDERED_ABOVE];
    bool found = false;
    for (uint32_t i = 0; i < count; i++) {
        later_of[i] = i;
        for (uint32_t j = i + 1; j < count; j++)
            if (same_key(&members[i], &members[j]))
                later_of[i] = j;
        found |= later_of[i] != i;
    }
    return found ? compact(t, members, count, later_of) : count;
}

/* --- closing --- */

/* With the children at their final place. */
static void settle_members(tree *t, node *out)
{
    uint64_t state = 0;
    for (uint32_t i = 0; i < out->count; i++) {
        const member *m = &out->as.members[i];
        if (!t->without_hashes)
            state +=
                tree_hash_member(tree_hash_text(m->key, m->key_length, t->seed), m->value.hash);
        if (is_reference(m))
            out->flags |= NODE_HAS_REFERENCE;
        if (m->value.flags & NODE_HAS_REFERENCE)
            add_references(t, &m->value);
    }
    out->hash = t->without_hashes ? 0 : tree_hash_end(state, NODE_OBJECT, out->count, t->seed);
}

void tree_close_object(tree *t, size_t base, node *out)
{
    uint32_t count = (uint32_t)(t->member_count - base);
    member *scratch = count ? t->members + base : NULL, *members = NULL;
    t->member_count = base;
    if (count > NODE_ORDERED_ABOVE) {
        members = arena_alloc(t->arena, count * (sizeof *members + sizeof(uint32_t)));
        memcpy(members, scratch, count * sizeof *members);
        uint32_t *order = memory_alloc(count * sizeof *order);
        sort_keys(members, order, count);
        count = drop_duplicates_by_order(t, members, count, order);
        memcpy((void *)(members + count), order, count * sizeof *order);
        free(order);
    } else if (count) {
        count = drop_duplicates_of_few(t, scratch, count);
        members = arena_copy(t->arena, scratch, count * sizeof *members);
    }
    out->kind = NODE_OBJECT;
    out->document = t->index;
    out->as.members = members;
    out->count = count;
    settle_members(t, out);
}

void tree_close_array(tree *t, size_t base, node *out)
{
    uint32_t count = (uint32_t)(t->item_count - base);
    const node *items = NULL;
    if (count)
        items = arena_copy(t->arena, t->items + base, count * sizeof *items);
    t->item_count = base;
    uint64_t state = tree_hash_items_begin(t->seed);
    unsigned common = NODE_SMALL_INTEGER;
    bool uniform = count > 0;
    for (uint32_t i = 0; i < count; i++) {
        uniform &= items[i].kind == items[0].kind;
        common &= items[i].flags;
        state = tree_hash_item(state, items[i].hash);
        if (items[i].flags & NODE_HAS_REFERENCE)
            add_references(t, &items[i]);
    }
    if (uniform)
        out->flags |= (uint8_t)(items[0].kind + 1u);
    if (uniform && items[0].kind == NODE_NUMBER && common)
        out->flags |= NODE_SMALL_INTEGERS;
    out->kind = NODE_ARRAY;
    out->document = t->index;
    out->as.items = items;
    out->count = count;
    out->hash = t->without_hashes ? 0 : tree_hash_end(state, NODE_ARRAY, count, t->seed);
}
