#include "base/vec.h"
#include "check/contract.h"
#include "check/engine_parts.h"
#include "consumer/expectation.h"
#include "consumer/pact.h"
#include "consumer/verify.h"
#include "gate/content.h"

typedef struct judging {
    ledger *ledger;
    str provider, content, provided;
    arena *arena;
    judgement *out;
    diags *diags;
    bool failed;
    VEC(judged_problem) problems;
    VEC(str) events;
} judging;

/* --- texts --- */

static input *open_text(ledger *l, str digest, bundle_options *how, arena *a, diags *d)
{
    str name, text;
    if (!ledger_fetch(l, digest, &name, &text, a, d))
        return NULL;
    if (text.data)
        return content_open(name, text, &how->mappings, &how->mapping_count, a, d);
    diags_error(d, "content.missing", "the text of %.*s is not in the ledger", STR_ARG(digest));
    return NULL;
}

static bundle *load_text(ledger *l, str digest, arena *a, diags *d)
{
    bundle_options how = {0};
    input *in = open_text(l, digest, &how, a, d);
    return in ? bundle_load(in, &how, d) : NULL;
}

static bundle *load_named(void *payload, const char *name, diags *d)
{
    judging *j = payload;
    return load_text(j->ledger, str_from(name), j->arena, d);
}

/* --- problems --- */

static void add(judging *j, const judged_problem *given)
{
    judged_problem p = *given;
    str address = arena_printf(j->arena, "%.*s %.*s %.*s", STR_ARG(j->provider),
                               STR_ARG(p.operation), STR_ARG(p.what));
    p.message = arena_str(j->arena, p.message);
    p.operation = arena_str(j->arena, p.operation);
    p.what = arena_str(j->arena, p.what);
    p.witness = p.witness.data ? arena_str(j->arena, p.witness) : STR_NULL;
    p.given.file = arena_str(j->arena, p.given.file);
    p.given.pointer = arena_str(j->arena, p.given.pointer);
    p.contract.file = arena_str(j->arena, p.contract.file);
    p.contract.pointer = arena_str(j->arena, p.contract.pointer);
    if (p.fingerprint.data)
        p.fingerprint = arena_str(j->arena, p.fingerprint);
    else
        p.fingerprint = policy_fingerprint(STR("consumer-expectation-broken"), address, j->arena);
    vec_push(j->arena, &j->problems, p);
}

/* A text that cannot be read decides nothing, and says why; a ledger that cannot be read is an
 * error, which must not be remembered as an answer. */
static void settle_unreadable(judging *j, diags *found)
{
    j->out->answer = COMPARISON_UNDECIDED;
    for (size_t i = 0; i < found->count; i++)
        if (str_starts_with(found->items[i].code, STR("ledger."))) {
            diags_move(j->diags, found);
            j->failed = true;
            return;
        }
    str why = STR("it could not be read");
    for (size_t i = found->count; i-- > 0;)
        if (found->items[i].severity == DIAG_ERROR)
            why = arena_printf(j->arena, "%.*s:%u: %.*s", STR_ARG(found->items[i].file),
                               found->items[i].line, STR_ARG(found->items[i].message));
    add(j, &(judged_problem){.answer = COMPARISON_UNDECIDED, .message = why, .what = why});
}

/* --- expectations and pacts --- */

static bool is_missing(str code)
{
    return str_equal(code, STR("expectation.operation-missing")) ||
           str_equal(code, STR("expectation.event-missing")) ||
           str_equal(code, STR("request.path-or-method.unknown"));
}

static bool is_of_event(const verify_interaction *i)
{
    return str_starts_with(i->operation, STR("event "));
}

static const verify_problem *first_error(const verify_interaction *i)
{
    for (size_t p = 0; p < i->problem_count; p++)
        if (i->problems[p].is_error)
            return &i->problems[p];
    return i->problem_count ? &i->problems[0] : NULL;
}

static void add_interaction(judging *j, const verify_interaction *i)
{
    const verify_problem *p = first_error(i);
    static const verify_problem none;
    judged_problem made = {
        .answer = i->answer == VERIFY_FAILED ? COMPARISON_BREAKS : COMPARISON_UNDECIDED,
        .what = i->description,
        .operation = i->operation,
    };
    if (!p)
        p = &none;
    made.is_missing = p->code.data && is_missing(p->code);
    made.is_event = is_of_event(i);
    made.message = i->answer == VERIFY_SKIPPED
                       ? STR("what is no request cannot be compared with an API")
                   : p->message.data ? p->message
                                     : STR("a limit was reached");
    made.message =
        arena_printf(j->arena, "%.*s: %.*s", STR_ARG(i->operation), STR_ARG(made.message));
    made.witness = p->witness;
    made.given = p->given;
    made.contract = p->contract;
    add(j, &made);
}

static void take_interaction(judging *j, const verify_interaction *i)
{
    if (i->answer != VERIFY_PASSED)
        add_interaction(j, i);
    bool missing =
        i->answer != VERIFY_PASSED && j->problems.items[j->problems.count - 1].is_missing;
    if (!is_of_event(i))
        j->out->asks_operations = true;
    else if (!missing)
        vec_push(j->arena, &j->events, arena_str(j->arena, i->description));
}

