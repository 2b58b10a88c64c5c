/*
 * Programs: what a plan is compiled to, and what validation runs.
 *
 * The idea is partial evaluation by kind. Whatever a schema says, most of it concerns one kind of
 * value: `minLength` strings, `required` objects, `type` all of them at once. So a schema becomes a
 * block with six entries, one a kind, each a straight run of tests for values of just that kind:
 *
 *   - `type` costs nothing: the entry of a kind it excludes is the constant FAIL;
 *   - constants fold: an entry that nothing constrains is the constant END, and applicators fold
 *     over their branches' entries. {"anyOf": [{"type": "string"}, {"type": "null"}]} has no test
 *     left in it, and of a oneOf over kinds each entry keeps one branch, written in its place;
 *   - whoever applies a block to a value looks at the entry first and calls nothing for constants.
 *
 * References are resolved (schema/plan.h). Short targets are written in place, others and recursive
 * ones are CALLs of their block. Tests of one entry are sorted cheap before dear; codes are
 * numbered in that order (ORDER COST).
 *
 * `properties`, `patternProperties`, `additionalProperties` and `required` are one test that goes
 * once over the value's members, whose key hashes the reader has already computed, with a table of
 * the schema's names. oneOf and anyOf over objects that a string constant tells apart (a `const` or
 * `enum` of one property, in all branches) look that property up and try only the branches that can
 * still hold: a choice of 150 resource types costs as much as one of two.
 *
 * `unevaluated*`: only under a schema that says it, the blocks of its in-place applicators are
 * compiled a second time as tracking ones, whose tests mark the members or items they evaluated in
 * the frame of the value: a bit each, on a stack beside the C stack. A branch gets a frame of its
 * own, added to its parent's when it holds and forgotten when not. Nobody else pays anything.
 *
 * Validation allocates nothing once warm: frames, hash tables for `uniqueItems` and pcre2's match
 * data are kept in the validation. It recurses, at most LIMIT_VALIDATION_DEPTH deep, and counts
 * steps down from a budget: out of either, the answer is UNDECIDED with the limit's name.
 *
 * Private to schema/.
 */
#ifndef HANDOFF_SCHEMA_PROGRAM_H
#define HANDOFF_SCHEMA_PROGRAM_H

#include "schema/plan.h"

/* ORDER COST: tests of one entry run in this order. */
typedef enum op_code {
    OP_END,  /* holds */
    OP_FAIL, /* does not hold */
    OP_TRUE,
    OP_FALSE,
    OP_INTEGER,         /* numbers: a mathematical integer */
    OP_LITERAL_INTEGER, /* numbers: written without fraction or exponent */
    OP_ITEM_COUNT,
    OP_MEMBER_COUNT,
    OP_LENGTH,
    OP_BOUNDS,
    OP_STRING_IN,
    OP_VALUE_IN,
    OP_MULTIPLE_OF,
    OP_REQUIRED,
    OP_DISCRIMINATOR,
    OP_DEPENDENT_REQUIRED,
    OP_OBJECT,
    OP_OBJECT_FULL, /* with patterns, or tracking */
    OP_ITEMS,
    OP_PROPERTY_NAMES,
    OP_FORMAT,
    OP_PATTERN,
    OP_CALL,
    OP_DEPENDENT_SCHEMA,
    OP_DISPATCH,
    OP_IF,
    OP_NOT,
    OP_ANY_OF,
    OP_ONE_OF,
    OP_CONTAINS,
    OP_UNIQUE,
    OP_CONTENT,
    OP_FRAME, /* what it holds runs in a frame of its own */
    /* after everything else that marks the frame */
    OP_UNEVALUATED_PROPERTIES,
    OP_UNEVALUATED_ITEMS,
    OP_UNRESOLVED /* a reference to nothing, a pattern that is none: guessed both ways */
} op_code;

enum op_flags {
    OP_TRACKS = 1, /* marks what it evaluates; a FRAME: hands its marks to the outer one */
    OP_LAST = 2    /* the next one is END */
};

typedef struct op {
    uint8_t code, flags;
    uint32_t count; /* of branches; or the least length or count */
    union {
        uint64_t most;
        const void *data; /* by code, see below */
    };
} op;

typedef struct block {
    const op *entry[6]; /* by node_kind; complete once compiled */
    subschema *subschema;
    uint8_t track;
    uint16_t passes; /* what nothing is left to test of: bits by value_class */
    bool is_complete;
    struct block *other; /* the same subschema, tracking otherwise */
} block;

/* The kind of a value, and in bit 3 what tells integers of few digits from other numbers (for
 * other kinds that flag means something else: they have both bits, or neither, in `passes`). */
