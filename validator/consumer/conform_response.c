/* The response of an interaction: status, headers, media type, body. */
#include "consumer/conform_parts.h"

#include "consumer/wire.h"

/* --- status: exact, then range, then default --- */

static const api_response *find_status(const api_operation *operation, str status)
{
    for (size_t i = 0; i < operation->response_count; i++)
        if (str_equal_ignoring_case(operation->responses[i].status, status))
            return &operation->responses[i];
    return NULL;
}

static const api_response *check_status(conforming *c)
{
    int64_t status = c->interaction->status;
    const node *given = c->interaction->status_node;
    const api_response *found =
        find_status(c->operation, arena_printf(c->arena, "%lld", (long long)status));
    if (!found)
        found =
            find_status(c->operation, arena_printf(c->arena, "%lldXX", (long long)status / 100));
    if (found)
        return found;
    found = find_status(c->operation, STR("default"));
    if (found)
        conform_add(c, CONFORM_STATUS_DEFAULT, given, found->node,
                    "status %lld is documented by 'default' only", (long long)status);
    else
        conform_add(c, CONFORM_STATUS_UNKNOWN, given, c->operation->node,
                    "the operation documents no status %lld", (long long)status);
    return found;
}

/* --- headers --- */

static const api_header *find_header(const api_response *response, str name)
{
    for (size_t i = 0; i < response->header_count; i++)
        if (str_equal_ignoring_case(response->headers[i].name, name))
            return &response->headers[i];
    return NULL;
}

static void check_header(conforming *c, const api_response *response, const field *f)
{
    registry *r = c->conformer->contract->registry;
    const api_header *header = find_header(response, f->name);
    if (str_equal_ignoring_case(f->name, STR("content-type")))
        return;
    if (header) {
        const node *value = header->schema.node ? wire_text(r, header->schema, header->style,
                                                            header->explode, f->value, c->arena)
                                                : NULL;
        if (value)
            conform_value(c, r, header->schema, DIRECTION_RESPONSE, value, CONFORM_RESPONSE_HEADER,
                          f->node, "response header");
        return;
    }
    bool standard = header_is_standard_response(f->name);
    conform_add(c, standard ? CONFORM_RESPONSE_HEADER_UNDEFINED : CONFORM_RESPONSE_HEADER_UNKNOWN,
                f->node, response->node, "the response documents no header '%.*s'",
                STR_ARG(f->name));
}

static void check_required_headers(conforming *c, const api_response *response)
{
    for (size_t i = 0; i < response->header_count; i++) {
        const api_header *header = &response->headers[i];
        if (header->required && !fields_find(&c->interaction->response.headers, header->name, true))
            conform_add(c, CONFORM_RESPONSE_HEADER, c->interaction->response.node, header->node,
                        "the required header '%.*s' is missing", STR_ARG(header->name));
    }
}

static void check_headers(conforming *c, const api_response *response)
{
    const fields *headers = &c->interaction->response.headers;
    for (size_t i = 0; i < headers->count; i++)
        check_header(c, response, &headers->items[i]);
    if (c->reading == CONFORM_RECORDED)
        check_required_headers(c, response);
}

/* --- media type and body --- */

static bool is_nothing(const message_part *part)
{
    return !part->has_body || (node_is(part->body, NODE_STRING) && part->body_text.length == 0) ||
           node_is(part->body, NODE_NULL);
}

/* What the body is: what the response says, else what the request asked for, else JSON where it is
 * documented, else what is. */
static str media_type_of(conforming *c, const api_response *response)
{
    const field *given = fields_find(&c->interaction->response.headers, STR("content-type"), true);
    if (given)
        return given->value;
    const field *accept = fields_find(&c->interaction->request.headers, STR("accept"), true);
    str rest = accept ? accept->value : STR_NULL, range;
    while (str_split(&rest, ',', &range))
        if (media_find(response->content, response->content_count, str_trim(range)))
            return str_trim(range);
    bool json =
        media_find(response->content, response->content_count, STR("application/json")) != NULL;
    return json || response->content_count == 0 ? STR("application/json")
                                                : response->content[0].name;
}

static bool check_media_type(conforming *c, const api_response *response)
{
    const field *given = fields_find(&c->interaction->response.headers, STR("content-type"), true);
    if (!given)
        return true;
    if (response->content_count == 0) {
        conform_add(c, CONFORM_RESPONSE_MEDIA_TYPE_UNKNOWN, given->node, response->node,
                    "the response documents no media type, this one is '%.*s'",
                    STR_ARG(given->value));
        return true;
    }
    if (media_find(response->content, response->content_count, given->value))
        return true;
    conform_add(c, CONFORM_RESPONSE_MEDIA_TYPE, given->node, response->node,
                "the response is never '%.*s'", STR_ARG(given->value));
    return false;
}

static reader_view *view_of(conforming *c)
{
    conformer *k = c->conformer;
    if (!k->view)
        k->view = reader_view_new(k->contract, c->diags);
    return k->view;
}

static void check_value(conforming *c, const api_media_type *entry, const message_part *part)
{
    registry *r = c->conformer->contract->registry;
    site s = entry->schema;
    if (c->reading == CONFORM_EXPECTATION) {
        reader_view *view = view_of(c);
        if (!view)
            return;
        r = reader_view_registry(view);
        s = reader_view_site(view, entry->schema, c->arena);
    }
    if (s.node)
        conform_value(c, r, s, DIRECTION_RESPONSE, part->body, CONFORM_RESPONSE_BODY,
                      part->body_place, "response body");
}

static void check_body(conforming *c, const api_response *response)
{
    const message_part *part = &c->interaction->response;
    if (is_nothing(part))
        return;
    str media_type = media_type_of(c, response);
    const api_media_type *entry =
        media_find(response->content, response->content_count, media_type);
    if (!entry) {
        conform_add(c, CONFORM_RESPONSE_BODY_UNKNOWN, part->body_place, response->node,
                    "the response documents no body of '%.*s'", STR_ARG(media_type));
        return;
    }
    if (!entry->schema.node)
        return;
    bool checked = media_is_json(media_type) || media_is_json(entry->name) ||
                   str_equal_ignoring_case(entry->name, STR("text/plain"));
    if (checked)
        check_value(c, entry, part);
    else
        conform_add(c, CONFORM_RESPONSE_BODY_UNCHECKED, part->body_place, entry->node,
                    "a body of '%.*s' cannot be checked", STR_ARG(media_type));
}

void conform_response(conforming *c)
{
    if (c->interaction->status == 0 || !c->interaction->response.node)
        return;
    const api_response *response = check_status(c);
    if (!response)
        return;
    check_headers(c, response);
    if (check_media_type(c, response))
        check_body(c, response);
}
