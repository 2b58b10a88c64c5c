/* The request of an interaction: parameters, headers, media types, body. */
#include "consumer/conform_parts.h"

#include "base/vec.h"
#include "consumer/wire.h"

/* --- query and headers --- */

static bool check_parameter(conforming *c, const api_parameter *p, const fields *given,
                            conform_code code, const char *what)
{
    registry *r = c->conformer->contract->registry;
    const node *value = wire_parameter(r, p, given, c->arena);
    const field *f = fields_find(given, p->name, p->in == IN_HEADER);
    if (!value && p->required) {
        conform_add(c, code, c->interaction->request.node, p->node,
                    "the required %s '%.*s' is missing", what, STR_ARG(p->name));
        return false;
    }
    if (!value || !p->schema.node)
        return true;
    return conform_value(c, r, p->schema, DIRECTION_REQUEST, value, code,
                         f ? f->node : c->interaction->request.node, what);
}

bool conform_belongs(const api_parameter *p, str name)
{
    if (p->in == IN_HEADER ? str_equal_ignoring_case(p->name, name) : str_equal(p->name, name))
        return true;
    size_t bracket = str_find(name, '[');
    if (bracket != SIZE_MAX && str_equal(str_take(name, bracket), p->name))
        return true;
    bool spread = p->style == STYLE_FORM && p->explode;
    return spread && node_get(node_get(p->schema.node, STR("properties")), name) != NULL;
}

static bool is_declared(const api_operation *operation, parameter_in in, str name)
{
    for (size_t i = 0; i < operation->parameter_count; i++) {
        const api_parameter *p = &operation->parameters[i];
        if (p->in == IN_QUERYSTRING && in == IN_QUERY)
            return true;
        if (p->in == in && conform_belongs(p, name))
            return true;
    }
    return false;
}

static bool is_credential(const api_operation *operation, str in, str name)
{
    for (size_t i = 0; i < operation->security_count; i++)
        for (size_t j = 0; j < operation->security[i].requirement_count; j++) {
            const node *scheme = operation->security[i].requirements[j].scheme_node;
            if (str_equal(node_get_text(scheme, STR("in")), in) &&
                str_equal_ignoring_case(node_get_text(scheme, STR("name")), name))
                return true;
        }
    return false;
}

/* Header values: the same rules as parameters, names without case. */
static fields header_fields(conforming *c, const api_parameter *p)
{
    const fields *headers = &c->interaction->request.headers;
    VEC(field) found = {0};
    for (size_t i = 0; i < headers->count; i++)
        if (str_equal_ignoring_case(headers->items[i].name, p->name))
            vec_push(c->arena, &found,
                     (field){p->name, headers->items[i].value, headers->items[i].node});
    return (fields){found.items, found.count};
}

static void check_parameters(conforming *c)
{
    for (size_t i = 0; i < c->operation->parameter_count; i++) {
        const api_parameter *p = &c->operation->parameters[i];
        if (p->in == IN_QUERY)
            check_parameter(c, p, &c->interaction->query, CONFORM_QUERY, "query parameter");
        if (p->in == IN_HEADER) {
            fields given = header_fields(c, p);
            check_parameter(c, p, &given, CONFORM_REQUEST_HEADER, "header");
        }
    }
}

static void check_unknown(conforming *c)
{
    const interaction *i = c->interaction;
    for (size_t j = 0; j < i->query.count; j++) {
        const field *f = &i->query.items[j];
        if (!is_declared(c->operation, IN_QUERY, f->name) &&
            !is_credential(c->operation, STR("query"), f->name))
            conform_add(c, CONFORM_QUERY_UNKNOWN, f->node, c->operation->node,
                        "the contract has no query parameter '%.*s'", STR_ARG(f->name));
    }
    for (size_t j = 0; j < i->request.headers.count; j++) {
        const field *f = &i->request.headers.items[j];
        if (!header_is_standard_request(f->name) &&
            !is_declared(c->operation, IN_HEADER, f->name) &&
            !is_credential(c->operation, STR("header"), f->name))
            conform_add(c, CONFORM_REQUEST_HEADER_UNKNOWN, f->node, c->operation->node,
                        "the contract has no header '%.*s'", STR_ARG(f->name));
    }
}

/* --- media types --- */

/* Swagger 2.0 may say what is produced without saying of which response. */
static bool listed_as_produced(conforming *c, str accepted, size_t *documented)
{
    const api *contract = c->conformer->contract;
    const node *list = node_get(c->operation->node, STR("produces"));
    bool found = false;
    if (!list)
        list = node_get(contract->root, STR("produces"));
    if (contract->version != API_SWAGGER_20 || !node_is(list, NODE_ARRAY))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        ++*documented;
        found |= media_matches(accepted, node_text(&list->as.items[i])) ||
                 media_matches(node_text(&list->as.items[i]), accepted);
    }
    return found;
}

static bool produces(conforming *c, str accepted, size_t *documented)
{
    const api_operation *operation = c->operation;
    bool found = listed_as_produced(c, accepted, documented);
    for (size_t i = 0; i < operation->response_count; i++)
        for (size_t j = 0; j < operation->responses[i].content_count; j++) {
            const api_media_type *entry = &operation->responses[i].content[j];
            ++*documented;
            found |= media_find(entry, 1, accepted) != NULL;
        }
    return found;
}

