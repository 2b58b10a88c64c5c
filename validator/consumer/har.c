#include "consumer/har.h"

#include "base/vec.h"

typedef VEC(field) field_list;

/* [{"name": …, "value": …}], or an object as people write it by hand. */
static fields read_pairs(const node *n, arena *a)
{
    field_list list = {0};
    for (size_t i = 0; node_is(n, NODE_ARRAY) && i < n->count; i++) {
        const node *pair = &n->as.items[i];
        str name = node_get_text(pair, STR("name"));
        if (name.data && !str_starts_with(name, STR(":")))
            vec_push(a, &list, (field){name, node_get_text(pair, STR("value")), pair});
    }
    for (size_t i = 0; node_is(n, NODE_OBJECT) && i < n->count; i++) {
        const member *m = &n->as.members[i];
        vec_push(a, &list, (field){member_key(m), node_text(&m->value), &m->value});
    }
    return (fields){list.items, list.count};
}

static const field *content_type(const fields *headers)
{
    return fields_find(headers, STR("content-type"), true);
}

static void add_content_type(message_part *part, str media_type, const node *n, arena *a)
{
    if (!media_type.data || !media_type.length || content_type(&part->headers))
        return;
    field_list list = {0};
    for (size_t i = 0; i < part->headers.count; i++)
        vec_push(a, &list, part->headers.items[i]);
    vec_push(a, &list, (field){STR("Content-Type"), media_type, n});
    part->headers = (fields){list.items, list.count};
}

/* Archives hold bodies as text; a JSON body is read, or stays the text that is no JSON. */
static void read_text_body(message_part *part, const node *text, arena *a)
{
    const field *type = content_type(&part->headers);
    part->has_body = text && text->count > 0;
    part->body = part->body_place = text;
    part->body_text = node_text(text);
    bool json = type && str_search(type->value, STR("json")) != SIZE_MAX;
    if (!part->has_body || !json || text->kind != NODE_STRING)
        return;
    diags unheard;
    diags_init(&unheard);
    const node *value = node_parse_json(part->body_text, a, &unheard);
    if (value)
        part->body = value;
    diags_clear(&unheard);
}

static void read_body(message_part *part, const node *holder, arena *a)
{
    const node *content = node_get(holder, STR("content"));
    if (!content)
        content = node_get(holder, STR("postData"));
    const node *body = node_get(holder, STR("body"));
    if (content) {
        add_content_type(part, node_get_text(content, STR("mimeType")), content, a);
        read_text_body(part, node_get(content, STR("text")), a);
    } else if (node_is(body, NODE_STRING)) {
        read_text_body(part, body, a);
    } else {
        part->has_body = body != NULL;
        part->body = part->body_place = body;
    }
}

static message_part read_part(const node *n, arena *a)
{
    message_part part = {.node = n, .headers = read_pairs(node_get(n, STR("headers")), a)};
    read_body(&part, n, a);
    return part;
}

/* The path of a URL, which may be only a path. */
static str path_of_url(str url)
{
    size_t scheme = str_search(url, STR("://"));
    if (scheme != SIZE_MAX) {
        url = str_skip(url, scheme + 3);
        size_t slash = str_find(url, '/');
        url = slash == SIZE_MAX ? STR("/") : str_skip(url, slash);
    }
    return str_take(str_take(url, str_find(url, '#')), str_find(url, '?'));
}

static interaction read_entry(const node *n, size_t index, arena *a)
{
    const node *request = node_get(n, STR("request")), *response = node_get(n, STR("response"));
    str url = node_get_text(request, STR("url"));
    if (!url.data)
        url = node_get_text(request, STR("path"));
    interaction i = {
        .kind = INTERACTION_HTTP, .node = n, .method = node_get_text(request, STR("method"))};
    i.path = path_of_url(url.data ? url : STR("/"));
    const node *query = node_get(request, STR("queryString"));
    if (!query)
        query = node_get(request, STR("query"));
    size_t mark = str_find(url, '?');
    i.query = query              ? read_pairs(query, a)
              : mark != SIZE_MAX ? fields_from_query(str_skip(url, mark + 1), request, a)
                                 : (fields){0};
    i.request = read_part(request, a);
    i.response = read_part(response, a);
    i.status_node = node_get(response, STR("status"));
    if (i.status_node && !node_int64(i.status_node, &i.status))
        i.status = 0;
    i.description =
        arena_printf(a, "entry %zu: %.*s %.*s", index, STR_ARG(i.method), STR_ARG(i.path));
    return i;
}

static const node *entries_of(const node *root)
{
    const node *entries = node_get(node_get(root, STR("log")), STR("entries"));
    if (entries)
        return entries;
    return node_is(root, NODE_ARRAY) ? root : NULL;
}

const interaction *har_read(const bundle *b, size_t *count, arena *a, diags *d)
{
    const node *root = bundle_root(b), *entries = entries_of(root);
    *count = 0;
    if (!node_is(entries, NODE_ARRAY)) {
        bundle_diag_at(
            b, d,
            diags_hint(d, diags_error(d, "traffic.structure", "this is no recorded traffic"),
                       "a HAR archive has log.entries; otherwise an array of objects with "
                       "\"request\" and \"response\""),
            root);
        return NULL;
    }
    interaction *all = arena_array_of(a, interaction, entries->count + 1);
    for (size_t i = 0; i < entries->count; i++)
        all[i] = read_entry(&entries->as.items[i], i, a);
    *count = entries->count;
    return all;
}
