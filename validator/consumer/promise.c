#include "consumer/media.h"
#include "consumer/outline.h"
#include "consumer/promise_parts.h"

/* --- what is sent --- */

static const api_parameter *find_parameter(const api_operation *operation, parameter_in in,
                                           str name)
{
    for (size_t i = 0; i < operation->parameter_count; i++) {
        const api_parameter *p = &operation->parameters[i];
        bool same =
            in == IN_HEADER ? str_equal_ignoring_case(p->name, name) : str_equal(p->name, name);
        if (p->in == in && same)
            return p;
    }
    return NULL;
}

static void check_sent(checking *c, element e, const expected_fields *fields, parameter_in in,
                       const char *what)
{
    for (size_t i = 0; i < fields->count; i++) {
        e.field = &fields->items[i];
        e.relies_on = arena_printf(c->arena, "%s %.*s", what, STR_ARG(e.field->pointer));
        const api_parameter *p = find_parameter(e.found, in, e.field->pointer);
        if (p)
            promise_ask(c, &(ask){.element = &e,
                                  .expected = field_schemas_of_value(c->schemas, e.field),
                                  .contract = p->schema,
                                  .wire = WIRE_TEXT,
                                  .direction = DIRECTION_REQUEST,
                                  .node = p->node});
        else
            promise_tell(c, &e, PROMISE_NOT_DOCUMENTED, e.found->node,
                         arena_printf(c->arena, "the contract has no %s '%.*s'", what,
                                      STR_ARG(e.field->pointer)));
    }
}

static bool is_sent(const expected_fields *fields, const api_parameter *p)
{
    for (size_t i = 0; i < fields->count; i++) {
        const expected_field *f = &fields->items[i];
        bool same = p->in == IN_HEADER ? str_equal_ignoring_case(f->pointer, p->name)
                                       : str_equal(f->pointer, p->name);
        if (same && !f->optional)
            return true;
    }
    return false;
}

static void check_required(checking *c, element e)
{
    for (size_t i = 0; i < e.found->parameter_count; i++) {
        const api_parameter *p = &e.found->parameters[i];
        const expected_fields *given = p->in == IN_QUERY ? &e.part->query : &e.part->headers;
        if (!p->required || (p->in != IN_QUERY && p->in != IN_HEADER) || is_sent(given, p))
            continue;
        e.relies_on = arena_printf(c->arena, "%.*s without '%.*s'", STR_ARG(e.found->display),
                                   STR_ARG(p->name));
        promise_tell(c, &e, PROMISE_NOT_SENT, p->node,
                     arena_printf(c->arena, "the contract requires '%.*s', which is not sent",
                                  STR_ARG(p->name)));
    }
}

const api_media_type *promise_media(const api_media_type *content, size_t count, str wanted)
{
    if (wanted.data)
        return media_find(content, count, wanted);
    const api_media_type *json = media_find(content, count, STR("application/json"));
    return json || count != 1 ? json : &content[0];
}

static void check_sent_body(checking *c, element e)
{
    const api_body *body = e.found->body;
    e.relies_on = STR("request body");
    if (!e.part->fields.node && !e.part->media_type.data) {
        if (body && body->required)
            promise_tell(c, &e, PROMISE_NOT_SENT, body->node,
                         STR("the contract requires a body, and none is sent"));
        return;
    }
    const api_media_type *media =
        body ? promise_media(body->content, body->content_count, e.part->media_type) : NULL;
    if (!media) {
        promise_tell(c, &e, PROMISE_NO_MEDIA_TYPE, body ? body->node : e.found->node,
                     STR("the contract takes no such body"));
        return;
    }
    if (!e.part->fields.node) {
        promise_tell(c, &e, PROMISE_KEPT, media->node, STR(""));
        return;
    }
    promise_ask(c, &(ask){.element = &e,
                          .expected = field_schemas_of_body(c->schemas, &e.part->fields),
                          .contract = media->schema,
                          .wire = WIRE_JSON,
                          .direction = DIRECTION_REQUEST,
                          .fields = &e.part->fields,
                          .node = media->node});
}

static void check_sends(checking *c, element e)
{
    e.part = &e.operation->sends;
    e.sends = true;
    check_sent(c, e, &e.part->query, IN_QUERY, "query parameter");
    check_sent(c, e, &e.part->headers, IN_HEADER, "header");
    check_required(c, e);
    check_sent_body(c, e);
}

/* --- what is read --- */

static const api_response *find_response(const api_operation *operation, str status, arena *a)
{
    str range = status.length == 3 ? arena_printf(a, "%cXX", status.data[0]) : STR("default");
    const str tries[] = {status, range, STR("default")};
    for (size_t t = 0; t < sizeof tries / sizeof *tries; t++)
        for (size_t i = 0; i < operation->response_count; i++)
            if (str_equal_ignoring_case(operation->responses[i].status, tries[t]))
                return &operation->responses[i];
    return NULL;
}

