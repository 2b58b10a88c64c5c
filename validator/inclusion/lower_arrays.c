/*
 * Keywords about arrays: `prefixItems` and the array form of `items` give one fact a position.
 */
#include "inclusion/lower.h"

static void add_positions(lowering *l, const member *m, const node *subschema, uint64_t from,
                          uint64_t to)
{
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = lowering_child(l, subschema);
    fact f = {.kind = FACT_ITEMS, .kinds = KINDS_ARRAY, .least = from, .most = to};
    f.children = children;
    f.child_count = 1;
    lowering_add(l, m, f);
}

static void add_tuple(lowering *l, const member *m)
{
    for (uint32_t i = 0; i < m->value.count; i++)
        add_positions(l, m, &m->value.as.items[i], i, (uint64_t)i + 1);
}

void lower_prefix_items(lowering *l, const member *m)
{
    if (node_is(&m->value, NODE_ARRAY))
        add_tuple(l, m);
    else
        lowering_opaque(l, m,
                        "its value is not a list of schemas; its meta-schema says what it may be");
}

void lower_items(lowering *l, const member *m)
{
    if (node_is(&m->value, NODE_ARRAY) && !lowering_in(l, DIALECTS_PREFIX)) {
        add_tuple(l, m);
        return;
    }
    if (!node_is(&m->value, NODE_OBJECT) && !node_is(&m->value, NODE_BOOLEAN)) {
        lowering_opaque(l, m, "its value is not a schema; its meta-schema says what it may be");
        return;
    }
    const node *prefix = lowering_in(l, DIALECTS_PREFIX) ? lowering_get(l, "prefixItems") : NULL;
    uint64_t from = node_is(prefix, NODE_ARRAY) ? prefix->count : 0;
    add_positions(l, m, &m->value, from, UINT64_MAX);
}

void lower_additional_items(lowering *l, const member *m)
{
    const node *items = lowering_get(l, "items");
    if (node_is(items, NODE_ARRAY))
        add_positions(l, m, &m->value, items->count, UINT64_MAX);
}

void lower_unique_items(lowering *l, const member *m)
{
    if (node_is_true(&m->value))
        lowering_add(l, m, (fact){.kind = FACT_UNIQUE, .kinds = KINDS_ARRAY});
}

void lower_contains(lowering *l, const member *m)
{
    uint64_t least = 1, most = UINT64_MAX;
    const node *bounds[2] = {NULL, NULL};
    if (lowering_in(l, DIALECTS_CONTAINS_BOUNDS)) {
        bounds[0] = lowering_get(l, "minContains");
        bounds[1] = lowering_get(l, "maxContains");
    }
    if ((bounds[0] && !lowering_size(bounds[0], &least)) ||
        (bounds[1] && !lowering_size(bounds[1], &most))) {
        lowering_opaque(/* of the three together */
                        l, NULL,
                        "minContains or maxContains is not a size; its meta-schema says what it "
                        "may be");
        return;
    }
    if (!lowering_is_schema(l, &m->value)) {
        lowering_opaque(l, m, "its value is not a schema; its meta-schema says what it may be");
        return;
    }
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = lowering_child(l, &m->value);
    fact f = {.kind = FACT_CONTAINS, .kinds = KINDS_ARRAY, .children = children, .child_count = 1};
    /* Two facts, so that each bound can fail and be named by itself. */
    if (least > 0) {
        f.least = least;
        f.most = UINT64_MAX;
        lowering_add(l, m, f);
    }
    if (most != UINT64_MAX) {
        f.least = 0;
        f.most = most;
        lowering_add(l, m, f);
    }
}
