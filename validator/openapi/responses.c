#include "openapi/builder.h"

static void read_links(builder *b, const node *links, api_response *response)
{
    links = builder_expect(b, links, NODE_OBJECT, "'links'");
    if (!links || links->count == 0)
        return;
    const built *known = builder_recall(b, BUILT_LINKS, links);
    if (!known) {
        VEC(api_link) found = {0};
        for (size_t i = 0; i < links->count; i++) {
            const member *m = &links->as.members[i];
            const node *n = builder_expect(b, &m->value, NODE_OBJECT, "a link");
            if (n && builder_count(b))
                vec_push(b->arena, &found, (api_link){member_key(m), n});
        }
        builder_keep(b, BUILT_LINKS, links, found.items, found.count);
        known = builder_recall(b, BUILT_LINKS, links);
    }
    response->links = known->items;
    response->link_count = known->count;
}

static void read_response(builder *b, api_response *response, const node *produces)
{
    const node *n = response->node;
    builder_headers(b, node_get(n, STR("headers")), &response->headers, &response->header_count);
    if (builder_is_swagger(b)) {
        swagger_response_content(b, n, produces, &response->content, &response->content_count);
        return;
    }
    builder_content(b, node_get(n, STR("content")), &response->content, &response->content_count);
    read_links(b, node_get(n, STR("links")), response);
}

void builder_responses(builder *b, api_operation *operation, const node *produces)
{
    const node *list =
        builder_expect(b, node_get(operation->node, STR("responses")), NODE_OBJECT, "'responses'");
    if (!list)
        return;
    api_response *items = arena_array_of(b->arena, api_response, list->count);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const member *m = &list->as.members[i];
        if (builder_is_extension(member_key(m)))
            continue;
        const node *n = builder_expect(b, &m->value, NODE_OBJECT, "a response");
        if (!n || !builder_count(b))
            continue;
        api_response *response = &items[count++];
        response->status = response_status(member_key(m), b->arena);
        response->node = n;
        response->member = m;
        read_response(b, response, produces);
    }
    operation->responses = items;
    operation->response_count = count;
}
