/*
 * Drafts from recorded traffic, the first half: everything is seen, operation by operation.
 */
#include "consumer/draft_seen.h"
#include "consumer/media.h"
#include "consumer/traffic.h"
#include "consumer/wire.h"

registry *seen_registry(const seeing *s)
{
    return s->draft->options->contract ? s->draft->options->contract->registry : NULL;
}

/* --- seeing requests --- */

/* The name of the parameter that a field of the query is of. */
static str parameter_of(const seen_operation *o, str name)
{
    for (size_t i = 0; o->operation && i < o->operation->parameter_count; i++) {
        const api_parameter *p = &o->operation->parameters[i];
        if (p->in == IN_QUERY && conform_belongs(p, name))
            return p->name;
    }
    return o->operation ? name : str_take(name, str_find(name, '['));
}

static unsigned kinds_of_text(str text)
{
    arena *a = arena_new();
    number n;
    bool is_number = number_parse(&n, text, a);
    unsigned kinds = is_number && number_is_integer(&n) ? KIND_INTEGER
                     : is_number                        ? KIND_NUMBER
                     : str_equal(text, STR("true")) || str_equal(text, STR("false"))
                         ? KIND(NODE_BOOLEAN)
                         : KIND(NODE_STRING);
    arena_free(a);
    return kinds;
}

static void see_query(seeing *s, seen_operation *o, const fields *query)
{
    map counted;
    arena *a = arena_new();
    map_init(&counted, a, 0);
    for (size_t i = 0; i < query->count; i++) {
        const field *f = &query->items[i];
        str name = parameter_of(o, f->name);
        observed *seen = observed_member(&o->query, name, s->arena);
        bool again = !map_put(&counted, seen->name, seen);
        size_t bracket = str_find(f->name, '[');
        if (bracket == SIZE_MAX)
            seen->kinds |= again ? KIND(NODE_ARRAY) : kinds_of_text(f->value);
        else
            seen->kinds |= str_ends_with(f->name, STR("[]")) ? KIND(NODE_ARRAY) : KIND(NODE_OBJECT);
        seen->times += !again;
    }
    arena_free(a);
}

/* What browsers, proxies and tracing add is no part of what the consumer says. */
static bool is_of_transport(str name)
{
    static const char *const prefixes[] = {"sec-", "x-forwarded-", "x-real-", "x-amz", "cf-", ":"};
    static const char *const names[] = {"dnt",
                                        "priority",
                                        "traceparent",
                                        "tracestate",
                                        "keep-alive",
                                        "upgrade-insecure-requests",
                                        "baggage",
                                        "x-request-id",
                                        "x-requested-with",
                                        "transfer-encoding"};
    if (header_is_standard_request(name))
        return true;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_equal_ignoring_case(str_take(name, str_from(prefixes[i]).length),
                                    str_from(prefixes[i])))
            return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal_ignoring_case(name, str_from(names[i])))
            return true;
    return false;
}

static str lower_case(str name, arena *a)
{
    char *copy = arena_copy(a, name.data, name.length);
    for (size_t i = 0; i < name.length; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] - 'A' + 'a');
    return (str){copy, name.length};
}

static bool is_declared_header(const seen_operation *o, str name)
{
    for (size_t i = 0; i < o->operation->parameter_count; i++)
        if (o->operation->parameters[i].in == IN_HEADER &&
            str_equal_ignoring_case(o->operation->parameters[i].name, name))
            return true;
    return false;
}

static void see_headers(seeing *s, seen_operation *o, const fields *headers)
{
    for (size_t i = 0; i < headers->count; i++) {
        const field *f = &headers->items[i];
        if (o->operation ? !is_declared_header(o, f->name) : is_of_transport(f->name))
            continue;
        if (fields_find(headers, f->name, true) != f)
            continue; /* said again */
        observed *seen = observed_member(&o->headers, lower_case(f->name, s->arena), s->arena);
        seen->times++;
        seen->kinds |= kinds_of_text(f->value);
    }
}

/* The body as a value where it is one; NULL where it is text of a kind nobody can look into. */
static const node *value_of(const seeing *s, const message_part *part, str media_type,
                            const api_media_type *documented, arena *a)
{
    str essence = media_essence(media_type);
    site described = documented ? documented->schema : (site){0};
    if (str_equal_ignoring_case(essence, STR("application/x-www-form-urlencoded")))
        return wire_form(seen_registry(s), described, part->body_text, a);
    if (!media_type.data || media_is_json(media_type))
        return part->body;
    return part->body->kind == NODE_OBJECT || part->body->kind == NODE_ARRAY ? part->body : NULL;
}

static str media_type_of(const message_part *part)
{
    const field *given = fields_find(&part->headers, STR("content-type"), true);
    return given ? given->value : STR_NULL;
}

