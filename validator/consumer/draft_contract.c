/* Drafts from a contract alone: what its operations require, and what they answer. */
#include "consumer/draft_parts.h"
#include "consumer/media.h"
#include "consumer/promise_parts.h"

typedef struct walking {
    draft *draft;
    registry *registry;
    draft_fields *fields;
    bool sends; /* only what is required */
} walking;

static bool has_flag(registry *r, const outline_place *place, str flag)
{
    for (size_t i = 0; i < place->count; i++)
        if (node_get_true(kinds_follow(r, place->sites[i]).node, flag))
            return true;
    return false;
}

static void walk(walking *w, const field_step *steps, size_t count, const outline_place *place,
                 unsigned depth);

static void walk_members(walking *w, const field_step *steps, size_t count, const outline *o,
                         unsigned depth)
{
    for (size_t i = 0; i < o->member_count; i++) {
        const outline_member *m = &o->members[i];
        if (has_flag(w->registry, &m->place, w->sends ? STR("readOnly") : STR("writeOnly")) ||
            (w->sends && !m->required))
            continue;
        const field_step step = {.kind = STEP_MEMBER, .name = m->name, .optional = !m->required};
        walk(w, draft_step(w->draft, steps, count, step), count + 1, &m->place, depth - 1);
    }
}

static void walk(walking *w, const field_step *steps, size_t count, const outline_place *place,
                 unsigned depth)
{
    if (w->fields->count >= DRAFT_FIELDS)
        return;
    outline o = outline_of(w->registry, place, w->draft->arena);
    bool members = o.member_count && depth > 0;
    bool items = o.items.count && depth > 0 && count < DRAFT_STEPS;
    bool values = o.values.count && !w->sends && depth > 0 && count < DRAFT_STEPS;
    unsigned told = (members || values ? KIND(NODE_OBJECT) : 0u) | (items ? KIND(NODE_ARRAY) : 0u);
    size_t before = w->fields->count;
    if ((o.kinds & ~told) && (count || o.kinds != KIND_ALL))
        draft_add_field(w->draft, w->fields, steps, count, o.kinds, o.kinds);
    if (members)
        walk_members(w, steps, count, &o, depth);
    if (items)
        walk(w, draft_step(w->draft, steps, count, (field_step){.kind = STEP_ITEMS}), count + 1,
             &o.items, depth);
    if (values)
        walk(w,
             draft_step(w->draft, steps, count,
                        (field_step){.kind = STEP_VALUES, .name = STR("{key}")}),
             count + 1, &o.values, depth - 1);
    /* What has members of which none is named is there all the same. */
    if (w->fields->count == before && count)
        draft_add_field(w->draft, w->fields, steps, count, o.kinds, o.kinds);
}

static void walk_schema(draft *d, draft_fields *fields, site of, bool sends)
{
    walking w = {
        .draft = d, .registry = d->options->contract->registry, .fields = fields, .sends = sends};
    const outline_place place = {&of, of.node ? 1 : 0};
    /* What is required is sent however deep it stands. */
    walk(&w, NULL, 0, &place, sends ? DRAFT_STEPS : d->options->depth);
}

/* --- what is sent --- */

static void add_parameters(draft *d, draft_part *part, const api_operation *operation)
{
    for (size_t i = 0; i < operation->parameter_count; i++) {
        const api_parameter *p = &operation->parameters[i];
        if (!p->required || (p->in != IN_QUERY && p->in != IN_HEADER))
            continue;
        unsigned kinds = kinds_of_schema(d->options->contract->registry, p->schema);
        vec_push(d->arena, p->in == IN_QUERY ? &part->query : &part->headers,
                 (draft_field){.name = p->name, .kinds = kinds, .documented = kinds});
    }
}

static void add_sends(draft *d, draft_operation *out, const api_operation *operation)
{
    const api_body *body = operation->body;
    add_parameters(d, &out->sends, operation);
    if (!body || !body->required)
        return;
    const api_media_type *media = promise_media(body->content, body->content_count, STR_NULL);
    if (!media && body->content_count)
        media = &body->content[0];
    if (!media)
        return;
    if (!media_is_json(media->name))
        out->sends.media_type = media->name;
    unsigned kinds = kinds_of_schema(d->options->contract->registry, media->schema);
    out->sends.has_fields = media->schema.node && (kinds & KIND(NODE_OBJECT)) && kinds != KIND_ALL;
    if (out->sends.has_fields)
        walk_schema(d, &out->sends.fields, media->schema, true);
    else
        out->sends.media_type = media->name;
}

/* --- what is read --- */

static bool is_success(const api_operation *operation, const api_response *response)
{
    if (str_starts_with(response->status, STR("2")))
        return true;
    if (!str_equal(response->status, STR("default")))
        return false;
    for (size_t i = 0; i < operation->response_count; i++)
        if (str_starts_with(operation->responses[i].status, STR("2")))
            return false;
    return true;
}

static void add_read(draft *d, draft_operation *out, const api_response *response)
{
    draft_part part = {.status = response->status};
    const api_media_type *media =
        promise_media(response->content, response->content_count, STR_NULL);
    if (media && !media_is_json(media->name))
        part.media_type = media->name;
    if (media && media->schema.node)
        walk_schema(d, &part.fields, media->schema, false);
    part.has_fields = part.fields.count > 0;
    vec_push(d->arena, &out->reads, part);
}

static void add_operation(draft *d, const api_operation *operation)
{
    draft_operation out = {.name = operation->display};
    add_sends(d, &out, operation);
    for (size_t i = 0; i < operation->response_count; i++)
        if (is_success(operation, &operation->responses[i]))
            add_read(d, &out, &operation->responses[i]);
    vec_push(d->arena, &d->operations, out);
}

/* --- events --- */

static void add_webhook(draft *d, const api_operation *operation)
{
    const api_body *body = operation->body;
    const api_media_type *media =
        body ? promise_media(body->content, body->content_count, STR_NULL) : NULL;
    draft_event event = {.name = operation->path};
    if (media && media->schema.node)
        walk_schema(d, &event.reads, media->schema, false);
    vec_push(d->arena, &d->events, event);
}

void draft_from_contract(draft *d)
{
    const promise_contract *contract = d->options->contract;
    if (!contract->api) {
        draft_event event = {.name = d->options->event};
        walk_schema(d, &event.reads, contract->schema, false);
        vec_push(d->arena, &d->events, event);
        return;
    }
    for (size_t i = 0; i < contract->api->operation_count; i++) {
        const api_operation *operation = contract->api->operations[i];
        if (!draft_is_wanted(d, operation))
            continue;
        if (operation->place == PLACE_WEBHOOK)
            add_webhook(d, operation);
        else
            add_operation(d, operation);
    }
}
