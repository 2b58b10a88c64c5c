/*
 * `unevaluatedProperties` and `unevaluatedItems`, eliminated.
 *
 * What a schema evaluates is collected from its in-place applicators. What always applies (adjacent
 * keywords, allOf, references) simply adds up: then the keyword is an `additionalProperties` or
 * `items` over the rest. Where it depends on branches that may or may not hold (anyOf, oneOf, if,
 * dependentSchemas), the cases are listed: each combination of branches that hold leaves its own
 * rest (arXiv 2503.11288; exponential in the number of branches at worst, hence the limit).
 */
#include "inclusion/lower.h"

#include "base/limits.h"

typedef struct place {
    site site;
    uint32_t scope;
} place;

typedef struct branch branch;

/* What a schema evaluates of a value that it accepts. */
typedef struct evaluated_set {
    VEC(const value *) names;
    VEC(const value *) patterns;
    VEC(vertex *) contains;
    uint64_t prefix;
    bool all;
    VEC(branch *) branches; /* what depends on a condition */
} evaluated_set;

struct branch {
    vertex *condition;
    evaluated_set then, otherwise;
};

typedef struct collecting {
    lowering *l;
    bool items;       /* of arrays, else members of objects */
    const node *root; /* the schema whose own keyword is being eliminated */
    unsigned depth;
    bool too_deep;
} collecting;

enum { NESTING = 64 };

static void collect(collecting *c, place at, evaluated_set *out);

static void collect_child(collecting *c, place at, const node *child, evaluated_set *out)
{
    place inner = {.site = registry_child(c->l->vertex->registry, at.site, child)};
    inner.scope = graph_scope_enter(c->l->graph, at.scope, inner.site.resource);
    collect(c, inner, out);
}

/* `waived`: of a schema applied to the same value. */
static vertex *vertex_at(collecting *c, place at, const node *child, uint32_t waived)
{
    lowering *l = c->l;
    site s = registry_child(l->vertex->registry, at.site, child);
    uint32_t entered = graph_scope_enter(l->graph, at.scope, s.resource);
    uint32_t mode = (l->vertex->mode & ((1u << MODE_WAIVED_SHIFT) - 1)) | waived;
    return graph_vertex(l->graph, l->vertex->registry, s, mode, entered);
}

static bool is_nothing(const evaluated_set *s)
{
    return !s->names.count && !s->patterns.count && !s->contains.count && !s->prefix && !s->all &&
           !s->branches.count;
}

static void add_branch(collecting *c, evaluated_set *out, vertex *condition,
                       const evaluated_set *then, const evaluated_set *otherwise)
{
    if (is_nothing(then) && is_nothing(otherwise))
        return;
    branch *b = arena_new_of(c->l->graph->arena, branch);
    *b = (branch){.condition = condition, .then = *then, .otherwise = *otherwise};
    vec_push(c->l->graph->arena, &out->branches, b);
}

/* --- one keyword --- */

static void collect_names(collecting *c, const node *object, bool patterns, evaluated_set *out)
{
    graph *g = c->l->graph;
    for (uint32_t i = 0; node_is(object, NODE_OBJECT) && i < object->count; i++) {
        const value *name = value_of_string(g->values, member_key(&object->as.members[i]));
        if (patterns)
            vec_push(g->arena, &out->patterns, name);
        else
            vec_push(g->arena, &out->names, name);
    }
}

static void collect_any(collecting *c, place at, const node *list, evaluated_set *out)
{
    if (!node_is(list, NODE_ARRAY))
        return;
    if (list->count == 1) {
        collect_child(c, at, &list->as.items[0], out);
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        evaluated_set then = {0}, otherwise = {0};
        collect_child(c, at, &list->as.items[i], &then);
        add_branch(c, out, vertex_at(c, at, &list->as.items[i], c->l->waived), &then, &otherwise);
    }
}

static void collect_if(collecting *c, place at, const node *condition, evaluated_set *out)
{
    evaluated_set then = {0}, otherwise = {0};
    const node *consequence = node_get(at.site.node, STR("then"));
    const node *alternative = node_get(at.site.node, STR("else"));
    collect_child(c, at, condition, &then);
    if (consequence)
        collect_child(c, at, consequence, &then);
    if (alternative)
        collect_child(c, at, alternative, &otherwise);
    add_branch(c, out, vertex_at(c, at, condition, c->l->waived), &then, &otherwise);
}

static void collect_dependent(collecting *c, place at, const node *schemas, evaluated_set *out)
{
    graph *g = c->l->graph;
    if (c->items) /* only objects have the names on which it depends */
        return;
    for (uint32_t i = 0; node_is(schemas, NODE_OBJECT) && i < schemas->count; i++) {
        const member *m = &schemas->as.members[i];
        if (!node_is(&m->value, NODE_OBJECT))
            continue;
        evaluated_set then = {0}, otherwise = {0};
        collect_child(c, at, &m->value, &then);
        fact f = {.kind = FACT_REQUIRED, .kinds = KINDS_OBJECT};
        f.name = value_of_string(g->values, member_key(m));
        f.keys = lowering_name(c->l, f.name);
        vertex *has_name = graph_synthetic(g, &f, 1);
        add_branch(c, out, has_name, &then, &otherwise);
    }
}

