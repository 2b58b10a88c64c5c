#include "consumer/traffic.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/vec.h"
#include "consumer/media.h"
#include "doc/records.h"

struct traffic {
    arena *arena;    /* of one exchange at a time */
    records *lines;  /* of JSON lines */
    bundle *bundle;  /* of an archive, or of the line that is read */
    const node *all; /* an archive's entries */
    str name;
    size_t next; /* index of the next exchange */
};

typedef VEC(field) field_list;

static str scalar_text(const node *n)
{
    if (n->kind == NODE_BOOLEAN)
        return node_is_true(n) ? STR("true") : STR("false");
    return node_text(n);
}

static void add_values(field_list *list, const member *m, arena *a)
{
    const node *value = &m->value;
    for (size_t i = 0; value->kind == NODE_ARRAY && i < value->count; i++)
        if (scalar_text(&value->as.items[i]).data)
            vec_push(a, list,
                     (field){member_key(m), scalar_text(&value->as.items[i]), &value->as.items[i]});
    if (value->kind != NODE_ARRAY && scalar_text(value).data)
        vec_push(a, list, (field){member_key(m), scalar_text(value), value});
}

/* [{"name": …, "value": …}], or an object as people write it by hand. */
static fields read_pairs(const node *n, arena *a)
{
    field_list list = {0};
    for (size_t i = 0; node_is(n, NODE_ARRAY) && i < n->count; i++) {
        const node *pair = &n->as.items[i];
        str name = node_get_text(pair, STR("name"));
        str value = node_get_text(pair, STR("value"));
        if (name.data && !str_starts_with(name, STR(":")))
            vec_push(a, &list, (field){name, value.data ? value : STR(""), pair});
    }
    for (size_t i = 0; node_is(n, NODE_OBJECT) && i < n->count; i++)
        add_values(&list, &n->as.members[i], a);
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
static void read_text_body(message_part *part, const node *place, str text, arena *a)
{
    const field *type = content_type(&part->headers);
    node *value = arena_new_of(a, node);
    *value = (node){.kind = NODE_STRING, .flags = NODE_QUOTED, .count = (uint32_t)text.length};
    value->as.text = text.data;
    part->has_body = text.length > 0;
    part->body = value;
    part->body_place = place;
    part->body_text = text;
    if (!part->has_body || !type || !media_is_json(type->value))
        return;
    diags unheard;
    diags_init(&unheard);
    const node *parsed = node_parse_json(text, a, &unheard);
    if (parsed)
        part->body = parsed;
    diags_clear(&unheard);
}

static str decode_base64(str text, arena *a)
{
    char *bytes = arena_alloc(a, text.length + 1);
    size_t length = 0;
    int failed = sodium_base642bin((unsigned char *)bytes, text.length + 1, text.data, text.length,
                                   " \r\n", &length, NULL, sodium_base64_VARIANT_ORIGINAL);
    return failed ? text : (str){bytes, length};
}

static void append_form_text(buf *out, str text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (plain)
            buf_append_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

/* A form that an archive took apart, as the text it was. */
static str text_of_form(const node *parameters, arena *a)
{
    buf text = {0};
    for (size_t i = 0; node_is(parameters, NODE_ARRAY) && i < parameters->count; i++) {
        const node *p = &parameters->as.items[i];
        if (i)
            buf_append_char(&text, '&');
        append_form_text(&text, node_get_text(p, STR("name")));
        buf_append_char(&text, '=');
        append_form_text(&text, node_get_text(p, STR("value")));
    }
    str form = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return form;
}

static void read_archived_body(message_part *part, const node *content, arena *a)
{
    const node *text = node_get(content, STR("text"));
    const node *parameters = node_get(content, STR("params"));
    add_content_type(part, node_get_text(content, STR("mimeType")), content, a);
    if (node_is(text, NODE_STRING)) {
        bool encoded =
            str_equal_ignoring_case(node_get_text(content, STR("encoding")), STR("base64"));
        read_text_body(part, text, encoded ? decode_base64(node_text(text), a) : node_text(text),
                       a);
    } else if (node_is(parameters, NODE_ARRAY) && parameters->count) {
        read_text_body(part, parameters, text_of_form(parameters, a), a);
    }
}

static void read_body(message_part *part, const node *holder, arena *a)
{
    const node *content = node_get(holder, STR("content"));
    const node *body = node_get(holder, STR("body"));
    if (!content)
        content = node_get(holder, STR("postData"));
    if (content) {
        read_archived_body(part, content, a);
    } else if (node_is(body, NODE_STRING)) {
        read_text_body(part, body, node_text(body), a);
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

/* Without its fragment, a URL is a host, STR_NULL where it is only a path, and what follows. */
static str split_url(str url, str *host)
{
    size_t scheme = str_search(url, STR("://"));
    url = str_take(url, str_find(url, '#'));
    *host = STR_NULL;
    if (scheme == SIZE_MAX || scheme > str_find(url, '/') || scheme > str_find(url, '?'))
        return url;
    url = str_skip(url, scheme + 3);
    size_t end = 0;
    while (end < url.length && url.data[end] != '/' && url.data[end] != '?')
        end++;
    *host = str_take(url, end);
    return str_skip(url, end);
}

/* --- exchanges --- */

static void refuse(const exchange *e, diags *d, const node *at, size_t index, const char *what,
                   const char *hint)
{
    diag *problem =
        diags_error(d, "traffic.structure", "entry %zu of the recorded traffic %s", index, what);
    bundle_diag_at(e->bundle, d, problem, at);
    problem->line += e->lines_before;
    diags_hint(d, problem, "%s", hint);
}

static bool read_status(const exchange *e, diags *d, const node *response, size_t index,
                        interaction *i)
{
    i->status_node = node_get(response, STR("status"));
    if (node_int64(i->status_node, &i->status) && i->status >= 0 && i->status < 1000)
        return true;
    refuse(e, d, i->status_node ? i->status_node : response, index,
           i->status_node ? "has a status that is no number from 0 to 999" : "has no status",
           "{\"status\": 200, \"headers\": {…}, \"body\": …}");
    return false;
}

static void read_target(exchange *e, const node *request, str url)
{
    interaction *i = &e->interaction;
    str target = split_url(url, &e->host);
    size_t mark = str_find(target, '?');
    i->path = str_take(target, mark);
    if (!i->path.length)
        i->path = STR("/");
    const node *query = node_get(request, STR("queryString"));
    if (!query)
        query = node_get(request, STR("query"));
    if (node_is(query, NODE_STRING))
        i->query = fields_from_query(node_text(query), query, e->arena);
    else if (query)
        i->query = read_pairs(query, e->arena);
    else if (mark != SIZE_MAX)
        i->query = fields_from_query(str_skip(target, mark + 1), request, e->arena);
}

/* false: no exchange, told; or one that was never answered. */
static bool read_exchange(exchange *e, const node *n, size_t index, diags *d)
{
    static const char shape[] =
        "{\"request\": {\"method\": \"GET\", \"url\": \"/orders\"}, \"response\": {…}}";
    const node *request = node_get(n, STR("request")), *response = node_get(n, STR("response"));
    str url = node_get_text(request, STR("url")), method = node_get_text(request, STR("method"));
    interaction *i = &e->interaction;
    if (!url.data)
        url = node_get_text(request, STR("path"));
    if (!node_is(request, NODE_OBJECT) || !node_is(response, NODE_OBJECT)) {
        refuse(e, d, n, index, request ? "has no response" : "has no request", shape);
        return false;
    }
    if (!url.data || !method.data) {
        refuse(e, d, request, index, url.data ? "has no method" : "has no url", shape);
        return false;
    }
    *i = (interaction){.kind = INTERACTION_HTTP, .node = n, .method = method};
    if (!read_status(e, d, response, index, i) || i->status == 0)
        return false;
    read_target(e, request, url);
    i->request = read_part(request, e->arena);
    i->response = read_part(response, e->arena);
    i->description =
        arena_printf(e->arena, "entry %zu: %.*s %.*s", index, STR_ARG(method), STR_ARG(i->path));
    return true;
}

/* --- the file --- */

static const node *entries_of(const node *root)
{
    const node *entries = node_get(node_get(root, STR("log")), STR("entries"));
    return entries ? entries : node_is(root, NODE_ARRAY) ? root : NULL;
}

static bool names_lines(str name)
{
    return str_ends_with(name, STR(".ndjson")) || str_ends_with(name, STR(".jsonl"));
}

/* Whether a text is lines: its first is an object of its own, and an archive's is not. */
static bool is_lines(str text)
{
    str line;
    do
        if (!str_split(&text, '\n', &line))
            return false;
    while (str_trim(line).length == 0);
    if (!str_starts_with(str_trim(line), STR("{")))
        return false;
    arena *a = arena_new();
    const node *first = node_parse_json(str_trim(line), a, NULL);
    bool lines = first && !node_get(first, STR("log")) &&
                 (node_get(first, STR("request")) || str_trim(text).length > 0);
    arena_free(a);
    return lines;
}

static bool read_archive(traffic *t, buf *source, diags *d)
{
    const document_options options = {0};
    document *doc = document_read(source, t->name, &options, d);
    if (!doc)
        return false;
    t->bundle = bundle_of(doc, STR("file:///traffic"));
    t->all = entries_of(bundle_root(t->bundle));
    if (node_is(t->all, NODE_ARRAY))
        return true;
    bundle_diag_at(t->bundle, d,
                   diags_hint(d, diags_error(d, "traffic.structure", "this is no recorded traffic"),
                              "a HAR archive has log.entries; JSON lines have an object with "
                              "\"request\" and \"response\" on each"),
                   bundle_root(t->bundle));
    return false;
}

static traffic *begin(str name)
{
    traffic *t = memory_alloc(sizeof *t);
    t->arena = arena_new();
    char *copy = memory_alloc(name.length + 1);
    memcpy(copy, name.data, name.length);
    t->name = (str){copy, name.length};
    return t;
}

traffic *traffic_of(buf *source, str name, diags *d)
{
    traffic *t = begin(name);
    bool good = true;
    if (names_lines(name) || is_lines(buf_str(source)))
        t->lines = records_of(source, t->name);
    else
        good = read_archive(t, source, d);
    buf_clear(source);
    if (good)
        return t;
    traffic_free(t);
    return NULL;
}

traffic *traffic_open(const char *argument, diags *d)
{
    str name = str_from(argument);
    if (names_lines(name) && file_kind_of(argument) == FILE_REGULAR) {
        records *lines = records_open(argument, d);
        traffic *t = lines ? begin(name) : NULL;
        if (t)
            t->lines = lines;
        return t;
    }
    const input_options options = {0};
    buf source = {0};
    input *in = input_open(argument, &options, d);
    arena *a = arena_new();
    str shown = in ? input_display(in, input_entry(in), a) : STR_NULL;
    bool read = in && input_read(in, input_entry(in), &source, d);
    traffic *t = read ? traffic_of(&source, shown, d) : NULL;
    buf_clear(&source);
    input_free(in);
    arena_free(a);
    return t;
}

void traffic_free(traffic *t)
{
    if (!t)
        return;
    records_free(t->lines);
    bundle_free(t->bundle);
    arena_free(t->arena);
    free((void *)t->name.data);
    free(t);
}

str traffic_name(const traffic *t)
{
    return t->name;
}

/* The next line that is JSON; false at the end. */
static const node *next_line(traffic *t, exchange *e, diags *d)
{
    record line;
    while (records_next(t->lines, &line, d)) {
        document *doc = record_document(t->lines, &line, d);
        if (!doc) {
            t->next++;
            continue;
        }
        bundle_free(t->bundle);
        t->bundle = bundle_of(doc, STR("file:///traffic"));
        e->lines_before = line.line - 1;
        return bundle_root(t->bundle);
    }
    return NULL;
}

bool traffic_next(traffic *t, exchange *e, diags *d)
{
    for (;;) {
        arena_clear(t->arena);
        *e = (exchange){.arena = t->arena};
        const node *n = t->lines ? next_line(t, e, d) : node_item(t->all, t->next);
        e->bundle = t->bundle;
        if (!n)
            return false;
        if (read_exchange(e, n, t->next++, d))
            return true;
    }
}
