#include "check/impact.h"

#include "base/digest.h"
#include "base/vec.h"
#include "consumer/conform.h"
#include "consumer/pact.h"
#include "consumer/promise.h"

/* One thing a consumer relies on that the new contract does not keep. */
typedef struct hurt {
    str consumer, team, operation; /* "GET /orders/{id}" */
    str relies_on, message, witness;
    str pointer;  /* of a field, or STR_NULL */
    bool request; /* it is sent; else it is read */
    position place;
} hurt;

typedef VEC(hurt) hurt_list;

typedef struct judging {
    const contract *old, *new_;
    const impact_options *options;
    report *report;
    arena *arena; /* the report's */
    diags *diags;
    hurt_list hurts;
} judging;

/* --- expectation files --- */

static bool is_broken(const promise *p)
{
    return p->kind != PROMISE_KEPT && p->kind != PROMISE_UNDECIDED;
}

static bool was_broken(const promises *before, const promise *p)
{
    for (size_t i = 0; i < before->count; i++) {
        const promise *b = &before->items[i];
        if (is_broken(b) && b->operation == p->operation && b->event == p->event &&
            b->part == p->part && b->field == p->field && str_equal(b->relies_on, p->relies_on))
            return true;
    }
    return false;
}

static str operation_name(const promises *before, const promise *p)
{
    if (p->found)
        return p->found->display;
    for (size_t i = 0; i < before->count; i++)
        if (before->items[i].operation == p->operation && before->items[i].found)
            return before->items[i].found->display;
    return p->relies_on;
}

static position place_of(const bundle *b, const node *n, arena *a)
{
    position place = bundle_position(b, n, a);
    place.file = arena_str(a, place.file);
    return place;
}

static void add_promise(judging *j, const expectations *e, const promises *before, const promise *p)
{
    arena *a = j->arena;
    const node *at = p->field                   ? &p->field->place->value
                     : p->part && p->part->node ? p->part->node
                     : p->operation             ? p->operation->node
                                                : p->event->node;
    vec_push(
        a, &j->hurts,
        (hurt){
            .consumer = arena_str(a, e->consumer),
            .team = e->team.data ? arena_str(a, e->team) : STR(""),
            .operation = arena_str(a, operation_name(before, p)),
            .relies_on = p->field ? arena_str(a, p->field->pointer) : arena_str(a, p->relies_on),
            .message = arena_str(a, p->message),
            .witness = p->witness.data ? arena_str(a, p->witness) : STR_NULL,
            .pointer = p->field ? arena_str(a, p->field->pointer) : STR_NULL,
            .request = p->sends,
            .place = place_of(e->bundle, at, a),
        });
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
    str file = j->options->contract;
    return (promise_contract){
        .api = side->api,
        .registry = side->api ? side->api->registry : side->registry,
        .schema = side->schema,
        .file = file.data ? file : document_name(bundle_document(side->bundle, 0)),
    };
}

static void judge_producer(judging *j, const expectations *e, const expected_producer *p)
{
    arena *own = arena_new();
    const promise_contract old = side_of(j, j->old), new_ = side_of(j, j->new_);
    promises before = promises_check(&old, p, own, j->diags);
    promises after = promises_check(&new_, p, own, j->diags);
    for (size_t i = 0; i < after.count; i++)
        if (is_broken(&after.items[i]) && !was_broken(&before, &after.items[i]))
            add_promise(j, e, &before, &after.items[i]);
    arena_free(own);
}

static bool judge_expectations(judging *j, const bundle *file)
{
    expectations *e = expectations_read(file, j->diags);
    for (size_t i = 0; e && i < e->producer_count; i++)
        if (is_about(j, e, &e->producers[i]))
            judge_producer(j, e, &e->producers[i]);
    bool read = e != NULL;
    expectations_free(e);
    return read;
}

/* --- Pact files --- */

static const problem *first_error(const problems *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (conform_code_is_error(found->items[i].code))
            return &found->items[i];
    return NULL;
}

static void add_interaction(judging *j, const pact *p, const interaction *i,
                            const api_operation *operation, const problem *error)
{
    arena *a = j->arena;
    const node *at = error->given ? error->given : i->node;
    vec_push(
        a, &j->hurts,
        (hurt){
            .consumer = arena_str(a, p->consumer),
            .team = STR(""),
            .operation = operation
                             ? arena_str(a, operation->display)
                             : arena_printf(a, "%.*s %.*s", STR_ARG(i->method), STR_ARG(i->path)),
            .relies_on = error->pointer.data && error->pointer.length
                             ? arena_str(a, error->pointer)
                             : arena_printf(a, "'%.*s'", STR_ARG(i->description)),
            .message = arena_str(a, error->message),
            .pointer = error->pointer.data && error->pointer.length ? arena_str(a, error->pointer)
                                                                    : STR_NULL,
            .request = error->code < CONFORM_STATUS_UNKNOWN,
            .place = place_of(p->bundle, at, a),
        });
}

static bool judge_pact(judging *j, const bundle *file)
{
    pact *p = pact_read(file, j->diags);
    conformer *before = p ? conformer_new(j->old->api, j->diags) : NULL;
    conformer *after = before ? conformer_new(j->new_->api, j->diags) : NULL;
    bool mine =
        after && (!j->options->producer.data || str_equal(p->provider, j->options->producer));
    for (size_t i = 0; mine && i < p->interaction_count; i++) {
        const interaction *at = &p->interactions[i];
        problems was = conform_check(before, at, CONFORM_EXPECTATION, j->diags);
        problems is = conform_check(after, at, CONFORM_EXPECTATION, j->diags);
        if (is.errors && !was.errors)
            add_interaction(j, p, at, was.operation, first_error(&is));
    }
    conformer_free(before);
    conformer_free(after);
    pact_free(p);
    return after != NULL;
}

