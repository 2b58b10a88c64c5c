#include "check/impact_parts.h"

/* --- which findings are about the same place --- */

static bool is_of_operation(const finding *f, const hurt *h)
{
    if (h->part == HURT_SCHEMA)
        return true;
    for (size_t i = 0; i < f->operation_count; i++)
        if (str_equal(f->operations[i], h->operation))
            return true;
    return h->event.data && str_starts_with(f->where, STR("callback ")) &&
           str_search(f->where, h->event) != SIZE_MAX;
}

/* "callback shipped POST: request body /order": what stands behind the callback's name. */
static str where_of(const finding *f)
{
    size_t colon =
        str_starts_with(f->where, STR("callback ")) ? str_search(f->where, STR(": ")) : SIZE_MAX;
    return colon == SIZE_MAX ? f->where : str_skip(f->where, colon + 2);
}

/* "response 200 application/json /items/<any>/sku": the pointer at its end. */
static str pointer_of_where(str where)
{
    size_t space = str_search(where, STR(" /"));
    str last = space == SIZE_MAX ? where : str_skip(where, space + 1);
    return str_starts_with(last, STR("/")) ? last : STR("");
}

static bool any_step(str step)
{
    if (str_equal(step, STR("*")) || str_starts_with(step, STR("{")) ||
        str_starts_with(step, STR("<")))
        return true;
    for (size_t i = 0; i < step.length; i++)
        if (step.data[i] < '0' || step.data[i] > '9')
            return false;
    return step.length > 0;
}

static str without_mark(str step)
{
    return str_ends_with(step, STR("?")) ? str_take(step, step.length - 1) : step;
}

/* Steps two pointers share from the start, plus one; 0 when they part before either ends. */
static size_t overlap(str a, str b)
{
    size_t shared = 1;
    str x, y;
    str_split(&a, '/', &x);
    str_split(&b, '/', &y);
    while (str_split(&a, '/', &x)) {
        if (!str_split(&b, '/', &y))
            break;
        if (!str_equal(without_mark(x), without_mark(y)) && !any_step(x) && !any_step(y))
            return 0;
        shared++;
    }
    return shared;
}

/* "query parameter limit /id" is about `limit`. */
static bool names_parameter(str where, str prefix, const hurt *h)
{
    if (!str_starts_with(where, prefix))
        return false;
    str rest = str_skip(where, prefix.length);
    str name = str_take(rest, h->name.length);
    bool ends = rest.length == h->name.length ||
                (rest.length > name.length && rest.data[name.length] == ' ');
    return h->name.length == 0 || (ends && str_equal_ignoring_case(name, h->name));
}

/* "response 2XX …" is about status 200 too. */
static bool names_status(str where, const hurt *h)
{
    str rest = str_skip(where, STR("response ").length),
        status = str_take(rest, str_find(rest, ' '));
    if (!str_starts_with(where, STR("response ")))
        return false;
    return str_equal_ignoring_case(status, h->status) || str_equal(status, STR("default")) ||
           h->status.length == 0 ||
           (status.length == 3 && status.data[1] == 'X' && status.data[0] == h->status.data[0]);
}

/* What every caller meets, whatever it sends and reads. */
static bool is_about_calls(str where)
{
    static const char *const starts[] = {"path", "cookie parameter", "security", "servers",
                                         "operation"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts_with(where, str_from(starts[i])))
            return true;
    return where.length == 0;
}

/* "webhook", "callback shipped": the event itself, not what is in it. */
static bool is_about_event(str where)
{
    return str_starts_with(where, STR("webhook")) ||
           (str_starts_with(where, STR("callback ")) && str_search(where, STR(": ")) == SIZE_MAX);
}

static size_t within_part(str where, const hurt *h)
{
    if (!h->pointer.data || h->pointer.length == 0)
        return 1;
    return overlap(pointer_of_where(where), h->pointer);
}

/* Whether a change there is about the field, and how near: what is below the schema's other
 * members, or its items where they do not lead on, is not. */
static size_t near_place(const contract_place *at, const position *changed)
{
    if (!changed->line || !str_equal(at->file, changed->file) ||
        !str_starts_with(changed->pointer, at->pointer))
        return 0;
    str rest = str_skip(changed->pointer, at->pointer.length), step;
    bool leads_on = at->next.data || at->items;
    if (rest.length && rest.data[0] != '/')
        return 0;
    str_split(&rest, '/', &step);
    if (!str_split(&rest, '/', &step))
        return at->depth + 2;
    bool properties = str_equal(step, STR("properties"));
    bool items = str_equal(step, STR("items"));
    if (!leads_on || (!properties && !items))
        return at->depth + 2;
    if (items)
        return at->items ? at->depth + 2 : 0;
    return str_split(&rest, '/', &step) && str_equal(step, at->next) ? at->depth + 3 : 0;
}

