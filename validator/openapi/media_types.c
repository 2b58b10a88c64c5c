#include "openapi/builder.h"

static api_encoding read_encoding(builder *b, str property, const node *n)
{
    api_encoding e = {.property = property, .node = n};
    e.content_type = str_lower(node_get_text(n, STR("contentType")), b->arena);
    e.style = builder_style(b, n, STYLE_FORM);
    e.explode = builder_explode(n, e.style);
    e.allow_reserved = node_get_true(n, STR("allowReserved"));
    builder_headers(b, node_get(n, STR("headers")), &e.headers, &e.header_count);
    return e;
}

/* `encoding` by property; 3.2 has `prefixEncoding` by position and `itemEncoding` for the rest,
 * kept under the names "[0]" and "[]". */
static void read_encodings(builder *b, const node *n, api_media_type *m)
{
    VEC(api_encoding) found = {0};
    const node *by_name =
        builder_expect(b, node_get(n, STR("encoding")), NODE_OBJECT, "'encoding'");
    for (size_t i = 0; by_name && i < by_name->count; i++) {
        const member *entry = &by_name->as.members[i];
        const node *e = builder_expect(b, &entry->value, NODE_OBJECT, "an encoding");
        if (e && builder_count(b))
            vec_push(b->arena, &found, read_encoding(b, member_key(entry), e));
    }
    const node *prefix =
        builder_expect(b, node_get(n, STR("prefixEncoding")), NODE_ARRAY, "'prefixEncoding'");
    for (size_t i = 0; prefix && i < prefix->count; i++) {
        const node *e = builder_expect(b, node_item(prefix, i), NODE_OBJECT, "an encoding");
        if (e && builder_count(b))
            vec_push(b->arena, &found, read_encoding(b, arena_printf(b->arena, "[%zu]", i), e));
    }
    const node *item =
        builder_expect(b, node_get(n, STR("itemEncoding")), NODE_OBJECT, "'itemEncoding'");
    if (item && builder_count(b))
        vec_push(b->arena, &found, read_encoding(b, STR("[]"), item));
    m->encodings = found.items;
    m->encoding_count = found.count;
}

static api_media_type read_media_type(builder *b, const member *entry, const node *n)
{
    media_name name = media_name_of(member_key(entry), b->arena);
    api_media_type m = {
        .name = name.type, .parameters = name.parameters, .node = n, .member = entry};
    m.schema = builder_site(b, node_get(n, STR("schema")), "a media type's schema");
    m.item_schema = builder_site(b, node_get(n, STR("itemSchema")), "'itemSchema'");
    read_encodings(b, n, &m);
    return m;
}

void builder_content(builder *b, const node *content, const api_media_type **out, size_t *count)
{
    *out = NULL;
    *count = 0;
    content = builder_expect(b, content, NODE_OBJECT, "'content'");
    if (!content)
        return;
    const built *known = builder_recall(b, BUILT_CONTENT, content);
    if (known) {
        *out = known->items;
        *count = known->count;
        return;
    }
    builder_keep(b, BUILT_CONTENT, content, NULL,
                 0); /* encodings have headers, and headers content */
    VEC(api_media_type) found = {0};
    for (size_t i = 0; i < content->count; i++) {
        const member *entry = &content->as.members[i];
        if (builder_is_extension(member_key(entry)))
            continue;
        const node *n = builder_expect(b, &entry->value, NODE_OBJECT, "a media type");
        if (n && builder_count(b))
            vec_push(b->arena, &found, read_media_type(b, entry, n));
    }
    *out = found.items;
    *count = found.count;
    builder_keep(b, BUILT_CONTENT, content, *out, *count);
}

const api_body *builder_body(builder *b, const node *holder)
{
    const node *n = builder_expect(b, holder, NODE_OBJECT, "a request body");
    if (!n)
        return NULL;
    const built *known = builder_recall(b, BUILT_BODY, n);
    if (known)
        return known->items;
    if (!builder_count(b))
        return NULL;
    api_body *body = arena_new_of(b->arena, api_body);
    body->node = n;
    body->required = node_get_true(n, STR("required"));
    builder_content(b, node_get(n, STR("content")), &body->content, &body->content_count);
    builder_keep(b, BUILT_BODY, n, body, 1);
    return body;
}
