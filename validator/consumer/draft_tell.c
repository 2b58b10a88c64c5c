/*
 * Drafts from recorded traffic, the second half: what was seen is told, in the words of the
 * contract where there is one.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "consumer/draft_seen.h"
#include "consumer/media.h"

/* --- bodies --- */

typedef struct telling {
    seeing *seeing;
    draft_fields *fields;
    str operation; /* for warnings */
} telling;

static void tell(telling *t, const field_step *steps, size_t count, observed *o,
                 const outline_place *place);

/* Members that are data, not names, are those of a map. */
static bool is_map(const observed *o)
{
    for (size_t i = 0; i < o->members.count; i++)
        if (!observed_is_key(o->members.items[i]->name))
            return false;
    return o->members.count > 0;
}

static const outline_member *documented_member(const outline *o, str name)
{
    for (size_t i = 0; i < o->member_count; i++)
        if (str_equal(o->members[i].name, name))
            return &o->members[i];
    return NULL;
}

static void tell_map(telling *t, const field_step *steps, size_t count, observed *merged,
                     const outline_place *place)
{
    const field_step step = {.kind = STEP_VALUES, .name = STR("{key}")};
    tell(t, draft_step(t->seeing->draft, steps, count, step), count + 1, merged, place);
}

static void tell_member(telling *t, const field_step *steps, size_t count, const observed *o,
                        observed *child, const outline_member *known)
{
    const field_step step = {.kind = STEP_MEMBER,
                             .name = child->name,
                             .optional = child->times < o->objects || (known && !known->required)};
    tell(t, draft_step(t->seeing->draft, steps, count, step), count + 1, child,
         known ? &known->place : NULL);
}

static void warn_undocumented(telling *t, const field_step *steps, size_t count, str name)
{
    draft *d = t->seeing->draft;
    buf path = {0};
    for (size_t i = 0; i < count; i++) {
        field_step plain = steps[i];
        plain.optional = false;
        field_path_append(&path, &plain);
    }
    field_path_append(&path, &(field_step){.kind = STEP_MEMBER, .name = name});
    diags_warning(d->diags, "draft.undocumented",
                  "'%.*s' was seen with '%.*s', which the contract does not document: it is left "
                  "out",
                  STR_ARG(t->operation), STR_ARG(buf_str(&path)));
    buf_clear(&path);
}

static void tell_members(telling *t, const field_step *steps, size_t count, observed *o,
                         const outline *documented)
{
    arena *a = t->seeing->arena;
    observed *others = NULL;
    if (!documented && is_map(o)) {
        others = arena_new_of(a, observed);
        for (size_t i = 0; i < o->members.count; i++)
            observed_merge(others, o->members.items[i], a);
        tell_map(t, steps, count, others, NULL);
        return;
    }
    for (size_t i = 0; i < o->members.count; i++) {
        observed *child = o->members.items[i];
        const outline_member *known =
            documented ? documented_member(documented, child->name) : NULL;
        if (!documented || known) {
            tell_member(t, steps, count, o, child, known);
        } else if (documented->values.count) {
            if (!others)
                others = arena_new_of(a, observed);
            observed_merge(others, child, a);
        } else {
            warn_undocumented(t, steps, count, child->name);
        }
    }
    if (others)
        tell_map(t, steps, count, others, &documented->values);
}

static void tell(telling *t, const field_step *steps, size_t count, observed *o,
                 const outline_place *place)
{
    draft *d = t->seeing->draft;
    registry *r = seen_registry(t->seeing);
    outline documented = {.kinds = 0};
    size_t before = t->fields->count;
    if (count > LIMIT_FIELD_PATH_STEPS)
        return;
    if (place)
        documented = outline_of(r, place, d->arena);
    bool members = o->members.count > 0, items = o->items != NULL;
    bool undocumented_items = place && items && !documented.items.count;
    unsigned told =
        (members ? KIND(NODE_OBJECT) : 0u) | (items && !undocumented_items ? KIND(NODE_ARRAY) : 0u);
    unsigned others = (o->kinds | (place ? documented.kinds : 0u)) & ~told;
    if (others && (!told || (o->kinds & ~told) || (documented.kinds & KIND(NODE_NULL))))
        draft_add_field(d, t->fields, steps, count, o->kinds, documented.kinds);
    if (members)
        tell_members(t, steps, count, o, place ? &documented : NULL);
    if (items && !undocumented_items)
        tell(t, draft_step(d, steps, count, (field_step){.kind = STEP_ITEMS}), count + 1, o->items,
             place ? &documented.items : NULL);
    if (t->fields->count == before && count)
        draft_add_field(d, t->fields, steps, count, o->kinds, documented.kinds);
}

