/*
 * Types, enumerations and the keywords that apply schemas to the same value.
 */
#include "inclusion/lower.h"

#include "base/limits.h"
#include "inclusion/text.h"

/* Of what is read as a string: every text is one, and none is a number or a boolean. */
static kind_set as_string(const lowering *l, kind_set kinds)
{
    if (!(l->vertex->mode & MODE_STRING))
        return kinds;
    kind_set others = kinds & (kind_set)~TEXT_KINDS;
    return kinds & KINDS_STRING ? others | TEXT_KINDS : others;
}

static kind_set kinds_of_type(const lowering *l, str name)
{
    static const struct {
        const char *name;
        kind_set kinds;
    } types[] = {
        {"null", KINDS_NULL},     {"boolean", KINDS_BOOLEAN},
        {"number", KINDS_NUMBER}, {"integer", KINDS_INTEGER | KINDS_DECIMAL},
        {"string", KINDS_STRING}, {"array", KINDS_ARRAY},
        {"object", KINDS_OBJECT},
    };
    if (str_equal(name, STR("file")) && lowering_in(l, DIALECTS_SWAGGER))
        return KINDS_STRING;
    if (str_equal(name, STR("integer")) && lowering_in(l, DIALECTS_WRITTEN_INTEGERS)) {
        l->graph->has_written_integers = true;
        return KINDS_INTEGER;
    }
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_equal(name, str_from(types[i].name)))
            return types[i].kinds;
    /* "any" of draft-03, and what others make up: there it is no constraint, later no value has it.
     */
    return lowering_in(l, DIALECTS_03) ? KINDS_ALL : KINDS_NONE;
}

static kind_set with_null(const lowering *l, kind_set kinds)
{
    bool is_nullable = lowering_in(l, DIALECTS_30) && node_get_true(l->schema, STR("nullable"));
    return as_string(l, is_nullable ? kinds | KINDS_NULL : kinds);
}

/* Draft-03 lets schemas stand among the names: then the keyword is a disjunction. */
static void lower_type_union(lowering *l, const member *m, const node *types, bool negated)
{
    vertex **children = arena_array_of(l->graph->arena, vertex *, types->count + 1);
    uint32_t count = 0;
    kind_set kinds = KINDS_NONE;
    for (uint32_t i = 0; i < types->count; i++) {
        const node *type = &types->as.items[i];
        if (node_is(type, NODE_STRING)) {
            kinds |= kinds_of_type(l, node_text(type));
        } else if (node_is(type, NODE_OBJECT) && lowering_in(l, DIALECTS_03)) {
            children[count++] = lowering_in_place(l, type);
        } else {
            lowering_opaque(l, m,
                            "a name in it is not a string; its meta-schema says what it may be");
            return;
        }
    }
    fact named = {.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = with_null(l, kinds)};
    if (count == 0 && !negated) {
        lowering_add(l, m, named);
        return;
    }
    children[count++] = graph_synthetic(l->graph, &named, 1);
    fact any = {.kind = FACT_ANY, .kinds = KINDS_ALL, .children = children, .child_count = count};
    if (!negated) {
        lowering_add(l, m, any);
        return;
    }
    vertex **one = arena_array_of(l->graph->arena, vertex *, 1);
    one[0] = graph_synthetic(l->graph, &any, 1);
    lowering_add(l, m, (fact){.kind = FACT_NOT, .children = one, .child_count = 1});
}

static void lower_types(lowering *l, const member *m, bool negated)
{
    const node *types = &m->value;
    if (node_is(types, NODE_ARRAY)) {
        lower_type_union(l, m, types, negated);
        return;
    }
    if (!node_is(types, NODE_STRING)) {
        lowering_opaque(
            l, m,
            "its value is neither a name nor a list of names; its meta-schema says what it may be");
        return;
    }
    kind_set kinds = with_null(l, kinds_of_type(l, node_text(types)));
    if (negated)
        kinds = KINDS_ALL & (kind_set)~kinds;
    lowering_add(l, m, (fact){.kind = FACT_KINDS, .mask = kinds});
}