static void collect_reference(collecting *c, place at, const member *m, evaluated_set *out)
{
    registry *r = c->l->vertex->registry;
    str text = node_text(&m->value);
    site target =
        str_equal(member_key(m), STR("$ref"))
            ? registry_resolve(r, at.site, text, NULL)
            : lower_dynamic_target(c->l->graph, r, at.site, at.scope, member_key(m), text);
    if (!target.node)
        return;
    place inner = {target, graph_scope_enter(c->l->graph, at.scope, target.resource)};
    collect(c, inner, out);
}

static void collect_items(collecting *c, place at, const member *m, keyword_id id,
                          evaluated_set *out)
{
    bool is_tuple = node_is(&m->value, NODE_ARRAY);
    switch (id) {
    case KEYWORD_PREFIX_ITEMS:
        if (m->value.count > out->prefix)
            out->prefix = m->value.count;
        break;
    case KEYWORD_ITEMS:
        if (!is_tuple)
            out->all = true;
        else if (m->value.count > out->prefix)
            out->prefix = m->value.count;
        break;
    case KEYWORD_ADDITIONAL_ITEMS:
        out->all |= node_is(node_get(at.site.node, STR("items")), NODE_ARRAY);
        break;
    case KEYWORD_CONTAINS:
        if (at.site.resource->dialect != DIALECT_2019_09)
            vec_push(c->l->graph->arena, &out->contains, vertex_at(c, at, &m->value, 0));
        break;
    case KEYWORD_UNEVALUATED_ITEMS:
        out->all |= at.site.node != c->root;
        break;
    default:
        break;
    }
}

static void collect_members(collecting *c, place at, const member *m, keyword_id id,
                            evaluated_set *out)
{
    if (id == KEYWORD_PROPERTIES || id == KEYWORD_PATTERN_PROPERTIES)
        collect_names(c, &m->value, id == KEYWORD_PATTERN_PROPERTIES, out);
    else if (id == KEYWORD_ADDITIONAL_PROPERTIES)
        out->all = true;
    else if (id == KEYWORD_UNEVALUATED_PROPERTIES)
        out->all |= at.site.node != c->root;
}

static void collect_keyword(collecting *c, place at, const member *m, keyword_id id,
                            evaluated_set *out)
{
    switch (id) {
    case KEYWORD_REF:
    case KEYWORD_DYNAMIC_REF:
    case KEYWORD_RECURSIVE_REF:
        collect_reference(c, at, m, out);
        break;
    case KEYWORD_ALL_OF:
        for (uint32_t i = 0; node_is(&m->value, NODE_ARRAY) && i < m->value.count; i++)
            collect_child(c, at, &m->value.as.items[i], out);
        break;
    case KEYWORD_ANY_OF:
    case KEYWORD_ONE_OF:
        collect_any(c, at, &m->value, out);
        break;
    case KEYWORD_IF:
        collect_if(c, at, &m->value, out);
        break;
    case KEYWORD_DEPENDENT_SCHEMAS:
    case KEYWORD_DEPENDENCIES:
        collect_dependent(c, at, &m->value, out);
        break;
    default:
        if (c->items)
            collect_items(c, at, m, id, out);
        else
            collect_members(c, at, m, id, out);
    }
}

static void collect(collecting *c, place at, evaluated_set *out)
{
    if (!node_is(at.site.node, NODE_OBJECT))
        return;
    if (c->depth == NESTING) {
        c->too_deep = true;
        return;
    }
    c->depth++;
    const resource *in = at.site.resource;
    for (uint32_t i = 0; i < at.site.node->count; i++) {
        const member *m = &at.site.node->as.members[i];
        const keyword *k = keyword_find(member_key(m), in->dialect, in->vocabularies);
        if (k)
            collect_keyword(c, at, m, k->id, out);
    }
    c->depth--;
}

/* --- cases --- */

typedef struct expansion {
    lowering *l;
    bool items;
    vertex *rest;
    VEC(vertex *) children;
    VEC(fact_case) cases;
    VEC(uint32_t) conditions;
    bool too_many;
} expansion;

static uint32_t child_index(expansion *x, vertex *v)
{
    for (size_t i = 0; i < x->children.count; i++) {
        if (x->children.items[i] == v)
            return (uint32_t)i;
    }
    vec_push(x->l->graph->arena, &x->children, v);
    return (uint32_t)x->children.count - 1;
}

