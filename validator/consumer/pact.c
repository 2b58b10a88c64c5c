#include "consumer/pact.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/vec.h"

typedef VEC(field) field_list;

/* --- headers and query: text, lists of texts, or a string in old files --- */

static void add_fields(field_list *list, const member *m, arena *a)
{
    const node *value = &m->value;
    if (value->kind == NODE_ARRAY) {
        for (size_t i = 0; i < value->count; i++)
            vec_push(a, list, (field){member_key(m), node_text(&value->as.items[i]), value});
        return;
    }
    str text = value->kind == NODE_BOOLEAN ? (node_is_true(value) ? STR("true") : STR("false"))
                                           : node_text(value);
    if (text.data)
        vec_push(a, list, (field){member_key(m), text, value});
}

static fields read_fields(const node *n, arena *a)
{
    field_list list = {0};
    if (node_is(n, NODE_STRING))
        return fields_from_query(node_text(n), n, a);
    for (size_t i = 0; node_is(n, NODE_OBJECT) && i < n->count; i++)
        add_fields(&list, &n->as.members[i], a);
    return (fields){list.items, list.count};
}

/* --- bodies --- */

static str decode_base64(str text, arena *a)
{
    char *bytes = arena_alloc(a, text.length + 1);
    size_t length = 0;
    int failed = sodium_base642bin((unsigned char *)bytes, text.length + 1, text.data, text.length,
                                   "\r\n", &length, NULL, sodium_base64_VARIANT_ORIGINAL);
    return failed ? text : (str){bytes, length};
}

/* Version 4: { "content": …, "contentType": …, "encoded": false | true | "base64" | "JSON" }. */
static void read_wrapped_body(message_part *part, const node *body, arena *a)
{
    const node *content = node_get(body, STR("content")), *encoded = node_get(body, STR("encoded"));
    part->has_body = content != NULL;
    part->body = part->body_place = content;
    part->body_text = node_text(content);
    bool base64 =
        node_is_true(encoded) || str_equal_ignoring_case(node_text(encoded), STR("base64"));
    if (base64 && node_is(content, NODE_STRING))
        part->body_text = decode_base64(part->body_text, a);
}

static void add_content_type(message_part *part, const node *body, arena *a)
{
    const node *type = node_get(body, STR("contentType"));
    if (!node_is(type, NODE_STRING) || fields_find(&part->headers, STR("content-type"), true))
        return;
    field_list list = {0};
    for (size_t i = 0; i < part->headers.count; i++)
        vec_push(a, &list, part->headers.items[i]);
    vec_push(a, &list, (field){STR("Content-Type"), node_text(type), type});
    part->headers = (fields){list.items, list.count};
}

static void read_body(message_part *part, const node *holder, str name, unsigned version, arena *a)
{
    const node *body = node_get(holder, name);
    if (version >= 40 && node_is(body, NODE_OBJECT) && node_get(body, STR("content"))) {
        read_wrapped_body(part, body, a);
        add_content_type(part, body, a);
        return;
    }
    if (version >= 40 && node_is(body, NODE_OBJECT) && body->count == 0)
        body = NULL;
    part->has_body = body != NULL;
    part->body = part->body_place = body;
    part->body_text = node_text(node_is(body, NODE_STRING) ? body : NULL);
}

/* --- interactions --- */

static message_part read_part(const node *n, unsigned version, arena *a)
{
    message_part part = {.node = n, .headers = read_fields(node_get(n, STR("headers")), a)};
    read_body(&part, n, STR("body"), version, a);
    return part;
}

static interaction_kind kind_of(const node *n)
{
    str type = node_get_text(n, STR("type"));
    if (str_equal(type, STR("Asynchronous/Messages")) ||
        (!type.data && node_get(n, STR("contents"))))
        return INTERACTION_MESSAGE;
    if (type.data && !str_equal(type, STR("Synchronous/HTTP")))
        return INTERACTION_OTHER;
    return INTERACTION_HTTP;
}

/* Version 3 calls the metadata "metaData" or "metadata", 4 wraps the contents as it does bodies. */
static void read_message(interaction *i, const node *n, unsigned version, arena *a)
{
    const node *metadata = node_get(n, STR("metadata"));
    if (!metadata)
        metadata = node_get(n, STR("metaData"));
    i->request = (message_part){.node = n, .headers = read_fields(metadata, a)};
    read_body(&i->request, n, STR("contents"), version, a);
    add_content_type(&i->request, metadata, a);
}

