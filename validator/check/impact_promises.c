/* What expectation files say of a change. */
#include "check/impact_parts.h"
#include "consumer/outline.h"
#include "consumer/promise.h"

/* --- what a promise is about, in the words of findings --- */

static bool is_broken(const promise *p)
{
    return p->kind != PROMISE_KEPT && p->kind != PROMISE_UNDECIDED;
}

static const promise *same_promise(const promises *all, const promise *p)
{
    for (size_t i = 0; i < all->count; i++) {
        const promise *b = &all->items[i];
        if (b->operation == p->operation && b->event == p->event && b->part == p->part &&
            b->field == p->field && b->sends == p->sends && str_equal(b->relies_on, p->relies_on))
            return b;
    }
    return NULL;
}

static const api_operation *found_in(const promises *all, const promise *p)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].operation == p->operation && all->items[i].event == p->event &&
            all->items[i].found)
            return all->items[i].found;
    return NULL;
}

static bool is_field_of(const expected_fields *listed, const expected_field *f)
{
    return f >= listed->items && f < listed->items + listed->count;
}

/* A parameter that is required now and was never sent has no field. */
static str required_parameter(const promise *p, hurt_part *part)
{
    for (size_t i = 0; p->found && i < p->found->parameter_count; i++) {
        const api_parameter *parameter = &p->found->parameters[i];
        if (parameter->node != p->contract_node)
            continue;
        *part = parameter->in == IN_HEADER ? HURT_HEADER : HURT_QUERY;
        return parameter->name;
    }
    return STR_NULL;
}

static hurt_part part_of(const promise *p)
{
    if (p->event)
        return p->found ? HURT_REQUEST_BODY : HURT_SCHEMA;
    if (!p->part)
        return HURT_OPERATION;
    if (!p->sends)
        return p->field && is_field_of(&p->part->headers, p->field) ? HURT_RESPONSE_HEADER
                                                                    : HURT_RESPONSE;
    if (p->field && is_field_of(&p->part->query, p->field))
        return HURT_QUERY;
    return p->field && is_field_of(&p->part->headers, p->field) ? HURT_HEADER : HURT_REQUEST_BODY;
}

static registry *registry_of(const contract *side)
{
    return side->api ? side->api->registry : side->registry;
}

static position place_of(const bundle *b, const node *n, arena *a)
{
    position place = bundle_position(b, n, a);
    place.file = arena_str(a, place.file);
    return place;
}

static const node *written_at(const promise *p)
{
    if (p->field)
        return &p->field->place->value;
    if (p->event)
        return p->event->node;
    return p->part && p->part->node ? p->part->node : p->operation->node;
}

/* --- where the contracts describe a field --- */

typedef VEC(contract_place) place_list;

static void add_places(const judging *j, place_list *places, const promise *p, const bundle *b,
                       registry *r)
{
    arena *own = arena_new();
    const field_path *path = &p->field->path;
    outline_place at = {&p->asked, p->asked.node ? 1 : 0};
    for (size_t i = 0; at.count && i <= path->count; i++) {
        outline o = outline_of(r, &at, own);
        const field_step *step = i < path->count ? &path->steps[i] : NULL;
        for (size_t k = 0; k < o.schema_count; k++) {
            position place = bundle_position(b, o.schemas[k], own);
            bool named = step && step->kind == STEP_MEMBER;
            vec_push(j->arena, places,
                     (contract_place){.file = arena_str(j->arena, place.file),
                                      .pointer = arena_str(j->arena, place.pointer),
                                      .next = named ? arena_str(j->arena, step->name) : STR_NULL,
                                      .items = step && step->kind == STEP_ITEMS,
                                      .depth = i});
        }
        at = step ? outline_below(&o, step) : (outline_place){0};
    }
    arena_free(own);
}

static place_list places_of(const judging *j, const promise *was, const promise *is)
{
    place_list places = {0};
    if (was && was->field && was->asked.node)
        add_places(j, &places, was, j->old->bundle, registry_of(j->old));
    if (is->field && is->asked.node && j->new_)
        add_places(j, &places, is, j->new_->bundle, registry_of(j->new_));
    return places;
}

/* --- one thing that is not kept any more --- */

static hurt_part part_with_event(const promise *p, const api_operation *found)
{
    if (p->kind == PROMISE_NO_EVENT)
        return HURT_OPERATION;
    return p->event && found ? HURT_REQUEST_BODY : part_of(p);
}

