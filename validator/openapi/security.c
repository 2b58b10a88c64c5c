#include "openapi/builder.h"
#include "openapi/lower.h"

void builder_schemes(builder *b)
{
    const node *root = b->api->root;
    const node *list = builder_is_swagger(b)
                           ? node_get(root, STR("securityDefinitions"))
                           : node_get(node_get(root, STR("components")), STR("securitySchemes"));
    list = builder_expect(b, list, NODE_OBJECT, "the list of security schemes");
    VEC(api_scheme) schemes = {0};
    for (size_t i = 0; list && i < list->count; i++) {
        const member *m = &list->as.members[i];
        const node *n = builder_expect(b, &m->value, NODE_OBJECT, "a security scheme");
        if (!n || !builder_count(b))
            continue;
        if (builder_is_swagger(b))
            n = lower_security_scheme(b, n);
        vec_push(b->arena, &schemes, (api_scheme){member_key(m), n, m});
    }
    b->api->schemes = schemes.items;
    b->api->scheme_count = schemes.count;
    for (size_t i = 0; i < schemes.count; i++)
        map_put(&b->schemes, schemes.items[i].name, &schemes.items[i]);
}

/* By its name among the components; from 3.2 on it may be the URI of a Security Scheme Object. */
static const node *find_scheme(builder *b, const member *m)
{
    const api_scheme *scheme = map_get(&b->schemes, member_key(m));
    if (scheme || b->api->version < API_OPENAPI_32)
        return scheme ? scheme->node : NULL;
    const node *found = bundle_resolve(b->bundle, &m->value, member_key(m), NULL);
    return node_is(found, NODE_OBJECT) ? found : NULL;
}

static void builder_requirements(builder *b, const node *n, api_security *out)
{
    api_requirement *items = arena_array_of(b->arena, api_requirement, n->count);
    size_t count = 0;
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        if (!builder_count(b))
            break;
        items[count++] = (api_requirement){
            .scheme = member_key(m),
            .scheme_node = find_scheme(b, m),
            .scopes = builder_expect(b, &m->value, NODE_ARRAY, "the scopes of a security scheme"),
        };
    }
    out->requirements = items;
    out->requirement_count = count;
}

void builder_security(builder *b, const node *list, const api_security **out, size_t *count)
{
    *out = NULL;
    *count = 0;
    list = builder_expect(b, list, NODE_ARRAY, "'security'");
    if (!list)
        return;
    const built *known = builder_recall(b, BUILT_SECURITY, list);
    if (known) {
        *out = known->items;
        *count = known->count;
        return;
    }
    VEC(api_security) alternatives = {0};
    for (size_t i = 0; i < list->count; i++) {
        const node *n =
            builder_expect(b, node_item(list, i), NODE_OBJECT, "a security requirement");
        if (!n || !builder_count(b))
            continue;
        api_security s = {.node = n};
        builder_requirements(b, n, &s);
        vec_push(b->arena, &alternatives, s);
    }
    *out = alternatives.items;
    *count = alternatives.count;
    builder_keep(b, BUILT_SECURITY, list, *out, *count);
}