static void tell_body(seeing *s, draft_part *part, str operation, observed *body,
                      const api_media_type *documented)
{
    telling t = {.seeing = s, .fields = &part->fields, .operation = operation};
    outline_place place = {documented ? &documented->schema : NULL, 1};
    bool known = documented && documented->schema.node;
    if (body->times == 0)
        return;
    tell(&t, NULL, 0, body, known ? &place : NULL);
    part->has_fields = part->fields.count > 0 || body->kinds == KIND(NODE_OBJECT);
}

/* --- operations --- */

static void tell_parameters(seeing *s, draft_fields *out, const observed *seen, size_t requests,
                            const seen_operation *o, parameter_in in)
{
    for (size_t i = 0; i < seen->members.count; i++) {
        const observed *p = seen->members.items[i];
        draft_field f = {.name = p->name, .kinds = p->kinds, .optional = p->times < requests};
        for (size_t j = 0; o->operation && j < o->operation->parameter_count; j++) {
            const api_parameter *known = &o->operation->parameters[j];
            bool same = in == IN_HEADER ? str_equal_ignoring_case(known->name, p->name)
                                        : str_equal(known->name, p->name);
            if (known->in == in && same && known->schema.node)
                f.kinds = f.documented = kinds_of_schema(seen_registry(s), known->schema);
        }
        vec_push(s->draft->arena, out, f);
    }
}

static void tell_sends(seeing *s, draft_operation *out, seen_operation *o)
{
    const api_body *body = o->operation ? o->operation->body : NULL;
    tell_parameters(s, &out->sends.query, &o->query, o->requests, o, IN_QUERY);
    tell_parameters(s, &out->sends.headers, &o->headers, o->requests, o, IN_HEADER);
    if (!o->media_type.data)
        return;
    const api_media_type *documented =
        body ? media_find(body->content, body->content_count, o->media_type) : NULL;
    tell_body(s, &out->sends, out->name, &o->body, documented);
    if (!str_equal(o->media_type, STR("application/json")) || !out->sends.has_fields)
        out->sends.media_type = o->media_type;
}

static const api_response *documented_response(const seen_operation *o, str status)
{
    const char range[] = {status.data[0], 'X', 'X'};
    const str tries[] = {status, str_of(range, sizeof range), STR("default")};
    for (size_t t = 0; o->operation && t < 3; t++)
        for (size_t i = 0; i < o->operation->response_count; i++)
            if (str_equal(o->operation->responses[i].status, tries[t]))
                return &o->operation->responses[i];
    return NULL;
}

static void tell_status(seeing *s, draft_operation *out, seen_operation *o, seen_status *seen)
{
    str status = arena_printf(s->draft->arena, "%lld", (long long)seen->status);
    draft_part part = {.status = status};
    const api_response *response = documented_response(o, status);
    const api_media_type *documented =
        response && seen->media_type.data
            ? media_find(response->content, response->content_count, seen->media_type)
            : NULL;
    tell_body(s, &part, out->name, &seen->body, documented);
    if (seen->media_type.data && !str_equal(seen->media_type, STR("application/json")))
        part.media_type = seen->media_type;
    vec_push(s->draft->arena, &out->reads, part);
}

static int compare_statuses(const void *a, const void *b)
{
    const seen_status *x = *(seen_status *const *)a, *y = *(seen_status *const *)b;
    return (x->status > y->status) - (x->status < y->status);
}

static str name_of(const seeing *s, const seen_operation *o)
{
    return arena_printf(s->arena, "%.*s %.*s", STR_ARG(o->method), STR_ARG(o->path));
}

static void tell_operation(seeing *s, seen_operation *o)
{
    draft_operation out = {.name = name_of(s, o)};
    tell_sends(s, &out, o);
    qsort(o->statuses.items, o->statuses.count, sizeof *o->statuses.items, compare_statuses);
    for (size_t i = 0; i < o->statuses.count; i++)
        tell_status(s, &out, o, o->statuses.items[i]);
    vec_push(s->draft->arena, &s->draft->operations, out);
}

void draft_tell(seeing *s)
{
    draft *d = s->draft;
    for (size_t i = 0; i < s->operations.count; i++) {
        seen_operation *o = s->operations.entries[i].value;
        if (s->conformer && !o->operation)
            diags_warning(d->diags, "draft.undocumented",
                          "'%.*s' was recorded, and the contract has no such operation: it is left "
                          "out",
                          STR_ARG(name_of(s, o)));
        else if (o->operation ? draft_is_wanted(d, o->operation) : draft_names(d, name_of(s, o)))
            tell_operation(s, o);
    }
}
