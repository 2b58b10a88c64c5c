/*
 * Plans: a schema read once, with every keyword's operands at hand.
 *
 * A plan holds a subschema for each schema that validation can reach, in each dynamic scope in
 * which it can be reached, and for each of its keywords a clause. References are resolved, patterns
 * compiled, numbers and sizes parsed; dialects differ only in how the clauses are made, not in what
 * they mean afterwards. Two things work on plans: schema/compile.c makes the fast program from one,
 * and schema/evaluate.c walks one to explain and annotate.
 *
 * Dynamic scope. `$dynamicRef` and `$recursiveRef` look for the outermost resource on the path of
 * evaluation that has a certain anchor. That path matters only through "which anchor names are
 * bound already, and to what", so a subschema is planned once for each such set of bindings (a
 * scope): at run time there is nothing left to look for. Schemas without dynamic anchors have one
 * scope, the empty one; LIMIT_DYNAMIC_SCOPES bounds hostile ones.
 *
 * Everything lives in the plan's arena, but patterns, which their pool owns, and what belongs to
 * the registry. Private to schema/.
 */
#ifndef HANDOFF_SCHEMA_PLAN_H
#define HANDOFF_SCHEMA_PLAN_H

#include "base/map.h"
#include "base/vec.h"
#include "schema/format.h"
#include "schema/keyword.h"
#include "schema/pattern.h"
#include "schema/schema.h"

typedef struct subschema subschema;

/* Kinds of values as sets: bit 1 << node_kind, and a bit for numbers that must be integers. */
enum {
    KIND_SET_ALL = 63,
    KIND_SET_INTEGER = 64,         /* with no NODE_NUMBER bit: only integers among the numbers */
    KIND_SET_LITERAL_INTEGER = 128 /* draft-04 and before: 1.0 is not written as an integer */
};

typedef struct clause {
    keyword_id id;
    uint32_t count;           /* of children and names */
    const member *member;     /* where it is written; NULL in clauses the dialect implies */
    subschema **children;     /* an entry may be NULL where a name list stands instead */
    const str *names;         /* of properties, dependencies, required */
    const pattern **patterns; /* of `pattern` and `patternProperties` */
    const format *format;
    const number *number;
    uint64_t size, most; /* lengths and counts; first item that `items` speaks of; contains */
    uint32_t kinds;      /* of `type` */
    bool exclusive;      /* `minimum`, `maximum` before draft-06 */
    bool asserts;        /* `format`, `content*`: else they only annotate */
} clause;

/* `constant` of what a reference to nothing stands for, where that is tolerated. */
enum { SUBSCHEMA_UNRESOLVED = 2 };

struct subschema {
    site site;
    uint32_t scope;
    uint32_t index;  /* in plan.subschemas */
    uint32_t waived; /* names that are not required, by the direction: index in plan.waivers */
    uint32_t outer_waived; /* what was waived where it was reached; with scope and site its key */
    int8_t constant;       /* 1: true, 0: false, -1: an object; SUBSCHEMA_UNRESOLVED */
    uint32_t count;
    clause *clauses;  /* in order of keyword_id, which is an order of evaluation */
    subschema *other; /* the next one of the same node, in another scope */
};

typedef struct binding {
    str name; /* of a $dynamicAnchor; "" for $recursiveAnchor */
    site site;
} binding;

typedef struct scope {
    VEC(binding) bindings;
} scope;

typedef VEC(str) name_set;

/* In place of plan.waivers' index: a member that the direction tolerates, whatever its value. */
#define WAIVED_WHOLLY UINT32_MAX

typedef struct plan {
    arena *arena;
    registry *registry;
    schema_options options;
    pattern_pool *patterns;
    VEC(subschema *) subschemas;
    VEC(scope) scopes;
    VEC(name_set) waivers; /* index 0: none */
    map by_node;
    size_t planned; /* subschemas before this one have their clauses */
    diags *diags;
    bool failed;
} plan;

plan *plan_new(registry *r, const schema_options *options);
void plan_free(plan *p); /* NULL is fine */

/* Plans a site and all it reaches, as far as it is not there yet. NULL with errors: nothing can be
 * added to this plan any more. */
subschema *plan_add(plan *p, site s, diags *d);

const clause *subschema_clause(const subschema *s, keyword_id id); /* NULL: has none */

/* --- between the files of the plan --- */

subschema *plan__subschema(plan *p, site s, uint32_t scope, uint32_t waived);
subschema *plan__child(plan *p, const subschema *parent, const node *child);
subschema *plan__in_place(plan *p, const subschema *parent, const node *child);

/* schema/plan_direction.c: whether a member with this schema is not sent in the direction of the
 * plan, and the names that a value's schema therefore does not require. */
bool plan__is_waived(plan *p, site s);
uint32_t plan__waived_names(plan *p, site s);
bool plan__has_waived(const plan *p, uint32_t waived, str name);
void plan__clauses(plan *p, subschema *s);
subschema *plan__reference(plan *p, const subschema *from, const member *m, keyword_id id);

#endif
