#include "openapi/builder.h"

static const api_server *default_server(builder *b)
{
    api_server *server = arena_new_of(b->arena, api_server);
    server->url = STR("/");
    return server;
}

void builder_servers(builder *b, const node *list, const api_server **out, size_t *count)
{
    list = builder_expect(b, list, NODE_ARRAY, "'servers'");
    const built *known = list ? builder_recall(b, BUILT_SERVERS, list) : NULL;
    if (known) {
        *out = known->items;
        *count = known->count;
        return;
    }
    VEC(api_server) servers = {0};
    for (size_t i = 0; list && i < list->count; i++) {
        const node *n = builder_expect(b, node_item(list, i), NODE_OBJECT, "a server");
        if (n && builder_count(b))
            vec_push(b->arena, &servers, (api_server){n, node_get_text(n, STR("url"))});
    }
    *out = servers.count ? servers.items : default_server(b);
    *count = servers.count ? servers.count : 1;
    if (list)
        builder_keep(b, BUILT_SERVERS, list, *out, *count);
}

/* Swagger 2.0: schemes x host + basePath. Without a host the address of the document holds, so
 * only the path is known. */
void builder_swagger_servers(builder *b, const node *schemes, const api_server **out, size_t *count)
{
    const node *root = b->api->root;
    const node *host_node = node_get(root, STR("host"));
    const node *base_node = node_get(root, STR("basePath"));
    str host = node_text(host_node), base = node_text(base_node);
    if (!base.data)
        base = STR("");
    if (base.length > 1 && str_ends_with(base, STR("/")))
        base.length--; /* paths start with their own */
    if (!host.data) {
        api_server *server = arena_new_of(b->arena, api_server);
        server->node = base_node;
        server->url = base.length ? base : STR("/");
        *out = server;
        *count = 1;
        return;
    }
    VEC(api_server) servers = {0};
    schemes = builder_expect(b, schemes, NODE_ARRAY, "'schemes'");
    for (size_t i = 0; schemes && i < schemes->count; i++) {
        str scheme = node_text(node_item(schemes, i));
        str url = arena_printf(b->arena, "%.*s://%.*s%.*s", STR_ARG(scheme), STR_ARG(host),
                               STR_ARG(base));
        if (scheme.data && builder_count(b))
            vec_push(b->arena, &servers, (api_server){node_item(schemes, i), url});
    }
    if (servers.count == 0) {
        str url = arena_printf(b->arena, "//%.*s%.*s", STR_ARG(host), STR_ARG(base));
        vec_push(b->arena, &servers, (api_server){host_node, url});
    }
    *out = servers.items;
    *count = servers.count;
}