static hurt hurt_of(const judging *j, const expectations *e, const promises *before,
                    const promise *p)
{
    arena *a = j->arena;
    const api_operation *found = found_in(before, p);
    const place_list places = places_of(j, same_promise(before, p), p);
    hurt h = {
        .consumer = arena_str(a, e->consumer),
        .team = e->team.data ? arena_str(a, e->team) : STR(""),
        .operation = found      ? arena_str(a, found->display)
                     : p->event ? arena_str(a, p->event->name)
                                : arena_str(a, p->relies_on),
        .event = p->event ? arena_str(a, p->event->name) : STR_NULL,
        .relies_on = arena_str(a, p->relies_on),
        .part = part_with_event(p, found),
        .status = p->part && p->part->status.data ? arena_str(a, p->part->status) : STR_NULL,
        .request = p->sends,
        .places = places.items,
        .place_count = places.count,
        .place = place_of(e->bundle, written_at(p), a),
    };
    if (p->kind == PROMISE_NOT_SENT) {
        h.name = arena_str(a, required_parameter(p, &h.part));
        h.missing = true;
        h.relies_on = h.name.length ? h.name : STR("a body");
    } else if (p->field && p->field->path.count) {
        h.relies_on = h.pointer = field_path_text(&p->field->path, a);
    } else if (p->field) {
        h.relies_on = h.name = arena_str(a, p->field->pointer);
    }
    return h;
}

/* Of a body that is sent as a whole each way it is refused is a hurt of its own. */
static hurt at_break(hurt h, const promise *p, const promise_break *b, arena *a)
{
    if (!p->fields)
        return h;
    h.pointer = arena_str(a, b->pointer);
    h.relies_on = h.pointer.length ? h.pointer : STR("its body");
    h.missing = b->missing;
    return h;
}

static void add_hurt(judging *j, hurt h, str message, str witness)
{
    h.message = arena_str(j->arena, message);
    h.witness = witness.data ? arena_str(j->arena, witness) : STR_NULL;
    vec_push(j->arena, &j->hurts, h);
}

/* --- what the two contracts say, where asking each alone does not tell --- */

typedef struct comparing {
    judging *judging;
    const expectations *file;
    promises before, after;
    inclusion *inclusion; /* of the old and the new contract */
    arena *arena;
} comparing;

static bool is_declared(const expected_fields *listed, str pointer)
{
    for (size_t i = 0; i < listed->count; i++)
        if (field_path_overlap(&listed->items[i].path, pointer) != SIZE_MAX)
            return true;
    return false;
}

/* Whether the consumer sends it whenever it sends what holds it. */
static bool is_always_sent(const expected_fields *listed, str pointer)
{
    for (size_t i = 0; i < listed->count; i++) {
        const expected_field *f = &listed->items[i];
        bool below = false;
        if (!f->optional && field_path_holds(&f->path, pointer, &below) && !below)
            return true;
        const size_t shared = field_path_overlap(&f->path, pointer);
        if (!f->optional && shared != SIZE_MAX && shared < f->path.count)
            return true; /* something within it is */
    }
    return false;
}

/* Whether a break between the contracts is about what the promise is about. */
static bool concerns(const promise *p, const promise_break *b)
{
    if (p->fields && b->missing)
        return !is_always_sent(p->fields, b->pointer);
    if (p->fields)
        return is_declared(p->fields, b->pointer);
    if (!p->field || p->field->path.count == 0)
        return true;
    return field_path_overlap(&p->field->path, b->pointer) != SIZE_MAX;
}

static void add_undecided(judging *j, const hurt *h, str why)
{
    report_add_undecided(
        j->report, &(undecided){.where = arena_printf(j->arena, "%.*s relies on %.*s",
                                                      STR_ARG(h->consumer), STR_ARG(h->relies_on)),
                                .why = why,
                                .place = h->place});
}

/* Returns how many were found. */
static size_t compare_contracts(comparing *c, const promise *was, const promise *is)
{
    judging *j = c->judging;
    bool told = is->event && is->found; /* by the producer, in a request */
    const inclusion_options options = {
        .reading = READING_WRITER_CLOSED,
        .direction = is->event && !told  ? DIRECTION_NONE
                     : is->sends || told ? DIRECTION_REQUEST
                                         : DIRECTION_RESPONSE,
        .wire = is->wire,
        .assert_formats = true,
    };
    const inclusion_result *r = is->sends
                                    ? inclusion_ask(c->inclusion, was->asked, is->asked, &options)
                                    : inclusion_ask(c->inclusion, is->asked, was->asked, &options);
    const hurt h = hurt_of(j, c->file, &c->before, is);
    if (r->answer == ANSWER_UNKNOWN)
        add_undecided(j, &h, r->reason);
    size_t found = 0;
    for (size_t i = 0; r->answer == ANSWER_NOT_INCLUDED && i < r->break_count; i++) {
        const promise_break b = promise_break_of(&r->breaks[i], j->arena);
        if (!concerns(is, &b))
            continue;
        add_hurt(j, at_break(h, is, &b, j->arena),
                 is->sends ? STR("the contract refuses what it accepted")
                           : STR("the contract answers what it did not"),
                 b.witness);
        found++;
        if (!is->fields)
            break;
    }
    return found;
}

