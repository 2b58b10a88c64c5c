#include "inclusion/lower.h"

#include "base/limits.h"

/* Annotations are not here: they constrain nothing. */
static lower_keyword *const lowerers[] = {
    [KEYWORD_REF] = lower_ref,
    [KEYWORD_DYNAMIC_REF] = lower_dynamic_ref,
    [KEYWORD_RECURSIVE_REF] = lower_dynamic_ref,
    [KEYWORD_TYPE] = lower_type,
    [KEYWORD_ENUM] = lower_enum,
    [KEYWORD_CONST] = lower_const,
    [KEYWORD_MULTIPLE_OF] = lower_multiple_of,
    [KEYWORD_MAXIMUM] = lower_maximum,
    [KEYWORD_EXCLUSIVE_MAXIMUM] = lower_exclusive_maximum,
    [KEYWORD_MINIMUM] = lower_minimum,
    [KEYWORD_EXCLUSIVE_MINIMUM] = lower_exclusive_minimum,
    [KEYWORD_MAX_LENGTH] = lower_max_length,
    [KEYWORD_MIN_LENGTH] = lower_min_length,
    [KEYWORD_PATTERN] = lower_pattern,
    [KEYWORD_FORMAT] = lower_format,
    [KEYWORD_MAX_ITEMS] = lower_max_items,
    [KEYWORD_MIN_ITEMS] = lower_min_items,
    [KEYWORD_UNIQUE_ITEMS] = lower_unique_items,
    [KEYWORD_PREFIX_ITEMS] = lower_prefix_items,
    [KEYWORD_ITEMS] = lower_items,
    [KEYWORD_ADDITIONAL_ITEMS] = lower_additional_items,
    [KEYWORD_CONTAINS] = lower_contains,
    [KEYWORD_MAX_PROPERTIES] = lower_max_properties,
    [KEYWORD_MIN_PROPERTIES] = lower_min_properties,
    [KEYWORD_REQUIRED] = lower_required,
    [KEYWORD_DEPENDENT_REQUIRED] = lower_dependent_required,
    [KEYWORD_PROPERTIES] = lower_properties,
    [KEYWORD_PATTERN_PROPERTIES] = lower_pattern_properties,
    [KEYWORD_ADDITIONAL_PROPERTIES] = lower_additional_properties,
    [KEYWORD_PROPERTY_NAMES] = lower_property_names,
    [KEYWORD_DEPENDENT_SCHEMAS] = lower_dependent_schemas,
    [KEYWORD_DEPENDENCIES] = lower_dependencies,
    [KEYWORD_DISCRIMINATOR] = lower_discriminator,
    [KEYWORD_ALL_OF] = lower_all_of,
    [KEYWORD_ANY_OF] = lower_any_of,
    [KEYWORD_ONE_OF] = lower_one_of,
    [KEYWORD_NOT] = lower_not,
    [KEYWORD_IF] = lower_if,
    [KEYWORD_EXTENDS] = lower_extends,
    [KEYWORD_DISALLOW] = lower_disallow,
    [KEYWORD_UNEVALUATED_ITEMS] = lower_unevaluated_items,
    [KEYWORD_UNEVALUATED_PROPERTIES] = lower_unevaluated_properties,
};

enum { LOWERER_COUNT = sizeof lowerers / sizeof lowerers[0] };

static lower_keyword *lowerer_of(site s, const member *m, keyword_id *id)
{
    const keyword *k = keyword_find(member_key(m), s.resource->dialect, s.resource->vocabularies);
    *id = k ? k->id : KEYWORD_UNKNOWN;
    return (size_t)*id < LOWERER_COUNT ? lowerers[*id] : NULL;
}

bool lowering_in(const lowering *l, uint32_t dialects)
{
    return dialects >> l->dialect & 1;
}

const node *lowering_get(const lowering *l, const char *text)
{
    str name = str_from(text);
    if (!keyword_find(name, l->dialect, l->vertex->site.resource->vocabularies))
        return NULL;
    return node_get(l->schema, name);
}

void lowering_add(lowering *l, const member *m, fact f)
{
    if (m) {
        f.keyword = member_key(m);
        f.where = &m->value;
        f.in = l->vertex->site.resource;
    }
    if (f.kinds == 0)
        f.kinds = KINDS_ALL;
    vec_push(l->graph->arena, &l->facts, f);
}

void lowering_opaque(lowering *l, const member *m, const char *reason)
{
    lowering_add(l, m,
                 (fact){.kind = FACT_OPAQUE,
                        .reason = reason,
                        .where = l->schema,
                        .in = l->vertex->site.resource});
    l->graph->has_opaque = true;
}

static vertex *vertex_of(lowering *l, site s, uint32_t waived)
{
    if (!s.node)
        return NULL;
    uint32_t entered = graph_scope_enter(l->graph, l->vertex->scope, s.resource);
    uint32_t mode = (l->vertex->mode & ((1u << MODE_WAIVED_SHIFT) - 1)) | waived;
    return graph_vertex(l->graph, l->vertex->registry, s, mode, entered);
}

