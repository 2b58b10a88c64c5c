#include "openapi/builder.h"

static void read_tags(builder *b, api_operation *o)
{
    const node *list = builder_expect(b, node_get(o->node, STR("tags")), NODE_ARRAY, "'tags'");
    if (!list || list->count == 0)
        return;
    str *tags = arena_array_of(b->arena, str, list->count);
    for (size_t i = 0; i < list->count; i++) {
        str tag = node_text(node_item(list, i));
        if (tag.data)
            tags[o->tag_count++] = tag;
    }
    o->tags = tags;
}

static bool is_given(const node *n)
{
    return n && n->kind != NODE_NULL;
}

/* The root's security is for the calls that consumers make, so callbacks and webhooks, which the
 * producer makes, have only their own. */
static void read_security(builder *b, api_operation *o)
{
    const node *own = node_get(o->node, STR("security"));
    if (is_given(own)) {
        o->security_node = own;
        builder_security(b, own, &o->security, &o->security_count);
    } else if (o->place == PLACE_PATH) {
        o->security = b->api->security;
        o->security_count = b->api->security_count;
        o->security_node = b->api->security_node;
        o->security_is_global = o->security_node != NULL;
    }
}

static void read_servers(builder *b, api_operation *o, const path_item *item)
{
    if (builder_is_swagger(b)) {
        const node *schemes = node_get(o->node, STR("schemes"));
        if (is_given(schemes))
            builder_swagger_servers(b, schemes, &o->servers, &o->server_count);
    } else {
        const node *list = node_get(o->node, STR("servers"));
        if (!is_given(list))
            list = path_item_get(item, STR("servers"));
        if (is_given(list))
            builder_servers(b, list, &o->servers, &o->server_count);
    }
    if (o->server_count == 0) {
        o->servers = b->api->servers;
        o->server_count = b->api->server_count;
    }
}

/* An operation's consumes or produces, else the document's. Swagger 2.0. */
static const node *media_list(builder *b, const api_operation *o, str field)
{
    const node *own = node_get(o->node, field);
    return builder_expect(b, is_given(own) ? own : node_get(b->api->root, field), NODE_ARRAY,
                          "the list of media types");
}

void builder_operation(builder *b, api_operation *o, const path_item *item)
{
    o->operation_id = node_get_text(o->node, STR("operationId"));
    o->lifecycle = builder_lifecycle(o->node);
    read_tags(b, o);
    read_security(b, o);
    read_servers(b, o, item);

    parameter_list parameters = {0};
    builder_parameters(b, &parameters, node_get(o->node, STR("parameters")), o, false);
    for (size_t i = 0; i < item->count; i++)
        builder_parameters(b, &parameters, node_get(item->items[i], STR("parameters")), o, true);
    if (builder_is_swagger(b)) {
        swagger_lower_body(b, o, &parameters, media_list(b, o, STR("consumes")));
        builder_responses(b, o, media_list(b, o, STR("produces")));
    } else {
        o->body = builder_body(b, node_get(o->node, STR("requestBody")));
        builder_responses(b, o, NULL);
        builder_callbacks(b, o);
    }
    o->parameters = parameters.items;
    o->parameter_count = parameters.count;
}