static void add_broken(comparing *c, const promise *is)
{
    judging *j = c->judging;
    const hurt h = hurt_of(j, c->file, &c->before, is);
    if (!is->fields || is->break_count == 0)
        add_hurt(j, h, is->message, is->witness);
    for (size_t i = 0; is->fields && i < is->break_count; i++)
        add_hurt(j, at_break(h, is, &is->breaks[i], j->arena), is->message, is->breaks[i].witness);
}

static void judge_promise(comparing *c, const promise *is)
{
    const promise *was = same_promise(&c->before, is);
    bool asked = was && was->asked.node && is->asked.node;
    bool was_broken = was && is_broken(was);
    if (is_broken(is) && !was_broken) {
        /* of a body the contracts' own differences tell more than the first way it is refused */
        if (!is->fields || !asked || compare_contracts(c, was, is) == 0)
            add_broken(c, is);
    } else if ((is_broken(is) || is->loose) && asked)
        compare_contracts(c, was, is);
    else if (is->kind == PROMISE_UNDECIDED && !(was && was->kind == PROMISE_UNDECIDED)) {
        const hurt h = hurt_of(c->judging, c->file, &c->before, is);
        add_undecided(c->judging, &h, arena_str(c->judging->arena, is->message));
    }
}

/* --- expectation files --- */

/* Who calls an operation meets whatever every caller of it meets. */
static void add_call(comparing *c, const promise *p)
{
    judging *j = c->judging;
    if (p->kind != PROMISE_KEPT || p->part || p->field || p->sends || p->event)
        return;
    hurt h = hurt_of(j, c->file, &c->before, p);
    h.part = HURT_CALL;
    vec_push(j->arena, &j->calls, h);
}

static bool is_about(const judging *j, const expectations *e, const expected_producer *p)
{
    if (!j->options->producer.data)
        return e->producer_count == 1 || !p->contract.data || !j->options->contract.data ||
               str_ends_with(j->options->contract, p->contract);
    return str_equal(p->producer, j->options->producer) &&
           (!p->contract.data || !j->options->contract.data ||
            str_ends_with(j->options->contract, p->contract));
}

static promise_contract side_of(const judging *j, const contract *side)
{
    str file = j->options->file.data ? j->options->file : j->options->contract;
    return (promise_contract){
        .api = side->api,
        .registry = registry_of(side),
        .schema = side->schema,
        .file = file.data ? file : document_name(bundle_document(side->bundle, 0)),
    };
}

/* Without a new contract all that was kept is kept no more. */
static void lose_all(comparing *c)
{
    for (size_t i = 0; i < c->before.count; i++)
        if (c->before.items[i].kind == PROMISE_KEPT && !c->before.items[i].part)
            add_hurt(c->judging, hurt_of(c->judging, c->file, &c->before, &c->before.items[i]),
                     STR("the contract is gone"), STR_NULL);
}

static void judge_producer(judging *j, const expectations *e, const expected_producer *p)
{
    comparing c = {.judging = j, .file = e, .arena = arena_new()};
    const promise_contract old = side_of(j, j->old);
    c.before = promises_check(&old, p, c.arena, j->diags);
    if (j->new_) {
        const promise_contract new_ = side_of(j, j->new_);
        c.after = promises_check(&new_, p, c.arena, j->diags);
        c.inclusion = inclusion_new(old.registry, new_.registry);
        for (size_t i = 0; i < c.after.count; i++)
            judge_promise(&c, &c.after.items[i]);
        for (size_t i = 0; i < c.before.count; i++)
            add_call(&c, &c.before.items[i]);
        inclusion_free(c.inclusion);
    } else {
        lose_all(&c);
    }
    arena_free(c.arena);
}

bool impact_judge_expectations(judging *j, const bundle *file)
{
    expectations *e = expectations_read(file, j->diags);
    for (size_t i = 0; e && i < e->producer_count; i++)
        if (is_about(j, e, &e->producers[i]))
            judge_producer(j, e, &e->producers[i]);
    bool read = e != NULL;
    expectations_free(e);
    return read;
}