enum { CLASS_FLAG = 8 };

static inline unsigned value_class(const node *n)
{
    return n->kind | (n->flags & NODE_SMALL_INTEGER) << 2;
}
_Static_assert(NODE_SMALL_INTEGER << 2 == CLASS_FLAG, "value_class moves that flag to bit 3");

enum { TRACK_PROPERTIES = 1, TRACK_ITEMS = 2 };

/* STRING_IN: an open-addressing table by key hash. */
typedef struct string_slot {
    str text; /* data NULL: free */
    uint32_t hash, value;
} string_slot;

typedef struct string_set {
    uint32_t mask, count;
    uint32_t lengths; /* bit min(length, 31): whether any member has it */
    string_slot *slots;
} string_set;

/* VALUE_IN: few values are compared, many looked up by hash. */
typedef struct value_set {
    const node **values;
    uint32_t count, mask;
    uint64_t *hashes; /* of values */
    uint32_t *slots;  /* index + 1; NULL for few */
} value_set;

/* BOUNDS: for machine integers lowest..highest says it all; `text` bounds serve the others. */
typedef struct bounds {
    int64_t lowest, highest;
    const number *least, *most;   /* NULL: none */
    bool above_least, below_most; /* exclusive */
} bounds;

typedef struct divisor {
    int64_t small; /* 0: not an integer of this size */
    const number *number;
} divisor;

/* A member's key_length and key_hash as one word. */
typedef uint64_t key_tag;
#define KEY_TAG_NONE UINT64_MAX /* no key is that long */

typedef struct property_slot {
    key_tag tag; /* KEY_TAG_NONE: free */
    const char *key;
    const block *child; /* of `properties`; else of additionalProperties; NULL: anything */
    uint32_t next;      /* slot of the name that the schema says after this one: the likely next */
    uint16_t passes;    /* of child, here to spare a look at it; all for no child */
    bool is_required;
    bool is_declared; /* in `properties`; else `required` alone names it */
} property_slot;

typedef struct pattern_child {
    const pattern *pattern;
    str prefix; /* the pattern is ^ and this text, nothing else; STR_NULL: see pattern */
    const block *child;
} pattern_child;

typedef struct object_test {
    uint32_t mask, first, property_count, required_count, pattern_count;
    uint32_t many; /* members from which on the schema's names are looked up in the value instead */
    property_slot *slots;
    const block **
        *also; /* by slot: of the patterns that match its name; NULL-ended; NULL: unknown */
    pattern_child *patterns;
    const block *additional; /* NULL: anything */
} object_test;

typedef struct name_list {
    uint32_t count;
    const char *key; /* of dependent lists: whose presence asks for the others */
    uint32_t key_length, key_hash;
    struct required_name {
        str name;
        uint32_t hash;
    } * names;
    const block *then; /* of dependent schemas */
} name_list;

typedef struct discriminator_test {
    str property;
    uint32_t hash;
    string_set names; /* empty: any string */
} discriminator_test;

typedef struct item_test {
    uint32_t least;
    uint64_t most;
    uint32_t prefix_count, start;
    uint32_t kinds;     /* where all there is to test is the kind of each item; else 0 */
    bool only_integers; /* where all items must be integers, and no more */
    const block **prefix;
    const block *rest; /* NULL: anything */
} item_test;

typedef struct contains_test {
    const block *child;
    uint64_t least, most;
} contains_test;

typedef struct branch_list {
    uint32_t count;
    const block **branches;
} branch_list;

/* DISPATCH: the branches that can still hold, by the value of one property. */
typedef struct dispatch {
    str key;
    uint32_t key_hash;
    bool one;          /* oneOf, else anyOf */
    string_set values; /* slot.value indexes `lists` */
    branch_list *lists;
    branch_list absent, other; /* no such member; another value */
} dispatch;

extern const op op_pass[1], op_fail[1];

/* A plan and what it is compiled to. The plan's strings, patterns and operands are borrowed. Both
 * grow when an entry is added; what is there stays as it is. */
typedef struct program {
    arena *arena;
    plan *plan;
    VEC(block *) blocks; /* by subschema index: a list by `other` */
    uint64_t seed;
} program;

/* A program and where it is entered. */
struct schema {
    program *program;
    const subschema *subschema;
    const block *root;
};

program *program_new(registry *r, const schema_options *options);
void program_free(program *p); /* NULL is fine */

/* Plans and compiles a site and all it reaches. False with errors: nothing can be added to this
 * program any more, but entries that it has stay good. */
bool program_enter(program *p, site s, schema *out, diags *d);

/* The program of one subschema by itself; NULL when it was folded away. */
const block *program_block(const program *p, const subschema *of);

#endif
