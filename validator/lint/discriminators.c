/*
 * Discriminators: the property must be there to be looked at, and its values must lead to schemas.
 */
#include "lint/schemas.h"

void note_discriminator(schema_walk *w, site s)
{
    lint *l = w->lint;
    const node *all = node_get(s.node, STR("allOf"));
    for (size_t i = 0; node_is(all, NODE_ARRAY) && i < all->count; i++) {
        const node *part = node_item(all, i);
        str ref = node_get_text(part, STR("$ref"));
        if (!ref.data)
            continue;
        site target =
            registry_resolve(l->registry, registry_child(l->registry, s, part), ref, NULL);
        if (target.node)
            map_put_pointer(&w->extended, target.node, w);
    }
    dialect d = s.resource->dialect;
    bool known = d == DIALECT_SWAGGER_20 || d == DIALECT_OPENAPI_30 || d == DIALECT_OPENAPI_31;
    if (known && node_get(s.node, STR("discriminator")))
        vec_push(l->arena, &w->discriminated, s);
}

typedef struct sought {
    lint *lint;
    str name;
    bool defined, required;
    size_t steps;
} sought;

/* Chains of $ref and allOf, and schemas looked at in all; what has more is taken as good. */
enum { DEEPEST = 12, MOST_STEPS = 500 };

/* Looks for the property in a schema and in what it extends. */
static void seek(sought *f, site s, int depth)
{
    if (!s.node || s.node->kind != NODE_OBJECT)
        return;
    if (depth == DEEPEST || ++f->steps > MOST_STEPS) {
        f->defined = f->required = true;
        return;
    }
    registry *r = f->lint->registry;
    str ref = node_get_text(s.node, STR("$ref"));
    if (ref.data)
        seek(f, registry_resolve(r, s, ref, NULL), depth + 1);
    f->defined = f->defined || node_get(node_get(s.node, STR("properties")), f->name);
    const node *required = node_get(s.node, STR("required"));
    for (size_t i = 0; node_is(required, NODE_ARRAY) && i < required->count; i++)
        f->required = f->required || str_equal(node_text(node_item(required, i)), f->name);
    const node *all = node_get(s.node, STR("allOf"));
    for (size_t i = 0; node_is(all, NODE_ARRAY) && i < all->count; i++)
        seek(f, registry_child(r, s, node_item(all, i)), depth + 1);
    /* a branch that is itself a choice has the property when each of its branches has it; they are
       judged where they carry a discriminator of their own */
    if (node_get(s.node, STR("oneOf")) || node_get(s.node, STR("anyOf")))
        f->defined = f->required = true;
}

static void check_branch(lint *l, site s, const node *at, str name)
{
    sought f = {.lint = l, .name = name};
    seek(&f, s, 0);
    if (!f.defined)
        lint_add(l, LINT_DISCRIMINATOR_PROPERTY, at,
                 "the discriminator's property '%.*s' is not defined here", STR_ARG(name));
    else if (!f.required)
        lint_add(l, LINT_DISCRIMINATOR_PROPERTY, at,
                 "the discriminator's property '%.*s' is not required here", STR_ARG(name));
}

static bool check_branches(lint *l, site s, str union_keyword, str name)
{
    const node *list = node_get(s.node, union_keyword);
    for (size_t i = 0; node_is(list, NODE_ARRAY) && i < list->count; i++)
        check_branch(l, registry_child(l->registry, s, node_item(list, i)), node_item(list, i),
                     name);
    return list != NULL;
}

/* A mapping's value is a reference, or the name of a schema component. */
static void check_mapping(lint *l, site s, const node *value)
{
    str text = node_text(value);
    const node *components =
        node_get(node_get(bundle_root(l->bundle), STR("components")), STR("schemas"));
    if (value->kind != NODE_STRING || node_get(components, text))
        return;
    if (!registry_resolve(l->registry, s, text, NULL).node)
        lint_add(l, LINT_DISCRIMINATOR_MAPPING, value, "'%.*s' leads to no schema", STR_ARG(text));
}

static void check_one(schema_walk *w, site s)
{
    lint *l = w->lint;
    const node *n = node_get(s.node, STR("discriminator"));
    if (s.resource->dialect == DIALECT_SWAGGER_20) {
        if (n->kind == NODE_STRING)
            check_branch(l, s, n, node_text(n));
        return;
    }
    str name = node_get_text(n, STR("propertyName"));
    if (!name.data)
        return; /* the meta-schema says so */
    bool one = check_branches(l, s, STR("oneOf"), name);
    bool any = check_branches(l, s, STR("anyOf"), name);
    if (!one && !any) {
        if (map_has_pointer(&w->extended, s.node))
            check_branch(l, s, n, name);
        else
            lint_add(
                l, LINT_DISCRIMINATOR_ALONE, n,
                "the discriminator '%.*s' has no oneOf or anyOf, and no schema extends this one",
                STR_ARG(name));
    }
    const node *mapping = node_get(n, STR("mapping"));
    for (size_t i = 0; node_is(mapping, NODE_OBJECT) && i < mapping->count; i++)
        check_mapping(l, s, &mapping->as.members[i].value);
}

void check_discriminators(schema_walk *w)
{
    for (size_t i = 0; i < w->discriminated.count; i++)
        check_one(w, w->discriminated.items[i]);
}