static void check_read_headers(checking *c, element e, const api_response *response)
{
    for (size_t i = 0; i < e.part->headers.count; i++) {
        e.field = &e.part->headers.items[i];
        const api_header *header = NULL;
        for (size_t j = 0; j < response->header_count; j++)
            if (str_equal_ignoring_case(response->headers[j].name, e.field->pointer))
                header = &response->headers[j];
        e.relies_on = arena_printf(c->arena, "%.*s header %.*s", STR_ARG(e.part->status),
                                   STR_ARG(e.field->pointer));
        if (!header || (!header->required && !e.field->optional))
            promise_tell(c, &e, PROMISE_NOT_DOCUMENTED, response->node,
                         arena_printf(c->arena, "the contract does not promise the header '%.*s'",
                                      STR_ARG(e.field->pointer)));
        else
            promise_ask(c, &(ask){.element = &e,
                                  .expected = field_schemas_of_value(c->schemas, e.field),
                                  .contract = header->schema,
                                  .wire = WIRE_TEXT,
                                  .direction = DIRECTION_RESPONSE,
                                  .node = header->node});
    }
}

static void check_read_field(checking *c, element e, const api_media_type *media)
{
    e.relies_on =
        arena_printf(c->arena, "%.*s %.*s", STR_ARG(e.part->status), STR_ARG(e.field->pointer));
    if (!outline_documents(c->contract->registry, media->schema, &e.field->path)) {
        promise_tell(c, &e, PROMISE_NOT_DOCUMENTED, media->schema.node,
                     arena_printf(c->arena, "the contract does not document '%.*s' in the answer",
                                  STR_ARG(e.field->pointer)));
        return;
    }
    promise_ask(c, &(ask){.element = &e,
                          .expected = field_schemas_of_field(c->schemas, e.field),
                          .contract = media->schema,
                          .wire = WIRE_JSON,
                          .direction = DIRECTION_RESPONSE,
                          .node = media->schema.node});
}

static void check_reads(checking *c, element e)
{
    const api_response *response = find_response(e.found, e.part->status, c->arena);
    e.relies_on = e.part->status;
    if (!response) {
        promise_tell(c, &e, PROMISE_NO_STATUS, e.found->node,
                     arena_printf(c->arena, "the contract documents no status %.*s",
                                  STR_ARG(e.part->status)));
        return;
    }
    check_read_headers(c, e, response);
    if (e.part->fields.count == 0)
        return;
    const api_media_type *media =
        promise_media(response->content, response->content_count, e.part->media_type);
    if (!media) {
        promise_tell(c, &e, PROMISE_NO_MEDIA_TYPE, response->node,
                     STR("the contract answers with no such body"));
        return;
    }
    for (size_t i = 0; i < e.part->fields.count; i++) {
        e.field = &e.part->fields.items[i];
        check_read_field(c, e, media);
    }
}

/* --- operations --- */

/* "/a/{id}" and "/a/{key}" are the same path. */
static bool same_shape(str a, str b)
{
    while (a.length && b.length) {
        if (a.data[0] == '{' && b.data[0] == '{') {
            size_t x = str_find(a, '}'), y = str_find(b, '}');
            if (x == SIZE_MAX || y == SIZE_MAX)
                return false;
            a = str_skip(a, x + 1);
            b = str_skip(b, y + 1);
        } else if (a.data[0] == b.data[0]) {
            a = str_skip(a, 1);
            b = str_skip(b, 1);
        } else {
            return false;
        }
    }
    return a.length == b.length;
}

static const api_operation *find_operation(const api *contract, const expected_operation *wanted)
{
    for (size_t i = 0; i < contract->operation_count; i++) {
        const api_operation *o = contract->operations[i];
        bool found = wanted->path.data ? str_equal_ignoring_case(o->method, wanted->method) &&
                                             same_shape(o->path, wanted->path)
                                       : str_equal(o->operation_id, wanted->operation_id);
        if (found)
            return o;
    }
    return NULL;
}

static void check_operation(checking *c, const expected_operation *operation)
{
    element e = {.operation = operation, .found = find_operation(c->contract->api, operation)};
    e.relies_on = operation->path.data
                      ? arena_printf(c->arena, "%.*s %.*s", STR_ARG(operation->method),
                                     STR_ARG(operation->path))
                      : operation->operation_id;
    if (!e.found) {
        promise_tell(
            c, &e, PROMISE_NO_OPERATION, c->contract->api->root,
            arena_printf(c->arena, "the contract has no operation '%.*s'", STR_ARG(e.relies_on)));
        return;
    }
    promise_tell(c, &e, PROMISE_KEPT, e.found->node, STR(""));
    check_sends(c, e);
    for (size_t i = 0; i < operation->read_count; i++) {
        element read = e;
        read.part = &operation->reads[i];
        check_reads(c, read);
    }
}

promises promises_check(const promise_contract *contract, const expected_producer *p, arena *a,
                        diags *d)
{
    checking c = {.contract = contract, .arena = a};
    c.schemas = field_schemas_new(p, d);
    if (!c.schemas)
        return c.found;
    c.inclusion = inclusion_new(contract->registry, field_schemas_registry(c.schemas));
    for (size_t i = 0; contract->api && i < p->operation_count; i++)
        check_operation(&c, &p->operations[i]);
    promise_events(&c, p);
    inclusion_free(c.inclusion);
    field_schemas_free(c.schemas);
    return c.found;
}

const char *promise_kind_name(promise_kind kind)
{
    static const char *const names[] = {
        "kept",           "operation-missing",  "event-missing",
        "status-missing", "media-type-missing", "not-documented",
        "not-accepted",   "required-not-sent",  "not-as-read",
        "undecided",
    };
    return names[kind];
}
