/*
 * Fitting a draft to its contract: the file as it would be written is read and asked as any other,
 * and whatever is not kept asks for less, until all of it is kept. What a schema's outline seems to
 * promise and does not (a member that only some alternatives have) is found out here.
 */
#include "consumer/draft_parts.h"
#include "consumer/promise_parts.h"

enum { ROUNDS = 12 };

/* --- asking for less --- */

static void drop_field(draft_fields *fields, size_t index)
{
    for (size_t i = index; i + 1 < fields->count; i++)
        fields->items[i] = fields->items[i + 1];
    fields->count--;
}

/* What was really used is missed; of what only the contract says a draft is a choice anyhow. */
static void tell_undocumented(draft *d, str operation, const promise *p)
{
    if (d->options->traffic_count == 0)
        return;
    diags_warning(d->diags, "draft.undocumented", "'%.*s' uses '%.*s', which is left out: %.*s",
                  STR_ARG(operation), STR_ARG(p->relies_on), STR_ARG(p->message));
}

/* The next rung that changes something. */
static void step_down(draft_field *f)
{
    draft_rung rung = f->rung;
    bool changed = false;
    while (!changed && rung < RUNG_NOTHING) {
        rung++;
        changed = rung == RUNG_NOTHING ||
                  (rung == RUNG_CONTRACT_TYPE && f->documented && f->documented != f->kinds) ||
                  (rung == RUNG_MAY_BE_ABSENT && !f->optional && !f->name.data && f->step_count) ||
                  (rung == RUNG_ANY_TYPE && f->kinds != KIND_ALL);
    }
    f->rung = rung;
    if (rung == RUNG_CONTRACT_TYPE)
        f->kinds = f->documented;
    if (rung == RUNG_MAY_BE_ABSENT)
        f->optional = true;
    if (rung == RUNG_ANY_TYPE)
        f->kinds = KIND_ALL;
}

/* What is sent is not made wider: another type would be refused all the same. */
static void lower_sent(draft_field *f)
{
    bool narrower = f->rung == RUNG_AS_SEEN && f->documented && f->kinds != f->documented;
    f->rung = narrower ? RUNG_CONTRACT_TYPE : RUNG_NOTHING;
    if (narrower)
        f->kinds = f->documented;
}

static draft_field *drafted_field(draft_part *part, const expected_part *written,
                                  const expected_field *field)
{
    const expected_fields *lists[] = {&written->fields, &written->query, &written->headers};
    const draft_fields *drafted[] = {&part->fields, &part->query, &part->headers};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < lists[i]->count; j++)
            if (field == &lists[i]->items[j])
                return &drafted[i]->items[j];
    return NULL;
}

/* A body that cannot be told by its fields is told by its media type alone. */
static void give_up_body(draft *d, draft_operation *operation, const promise *p)
{
    draft_part *sends = &operation->sends;
    const api_body *body = p->found->body;
    const api_media_type *media =
        body ? promise_media(body->content, body->content_count, STR_NULL) : NULL;
    tell_undocumented(d, operation->name, p);
    sends->has_fields = false;
    sends->fields.count = 0;
    sends->media_type = media                         ? media->name
                        : body && body->content_count ? body->content[0].name
                                                      : STR_NULL;
}

/* A parameter that is required and was not seen in what was recorded. */
static void add_required(draft *d, draft_operation *operation, const promise *p)
{
    for (size_t i = 0; i < p->found->parameter_count; i++) {
        const api_parameter *parameter = &p->found->parameters[i];
        if (parameter->node != p->contract_node)
            continue;
        draft_fields *fields =
            parameter->in == IN_QUERY ? &operation->sends.query : &operation->sends.headers;
        for (size_t j = 0; j < fields->count; j++)
            if (str_equal_ignoring_case(fields->items[j].name, parameter->name)) {
                fields->items[j].optional = false;
                return;
            }
        unsigned kinds = kinds_of_schema(d->options->contract->registry, parameter->schema);
        vec_push(d->arena, fields,
                 (draft_field){.name = parameter->name, .kinds = kinds, .documented = kinds});
        return;
    }
}

/* --- one promise that is not kept --- */

typedef struct fitting {
    draft *draft;
    const expected_producer *written;
} fitting;

static bool has_line(const draft_fields *fields, const draft_field *like)
{
    const field_path path = {like->steps, like->step_count};
    for (size_t i = 0; i < fields->count; i++) {
        const field_path other = {fields->items[i].steps, fields->items[i].step_count};
        if (field_path_equal(&path, &other))
            return true;
    }
    return false;
}

