/*
 * Formulas: what one schema, positive or negated, asks of values of one kind.
 *
 * An item is a schema's class with a sign and a role; a conjunction of items is a goal (solver.h).
 * Unfolding an item for one kind of values gives a formula over literals (typed assertions, whose
 * negations are typed assertions again) and further items that hold of the same value. Negation is
 * never carried through a whole schema: each schema object is unfolded when it is needed, under
 * the sign it is needed in. Formulas are immutable and memoised.
 */
#ifndef HANDOFF_INCLUSION_FORMULA_H
#define HANDOFF_INCLUSION_FORMULA_H

#include "inclusion/graph.h"

/* class << 2 | reader << 1 | negated. The role only matters to the writer-closed reading; others
 * leave it 0. With ITEM_VALUE: a value's id << 1 | negated, and the item says "this value" or "not
 * this value". */
typedef uint32_t item;

enum { ITEM_NEGATED = 1, ITEM_READER = 2, ITEM_TRUE = 0, ITEM_FALSE = 1 };
#define ITEM_VALUE 0x80000000u

static inline item item_make(uint32_t class_id, bool negated)
{
    return class_id << 2 | (negated ? ITEM_NEGATED : 0);
}
static inline item item_negate(item i)
{
    return i ^ ITEM_NEGATED;
}
static inline bool item_is_negated(item i)
{
    return i & ITEM_NEGATED;
}
static inline bool item_is_value(item i)
{
    return i & ITEM_VALUE;
}
static inline uint32_t item_class(item i)
{
    return i >> 2;
}
static inline item item_differs(const value *v)
{
    return ITEM_VALUE | v->id << 1 | ITEM_NEGATED;
}
static inline item item_equals(const value *v)
{
    return item_negate(item_differs(v));
}
static inline uint32_t item_value(item i)
{
    return (i & ~ITEM_VALUE) >> 1;
}
/* The same class and sign in another role; TRUE and FALSE have none. */
static inline item item_with_role(item i, item role)
{
    return i <= ITEM_FALSE || item_is_value(i) ? i : (i & ~(item)ITEM_READER) | role;
}

typedef enum literal_kind {
    LITERAL_IN,           /* one of values */
    LITERAL_NOT_IN,       /* none of values */
    LITERAL_MINIMUM,      /* bound, exclusive */
    LITERAL_MAXIMUM,      /* bound, exclusive */
    LITERAL_MULTIPLE,     /* bound */
    LITERAL_NOT_MULTIPLE, /* bound */
    LITERAL_LENGTH,       /* least .. most code points */
    LITERAL_PATTERN,      /* text, negated */
    LITERAL_FORMAT,       /* text, negated */
    LITERAL_COUNT,        /* least .. most items or members */
    LITERAL_ALL,          /* items at least .. most - 1 hold `item` */
    LITERAL_SOME,         /* an item at least .. most - 1 exists and holds `item` */
    LITERAL_CONTAINS,     /* least .. most items hold `item` */
    LITERAL_DISTINCT,     /* no two items are equal */
    LITERAL_REPEATED,     /* two are */
    LITERAL_EACH,         /* members with names in keys hold `item` */
    LITERAL_EXISTS,       /* a member with a name in keys exists and holds `item` */
    LITERAL_OPAQUE        /* fact, negated: not understood */
} literal_kind;

typedef struct literal {
    uint8_t kind;
    bool negated, exclusive;
    item item;
    uint64_t least, most;
    const number *bound;
    const value *text;
    const keys *keys;
    const value *const *values;
    uint32_t value_count;
    const fact *fact; /* where it comes from */
} literal;

typedef enum formula_kind {
    FORMULA_TRUE,
    FORMULA_FALSE,
    FORMULA_ITEM,
    FORMULA_LITERAL,
    FORMULA_AND,
    FORMULA_OR
} formula_kind;

typedef struct formula formula;
struct formula {
    uint8_t kind;
    item item;
    const literal *literal;
    const formula *const *parts;
    uint32_t count;
};

typedef struct formulas {
    graph *graph;
    arena *arena;
    VEC(const formula **) unfolded; /* by class * 4 + role and sign: by kind of value */
} formulas;

void formulas_init(formulas *f, graph *g, arena *a);

/* What the item asks of values of value_kind k. Items that say "differs" are the caller's. */
const formula *formula_of_item(formulas *f, item i, value_kind k);

const formula *formula_literal(formulas *f, const literal *l);
const formula *formula_and(formulas *f, const formula **parts, size_t count);
const formula *formula_or(formulas *f, const formula **parts, size_t count);

#endif
