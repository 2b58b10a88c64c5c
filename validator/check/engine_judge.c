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
    j->out->otherwise = ELEMENT_UNDECIDED;
    for (size_t i = 0; i < found->count; i++) {
        j->out->is_text_missing |= str_equal(found->items[i].code, STR("content.missing"));
        if (str_starts_with(found->items[i].code, STR("ledger."))) {
            diags_move(j->diags, found);
            j->failed = true;
            return;
        }
    }
    str why = STR("it could not be read");
    for (size_t i = found->count; i-- > 0;) {
        const diag *of = &found->items[i];
        if (of->severity == DIAG_ERROR)
            why = of->file.length ? arena_printf(j->arena, "%.*s:%u: %.*s", STR_ARG(of->file),
                                                 of->line, STR_ARG(of->message))
                                  : arena_str(j->arena, of->message);
    }
    add(j, &(judged_problem){.answer = ELEMENT_UNDECIDED, .message = why, .what = why});
}

/* --- expectations and pacts --- */

static bool is_missing(str code)
{
    return str_equal(code, STR("expectation.operation-missing")) ||
           str_equal(code, STR("expectation.event-missing")) ||
           str_equal(code, STR("request.path-or-method.unknown"));
}

static const verify_problem *first_error(const verify_interaction *i)
{
    for (size_t p = 0; p < i->problem_count; p++)
        if (i->problems[p].is_error)
            return &i->problems[p];
    return i->problem_count ? &i->problems[0] : NULL;
}

static element_answer answer_of(const verify_interaction *i, const verify_problem *p)
{
    if (i->answer == VERIFY_PASSED)
        return ELEMENT_FITS;
    if (i->answer == VERIFY_SKIPPED)
        return ELEMENT_NOT_ASKED;
    if (i->answer == VERIFY_UNDECIDED)
        return ELEMENT_UNDECIDED;
    return p && is_missing(p->code) ? ELEMENT_MISSING : ELEMENT_BREAKS;
}

static void take_interaction(judging *j, const verify_interaction *i)
{
    const verify_problem *p = first_error(i);
    static const verify_problem none = {.message = STR_INIT("a limit was reached")};
    element_answer answer = answer_of(i, p);
    element_answer *element = &j->out->elements[i->element];
    if (answer > *element)
        *element = answer;
    if (answer == ELEMENT_FITS || answer == ELEMENT_NOT_ASKED)
        return;
    if (!p)
        p = &none;
    add(j, &(judged_problem){
               .element = i->element,
               .answer = answer,
               .what = i->description,
               .operation = i->operation,
               .message =
                   arena_printf(j->arena, "%.*s: %.*s", STR_ARG(i->operation), STR_ARG(p->message)),
               .witness = p->witness,
               .given = p->given,
               .contract = p->contract,
           });
}

/* One file and one producer: one entry, or none where nothing is about the contract. */
static void take_result(judging *j, const verify_result *r)
{
    if (r->consumer_count > 1) {
        str why = STR("the file names this provider more than once");
        j->out->otherwise = ELEMENT_UNDECIDED;
        add(j, &(judged_problem){.answer = ELEMENT_UNDECIDED, .message = why, .what = why});
    } else if (r->consumer_count == 1) {
        const verify_consumer *c = &r->consumers[0];
        j->out->otherwise = ELEMENT_FITS; /* who expects nothing gets it */
        j->out->element_count = c->element_count;
        j->out->elements = arena_array_of(j->arena, element_answer, c->element_count);
        for (size_t k = 0; k < c->interaction_count; k++)
            take_interaction(j, &c->interactions[k]);
    }
}

/* Expecting nothing of this contract is no mistake where the provider has others. */
static bool is_about_others(const diags *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].severity == DIAG_ERROR &&
            !str_equal(found->items[i].code, STR("verify.nothing")))
            return false;
    return true;
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
    if (r && is_about_others(&found))
        take_result(j, r);
    else
        settle_unreadable(j, &found);
    verify_result_free(r);
    diags_clear(&found);
}

/* --- a copy of the provider's contract --- */

static void add_finding(judging *j, const finding *f)
{
    add(j, &(judged_problem){
               .answer = ELEMENT_BREAKS,
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
        add(j, &(judged_problem){.answer = ELEMENT_UNDECIDED,
                                 .what = r->undecided[i].where,
                                 .message = r->undecided[i].why,
                                 .contract = r->undecided[i].place});
    j->out->otherwise = r->verdict == VERDICT_BREAKING    ? ELEMENT_BREAKS
                        : r->verdict == VERDICT_UNDECIDED ? ELEMENT_UNDECIDED
                                                          : ELEMENT_FITS;
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
    return !j.failed;
}