/* What cannot be told of a member is told of what holds it: that something may be there. */
static void fall_back_to_holder(draft_fields *fields, draft_field *field)
{
    draft_field holder = *field;
    holder.step_count--;
    if (holder.step_count == 0 || has_line(fields, &holder))
        return;
    *field = (draft_field){.steps = field->steps,
                           .step_count = holder.step_count,
                           .optional = true,
                           .kinds = KIND_ALL,
                           .rung = RUNG_ANY_TYPE};
}

static void lower_field(fitting *f, const promise *p, draft_part *part, str operation)
{
    draft_field *field = drafted_field(part, p->part, p->field);
    if (p->sends)
        lower_sent(field);
    else
        step_down(field);
    if (p->kind == PROMISE_NOT_DOCUMENTED)
        field->rung = RUNG_NOTHING;
    if (field->rung != RUNG_NOTHING)
        return;
    if (p->kind == PROMISE_NOT_AS_READ && field->step_count)
        fall_back_to_holder(&part->fields, field);
    if (field->rung == RUNG_NOTHING)
        tell_undocumented(f->draft, operation, p);
}

static void lower_event(fitting *f, const promise *p)
{
    draft_event *event = &f->draft->events.items[p->event - f->written->events];
    if (!p->field)
        return;
    draft_field *field = &event->reads.items[p->field - p->event->reads.items];
    step_down(field);
    if (p->kind == PROMISE_NOT_DOCUMENTED)
        field->rung = RUNG_NOTHING;
}

static void lower(fitting *f, const promise *p)
{
    draft *d = f->draft;
    if (p->event) {
        lower_event(f, p);
        return;
    }
    draft_operation *operation = &d->operations.items[p->operation - f->written->operations];
    bool read = p->part && p->part != &p->operation->sends;
    draft_part *part =
        read ? &operation->reads.items[p->part - p->operation->reads] : &operation->sends;
    if (p->kind == PROMISE_NO_OPERATION) {
        tell_undocumented(d, operation->name, p);
        operation->name = STR_NULL;
    } else if (p->field) {
        lower_field(f, p, part, operation->name);
    } else if (read) {
        tell_undocumented(d, operation->name, p);
        part->status = STR_NULL;
    } else if (p->kind == PROMISE_NOT_SENT &&
               (!p->found->body || p->contract_node != p->found->body->node)) {
        add_required(d, operation, p);
    } else {
        give_up_body(d, operation, p);
    }
}

/* --- what asks for nothing any more --- */

static void compact_fields(draft_fields *fields)
{
    for (size_t i = fields->count; i-- > 0;)
        if (fields->items[i].rung == RUNG_NOTHING)
            drop_field(fields, i);
}

static void compact_operation(draft_operation *operation)
{
    size_t kept = 0;
    compact_fields(&operation->sends.query);
    compact_fields(&operation->sends.headers);
    compact_fields(&operation->sends.fields);
    for (size_t i = 0; i < operation->reads.count; i++) {
        draft_part *part = &operation->reads.items[i];
        compact_fields(&part->fields);
        part->has_fields = part->fields.count > 0;
        if (part->status.data)
            operation->reads.items[kept++] = *part;
    }
    operation->reads.count = kept;
}

static void compact(draft *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->operations.count; i++) {
        compact_operation(&d->operations.items[i]);
        if (d->operations.items[i].name.data)
            d->operations.items[kept++] = d->operations.items[i];
    }
    d->operations.count = kept;
    for (size_t i = 0; i < d->events.count; i++)
        compact_fields(&d->events.items[i].reads);
}

/* --- rounds --- */

/* Asks the file as it stands; *broken counts what is not kept. */
static bool ask_once(draft *d, size_t *broken)
{
    buf text = {0};
    draft_write(&text, d);
    const document_options options = {.format = DOCUMENT_YAML};
    document *doc = document_read(&text, STR("draft"), &options, d->diags);
    buf_clear(&text);
    if (!doc)
        return false;
    bundle *b = bundle_of(doc, STR("file:///draft"));
    expectations *e = expectations_read(b, d->diags);
    arena *own = arena_new();
    if (e) {
        promises found = promises_check(d->options->contract, &e->producers[0], own, d->diags);
        fitting f = {.draft = d, .written = &e->producers[0]};
        for (size_t i = 0; i < found.count; i++)
            if (found.items[i].kind != PROMISE_KEPT)
                lower(&f, &found.items[i]);
        *broken = found.broken + found.undecided;
        compact(d);
    }
    bool asked = e != NULL;
    arena_free(own);
    expectations_free(e);
    bundle_free(b);
    return asked;
}

bool draft_fit(draft *d)
{
    size_t broken = 1;
    for (unsigned round = 0; broken && round < ROUNDS; round++)
        if (!ask_once(d, &broken))
            return false;
    if (broken)
        diags_error(d->diags, "draft.unfit", "the draft does not come to fit the contract");
    return broken == 0;
}