static void see_request(seeing *s, seen_operation *o, const exchange *e)
{
    const interaction *i = &e->interaction;
    const message_part *part = &i->request;
    o->requests++;
    see_query(s, o, &i->query);
    see_headers(s, o, &part->headers);
    if (!part->has_body)
        return;
    str media_type = media_type_of(part);
    const api_body *body = o->operation ? o->operation->body : NULL;
    const api_media_type *documented =
        body && media_type.data ? media_find(body->content, body->content_count, media_type) : NULL;
    if (!o->media_type.data)
        o->media_type = media_type.data ? lower_case(media_essence(media_type), s->arena)
                                        : STR("application/json");
    const node *value = value_of(s, part, media_type, documented, e->arena);
    if (value)
        observed_add(&o->body, value, s->arena);
}

/* --- seeing responses --- */

static seen_status *status_of(seeing *s, seen_operation *o, int64_t status)
{
    for (size_t i = 0; i < o->statuses.count; i++)
        if (o->statuses.items[i]->status == status)
            return o->statuses.items[i];
    seen_status *added = arena_new_of(s->arena, seen_status);
    added->status = status;
    vec_push(s->arena, &o->statuses, added);
    return added;
}

static void see_response(seeing *s, seen_operation *o, const exchange *e)
{
    const message_part *part = &e->interaction.response;
    seen_status *seen = status_of(s, o, e->interaction.status);
    if (!part->has_body)
        return;
    str media_type = media_type_of(part);
    if (!seen->media_type.data)
        seen->media_type = media_type.data ? lower_case(media_essence(media_type), s->arena)
                                           : STR("application/json");
    const node *value = value_of(s, part, media_type, NULL, e->arena);
    if (value)
        observed_add(&seen->body, value, s->arena);
}

/* --- seeing all --- */

static seen_operation *operation_named(seeing *s, str method, str path)
{
    str name = arena_printf(s->arena, "%.*s %.*s", STR_ARG(method), STR_ARG(path));
    void **slot = map_slot(&s->operations, name);
    if (!*slot) {
        seen_operation *added = arena_new_of(s->arena, seen_operation);
        added->method = str_take(name, method.length);
        added->path = str_skip(name, method.length + 1);
        *slot = added;
    }
    return *slot;
}

static seen_operation *operation_of(seeing *s, const interaction *i)
{
    if (!s->conformer)
        return operation_named(s, i->method, path_templates_add(&s->paths, i->method, i->path));
    const api_operation *known = conform_find(s->conformer, i, s->draft->diags);
    if (!known)
        return operation_named(s, i->method, i->path);
    seen_operation *o = operation_named(s, known->method, known->path);
    o->operation = known;
    return o;
}

static void see_exchange(seeing *s, const exchange *e)
{
    seen_operation *o = operation_of(s, &e->interaction);
    if (s->conformer && !o->operation)
        return; /* told at the end, once */
    if (e->interaction.status < 400)
        see_request(s, o, e);
    see_response(s, o, e);
}

/* --- operations whose paths turn out to be one template --- */

static void merge_status(seeing *s, seen_operation *into, seen_status *other)
{
    seen_status *known = status_of(s, into, other->status);
    if (!known->media_type.data)
        known->media_type = other->media_type;
    observed_merge(&known->body, &other->body, s->arena);
}

static void merge_operation(seeing *s, seen_operation *into, seen_operation *other)
{
    into->requests += other->requests;
    observed_merge(&into->query, &other->query, s->arena);
    observed_merge(&into->headers, &other->headers, s->arena);
    observed_merge(&into->body, &other->body, s->arena);
    if (!into->media_type.data)
        into->media_type = other->media_type;
    for (size_t i = 0; i < other->statuses.count; i++)
        merge_status(s, into, other->statuses.items[i]);
}

static void merge_templates(seeing *s)
{
    map seen = s->operations;
    map_init(&s->operations, s->arena, 0);
    for (size_t i = 0; i < seen.count; i++) {
        seen_operation *o = seen.entries[i].value;
        str path = path_templates_find(&s->paths, o->method, o->path);
        merge_operation(s, operation_named(s, o->method, path), o);
    }
}

static bool see_file(seeing *s, const char *argument)
{
    diags *d = s->draft->diags;
    traffic *t = traffic_open(argument, d);
    size_t errors = d->errors;
    exchange e;
    while (t && traffic_next(t, &e, d))
        see_exchange(s, &e);
    traffic_free(t);
    return t && d->errors == errors;
}

bool draft_from_traffic(draft *d)
{
    seeing s = {.draft = d, .arena = d->arena};
    const draft_options *o = d->options;
    bool read = true;
    if (o->contract && !o->contract->api) {
        diags_error(d->diags, "draft.traffic", "recorded traffic says nothing of a JSON Schema");
        return false;
    }
    map_init(&s.operations, d->arena, 0);
    path_templates_init(&s.paths, d->arena);
    if (o->contract)
        s.conformer = conformer_new(o->contract->api);
    for (size_t i = 0; i < o->traffic_count; i++)
        read = see_file(&s, o->traffic[i]) && read;
    if (!o->contract)
        merge_templates(&s);
    if (read)
        draft_tell(&s);
    conformer_free(s.conformer);
    return read;
}