static void take_result(judging *j, const verify_result *r)
{
    for (size_t i = 0; i < r->consumer_count; i++)
        for (size_t k = 0; k < r->consumers[i].interaction_count; k++)
            take_interaction(j, &r->consumers[i].interactions[k]);
    j->out->answer = r->failed                    ? COMPARISON_BREAKS
                     : r->undecided || r->skipped ? COMPARISON_UNDECIDED
                     : r->passed                  ? COMPARISON_FITS
                                                  : COMPARISON_NONE;
}

/* Expectations of events alone say nothing about an API, and the other way round. */
static bool is_about_nothing(const diags *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].severity == DIAG_ERROR &&
            !str_equal(found->items[i].code, STR("verify.nothing")))
            return false;
    return found->errors > 0;
}

static void verify(judging *j)
{
    diags found;
    diags_init(&found);
    arena *a = j->arena;
    const char *consumers[] = {arena_cstr(a, j->content)};
    const verify_source source = {load_named, j};
    const verify_options options = {.source = &source,
                                    .contract = arena_cstr(a, j->provided),
                                    .producer = arena_cstr(a, j->provider),
                                    .consumers = consumers,
                                    .consumer_count = 1};
    verify_result *r = verify_run(&options, &found);
    bool nothing = found.errors == 1 && str_equal(found.items[0].code, STR("verify.nothing"));
    if (r && (!found.errors || nothing))
        take_result(j, r);
    else if (!is_about_nothing(&found))
        settle_unreadable(j, &found);
    verify_result_free(r);
    diags_clear(&found);
}

/* --- a copy of the provider's contract --- */

static void add_finding(judging *j, const finding *f)
{
    add(j, &(judged_problem){
               .answer = COMPARISON_BREAKS,
               .what = f->where,
               .operation = f->operation_count ? f->operations[0] : STR(""),
               .message = arena_printf(j->arena, "%.*s%s%.*s",
                                       STR_ARG(f->operation_count ? f->operations[0] : STR("")),
                                       f->operation_count ? ": " : "", STR_ARG(f->message)),
               .witness = f->proof.kind == PROOF_WITNESS ? f->proof.witness : STR_NULL,
               .given = f->old_place,
               .contract = f->new_place,
               .fingerprint = f->fingerprint,
           });
}

static void take_report(judging *j, const report *r)
{
    for (size_t i = 0; i < r->finding_count; i++)
        if (r->findings[i].level == LEVEL_BREAKING)
            add_finding(j, &r->findings[i]);
    for (size_t i = 0; i < r->undecided_count; i++)
        add(j, &(judged_problem){.answer = COMPARISON_UNDECIDED,
                                 .what = r->undecided[i].where,
                                 .message = r->undecided[i].why,
                                 .contract = r->undecided[i].place});
    j->out->answer = r->verdict == VERDICT_BREAKING    ? COMPARISON_BREAKS
                     : r->verdict == VERDICT_UNDECIDED ? COMPARISON_UNDECIDED
                                                       : COMPARISON_FITS;
}

static bool load_side(judging *j, str digest, contract_request *request, diags *d)
{
    bundle_options how = {0};
    request->input = open_text(j->ledger, digest, &how, j->arena, d);
    request->mappings = how.mappings;
    request->mapping_count = how.mapping_count;
    return request->input != NULL;
}

static void compare_copies(judging *j)
{
    diags found;
    diags_init(&found);
    contract_request old_request = {0}, new_request = {0};
    contract old = {0}, new_ = {0};
    const contract_comparison how = {.options = {.contract = j->provider}};
    j->out->is_copy = true;
    report *r = report_new();
    bool opened = load_side(j, j->content, &old_request, &found) &&
                  load_side(j, j->provided, &new_request, &found);
    bool loaded = opened && contract_load_both(&old, &old_request, &new_, &new_request, &found);
    if (!loaded)
        settle_unreadable(j, &found);
    else if (old.kind == new_.kind && contract_compare(&old, &new_, &how, r, &found))
        take_report(j, r);
    contract_clear(&old);
    contract_clear(&new_);
    report_free(r);
    diags_clear(&found);
}

bool engine_judge(ledger *l, str provider, str content, str provided, judgement *out, arena *a,
                  diags *d)
{
    judging j = {.ledger = l,
                 .provider = provider,
                 .content = content,
                 .provided = provided,
                 .arena = a,
                 .out = out,
                 .diags = d};
    *out = (judgement){0};
    diags found;
    diags_init(&found);
    bundle *b = load_text(l, content, a, &found);
    if (!b)
        settle_unreadable(&j, &found);
    else if (pact_is_pact(bundle_root(b)) || expectations_is_file(bundle_root(b)))
        verify(&j);
    else
        compare_copies(&j);
    bundle_free(b);
    diags_clear(&found);
    out->problems = j.problems.items;
    out->problem_count = j.problems.count;
    out->events = j.events.items;
    out->event_count = j.events.count;
    return !j.failed;
}
