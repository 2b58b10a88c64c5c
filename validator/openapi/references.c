/*
 * References to nothing inside schemas.
 *
 * Nearly every contract has none, so each distinct reference of the documents is tried first, as a
 * pointer. Only when one fails (it may be an anchor, or stand in an example, or in a component that
 * nothing uses) are the schemas walked that the model reaches.
 */
#include "openapi/builder.h"
#include "schema/keyword.h"

static bool all_resolve(builder *b)
{
    for (size_t i = 0; i < bundle_count(b->bundle); i++) {
        size_t count;
        const reference *all = document_references(bundle_document(b->bundle, i), &count);
        map tried;
        map_init(&tried, b->scratch, bundle_seed(b->bundle));
        for (size_t j = 0; j < count; j++) {
            str text = node_text(&all[j].member->value);
            if (map_put(&tried, text, b) && !bundle_resolve(b->bundle, all[j].holder, text, NULL))
                return false;
        }
    }
    return true;
}

typedef struct closure {
    builder *builder;
    map visited;
    VEC(site) waiting;
    site parent; /* of the schemas being visited */
} closure;

static void push(closure *c, site s)
{
    if (node_is(s.node, NODE_OBJECT) && s.resource->document < REGISTRY_FIRST_META_SCHEMA &&
        map_put_pointer(&c->visited, s.node, c))
        vec_push(c->builder->scratch, &c->waiting, s);
}

static void push_child(void *context, const node *child)
{
    closure *c = context;
    push(c, registry_child(c->builder->api->registry, c->parent, child));
}

static void check_reference(closure *c, site s, const node *ref)
{
    builder *b = c->builder;
    bool repeated = map_has_pointer(&b->reported, ref);
    site target = registry_resolve(b->api->registry, s, node_text(ref), repeated ? NULL : b->diags);
    if (target.node)
        push(c, target);
    else
        map_put_pointer(&b->reported, ref, b);
}

static void check_schema(closure *c, site s)
{
    dialect d = s.resource->dialect;
    const node *ref = node_get(s.node, STR("$ref"));
    if (node_is(ref, NODE_STRING) && dialect_ref_stands_alone(d)) {
        check_reference(c, s, ref);
        return;
    }
    c->parent = s;
    for (size_t i = 0; i < s.node->count; i++) {
        const member *m = &s.node->as.members[i];
        const keyword *k = keyword_find(member_key(m), d, s.resource->vocabularies);
        if (!k)
            continue;
        if ((k->id == KEYWORD_REF || k->id == KEYWORD_DYNAMIC_REF) && m->value.kind == NODE_STRING)
            check_reference(c, s, &m->value);
        else
            keyword_each_schema(k->shape, &m->value, push_child, c);
    }
}

void builder_check_references(builder *b)
{
    if (b->stopped || all_resolve(b))
        return;
    closure c = {.builder = b};
    map_init(&c.visited, b->scratch, bundle_seed(b->bundle));
    for (size_t i = 0; i < b->sites.count; i++)
        push(&c, b->sites.items[i]);
    for (size_t i = 0; i < c.waiting.count; i++)
        check_schema(&c, c.waiting.items[i]);
}
