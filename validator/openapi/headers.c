#include "openapi/builder.h"

/* OpenAPI 3 describes these by other means, and says to ignore them here. */
static bool is_ignored(const builder *b, str name)
{
    return !builder_is_swagger(b) && str_equal_ignoring_case(name, STR("Content-Type"));
}

static api_header read_header(builder *b, str name, const node *n)
{
    api_header h = {.name = name, .node = n, .style = STYLE_SIMPLE};
    h.required = node_get_true(n, STR("required"));
    h.explode = node_get_true(n, STR("explode"));
    h.lifecycle = builder_lifecycle(n);
    if (builder_is_swagger(b)) {
        api_parameter collection = {.in = IN_HEADER};
        swagger_collection(b, n, &collection);
        h.style = collection.style;
        h.schema = swagger_inline_schema(b, n);
        return h;
    }
    h.style = builder_style(b, n, STYLE_SIMPLE);
    h.schema = builder_site(b, node_get(n, STR("schema")), "a header's schema");
    builder_content(b, node_get(n, STR("content")), &h.content, &h.content_count);
    return h;
}

static void read_headers(builder *b, const node *headers, const api_header **out, size_t *count)
{
    VEC(api_header) found = {0};
    for (size_t i = 0; i < headers->count; i++) {
        const member *m = &headers->as.members[i];
        if (is_ignored(b, member_key(m)))
            continue;
        const node *n = builder_expect(b, &m->value, NODE_OBJECT, "a header");
        if (n && builder_count(b))
            vec_push(b->arena, &found, read_header(b, member_key(m), n));
    }
    *out = found.items;
    *count = found.count;
}

void builder_headers(builder *b, const node *headers, const api_header **out, size_t *count)
{
    *out = NULL;
    *count = 0;
    headers = builder_expect(b, headers, NODE_OBJECT, "'headers'");
    if (!headers)
        return;
    const built *known = builder_recall(b, BUILT_HEADERS, headers);
    if (known) {
        *out = known->items;
        *count = known->count;
        return;
    }
    if (!builder_enter(b, headers))
        return;
    builder_keep(b, BUILT_HEADERS, headers, NULL, 0);
    read_headers(b, headers, out, count);
    builder_keep(b, BUILT_HEADERS, headers, *out, *count);
    builder_leave(b);
}