vertex *lowering_child(lowering *l, const node *child)
{
    site s = registry_child(l->vertex->registry, l->vertex->site, child);
    if (!(l->vertex->mode & MODE_TEXT))
        return vertex_of(l, s, 0);
    uint32_t entered = graph_scope_enter(l->graph, l->vertex->scope, s.resource);
    uint32_t mode = l->vertex->mode & ((1u << MODE_WAIVED_SHIFT) - 1) & ~(uint32_t)MODE_STRING;
    return lower_text_vertex(l->graph, l->vertex->registry, s, mode, entered);
}

vertex *lowering_name_schema(lowering *l, const node *child)
{
    uint32_t mode = l->vertex->mode;
    l->vertex->mode &= ~(uint32_t)(MODE_TEXT | MODE_STRING);
    vertex *names = lowering_child(l, child);
    l->vertex->mode = mode;
    return names;
}

vertex *lowering_in_place(lowering *l, const node *child)
{
    return vertex_of(l, registry_child(l->vertex->registry, l->vertex->site, child), l->waived);
}

vertex *lowering_reference(lowering *l, str ref)
{
    return vertex_of(l, registry_resolve(l->vertex->registry, l->vertex->site, ref, NULL),
                     l->waived);
}

vertex *lowering_site(lowering *l, site s)
{
    return vertex_of(l, s, l->waived);
}

bool lowering_is_schema(const lowering *l, const node *n)
{
    if (node_is(n, NODE_OBJECT))
        return true;
    return node_is(n, NODE_BOOLEAN) && !lowering_in(l, DIALECTS_BOOLEAN_BOUNDS);
}

vertex *lowering_negation(lowering *l, vertex *of)
{
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = of;
    fact f = {.kind = FACT_NOT, .kinds = KINDS_ALL, .child_count = 1, .children = children};
    return graph_synthetic(l->graph, &f, 1);
}

vertex *lowering_false(lowering *l)
{
    fact f = {.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = KINDS_NONE};
    return graph_synthetic(l->graph, &f, 1);
}

const keys *lowering_name(lowering *l, const value *name)
{
    return graph_keys(l->graph, &name, 1, NULL, 0, false, 0);
}

uint32_t lowering_sort_values(const value **values, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const value *v = values[i];
        uint32_t at = kept;
        while (at > 0 && values[at - 1]->id > v->id)
            at--;
        if (at > 0 && values[at - 1] == v)
            continue;
        for (uint32_t j = kept; j > at; j--)
            values[j] = values[j - 1];
        values[at] = v;
        kept++;
    }
    return kept;
}

bool lowering_size(const node *n, uint64_t *out)
{
    int64_t size;
    if (!node_is(n, NODE_NUMBER) || !node_int64(n, &size) || size < 0)
        return false;
    *out = (uint64_t)size;
    return true;
}

/* Whether the schema says anything beside `$ref` that constrains. */
static bool says_more(site s)
{
    if (dialect_ref_stands_alone(s.resource->dialect))
        return false;
    for (uint32_t i = 0; i < s.node->count; i++) {
        keyword_id id;
        if (lowerer_of(s, &s.node->as.members[i], &id) && id != KEYWORD_REF)
            return true;
    }
    return false;
}

site lower_skip_references(graph *g, registry *r, site s, uint32_t *scope)
{
    for (int i = 0; i < LIMIT_REFERENCE_CHAIN && node_is(s.node, NODE_OBJECT); i++) {
        str ref = node_get_text(s.node, STR("$ref"));
        if (!ref.data || says_more(s))
            break;
        site target = registry_resolve(r, s, ref, NULL);
        if (!target.node)
            break;
        s = target;
        *scope = graph_scope_enter(g, *scope, s.resource);
    }
    return s;
}

/* In the order of keyword_id, so that the order of the text means nothing. */
static void lower_object(lowering *l)
{
    const member *ref = node_get_member(l->schema, STR("$ref"));
    if (ref && dialect_ref_stands_alone(l->dialect) && node_is(&ref->value, NODE_STRING)) {
        lower_ref(l, ref);
        return;
    }
    const member *found[LOWERER_COUNT] = {NULL};
    for (uint32_t i = 0; i < l->schema->count; i++) {
        const member *m = &l->schema->as.members[i];
        keyword_id id;
        if (lowerer_of(l->vertex->site, m, &id))
            found[id] = m;
    }
    for (size_t id = 0; id < LOWERER_COUNT; id++) {
        if (!found[id])
            continue;
        size_t before = l->facts.count;
        lowerers[id](l, found[id]);
        for (size_t i = before; i < l->facts.count; i++)
            l->facts.items[i].keyword = member_key(found[id]);
    }
}

void lower_vertex(graph *g, vertex *v)
{
    v->is_lowered = true;
    lowering l = {.graph = g, .vertex = v, .schema = v->site.node};
    if (!v->site.node)
        return;
    l.dialect = v->site.resource->dialect;
    l.waived = v->mode >> MODE_WAIVED_SHIFT << MODE_WAIVED_SHIFT;
    lowering_find_waived(&l);
    if (node_is_false(l.schema))
        lowering_add(&l, NULL, (fact){.kind = FACT_KINDS, .mask = KINDS_NONE, .where = l.schema});
    else if (node_is(l.schema, NODE_OBJECT))
        lower_object(&l);
    else if (!node_is(l.schema, NODE_BOOLEAN))
        lowering_opaque(&l, NULL, "not a schema; write an object, true or false");
    v->facts = l.facts.items;
    v->fact_count = (uint32_t)l.facts.count;
}