static size_t near_places(const finding *f, const hurt *h)
{
    size_t best = 0;
    for (size_t i = 0; i < h->place_count; i++) {
        size_t old = near_place(&h->places[i], &f->old_place);
        size_t new_ = near_place(&h->places[i], &f->new_place);
        best = old > best ? old : best;
        best = new_ > best ? new_ : best;
    }
    return best;
}

/* 0: about something else; else the more the nearer. */
static size_t nearness_of_part(const finding *f, const hurt *h)
{
    str where = where_of(f);
    switch (h->part) {
    case HURT_OPERATION:
        return h->event.data ? is_about_event(f->where) : is_about_calls(f->where);
    case HURT_CALL:
        return is_about_calls(f->where);
    case HURT_QUERY:
        return names_parameter(where, STR("query parameter "), h);
    case HURT_HEADER:
        return names_parameter(where, STR("header parameter "), h);
    case HURT_REQUEST_BODY:
        return str_starts_with(where, STR("request body")) ? within_part(where, h) : 0;
    case HURT_RESPONSE:
        return names_status(where, h) && str_search(where, STR(" header ")) == SIZE_MAX
                   ? within_part(where, h)
                   : 0;
    case HURT_RESPONSE_HEADER:
        return names_status(where, h) && str_search(where, STR(" header ")) != SIZE_MAX;
    case HURT_SCHEMA:
        break;
    }
    return within_part(where, h);
}

/* A finding about a shared schema stands at one of the places it reaches; which others those are,
 * the schema's own place tells. */
static size_t nearness(const finding *f, const hurt *h)
{
    if (!is_of_operation(f, h))
        return 0;
    size_t by_place = near_places(f, h);
    return by_place ? by_place : nearness_of_part(f, h);
}

/* --- into the report --- */

static str uses_of(const hurt *h)
{
    if (h->missing)
        return STR("does not send");
    if (h->part == HURT_CALL || (h->part == HURT_OPERATION && !h->event.data))
        return STR("calls");
    if (h->request || h->part == HURT_QUERY || h->part == HURT_HEADER)
        return STR("sends");
    return h->relies_on.length && h->relies_on.data[0] == '\'' ? STR("relies on") : STR("reads");
}

static affected_consumer as_consumer(const hurt *h)
{
    return (affected_consumer){.consumer = h->consumer,
                               .team = h->team,
                               .operation = h->operation,
                               .place = h->place,
                               .uses = uses_of(h),
                               .relies_on = h->relies_on};
}

static bool is_listed(const finding *f, const hurt *h)
{
    for (size_t i = 0; i < f->consumer_count; i++)
        if (str_equal(f->consumers[i].consumer, h->consumer) &&
            str_equal(f->consumers[i].relies_on, h->relies_on) &&
            str_equal(f->consumers[i].operation, h->operation))
            return true;
    return false;
}

static void attach(report *r, finding *f, const hurt *h)
{
    if (is_listed(f, h))
        return;
    affected_consumer *grown = arena_array_of(r->arena, affected_consumer, f->consumer_count + 1);
    for (size_t i = 0; i < f->consumer_count; i++)
        grown[i] = f->consumers[i];
    grown[f->consumer_count] = as_consumer(h);
    f->consumers = grown;
    f->consumer_count++;
}

static finding *finding_of(report *r, str fingerprint)
{
    for (size_t i = 0; i < r->finding_count; i++)
        if (str_equal(r->findings[i].fingerprint, fingerprint))
            return &r->findings[i];
    return NULL;
}

/* Where it belongs: they are sorted, each once. */
static void add_operation(report *r, finding *f, str operation)
{
    size_t at = 0;
    while (at < f->operation_count && str_compare(f->operations[at], operation) < 0)
        at++;
    if (f->operation_count == 0 ||
        (at < f->operation_count && str_equal(f->operations[at], operation)))
        return;
    str *grown = arena_array_of(r->arena, str, f->operation_count + 1);
    for (size_t i = 0; i < f->operation_count; i++)
        grown[i + (i >= at)] = f->operations[i];
    grown[at] = operation;
    f->operations = grown;
    f->operation_count++;
}

