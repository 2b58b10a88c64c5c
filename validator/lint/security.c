/*
 * Security requirements against the schemes and their scopes; servers against their variables.
 */
#include "lint/context.h"
#include "openapi/names.h"

static const node *find_scheme(const lint *l, const map *schemes, const member *m)
{
    const api_scheme *scheme = map_get(schemes, member_key(m));
    if (scheme)
        return scheme->node;
    if (l->version < API_OPENAPI_32) /* from 3.2 on it may be a URI */
        return NULL;
    return bundle_resolve(l->bundle, &m->value, member_key(m), NULL);
}

static bool flow_has(const node *flow, str scope)
{
    return node_get(node_get(flow, STR("scopes")), scope) != NULL;
}

static bool scheme_has(const node *scheme, str scope)
{
    if (flow_has(scheme, scope)) /* Swagger 2.0 */
        return true;
    const node *flows = node_get(scheme, STR("flows"));
    for (size_t i = 0; node_is(flows, NODE_OBJECT) && i < flows->count; i++)
        if (flow_has(&flows->as.members[i].value, scope))
            return true;
    return false;
}

static void check_scopes(lint *l, const member *m, const node *scheme)
{
    str type = node_get_text(scheme, STR("type")), name = member_key(m);
    const node *scopes = &m->value;
    bool oauth = str_equal(type, STR("oauth2"));
    if (scopes->kind != NODE_ARRAY)
        return;
    if (!oauth && !str_equal(type, STR("openIdConnect"))) {
        if (scopes->count && l->version < API_OPENAPI_31) /* later they are roles */
            lint_add(l, LINT_SECURITY_SCOPE_UNEXPECTED, scopes,
                     "the security scheme '%.*s' has no scopes: it is of type '%.*s'",
                     STR_ARG(name), STR_ARG(type));
        return;
    }
    for (size_t i = 0; oauth && i < scopes->count; i++) {
        const node *scope = node_item(scopes, i);
        if (scope->kind == NODE_STRING && !scheme_has(scheme, node_text(scope)))
            lint_add(l, LINT_SECURITY_SCOPE_UNDEFINED, scope,
                     "the security scheme '%.*s' has no scope '%.*s'", STR_ARG(name),
                     STR_ARG(node_text(scope)));
    }
}

void check_security(lint *l)
{
    map schemes;
    map_init(&schemes, l->arena, bundle_seed(l->bundle));
    for (size_t i = 0; l->api && i < l->api->scheme_count; i++) {
        api_scheme *copy = arena_copy(l->arena, &l->api->schemes[i], sizeof *copy);
        map_put(&schemes, copy->name, copy);
    }
    const entity_list *list = &l->entities[KIND_SECURITY_REQUIREMENT];
    for (size_t i = 0; i < list->count; i++) {
        const node *n = list->items[i].node;
        for (size_t j = 0; j < n->count; j++) {
            const member *m = &n->as.members[j];
            const node *scheme = find_scheme(l, &schemes, m);
            if (scheme) {
                check_scopes(l, m, scheme);
                continue;
            }
            near_name near = {.wanted = member_key(m)};
            for (size_t k = 0; k < schemes.count; k++)
                near_offer(&near, schemes.entries[k].key);
            lint_add_key(l, LINT_SECURITY_SCHEME_UNDEFINED, m, n,
                         "the security scheme '%.*s' is not defined%s", STR_ARG(member_key(m)),
                         near_text(&near, l->arena));
        }
    }
}

static void check_variable(lint *l, const member *m)
{
    const node *list = node_get(&m->value, STR("enum"));
    const node *standard = node_get(&m->value, STR("default"));
    bool found = !node_is(list, NODE_ARRAY) || !standard;
    for (size_t i = 0; !found && i < list->count; i++)
        found = node_equal(node_item(list, i), standard);
    if (!found)
        lint_add(l, LINT_SERVER_VARIABLE_DEFAULT, standard,
                 "the default of the server variable '%.*s' is not in its 'enum'",
                 STR_ARG(member_key(m)));
}

void check_servers(lint *l)
{
    const entity_list *list = &l->entities[KIND_SERVER];
    for (size_t i = 0; i < list->count; i++) {
        const node *url = node_get(list->items[i].node, STR("url"));
        const node *variables = node_get(list->items[i].node, STR("variables"));
        str template = node_text(url), name;
        for (size_t next = 0; template.data && path_next_name(template, &next, &name);)
            if (!node_get(variables, name))
                lint_add(l, LINT_SERVER_VARIABLE_UNDEFINED, url,
                         "the server variable '%.*s' is not defined", STR_ARG(name));
        for (size_t j = 0; node_is(variables, NODE_OBJECT) && j < variables->count; j++) {
            const member *m = &variables->as.members[j];
            check_variable(l, m);
            if (template.data && path_name_index(template, member_key(m)) < 0)
                lint_add_key(l, LINT_SERVER_VARIABLE_UNUSED, m, variables,
                             "the server variable '%.*s' is not in '%.*s'", STR_ARG(member_key(m)),
                             STR_ARG(template));
        }
    }
}