static bundle *load_file(const judging *j, const char *path)
{
    const input_options where = {.folder = j->options->folder};
    const bundle_options how = {0};
    if (j->options->source)
        return j->options->source->load(j->options->source->payload, path, j->diags);
    input *in = input_open(path, &where, j->diags);
    return in ? bundle_load(in, &how, j->diags) : NULL;
}

static bool judge_file(judging *j, const char *path)
{
    bundle *file = load_file(j, path);
    if (!file)
        return false;
    bool read = pact_is_pact(bundle_root(file)) ? judge_pact(j, file) : judge_expectations(j, file);
    bundle_free(file);
    return read;
}

/* --- which findings are about the same place --- */

static bool is_of_operation(const finding *f, str operation)
{
    for (size_t i = 0; i < f->operation_count; i++)
        if (str_equal(f->operations[i], operation))
            return true;
    return false;
}

/* "response 200 application/json /items/<any>/sku": the pointer at its end. */
static str pointer_of_where(str where)
{
    size_t space = str_find_last(where, ' ');
    str last = space == SIZE_MAX ? where : str_skip(where, space + 1);
    return str_starts_with(last, STR("/")) ? last : STR("");
}

static bool is_index(str step)
{
    if (str_equal(step, STR("*")))
        return true;
    for (size_t i = 0; i < step.length; i++)
        if (step.data[i] < '0' || step.data[i] > '9')
            return false;
    return step.length > 0;
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
        if (!str_equal(x, y) && !(is_index(x) && is_index(y)))
            return 0;
        shared++;
    }
    return shared;
}

static size_t nearness(const finding *f, const hurt *h)
{
    if (!is_of_operation(f, h->operation))
        return 0;
    bool about_response = str_starts_with(f->where, STR("response"));
    bool about_operation = str_starts_with(f->where, STR("operation")) || f->where.length == 0;
    if (about_operation)
        return h->pointer.data && f->level != LEVEL_BREAKING ? 0 : 1;
    if (about_response == h->request)
        return 0;
    if (!h->pointer.data || !str_starts_with(h->pointer, STR("/")))
        return h->pointer.data && str_search(f->where, h->pointer) == SIZE_MAX ? 0 : 1;
    return overlap(pointer_of_where(f->where), h->pointer);
}

/* --- into the report --- */

static affected_consumer as_consumer(const hurt *h)
{
    return (affected_consumer){.consumer = h->consumer,
                               .team = h->team,
                               .operation = h->operation,
                               .place = h->place,
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

/* `about` is the change that does it, where one is known; it goes on saying what happened, at its
 * own level, and this finding what that means to the consumer. */
static void add_own_finding(judging *j, const hurt *h, const finding *about)
{
    report *r = j->report;
    static const position nowhere;
    str address = arena_printf(r->arena, "%.*s %.*s %.*s", STR_ARG(h->consumer),
                               STR_ARG(h->operation), STR_ARG(h->relies_on));
    finding f = {
        .rule = STR("consumer-expectation-broken"),
        .level = LEVEL_BREAKING,
        .message =
            arena_printf(r->arena, "%.*s relies on %.*s: %.*s", STR_ARG(h->consumer),
                         STR_ARG(h->relies_on), STR_ARG(about ? about->message : h->message)),
        .where = about        ? about->where
                 : h->request ? STR("request")
                              : STR("response"),
        .contract = j->options->contract.data ? j->options->contract : STR(""),
        .operations = (str *)&h->operation,
        .operation_count = 1,
        .proof = {.kind = h->witness.data ? PROOF_WITNESS : PROOF_RULE,
                  .witness = h->witness,
                  .sent_by = h->request ? h->consumer : STR("new"),
                  .rejected_by = h->request ? STR("new") : h->consumer},
        .fingerprint = policy_fingerprint(STR("consumer-expectation-broken"), address, r->arena),
        .old_place = about ? about->old_place : nowhere,
        .new_place = about ? about->new_place : h->place,
    };
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

static void apply_unused(report *r, unused_policy unused)
{
    static const level levels[] = {LEVEL_BREAKING, LEVEL_WARNING, LEVEL_INFO};
    for (size_t i = 0; unused != UNUSED_BLOCK && i < r->finding_count; i++)
        if (r->findings[i].level == LEVEL_BREAKING && r->findings[i].consumer_count == 0)
            r->findings[i].level = levels[unused];
}

bool impact_apply(const contract *old, const contract *new_, const impact_options *options,
                  report *r, diags *d)
{
    judging j = {
        .old = old, .new_ = new_, .options = options, .report = r, .arena = r->arena, .diags = d};
    bool read = true;
    if (options->file_count == 0 || !old->api || !new_->api)
        return true;
    for (size_t i = 0; i < options->file_count; i++)
        read = judge_file(&j, options->files[i]) && read;
    for (size_t i = 0; i < j.hurts.count; i++)
        place_hurt(&j, &j.hurts.items[i]);
    apply_unused(r, options->unused);
    report_finish(r, r->verdict != VERDICT_IDENTICAL);
    return read;
}