static void add_all(expansion *x, evaluated_set *to, const evaluated_set *from)
{
    arena *a = x->l->graph->arena;
    for (size_t i = 0; i < from->names.count; i++)
        vec_push(a, &to->names, from->names.items[i]);
    for (size_t i = 0; i < from->patterns.count; i++)
        vec_push(a, &to->patterns, from->patterns.items[i]);
    for (size_t i = 0; i < from->contains.count; i++)
        vec_push(a, &to->contains, from->contains.items[i]);
    for (size_t i = 0; i < from->branches.count; i++)
        vec_push(a, &to->branches, from->branches.items[i]);
    to->prefix = from->prefix > to->prefix ? from->prefix : to->prefix;
    to->all |= from->all;
}

/* Items that some `contains` evaluates need not hold what the others must. */
static vertex *rest_of(expansion *x, const evaluated_set *s)
{
    if (s->contains.count == 0)
        return x->rest;
    graph *g = x->l->graph;
    vertex **children = arena_array_of(g->arena, vertex *, s->contains.count + 1);
    for (size_t i = 0; i < s->contains.count; i++)
        children[i] = s->contains.items[i];
    children[s->contains.count] = x->rest;
    fact f = {.kind = FACT_ANY, .kinds = KINDS_ALL, .children = children};
    f.child_count = (uint32_t)s->contains.count + 1;
    return graph_synthetic(g, &f, 1);
}

static void emit_case(expansion *x, const evaluated_set *s)
{
    if (x->cases.count == LIMIT_UNEVALUATED_CASES) {
        x->too_many = true;
        return;
    }
    graph *g = x->l->graph;
    fact_case c = {.from = UINT64_MAX};
    c.conditions =
        arena_copy(g->arena, x->conditions.items, x->conditions.count * sizeof(uint32_t));
    c.condition_count = x->conditions.count;
    if (!s->all && x->items)
        c.from = s->prefix;
    if (!s->all && !x->items)
        c.keys = graph_keys(g, s->names.items, s->names.count, s->patterns.items, s->patterns.count,
                            true, 0);
    c.rest = child_index(x, x->items ? rest_of(x, s) : x->rest);
    vec_push(g->arena, &x->cases, c);
}

/* Takes the branches one by one; `s` is a copy of its own. */
static void expand(expansion *x, evaluated_set s, size_t next)
{
    if (x->too_many)
        return;
    if (s.all || next == s.branches.count) {
        emit_case(x, &s);
        return;
    }
    const branch *b = s.branches.items[next];
    uint32_t condition = 2 * child_index(x, b->condition);
    for (uint32_t fails = 0; fails < 2; fails++) {
        evaluated_set more = {0};
        add_all(x, &more, &s);
        add_all(x, &more, fails ? &b->otherwise : &b->then);
        vec_push(x->l->graph->arena, &x->conditions, condition + fails);
        expand(x, more, next + 1);
        x->conditions.count--;
    }
}

static void add_plain(lowering *l, const member *m, const expansion *x)
{
    const fact_case *c = &x->cases.items[0];
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = x->children.items[c->rest];
    fact f = {.kind = FACT_MEMBERS, .kinds = KINDS_OBJECT, .keys = c->keys};
    if (x->items) {
        f = (fact){.kind = FACT_ITEMS, .kinds = KINDS_ARRAY, .least = c->from, .most = UINT64_MAX};
        if (c->from == UINT64_MAX)
            return;
    } else if (!c->keys) {
        return;
    }
    f.children = children;
    f.child_count = 1;
    lowering_add(l, m, f);
}

static void eliminate(lowering *l, const member *m, bool items)
{
    if (node_is_true(&m->value))
        return;
    collecting c = {.l = l, .items = items, .root = l->schema};
    evaluated_set all = {0};
    collect(&c, (place){l->vertex->site, l->vertex->scope}, &all);
    expansion x = {.l = l, .items = items, .rest = lowering_child(l, &m->value)};
    expand(&x, all, 0);
    if (c.too_deep || x.too_many) {
        lowering_opaque(l, m,
                        "what is left over depends on too many branches; name the members or items "
                        "outside of anyOf, oneOf and if");
        return;
    }
    if (x.cases.count == 1 && x.cases.items[0].condition_count == 0) {
        add_plain(l, m, &x);
        return;
    }
    fact f = {.kind = FACT_CASES, .kinds = items ? KINDS_ARRAY : KINDS_OBJECT};
    f.children = x.children.items;
    f.child_count = (uint32_t)x.children.count;
    f.cases = x.cases.items;
    f.case_count = (uint32_t)x.cases.count;
    lowering_add(l, m, f);
}

void lower_unevaluated_properties(lowering *l, const member *m)
{
    eliminate(l, m, false);
}

void lower_unevaluated_items(lowering *l, const member *m)
{
    eliminate(l, m, true);
}