static interaction read_interaction(const node *n, unsigned version, arena *a)
{
    const node *request = node_get(n, STR("request")), *response = node_get(n, STR("response"));
    interaction i = {
        .kind = kind_of(n), .node = n, .description = node_get_text(n, STR("description"))};
    if (i.kind == INTERACTION_MESSAGE)
        read_message(&i, n, version, a);
    if (i.kind != INTERACTION_HTTP)
        return i;
    i.method = node_get_text(request, STR("method"));
    i.path = node_get_text(request, STR("path"));
    i.query = read_fields(node_get(request, STR("query")), a);
    i.request = read_part(request, version, a);
    i.response = read_part(response, version, a);
    i.status_node = node_get(response, STR("status"));
    if (i.status_node && !node_int64(i.status_node, &i.status))
        i.status = 0;
    return i;
}

/* --- the file --- */

static unsigned parse_version(str text)
{
    if (text.length < 1 || text.data[0] < '1' || text.data[0] > '4')
        return 0;
    unsigned version = (unsigned)(text.data[0] - '0') * 10;
    if (text.length >= 3 && text.data[1] == '.' && text.data[2] == '1' && version == 10)
        version++;
    return version;
}

static unsigned version_of(const node *root)
{
    static const char *const holders[] = {"metadata", "metaData"};
    static const char *const names[] = {"pactSpecification", "pact-specification"};
    for (size_t i = 0; i < 2; i++) {
        const node *metadata = node_get(root, str_from(holders[i]));
        for (size_t j = 0; j < 2; j++) {
            str text = node_get_text(node_get(metadata, str_from(names[j])), STR("version"));
            if (parse_version(text))
                return parse_version(text);
        }
        str text = node_get_text(metadata, STR("pactSpecificationVersion"));
        if (parse_version(text))
            return parse_version(text);
    }
    return 20; /* files without metadata are of the first tools, which wrote version 1 or 2 */
}

static str name_of(const node *root, str side)
{
    return node_get_text(node_get(root, side), STR("name"));
}

typedef VEC(interaction) interaction_list;

typedef struct reading {
    const bundle *bundle;
    arena *arena;
    diags *diags;
    unsigned version;
    bool fine;
    interaction_list all;
} reading;

static void refuse(reading *r, const node *at, const char *what)
{
    bundle_diag_at(r->bundle, r->diags, diags_error(r->diags, "pact.structure", "%s", what), at);
    r->fine = false;
}

/* What has no request cannot be judged, and what is not judged must not pass. */
static void check_interaction(reading *r, const interaction *i)
{
    if (i->kind != INTERACTION_HTTP)
        return;
    if (!node_is(i->request.node, NODE_OBJECT))
        refuse(r, i->request.node ? i->request.node : i->node, "the interaction has no request");
    else if (!i->method.data || !i->path.data)
        refuse(r, i->request.node, "the request has no method or no path");
    else if (!node_is(i->response.node, NODE_OBJECT))
        refuse(r, i->response.node ? i->response.node : i->node, "the interaction has no response");
}

static void add_interactions(reading *r, const node *list)
{
    if (list && list->kind != NODE_ARRAY)
        refuse(r, list, "the interactions are no list");
    for (size_t i = 0; node_is(list, NODE_ARRAY) && i < list->count; i++) {
        const node *n = &list->as.items[i];
        if (n->kind != NODE_OBJECT) {
            refuse(r, n, "this is no interaction");
            continue;
        }
        interaction one = read_interaction(n, r->version, r->arena);
        check_interaction(r, &one);
        vec_push(r->arena, &r->all, one);
    }
}

bool pact_is_pact(const node *root)
{
    return name_of(root, STR("consumer")).data && name_of(root, STR("provider")).data;
}

pact *pact_read(const bundle *b, diags *d)
{
    const node *root = bundle_root(b);
    if (!pact_is_pact(root)) {
        bundle_diag_at(b, d,
                       diags_error(d, "pact.structure",
                                   "this is no Pact file: it names no consumer and provider"),
                       root);
        return NULL;
    }
    arena *a = arena_new();
    pact *p = arena_new_of(a, pact);
    *p = (pact){.arena = a, .bundle = b, .version = version_of(root)};
    p->consumer = name_of(root, STR("consumer"));
    p->provider = name_of(root, STR("provider"));
    reading r = {.bundle = b, .arena = a, .diags = d, .version = p->version, .fine = true};
    add_interactions(&r, node_get(root, STR("interactions")));
    add_interactions(&r, node_get(root, STR("messages")));
    p->interactions = r.all.items;
    p->interaction_count = r.all.count;
    if (r.fine)
        return p;
    pact_free(p);
    return NULL;
}

void pact_free(pact *p)
{
    if (p)
        arena_free(p->arena);
}
