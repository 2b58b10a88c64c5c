#include "openapi/build.h"

static api_encoding read_encoding(build *b, str property, const node *n)
{
    api_encoding e = {.property = property, .node = n};
    e.content_type = str_lower(node_get_text(n, STR("contentType")), b->arena);
    e.style = build_style(b, n, STYLE_FORM);
    e.explode = build_explode(n, e.style);
    e.allow_reserved = node_get_true(n, STR("allowReserved"));
    build_headers(b, node_get(n, STR("headers")), &e.headers, &e.header_count);
    return e;
}

/* `encoding` by property; 3.2 has `prefixEncoding` by position and `itemEncoding` for the rest,
 * kept under the names "[0]" and "[]". */
static void read_encodings(build *b, const node *n, api_media_type *m)
{
    VEC(api_encoding) found = {0};
    const node *by_name = build_expect(b, node_get(n, STR("encoding")), NODE_OBJECT, "'encoding'");
    for (size_t i = 0; by_name && i < by_name->count; i++) {
        const member *entry = &by_name->as.members[i];
        const node *e = build_follow(b, &entry->value, "an encoding");
        if (e && build_count(b))
            vec_push(b->arena, &found, read_encoding(b, member_key(entry), e));
    }
    const node *prefix =
        build_expect(b, node_get(n, STR("prefixEncoding")), NODE_ARRAY, "'prefixEncoding'");
    for (size_t i = 0; prefix && i < prefix->count; i++) {
        const node *e = build_follow(b, node_item(prefix, i), "an encoding");
        if (e && build_count(b))
            vec_push(b->arena, &found, read_encoding(b, arena_printf(b->arena, "[%zu]", i), e));
    }
    const node *item = build_follow(b, node_get(n, STR("itemEncoding")), "'itemEncoding'");
    if (item && build_count(b))
        vec_push(b->arena, &found, read_encoding(b, STR("[]"), item));
    m->encodings = found.items;
    m->encoding_count = found.count;
}

static api_media_type read_media_type(build *b, const member *entry, const node *n)
{
    media_name name = media_name_of(member_key(entry), b->arena);
    api_media_type m = {.name = name.type, .parameters = name.parameters, .node = n, .member = entry};
    m.schema = build_site(b, node_get(n, STR("schema")), "a media type's schema");
    m.item_schema = build_site(b, node_get(n, STR("itemSchema")), "'itemSchema'");
    read_encodings(b, n, &m);
    return m;
}

void build_content(build *b, const node *content, const api_media_type **out, size_t *count)
{
    *out = NULL;
    *count = 0;
    content = build_expect(b, content, NODE_OBJECT, "'content'");
    if (!content)
        return;
    const built *known = build_recall(b, BUILT_CONTENT, content);
    if (known) {
        *out = known->items;
        *count = known->count;
        return;
    }
    build_keep(b, BUILT_CONTENT, content, NULL, 0); /* encodings have headers, and headers content */
    VEC(api_media_type) found = {0};
    for (size_t i = 0; i < content->count; i++) {
        const member *entry = &content->as.members[i];
        if (build_is_extension(member_key(entry)))
            continue;
        const node *n = build_follow(b, &entry->value, "a media type");
        if (n && build_count(b))
            vec_push(b->arena, &found, read_media_type(b, entry, n));
    }
    *out = found.items;
    *count = found.count;
    build_keep(b, BUILT_CONTENT, content, *out, *count);
}

const api_body *build_body(build *b, const node *holder)
{
    const node *n = build_follow(b, holder, "a request body");
    if (!n)
        return NULL;
    const built *known = build_recall(b, BUILT_BODY, n);
    if (known)
        return known->items;
    if (!build_count(b))
        return NULL;
    api_body *body = arena_new_of(b->arena, api_body);
    body->node = n;
    body->required = node_get_true(n, STR("required"));
    build_content(b, node_get(n, STR("content")), &body->content, &body->content_count);
    build_keep(b, BUILT_BODY, n, body, 1);
    return body;
}
