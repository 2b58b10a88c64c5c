/*
 * readOnly and writeOnly by direction, as schema/plan_direction.c has them: a member is waived when
 * its schema says so itself, through a reference or in an allOf; `required` may stand in another
 * branch than the property, so names are collected over everything that applies to the same value,
 * and hold in all of it. The writer never sends a waived member, the reader tolerates it.
 */
#include "inclusion/lower.h"

enum { NESTING = 16 }; /* of references and applicators; what lies deeper is required as written */

static site resolve(lowering *l, site s)
{
    str ref = node_get_text(s.node, STR("$ref"));
    return ref.data ? registry_resolve(l->vertex->registry, s, ref, NULL) : (site){NULL, NULL};
}

static bool stands_alone(site s)
{
    return node_get_text(s.node, STR("$ref")).data && dialect_ref_stands_alone(s.resource->dialect);
}

static bool says_so(lowering *l, site s, unsigned depth)
{
    str note = l->vertex->mode & MODE_REQUEST ? STR("readOnly") : STR("writeOnly");
    if (!node_is(s.node, NODE_OBJECT))
        return false;
    bool alone = stands_alone(s);
    if (!alone && node_get_true(s.node, note))
        return true;
    if (depth >= NESTING)
        return false;
    site target = resolve(l, s);
    if (target.node && says_so(l, target, depth + 1))
        return true;
    const node *all = alone ? NULL : node_get(s.node, STR("allOf"));
    for (uint32_t i = 0; node_is(all, NODE_ARRAY) && i < all->count; i++) {
        if (says_so(l, registry_child(l->vertex->registry, s, &all->as.items[i]), depth + 1))
            return true;
    }
    return false;
}

bool lowering_is_hidden(lowering *l, const node *property)
{
    if (!(l->vertex->mode & (MODE_REQUEST | MODE_RESPONSE)) || !node_is(property, NODE_OBJECT))
        return false;
    return says_so(l, registry_child(l->vertex->registry, l->vertex->site, property), 0);
}

static void collect(lowering *l, site s, waived_names *out, unsigned depth);

static void collect_child(lowering *l, site s, const node *child, waived_names *out, unsigned depth)
{
    collect(l, registry_child(l->vertex->registry, s, child), out, depth + 1);
}

static void collect_properties(lowering *l, site s, waived_names *out)
{
    const node *properties = node_get(s.node, STR("properties"));
    for (uint32_t i = 0; node_is(properties, NODE_OBJECT) && i < properties->count; i++) {
        const member *m = &properties->as.members[i];
        const value *name = value_of_string(l->graph->values, member_key(m));
        bool known = false;
        for (size_t n = 0; n < out->count && !known; n++)
            known = out->items[n] == name;
        if (!known && says_so(l, registry_child(l->vertex->registry, s, &m->value), 0))
            vec_push(l->graph->arena, out, name);
    }
}

static void collect(lowering *l, site s, waived_names *out, unsigned depth)
{
    static const char *const lists[] = {"allOf", "anyOf", "oneOf"};
    static const char *const singles[] = {"if", "then", "else"};
    if (!node_is(s.node, NODE_OBJECT) || depth >= NESTING)
        return;
    site target = resolve(l, s);
    if (target.node)
        collect(l, target, out, depth + 1);
    if (stands_alone(s))
        return;
    collect_properties(l, s, out);
    for (size_t k = 0; k < 3; k++) {
        const node *list = node_get(s.node, str_from(lists[k]));
        for (uint32_t i = 0; node_is(list, NODE_ARRAY) && i < list->count; i++)
            collect_child(l, s, &list->as.items[i], out, depth);
        const node *single = node_get(s.node, str_from(singles[k]));
        if (single)
            collect_child(l, s, single, out, depth);
    }
}

static bool same(const waived_names *a, const waived_names *b)
{
    for (size_t i = 0; i < a->count; i++) {
        if (a->count != b->count || a->items[i] != b->items[i])
            return false;
    }
    return a->count == b->count;
}

void lowering_find_waived(lowering *l)
{
    if (!(l->vertex->mode & (MODE_REQUEST | MODE_RESPONSE)) || l->vertex->mode >> MODE_WAIVED_SHIFT)
        return;
    waived_names names = {0};
    collect(l, l->vertex->site, &names, 0);
    if (names.count == 0)
        return;
    graph *g = l->graph;
    size_t at = 0;
    while (at < g->waived.count && !same(&g->waived.items[at], &names))
        at++;
    if (at == g->waived.count)
        vec_push(g->arena, &g->waived, names);
    l->waived = (uint32_t)(at + 1) << MODE_WAIVED_SHIFT;
}

bool lowering_is_waived(const lowering *l, const value *name)
{
    uint32_t id = l->waived >> MODE_WAIVED_SHIFT;
    const waived_names *names = id ? &l->graph->waived.items[id - 1] : NULL;
    for (size_t i = 0; names && i < names->count; i++) {
        if (names->items[i] == name)
            return true;
    }
    return false;
}
