/*
 * The graph of schemas: every schema reached from a question, lowered to facts.
 *
 * A vertex is one schema under one mode (which direction, whether formats count, whether values
 * travel as text) and one dynamic scope. Lowering (lower.h) turns its keywords into facts, which
 * know no dialects: `prefixItems` and the array form of `items`, `nullable` and a `type` array,
 * `$ref` and an `allOf` of one look the same. Equal facts over equal children then make equal
 * classes (classes.h), through cycles and across both sides.
 *
 * A fact is an implication: values of other kinds satisfy it. A vertex is the conjunction of its
 * facts. Facts that are not understood are FACT_OPAQUE: whoever searches drops them and says so.
 */
#ifndef HANDOFF_INCLUSION_GRAPH_H
#define HANDOFF_INCLUSION_GRAPH_H

#include "inclusion/value.h"
#include "schema/schema.h"

typedef struct vertex vertex;

/* Sets of member names: those listed, those matching a pattern, or all others. Interned. */
typedef struct keys {
    uint64_t hash;
    bool complement;
    uint32_t name_count, pattern_count;
    const value *const *names;    /* sorted by bytes */
    const value *const *patterns; /* pattern texts, sorted */
    uint32_t schema;              /* an item (formula.h) that names satisfy; 0: none */
} keys;

typedef enum fact_kind {
    FACT_KINDS,              /* mask */
    FACT_VALUES,             /* values */
    FACT_ALL,                /* each child */
    FACT_ANY,                /* at least one child */
    FACT_ONE,                /* exactly one child */
    FACT_NOT,                /* not the child */
    FACT_IF,                 /* children: condition, consequence, alternative */
    FACT_MINIMUM,            /* bound, exclusive */
    FACT_MAXIMUM,            /* bound, exclusive */
    FACT_MULTIPLE,           /* bound */
    FACT_LENGTH,             /* least .. most code points */
    FACT_PATTERN,            /* text */
    FACT_FORMAT,             /* text */
    FACT_ITEMS,              /* positions least .. most - 1 are the child's */
    FACT_COUNT,              /* least .. most items or members, as `kinds` says */
    FACT_UNIQUE,             /* */
    FACT_CONTAINS,           /* least .. most items are the child's */
    FACT_MEMBERS,            /* members with names in `keys` are the child's */
    FACT_REQUIRED,           /* name */
    FACT_NAMES,              /* every member's name is the child's */
    FACT_DEPENDENT_REQUIRED, /* name, then values */
    FACT_DEPENDENT,          /* name, then the child */
    FACT_CASES,              /* cases, exactly one of which holds */
    FACT_ASIDE,              /* nothing, but mentions what the child does: see aside.h */
    FACT_OPAQUE              /* not understood: `reason` */
} fact_kind;

/* What is left over by the evaluated members or items when certain conditions hold (unevaluated*).
 * Exactly one case of a fact has its conditions true of any value. */
typedef struct fact_case {
    const uint32_t *conditions; /* child index * 2, + 1 when it is false */
    size_t condition_count;
    const keys *keys; /* of objects; NULL: nothing is left over */
    uint64_t from;    /* of arrays; UINT64_MAX: nothing is left over */
    uint32_t rest;    /* the child that holds for what is left over */
} fact_case;

typedef struct fact {
    uint8_t kind;   /* fact_kind */
    kind_set kinds; /* the kinds of values it speaks of */
    kind_set mask;
    bool exclusive;
    str keyword;        /* as written; STR_NULL: none */
    const node *where;  /* the keyword's value, */
    const resource *in; /* which is in here */
    number bound;
    uint64_t least, most; /* UINT64_MAX: no bound */
    const value *text, *name;
    const value *const *values; /* sorted by id */
    uint32_t value_count, child_count, case_count;
    vertex **children;
    const keys *keys;
    const struct format *format; /* FACT_FORMAT */
    const fact_case *cases;
    const char *reason;
} fact;

typedef enum mode_bits {
    MODE_REQUEST = 1,
    MODE_RESPONSE = 2,
    MODE_WRITER = 4, /* told from the reader only where the direction matters */
    MODE_FORMATS = 8,
    MODE_TEXT = 16,   /* on the wire, read as what it spells: numbers, booleans, other strings */
    MODE_STRING = 32, /* beside MODE_TEXT: read as the string it is */
    MODE_WAIVED_SHIFT = 8 /* above: which names the direction waives, see lower_direction.c */
} mode_bits;

/* Member names that nobody sends in a direction, and that are therefore not required. */
typedef VEC(const value *) waived_names;

struct vertex {
    uint64_t hash;
    site site; /* node NULL: made by the engine */
    registry *registry;
    uint32_t scope; /* dynamic scope, see scope.h; 0: it does not matter */
    uint32_t mode;
    bool is_lowered;
    const vertex *endless; /* reached from here: applies itself to the same value, see endless.h */
    bool is_grounded;      /* none is */
    uint8_t visit;
    const fact *facts;
    uint32_t fact_count;
    /* classes.c */
    uint32_t item; /* class and polarity, UINT32_MAX before it is known */
    uint32_t index, low, block;
    bool on_stack;
    uint64_t colour;
};

typedef struct dynamic_scope {
    uint64_t hash;
    uint32_t id;
    const resource *const *resources; /* outermost first, each once */
    size_t count;
} dynamic_scope;

typedef struct summary summary; /* summary.c */

typedef struct class_info {
    const vertex *vertex; /* one of the class; NULL: class 0, every value */
} class_info;

typedef struct graph {
    arena *arena;
    value_store *values;
    uint64_t seed;
    intern vertices, keys, scopes;
    VEC(const dynamic_scope *) scope_list; /* by id - 1 */
    VEC(waived_names) waived;              /* by number - 1 */
    bool has_dynamic_references;
    bool has_endless;          /* some vertex is */
    bool has_written_integers; /* some schema tells 1 from 1.0 */
    bool has_opaque;           /* some FACT_OPAQUE */
    VEC(vertex *) unlowered;
    VEC(vertex *) unclassed;
    /* classes.c */
    intern components;
    VEC(class_info) classes;
    VEC(summary *) summaries; /* by class */
} graph;

void graph_init(graph *g, arena *a, value_store *values, uint64_t seed);

/* The vertex of a site, made when it is new. Schemas that only refer to another are skipped. A
 * site whose node is NULL accepts everything. */
vertex *graph_vertex(graph *g, registry *r, site s, uint32_t mode, uint32_t scope);

/* A vertex the engine needs that no document holds. The facts are copied. */
vertex *graph_synthetic(graph *g, const fact *facts, size_t count);

/* Lowers whatever is new and gives it its class. After it every vertex has its item. */
void graph_settle(graph *g);

const keys *graph_keys(graph *g, const value **names, size_t name_count, const value **patterns,
                       size_t pattern_count, bool complement, uint32_t holder);

/* Scopes: the resources entered on the way to a vertex. */
uint32_t graph_scope_enter(graph *g, uint32_t scope, const resource *entered);
const dynamic_scope *graph_scope(const graph *g, uint32_t id); /* NULL for 0 */

#endif
