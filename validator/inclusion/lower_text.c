/*
 * Schemas about what travels as text. "12" may be read as the number it spells or as the string it
 * is, and whoever reads it is content when its schema accepts either. Within one schema object the
 * reading is one; below, each item and member is read for itself.
 */
#include "inclusion/lower.h"

#include "inclusion/text.h"

enum { READ_AS_SPELT = 1, READ_AS_STRING = 2, READ_EITHER_WAY = 3 };

static unsigned readings_of_type(const node *type)
{
    static const char *const spelt[] = {"integer", "number", "boolean"};
    static const char *const neither[] = {"null", "array", "object"};
    for (size_t i = 0; i < 3; i++) {
        if (str_equal(node_text(type), str_from(spelt[i])))
            return READ_AS_SPELT;
        if (str_equal(node_text(type), str_from(neither[i])))
            return 0;
    }
    return str_equal(node_text(type), STR("string")) ? READ_AS_STRING : READ_EITHER_WAY;
}

/* Which readings the schema's own `type` leaves. */
static unsigned readings_of(site s)
{
    if (!node_is(s.node, NODE_OBJECT) || s.node->count == 0)
        return READ_AS_SPELT;
    const node *type = node_get(s.node, STR("type"));
    if (node_get(s.node, STR("$ref")) && dialect_ref_stands_alone(s.resource->dialect))
        return READ_EITHER_WAY;
    if (node_is(type, NODE_STRING))
        return readings_of_type(type);
    if (!node_is(type, NODE_ARRAY))
        return READ_EITHER_WAY;
    unsigned readings = 0;
    for (uint32_t i = 0; i < type->count; i++)
        readings |= node_is(&type->as.items[i], NODE_STRING) ? readings_of_type(&type->as.items[i])
                                                             : READ_EITHER_WAY;
    return readings;
}

static vertex **one_child(graph *g, vertex *v)
{
    vertex **children = arena_array_of(g->arena, vertex *, 1);
    children[0] = v;
    return children;
}

vertex *lower_text_vertex(graph *g, registry *r, site s, uint32_t mode, uint32_t scope)
{
    s = lower_skip_references(g, r, s, &scope);
    unsigned readings = readings_of(s);
    if (readings != READ_EITHER_WAY)
        return graph_vertex(g, r, s, mode | (readings & READ_AS_STRING ? MODE_STRING : 0), scope);
    fact texts[] = {{.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = TEXT_KINDS},
                    {.kind = FACT_ALL,
                     .kinds = KINDS_ALL,
                     .children = one_child(g, graph_vertex(g, r, s, mode | MODE_STRING, scope)),
                     .child_count = 1}};
    vertex **both = arena_array_of(g->arena, vertex *, 2);
    both[0] = graph_vertex(g, r, s, mode, scope);
    both[1] = graph_synthetic(g, texts, 2);
    fact either = {.kind = FACT_ANY, .kinds = KINDS_ALL, .children = both, .child_count = 2};
    vertex *v = graph_synthetic(g, &either, 1);
    v->site = s;
    v->registry = r;
    return v;
}