void lower_type(lowering *l, const member *m)
{
    lower_types(l, m, false);
}

void lower_disallow(lowering *l, const member *m)
{
    lower_types(l, m, true);
}

static bool is_written_as_decimal(const node *n)
{
    str text = node_text(n);
    return str_find(text, '.') != SIZE_MAX || str_find(text, 'e') != SIZE_MAX;
}

/* The value as what travels, in the reading of the vertex; NULL: none that travels is read so. */
static const value *as_text(const lowering *l, const value *v)
{
    const value *text = text_canonical(l->graph->values, v);
    if (!(TEXT_KINDS & 1u << v->kind))
        return text;
    if (l->vertex->mode & MODE_STRING)
        return v->kind == KIND_STRING ? text : NULL;
    return text->kind == v->kind ? text : NULL; /* "1" is read as a number */
}

static void add_values(lowering *l, const member *m, const node *nodes, uint32_t count)
{
    const value **values = arena_array_of(l->graph->arena, const value *, count);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const value *v = value_of_node(l->graph->values, &nodes[i]);
        if (!v) {
            lowering_opaque(l, m, "a number in it is too large; write a number of fewer digits");
            return;
        }
        if (lowering_in(l, DIALECTS_WRITTEN_INTEGERS) && v->kind == KIND_INTEGER &&
            is_written_as_decimal(&nodes[i])) {
            v = value_as_decimal(l->graph->values, v);
            l->graph->has_written_integers = true;
        }
        if ((l->vertex->mode & MODE_TEXT) && !(TEXT_KINDS & 1u << v->kind) && v->count > 0) {
            lowering_opaque(l, m,
                            "its lists and objects travel as texts; describe them by items "
                            "and properties");
            return;
        }
        if (l->vertex->mode & MODE_TEXT)
            v = as_text(l, v);
        if (v)
            values[kept++] = v;
    }
    kept = lowering_sort_values(values, kept);
    lowering_add(l, m, (fact){.kind = FACT_VALUES, .values = values, .value_count = kept});
}

void lower_enum(lowering *l, const member *m)
{
    if (node_is(&m->value, NODE_ARRAY))
        add_values(l, m, m->value.as.items, m->value.count);
    else
        lowering_opaque(l, m, "its value is not a list; its meta-schema says what it may be");
}

void lower_const(lowering *l, const member *m)
{
    add_values(l, m, &m->value, 1);
}

