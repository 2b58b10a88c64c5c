/*
 * readOnly and writeOnly by direction: which members the other side never sends.
 *
 * A member is waived when its schema says so itself, through a reference or in an allOf. `required`
 * may stand in another branch than the property, so the names are collected over everything that
 * applies to the same value, and hold in all of it.
 */
#include "schema/plan.h"

enum { DEPTH = 16 }; /* of references and applicators; what lies deeper is required as written */

static site resolve(plan *p, site s)
{
    str ref = node_get_text(s.node, STR("$ref"));
    return ref.data ? registry_resolve(p->registry, s, ref, NULL) : (site){NULL, NULL};
}

static bool says_so(plan *p, site s, unsigned depth)
{
    str note = p->options.direction == DIRECTION_REQUEST ? STR("readOnly") : STR("writeOnly");
    bool alone =
        node_get_text(s.node, STR("$ref")).data && dialect_ref_stands_alone(s.resource->dialect);
    if (!alone && node_get_true(s.node, note))
        return true;
    if (depth >= DEPTH)
        return false;
    site target = resolve(p, s);
    if (target.node && says_so(p, target, depth + 1))
        return true;
    const node *all = alone ? NULL : node_get(s.node, STR("allOf"));
    for (uint32_t i = 0; node_is(all, NODE_ARRAY) && i < all->count; i++)
        if (says_so(p, registry_child(p->registry, s, &all->as.items[i]), depth + 1))
            return true;
    return false;
}

bool plan__is_waived(plan *p, site s)
{
    return node_is(s.node, NODE_OBJECT) && says_so(p, s, 0);
}

static bool has(const name_set *names, str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (str_equal(names->items[i], name))
            return true;
    return false;
}

static void collect(plan *p, site s, name_set *names, unsigned depth)
{
    static const str lists[] = {STR_INIT("allOf"), STR_INIT("anyOf"), STR_INIT("oneOf")};
    static const str singles[] = {STR_INIT("if"), STR_INIT("then"), STR_INIT("else")};
    if (!node_is(s.node, NODE_OBJECT) || depth >= DEPTH)
        return;
    site target = resolve(p, s);
    if (target.node)
        collect(p, target, names, depth + 1);
    if (target.node && dialect_ref_stands_alone(s.resource->dialect))
        return;
    const node *properties = node_get(s.node, STR("properties"));
    for (uint32_t i = 0; node_is(properties, NODE_OBJECT) && i < properties->count; i++) {
        const member *m = &properties->as.members[i];
        site child = registry_child(p->registry, s, &m->value);
        if (plan__is_waived(p, child) && !has(names, member_key(m)))
            vec_push(p->arena, names, member_key(m));
    }
    for (size_t k = 0; k < 3; k++) {
        const node *list = node_get(s.node, lists[k]), *single = node_get(s.node, singles[k]);
        for (uint32_t i = 0; node_is(list, NODE_ARRAY) && i < list->count; i++)
            collect(p, registry_child(p->registry, s, &list->as.items[i]), names, depth + 1);
        if (single)
            collect(p, registry_child(p->registry, s, single), names, depth + 1);
    }
}

static bool same(const name_set *a, const name_set *b)
{
    for (size_t i = 0; i < a->count; i++)
        if (!has(b, a->items[i]))
            return false;
    return a->count == b->count;
}

uint32_t plan__waived_names(plan *p, site s)
{
    name_set names = {0};
    collect(p, s, &names, 0);
    for (uint32_t i = 0; i < p->waivers.count; i++)
        if (same(&p->waivers.items[i], &names))
            return i;
    vec_push(p->arena, &p->waivers, names);
    return (uint32_t)p->waivers.count - 1;
}

bool plan__has_waived(const plan *p, uint32_t waived, str name)
{
    return waived < p->waivers.count && has(&p->waivers.items[waived], name);
}