/* Whether the response that is awaited has a media type at all to be chosen by. */
static bool may_choose(const conforming *c)
{
    const api_operation *operation = c->operation;
    int64_t status = c->interaction->status;
    if (c->conformer->contract->version == API_SWAGGER_20)
        return true;
    str text = arena_printf(c->arena, "%lld", (long long)status);
    str range = arena_printf(c->arena, "%lldXX", (long long)status / 100);
    for (size_t i = 0; i < operation->response_count; i++) {
        const api_response *response = &operation->responses[i];
        if ((str_equal(response->status, text) || str_equal(response->status, range)) &&
            response->content_count == 0)
            return false;
    }
    return true;
}

/* Asked of errors too, but for the one that says that nothing acceptable is there. */
static void check_accept(conforming *c)
{
    if (c->interaction->status == 406 || !may_choose(c))
        return;
    const field *accept = fields_find(&c->interaction->request.headers, STR("accept"), true);
    size_t documented = 0;
    bool found = false;
    str rest = accept ? accept->value : STR_NULL, range;
    while (str_split(&rest, ',', &range))
        found |= produces(c, str_trim(range), &documented);
    if (!accept || found)
        return;
    conform_code code = documented ? CONFORM_ACCEPT : CONFORM_ACCEPT_UNKNOWN;
    conform_add(c, code, accept->node, c->operation->node,
                documented ? "the operation answers with none of '%.*s'"
                           : "'%.*s' is asked for, but the operation documents no media type",
                STR_ARG(accept->value));
}

static const api_media_type *check_media_type(conforming *c, str *media_type)
{
    const message_part *request = &c->interaction->request;
    const api_body *body = c->operation->body;
    const field *given = fields_find(&request->headers, STR("content-type"), true);
    bool filled = request->has_body && !(node_is(request->body, NODE_NULL));
    *media_type = given ? given->value : STR_NULL;
    if (!body || body->content_count == 0) {
        if (given && c->interaction->status < 400)
            conform_add(c, CONFORM_REQUEST_MEDIA_TYPE_UNKNOWN, given->node, c->operation->node,
                        "the operation documents no request body, the request says '%.*s'",
                        STR_ARG(given->value));
        return NULL;
    }
    if (!given) {
        if (filled && c->interaction->status < 400)
            conform_add(c, CONFORM_REQUEST_MEDIA_TYPE_MISSING, request->node, body->node,
                        "the request has a body and no Content-Type");
        const api_media_type *json =
            media_find(body->content, body->content_count, STR("application/json"));
        *media_type = json ? STR("application/json") : body->content[0].name;
        return json ? json : &body->content[0];
    }
    const api_media_type *entry = media_find(body->content, body->content_count, given->value);
    if (!entry)
        conform_add(c, CONFORM_REQUEST_MEDIA_TYPE, given->node, body->node,
                    "the operation takes no '%.*s'", STR_ARG(given->value));
    return entry;
}

/* --- body --- */

static bool is_empty(const message_part *part)
{
    return !part->has_body || (node_is(part->body, NODE_STRING) && part->body_text.length == 0);
}

static const node *body_value(conforming *c, const message_part *part, site s, str media_type)
{
    registry *r = c->conformer->contract->registry;
    str essence = media_essence(media_type);
    if (part->body->kind != NODE_STRING)
        return part->body;
    if (str_equal_ignoring_case(essence, STR("application/x-www-form-urlencoded")))
        return wire_form(r, s, part->body_text, c->arena);
    if (str_equal_ignoring_case(essence, STR("multipart/form-data")))
        return wire_multipart(r, s, part->body_text, media_parameter(media_type, STR("boundary")),
                              c->arena);
    return part->body;
}

static bool is_checked(str media_type)
{
    str essence = media_essence(media_type);
    return media_is_json(media_type) ||
           str_equal_ignoring_case(essence, STR("multipart/form-data")) ||
           str_equal_ignoring_case(essence, STR("application/x-www-form-urlencoded")) ||
           str_starts_with(essence, STR("text/"));
}

static void check_body(conforming *c, const api_media_type *entry, str media_type)
{
    const message_part *part = &c->interaction->request;
    const api_body *body = c->operation->body;
    if (is_empty(part)) {
        if (body && body->required)
            conform_add(c, CONFORM_REQUEST_BODY, part->node, body->node,
                        "the required body is missing");
        return;
    }
    if (!entry) {
        bool documented = body && body->content_count;
        if (!documented || !fields_find(&part->headers, STR("content-type"), true))
            conform_add(c, CONFORM_REQUEST_BODY_UNKNOWN, part->body_place, c->operation->node,
                        "the operation documents no such request body");
        return;
    }
    if (!entry->schema.node)
        return;
    if (!is_checked(media_type)) {
        conform_add(c, CONFORM_REQUEST_BODY_UNCHECKED, part->body_place, entry->node,
                    "a body of '%.*s' cannot be checked", STR_ARG(media_type));
        return;
    }
    const node *value = body_value(c, part, entry->schema, media_type);
    bool fits = conform_value(c, c->conformer->contract->registry, entry->schema, DIRECTION_REQUEST,
                              value, CONFORM_REQUEST_BODY, part->body_place, "request body");
    if (fits && value == part->body)
        conform_rules(c, entry);
}

/* Whether the media type is one the operation takes is asked even where the consumer tries a bad
 * request: no server gets as far as looking into a body it cannot read. */
void conform_request(conforming *c)
{
    str media_type;
    const api_media_type *entry = check_media_type(c, &media_type);
    check_accept(c);
    if (c->interaction->status >= 400)
        return;
    check_parameters(c);
    check_unknown(c);
    check_body(c, entry, media_type);
    conform_security(c);
}