/* `about` is the change that does it, where one is known, and then all that it does to a consumer
 * is one finding; it goes on saying what happened, at its own level, and this finding what that
 * means to the consumer. */
static void add_own_finding(judging *j, const hurt *h, const finding *about)
{
    report *r = j->report;
    static const position nowhere;
    str address = about ? arena_printf(r->arena, "%.*s %.*s", STR_ARG(h->consumer),
                                       STR_ARG(about->fingerprint))
                        : arena_printf(r->arena, "%.*s %.*s %.*s", STR_ARG(h->consumer),
                                       STR_ARG(h->operation), STR_ARG(h->relies_on));
    str fingerprint = policy_fingerprint(STR("consumer-expectation-broken"), address, r->arena);
    finding *known = about ? finding_of(r, fingerprint) : NULL;
    if (known) {
        add_operation(r, known, h->operation);
        attach(r, known, h);
        return;
    }
    finding f = {
        .rule = STR("consumer-expectation-broken"),
        .level = LEVEL_BREAKING,
        .message =
            arena_printf(r->arena, "%.*s relies on %.*s: %.*s", STR_ARG(h->consumer),
                         STR_ARG(h->relies_on), STR_ARG(about ? about->message : h->message)),
        .where = about                    ? about->where
                 : h->part == HURT_SCHEMA ? h->pointer
                 : h->request             ? STR("request")
                                          : STR("response"),
        .contract = j->options->contract.data ? j->options->contract : STR(""),
        .operations = (str *)&h->operation,
        .operation_count = 1,
        .proof = {.kind = h->witness.data ? PROOF_WITNESS : PROOF_RULE,
                  .witness = h->witness,
                  .sent_by = h->request ? h->consumer : STR("new"),
                  .rejected_by = h->request ? STR("new") : h->consumer},
        .fingerprint = fingerprint,
        .old_place = about ? about->old_place : nowhere,
        .new_place = about ? about->new_place : h->place,
    };
    if (h->part == HURT_SCHEMA)
        f.operation_count = 0;
    attach(r, report_add(r, &f), h);
}

/* All breaking findings about the place say whom they hurt; where none is, a finding of its own
 * says that the nearest of the others does. */
static void place_hurt(judging *j, const hurt *h)
{
    report *r = j->report;
    finding *nearest = NULL;
    size_t best = 0;
    bool told = false;
    for (size_t i = 0; i < r->finding_count; i++) {
        finding *f = &r->findings[i];
        size_t near = nearness(f, h);
        if (near && f->level == LEVEL_BREAKING) {
            attach(r, f, h);
            told = true;
        }
        if (near > best) {
            best = near;
            nearest = f;
        }
    }
    if (told)
        return;
    bool known = nearest && (!h->pointer.data || best >= 2);
    if (!known) {
        add_own_finding(j, h, NULL);
        return;
    }
    attach(r, nearest, h);
    const finding about = *nearest; /* adding may move the findings */
    add_own_finding(j, h, &about);
}

static void place_call(judging *j, const hurt *h)
{
    report *r = j->report;
    for (size_t i = 0; i < r->finding_count; i++)
        if (r->findings[i].level == LEVEL_BREAKING && nearness(&r->findings[i], h))
            attach(r, &r->findings[i], h);
}

static void apply_unused(report *r, unused_policy unused)
{
    static const level levels[] = {LEVEL_BREAKING, LEVEL_WARNING, LEVEL_INFO};
    for (size_t i = 0; unused != UNUSED_BLOCK && i < r->finding_count; i++)
        if (r->findings[i].level == LEVEL_BREAKING && r->findings[i].consumer_count == 0)
            r->findings[i].level = levels[unused];
}

/* A contract that is gone is one finding about all of it. */
static void place_all(judging *j)
{
    for (size_t i = 0; i < j->hurts.count; i++)
        for (size_t k = 0; k < j->report->finding_count; k++)
            attach(j->report, &j->report->findings[k], &j->hurts.items[i]);
}

void impact_place(judging *j)
{
    if (!j->new_) {
        place_all(j);
    } else {
        for (size_t i = 0; i < j->hurts.count; i++)
            place_hurt(j, &j->hurts.items[i]);
        for (size_t i = 0; i < j->calls.count; i++)
            place_call(j, &j->calls.items[i]);
    }
    apply_unused(j->report, j->options->unused);
}
