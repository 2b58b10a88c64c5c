/*
 * The document model: one immutable tree for JSON and YAML.
 *
 * A node is 32 bytes and points into its document's source text wherever it can. It is owned by
 * its document (doc/document.h), which is owned by a bundle (doc/bundle.h); nothing here allocates
 * or fails. YAML aliases share their children: a node's `items` or `members` may be reached twice.
 *
 * Numbers keep their exact text. Strings are valid UTF-8 and may hold U+0000. Objects keep their
 * members in source order; of duplicate keys only the last is kept (a warning was given).
 */
#ifndef HANDOFF_DOC_NODE_H
#define HANDOFF_DOC_NODE_H

#include "base/number.h"
#include "base/str.h"

typedef enum node_kind {
    NODE_NULL,
    NODE_BOOLEAN,
    NODE_NUMBER,
    NODE_STRING,
    NODE_ARRAY,
    NODE_OBJECT
} node_kind;

typedef struct node node;
typedef struct member member;

struct node {
    /* Equal for equal values whatever the key order, formatting or spelling of numbers (1 = 1.0).
     * Seeded per process, so never shown or stored; 0 when the reader was told not to hash. */
    uint64_t hash;
    union {
        const char *text;      /* string: decoded bytes; number: JSON number text */
        const node *items;     /* array */
        const member *members; /* object; followed by a key order when large (see node_get) */
    } as;
    uint32_t count;    /* bytes of text, items or members */
    uint32_t start;    /* byte offsets of the value in its document's source: first … */
    uint32_t end;      /* … and one past the last */
    uint16_t document; /* index in the bundle */
    uint8_t kind;      /* node_kind */
    uint8_t flags;     /* node_flags */
};

enum node_flags {
    NODE_TRUE = 1,          /* boolean: its value */
    NODE_SMALL_INTEGER = 2, /* number: text is -?digits of at most 18 digits */
    NODE_QUOTED = 4,        /* string: was quoted; YAML's plain and block scalars are not */
    NODE_HAS_ESCAPES = 8,   /* string: text is a copy, source and value differ */
    NODE_FROM_ALIAS = 16,   /* shares its children with an anchored node */
    /* array: what its items have in common, so that whoever asks need not look at each */
    NODE_ITEM_KIND = 7,      /* as a mask: node_kind + 1 of all items; 0: mixed, empty or unknown */
    NODE_SMALL_INTEGERS = 8, /* all items are NODE_SMALL_INTEGER */
    NODE_HAS_REFERENCE = 32 /* object: "$ref", "$dynamicRef" or "$recursiveRef" is a string in it */
};

/* Objects with more members are followed by their order of keys. */
enum { NODE_ORDERED_ABOVE = 12 };

struct member {
    const char *key; /* decoded; key_length bytes, may hold NUL */
    uint32_t key_length;
    uint32_t key_hash;  /* node_key_hash(key) */
    uint32_t key_start; /* byte offsets of the key in the source */
    uint32_t key_end;
    node value;
};

static inline node_kind node_kind_of(const node *n)
{
    return (node_kind)n->kind;
}
static inline bool node_is(const node *n, node_kind kind)
{
    return n && n->kind == kind;
}
static inline bool node_is_true(const node *n)
{
    return node_is(n, NODE_BOOLEAN) && (n->flags & NODE_TRUE);
}
static inline bool node_is_false(const node *n)
{
    return node_is(n, NODE_BOOLEAN) && !(n->flags & NODE_TRUE);
}
static inline str member_key(const member *m)
{
    return (str){m->key, m->key_length};
}

/* The decoded text of a string or the text of a number; STR_NULL for other kinds and for NULL. */
str node_text(const node *n);

/* A member's value, or NULL: also when n is NULL or no object, so look-ups chain. Large objects
 * are searched by a sorted key order, so no key set makes it slow. */
const node *node_get(const node *n, str key);
const member *node_get_member(const node *n, str key);
/* With the key's hash known (compiled schemas): */
const member *node_get_hashed(const node *n, str key, uint32_t key_hash);
uint32_t node_key_hash(str key); /* unseeded, so it can be compiled in */

/* The members in order of key bytes: position i of node_sorted_member(n, i). */
const member *node_sorted_member(const node *n, size_t i);

/* Indices of the members in order of key bytes; NULL when the object is too small to have it. */
const uint32_t *node_key_order(const node *n);

const node *node_item(const node *n, size_t index); /* NULL out of range or no array */

/* Typed look-ups of a member: false / STR_NULL / default when absent or of another kind. */
str node_get_text(const node *n, str key);
bool node_get_true(const node *n, str key);

/* JSON Schema equality: by value, exact, key order aside; no recursion beyond document depth. */
bool node_equal(const node *a, const node *b);

/* The structural hash computed afresh, for trees read without hashes. Same seed, same hash. */
uint64_t node_hash(const node *n, uint64_t seed);

/* A number node's exact value. Its digits live in the arena where text must be changed. */
number node_number(const node *n, arena *a);
bool node_int64(const node *n, int64_t *out); /* false unless an integer that fits */

const char *node_kind_name(node_kind kind); /* "null", "boolean", ... */

#endif
