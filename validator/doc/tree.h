/*
 * Growing a tree of nodes: what the JSON reader, the YAML reader and doc/build.c share.
 *
 * Children are gathered on scratch stacks while their container is open and copied once, to their
 * final place, when it closes; there the container's hash, its key order, its duplicate keys and
 * its references are settled. Private to doc/.
 */
#ifndef HANDOFF_DOC_TREE_H
#define HANDOFF_DOC_TREE_H

#include "base/diag.h"
#include "base/hash.h"
#include "doc/document.h"
#include "doc/lines.h"

typedef struct tree {
    arena *arena; /* where nodes live */
    uint64_t seed;
    bool without_hashes;
    uint16_t index;
    /* for diagnostics */
    str name;
    const lines *lines;
    diags *diags;
    size_t duplicates;
    /* scratch: the children of all open containers */
    member *members;
    size_t member_count, member_capacity;
    node *items;
    size_t item_count, item_capacity;
    size_t nodes;
    /* found on the way */
    reference *references;
    size_t reference_count, reference_capacity;
} tree;

void tree_clear(tree *t); /* frees the scratch stacks and the list of references */

/* --- hashes; 0 is kept for "not hashed" --- */

static inline uint64_t tree_hash_not_zero(uint64_t hash)
{
    return hash ? hash : 1;
}

static inline uint32_t tree_key_hash(const char *key, size_t length)
{
    return (uint32_t)hash_bytes(key, length, 0);
}

static inline uint64_t tree_hash_text(const char *text, size_t length, uint64_t seed)
{
    return tree_hash_not_zero(hash_bytes(text, length, seed));
}

static inline uint64_t tree_hash_literal(node_kind kind, bool value, uint64_t seed)
{
    return tree_hash_not_zero(
        hash_fold(seed ^ 0x9e3779b97f4a7c15u, 0xbf58476d1ce4e5b9u + kind * 2u + value));
}

static inline uint64_t tree_hash_integer(int64_t value, uint64_t seed)
{
    return tree_hash_not_zero(number_hash_integer(value, seed));
}

static inline uint64_t tree_hash_number(const number *value, uint64_t seed)
{
    return tree_hash_not_zero(number_hash(value, seed));
}

static inline uint64_t tree_hash_items_begin(uint64_t seed)
{
    return seed ^ 0x94d049bb133111ebu;
}

static inline uint64_t tree_hash_item(uint64_t state, uint64_t item)
{
    return hash_fold(state ^ item, 0x2545f4914f6cdd1du);
}

/* Members are summed, so their order is nothing. */
static inline uint64_t tree_hash_member(uint64_t key, uint64_t value)
{
    return hash_fold(key ^ 0xd6e8feb86659fd93u, value ^ 0xa3b195354a39b70du);
}

static inline uint64_t tree_hash_end(uint64_t state, node_kind kind, uint32_t count, uint64_t seed)
{
    return tree_hash_not_zero(
        hash_fold(state ^ seed, ((uint64_t)count << 8 | kind) ^ 0x8cb92ba72f3d8dd7u));
}

/* --- containers --- */

void tree_grow_members(tree *t);
void tree_grow_items(tree *t);

/* Room for the next child. The place moves when others are opened: write, then leave it. */
static inline member *tree_open_member(tree *t)
{
    if (t->member_count == t->member_capacity)
        tree_grow_members(t);
    return &t->members[t->member_count++];
}

static inline node *tree_open_item(tree *t)
{
    if (t->item_count == t->item_capacity)
        tree_grow_items(t);
    return &t->items[t->item_count++];
}

/* Takes the children above `base` off the stack and makes them the container's. The caller sets
 * start and end. */
void tree_close_object(tree *t, size_t base, node *out);
void tree_close_array(tree *t, size_t base, node *out);

/* The root has its place, and a reference may stand there too. */
void tree_finish(tree *t, const node *root);

/* An error or a warning at an offset of the source. */
diag *tree_error(tree *t, uint32_t offset, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
diag *tree_warning(tree *t, uint32_t offset, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* --- the readers; false with an error in t->diags --- */

bool json_read(tree *t, str source, size_t offset, node *root); /* NULs must follow: TREE_PADDING */
bool yaml_read(tree *t, str source, size_t offset, node *root);

enum { TREE_PADDING = 32 };

#endif
