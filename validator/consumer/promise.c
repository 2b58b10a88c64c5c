#include "consumer/promise.h"

#include "base/vec.h"
#include "consumer/field_schema.h"
#include "consumer/media.h"
#include "doc/json_writer.h"

typedef struct checking {
    const api *contract;
    const expectations *file;
    field_schemas *schemas;
    inclusion *inclusion;
    arena *arena;
    promises found;
} checking;

typedef struct element {
    const expected_operation *operation;
    const api_operation *found;
    const expected_part *part;
    const expected_field *field;
    bool sends;
    str relies_on;
} element;

static void tell(checking *c, const element *e, promise_kind kind, const node *contract_node,
                 str witness, str message)
{
    promise p = {kind,     e->operation, e->found, e->part, e->field,
                 e->sends, e->relies_on, message,  witness, contract_node};
    vec_push(c->arena, &c->found, p);
    c->found.undecided += kind == PROMISE_UNDECIDED;
    c->found.broken += kind != PROMISE_KEPT && kind != PROMISE_UNDECIDED;
}

static str json_text(const node *n, arena *a)
{
    buf b = {0};
    json_write(&b, n);
    str text = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return text;
}

/* --- inclusion, told as a promise --- */

static void ask(checking *c, const element *e, site writer, site reader, inclusion_wire wire,
                const node *contract_node)
{
    const inclusion_options options = {
        .reading = READING_WRITER_CLOSED,
        .direction = e->sends ? DIRECTION_REQUEST : DIRECTION_RESPONSE,
        .wire = wire,
        .assert_formats = true,
    };
    const inclusion_result *r = inclusion_ask(c->inclusion, writer, reader, &options);
    arena *a = c->arena;
    if (r->answer == ANSWER_INCLUDED) {
        tell(c, e, PROMISE_KEPT, contract_node, STR_NULL, STR(""));
    } else if (r->answer == ANSWER_UNKNOWN) {
        tell(c, e, PROMISE_UNDECIDED, contract_node, STR_NULL,
             arena_printf(a, "cannot decide whether '%.*s' is kept: %.*s", STR_ARG(e->relies_on),
                          STR_ARG(r->reason)));
    } else {
        str witness = json_text(r->breaks[0].witness, a);
        tell(c, e, e->sends ? PROMISE_NOT_ACCEPTED : PROMISE_NOT_AS_READ, contract_node, witness,
             e->sends ? arena_printf(a, "the contract may refuse what is sent as '%.*s': %.*s",
                                     STR_ARG(e->relies_on), STR_ARG(witness))
                      : arena_printf(a, "the contract may answer what is not read as '%.*s': %.*s",
                                     STR_ARG(e->relies_on), STR_ARG(witness)));
    }
}

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
            ask(c, &e, field_schemas_of_value(c->schemas, e.field), p->schema, WIRE_TEXT, p->node);
        else
            tell(c, &e, PROMISE_NOT_DOCUMENTED, e.found->node, STR_NULL,
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
        tell(c, &e, PROMISE_NOT_SENT, p->node, STR_NULL,
             arena_printf(c->arena, "the contract requires '%.*s', which is not sent",
                          STR_ARG(p->name)));
    }
}

static const api_media_type *find_media(const api_media_type *content, size_t count, str wanted)
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
    if (e.part->fields.count == 0) {
        if (body && body->required)
            tell(c, &e, PROMISE_NOT_SENT, body->node, STR_NULL,
                 STR("the contract requires a body, and none is sent"));
        return;
    }
    const api_media_type *media =
        body ? find_media(body->content, body->content_count, e.part->media_type) : NULL;
    if (!media) {
        tell(c, &e, PROMISE_NO_MEDIA_TYPE, body ? body->node : e.found->node, STR_NULL,
             STR("the contract takes no such body"));
        return;
    }
    ask(c, &e, field_schemas_of_body(c->schemas, &e.part->fields), media->schema, WIRE_JSON,
        media->node);
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
            tell(c, &e, PROMISE_NOT_DOCUMENTED, response->node, STR_NULL,
                 arena_printf(c->arena, "the contract does not promise the header '%.*s'",
                              STR_ARG(e.field->pointer)));
        else
            ask(c, &e, header->schema, field_schemas_of_value(c->schemas, e.field), WIRE_TEXT,
                header->node);
    }
}

static void check_read_field(checking *c, element e, const api_media_type *media)
{
    e.relies_on =
        arena_printf(c->arena, "%.*s %.*s", STR_ARG(e.part->status), STR_ARG(e.field->pointer));
    if (!field_is_documented(c->contract->registry, media->schema, e.field->pointer)) {
        tell(c, &e, PROMISE_NOT_DOCUMENTED, media->schema.node, STR_NULL,
             arena_printf(c->arena, "the contract does not document '%.*s' in the answer",
                          STR_ARG(e.field->pointer)));
        return;
    }
    ask(c, &e, media->schema, field_schemas_of_field(c->schemas, e.field), WIRE_JSON,
        media->schema.node);
}

static void check_reads(checking *c, element e)
{
    const api_response *response = find_response(e.found, e.part->status, c->arena);
    e.relies_on = e.part->status;
    if (!response) {
        tell(c, &e, PROMISE_NO_STATUS, e.found->node, STR_NULL,
             arena_printf(c->arena, "the contract documents no status %.*s",
                          STR_ARG(e.part->status)));
        return;
    }
    check_read_headers(c, e, response);
    if (e.part->fields.count == 0)
        return;
    const api_media_type *media =
        find_media(response->content, response->content_count, e.part->media_type);
    if (!media) {
        tell(c, &e, PROMISE_NO_MEDIA_TYPE, response->node, STR_NULL,
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
    element e = {.operation = operation, .found = find_operation(c->contract, operation)};
    e.relies_on = operation->path.data
                      ? arena_printf(c->arena, "%.*s %.*s", STR_ARG(operation->method),
                                     STR_ARG(operation->path))
                      : operation->operation_id;
    if (!e.found) {
        tell(c, &e, PROMISE_NO_OPERATION, c->contract->root, STR_NULL,
             arena_printf(c->arena, "the contract has no operation '%.*s'", STR_ARG(e.relies_on)));
        return;
    }
    tell(c, &e, PROMISE_KEPT, e.found->node, STR_NULL, STR(""));
    check_sends(c, e);
    for (size_t i = 0; i < operation->read_count; i++) {
        element read = e;
        read.part = &operation->reads[i];
        check_reads(c, read);
    }
}

promises promises_check(const api *contract, const expectations *file, const expected_producer *p,
                        arena *a, diags *d)
{
    checking c = {.contract = contract, .file = file, .arena = a};
    c.schemas = field_schemas_new(p, d);
    if (!c.schemas)
        return c.found;
    c.inclusion = inclusion_new(contract->registry, field_schemas_registry(c.schemas));
    for (size_t i = 0; i < p->operation_count; i++)
        check_operation(&c, &p->operations[i]);
    inclusion_free(c.inclusion);
    field_schemas_free(c.schemas);
    return c.found;
}

const char *promise_kind_name(promise_kind kind)
{
    static const char *const names[] = {
        "kept",           "operation-missing", "status-missing",    "media-type-missing",
        "not-documented", "not-accepted",      "required-not-sent", "not-as-read",
        "undecided",
    };
    return names[kind];
}
