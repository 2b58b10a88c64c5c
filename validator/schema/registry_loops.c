/*
 * References that lead to themselves by way of `$id` and anchors. Those by JSON Pointer the bundle
 * finds (bundle_refuse_loops), which knows no identifiers.
 */
#include "base/limits.h"
#include "schema/keyword.h"
#include "schema/registry_internal.h"

typedef struct loop_walk {
    registry *registry;
    site parent;
    map *seen;
    diags *diags;
    bool good;
} loop_walk;

static const member *reference_of(const node *schema)
{
    const member *m = node_is(schema, NODE_OBJECT) ? node_get_member(schema, STR("$ref")) : NULL;
    return m && node_is(&m->value, NODE_STRING) ? m : NULL;
}

static bool leads_to_itself(registry *r, site s)
{
    site at = s;
    for (int length = 0; length < LIMIT_REFERENCE_CHAIN; length++) {
        const member *ref = reference_of(at.node);
        at = ref ? registry_resolve(r, at, node_text(&ref->value), NULL) : (site){0};
        if (!at.node || at.node == s.node)
            return at.node != NULL;
    }
    return false;
}

/* Whether the bundle has looked at it: a pointer within the same file. */
static bool is_pointer(str ref)
{
    return str_equal(ref, STR("#")) || str_starts_with(ref, STR("#/"));
}

static void walk(void *context, const node *schema)
{
    loop_walk w = *(loop_walk *)context;
    if (!node_is(schema, NODE_OBJECT) || !map_put_pointer(w.seen, schema, w.registry))
        return;
    w.parent = registry_child(w.registry, w.parent, schema);
    const member *ref = reference_of(schema);
    if (ref && !is_pointer(node_text(&ref->value)) && leads_to_itself(w.registry, w.parent)) {
        diag *e = diags_error(w.diags, "ref.loop", "'%.*s' refers to itself and to nothing else",
                              STR_ARG(node_text(&ref->value)));
        registry_diag_at(w.registry, w.diags, e, &ref->value);
        w.good = false;
    }
    for (uint32_t i = 0; i < schema->count; i++) {
        const member *m = &schema->as.members[i];
        const resource *in = w.parent.resource;
        const keyword *k = keyword_find(member_key(m), in->dialect, in->vocabularies);
        if (k && k->shape != SHAPE_NONE)
            keyword_each_schema(k->shape, &m->value, walk, &w);
    }
    ((loop_walk *)context)->good = w.good;
}

bool registry_refuse_loops(registry *r, site s, diags *d)
{
    arena *a = arena_new();
    map seen;
    map_init(&seen, a, bundle_seed(r->bundle));
    loop_walk w = {.registry = r, .parent = s, .seen = &seen, .diags = d, .good = true};
    walk(&w, s.node);
    arena_free(a);
    return w.good;
}