static void lower_list(lowering *l, const member *m, fact_kind kind)
{
    const node *list = &m->value;
    if (!node_is(list, NODE_ARRAY)) {
        lowering_opaque(l, m,
                        "its value is not a list of schemas; its meta-schema says what it may be");
        return;
    }
    vertex **children = arena_array_of(l->graph->arena, vertex *, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        children[i] = lowering_in_place(l, &list->as.items[i]);
    if (kind != FACT_ALL) {
        lowering_select_branches(l, m, children);
        lowering_add(
            l, m, (fact){.kind = (uint8_t)kind, .children = children, .child_count = list->count});
        return;
    }
    /* One fact a branch, so that each can fail and be named by itself. */
    for (uint32_t i = 0; i < list->count; i++)
        lowering_add(l, m, (fact){.kind = FACT_ALL, .children = children + i, .child_count = 1});
}

void lower_all_of(lowering *l, const member *m)
{
    lower_list(l, m, FACT_ALL);
}

void lower_any_of(lowering *l, const member *m)
{
    lower_list(l, m, FACT_ANY);
}

void lower_one_of(lowering *l, const member *m)
{
    lower_list(l, m, FACT_ONE);
}

void lower_extends(lowering *l, const member *m)
{
    if (node_is(&m->value, NODE_ARRAY)) {
        lower_list(l, m, FACT_ALL);
        return;
    }
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = lowering_in_place(l, &m->value);
    lowering_add(l, m, (fact){.kind = FACT_ALL, .children = children, .child_count = 1});
}

void lower_not(lowering *l, const member *m)
{
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = lowering_in_place(l, &m->value);
    lowering_add(l, m, (fact){.kind = FACT_NOT, .children = children, .child_count = 1});
}

void lower_if(lowering *l, const member *m)
{
    const node *consequence = lowering_get(l, "then"), *alternative = lowering_get(l, "else");
    if (!consequence && !alternative)
        return;
    vertex *everything = graph_synthetic(l->graph, NULL, 0);
    vertex **children = arena_array_of(l->graph->arena, vertex *, 3);
    children[0] = lowering_in_place(l, &m->value);
    children[1] = consequence ? lowering_in_place(l, consequence) : everything;
    children[2] = alternative ? lowering_in_place(l, alternative) : everything;
    lowering_add(l, m, (fact){.kind = FACT_IF, .children = children, .child_count = 3});
}

/* --- references --- */

static void add_target(lowering *l, const member *m, vertex *target)
{
    if (!target) {
        lowering_opaque(
            l, m,
            "the reference leads to no schema; mend it, or say with --map where its document is");
        return;
    }
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = target;
    lowering_add(l, m, (fact){.kind = FACT_ALL, .children = children, .child_count = 1});
}

void lower_ref(lowering *l, const member *m)
{
    str ref = node_text(&m->value);
    add_target(l, m, node_is(&m->value, NODE_STRING) ? lowering_reference(l, ref) : NULL);
}

static site dynamic_anchor(const resource *in, str name)
{
    for (size_t i = 0; i < in->anchors.count; i++) {
        const anchor *a = &in->anchors.items[i];
        if (a->dynamic && str_equal(a->name, name))
            return (site){.node = a->node, .resource = in};
    }
    return (site){0};
}

/* The outermost resource of the scope that has the dynamic anchor (STR_NULL: that is a recursive
 * one), else what the reference says. */
static site outermost(graph *g, uint32_t scope_id, site lexical, str name)
{
    const dynamic_scope *s = graph_scope(g, scope_id);
    for (size_t i = 0; s && i < s->count; i++) {
        const resource *in = s->resources[i];
        site found = {.node = in->recursive_anchor ? in->root : NULL, .resource = in};
        if (name.data)
            found = dynamic_anchor(in, name);
        if (found.node)
            return found;
    }
    return lexical;
}

site lower_dynamic_target(graph *g, registry *r, site from, uint32_t scope, str written, str ref)
{
    site lexical = registry_resolve(r, from, ref, NULL);
    if (!lexical.node)
        return lexical;
    if (str_equal(written, STR("$recursiveRef"))) {
        if (lexical.node != lexical.resource->root || !lexical.resource->recursive_anchor)
            return lexical;
        return outermost(g, scope, lexical, STR_NULL);
    }
    size_t hash = str_find(ref, '#');
    str fragment = hash == SIZE_MAX ? STR_NULL : str_skip(ref, hash + 1);
    str name = node_get_text(lexical.node, STR("$dynamicAnchor"));
    if (!name.data || !str_equal(name, fragment))
        return lexical;
    return outermost(g, scope, lexical, name);
}

void lower_dynamic_ref(lowering *l, const member *m)
{
    if (l->graph->scope_list.count > LIMIT_DYNAMIC_SCOPES) {
        lowering_opaque(
            l, m,
            "there are too many dynamic scopes; use $ref where $dynamicRef always means the same");
        return;
    }
    site s = lower_dynamic_target(l->graph, l->vertex->registry, l->vertex->site, l->vertex->scope,
                                  member_key(m), node_text(&m->value));
    add_target(l, m, lowering_site(l, s));
}
