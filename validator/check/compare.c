#include "check/compare.h"

#include "base/digest.h"
#include "check/contract.h"
#include "check/impact.h"
#include "gate/content.h"

/* --- findings about contracts as files --- */

static void add_file_finding(const compare_job *job, const char *rule, level of, str message,
                             report *r)
{
    const contract_pair *pair = &job->pair;
    str address =
        arena_printf(r->arena, "%.*s > %.*s", STR_ARG(pair->old_path), STR_ARG(pair->new_path));
    finding f = {.rule = str_from(rule),
                 .level = of,
                 .message = message,
                 .where = STR("contract"),
                 .contract = pair_name(pair),
                 .proof = {.kind = PROOF_RULE},
                 .fingerprint = policy_fingerprint(str_from(rule), address, r->arena)};
    if (pair->old_path.data && pair->kind != PAIR_NEW)
        f.old_place = (position){.file = arena_printf(r->arena, "%.*s:%.*s", STR_ARG(job->old_name),
                                                      STR_ARG(pair->old_path)),
                                 .line = 1,
                                 .column = 1,
                                 .pointer = STR("")};
    if (pair->new_path.data)
        f.new_place =
            (position){.file = pair->new_path, .line = 1, .column = 1, .pointer = STR("")};
    report_add(r, &f);
}

static str removed_message(const contract_pair *pair, arena *a)
{
    if (pair->moved_to.data)
        return arena_printf(a,
                            "the contract was removed: it moved to '%.*s', which no entry of "
                            "handoff.yaml lists",
                            STR_ARG(pair->moved_to));
    return STR("the contract was removed");
}

/* --- the two sides --- */

static void add_digest(const compare_job *job, const contract *of, report *r)
{
    if (job->digest)
        r->digest = content_pack(of->bundle, r->arena).digest;
}

static input *open_side(const compare_job *job, bool old, diags *d)
{
    input_options options = {.folder = job->top, .root = job->top};
    str path = old ? job->pair.old_path : job->pair.new_path;
    if (old)
        return input_open_revision(job->old_name, path, &options, d);
    if (job->staged || job->pair.is_sparse)
        return input_open_revision(STR_NULL, path, &options, d);
    return input_open_path(path, &options, d);
}

static contract_request request_of(const compare_job *job, input *in, uint64_t seed)
{
    return (contract_request){.input = in,
                              .wanted = job->pair.contract->kind,
                              .mappings = job->policy->mappings,
                              .mapping_count = job->policy->mapping_count,
                              .seed = seed};
}

/* Of what is gone; where that cannot be read, no waiver fits. */
static void add_old_digest(const compare_job *job, report *r)
{
    diags unheard;
    diags_init(&unheard);
    input *in = job->digest ? open_side(job, true, &unheard) : NULL;
    const bundle_options how = {.mappings = job->policy->mappings,
                                .mapping_count = job->policy->mapping_count};
    bundle *b = in ? bundle_load(in, &how, &unheard) : NULL;
    if (b)
        r->digest = content_pack(b, r->arena).digest;
    bundle_free(b);
    diags_clear(&unheard);
}

static void judge_new(const compare_job *job, report *r, diags *d)
{
    input *in = open_side(job, false, d);
    if (!in)
        return;
    contract c;
    contract_request request = request_of(job, in, random_seed());
    if (contract_load(&c, &request, d))
        add_file_finding(job, "contract-added", LEVEL_INFO, STR("the contract is new"), r);
    add_digest(job, &c, r);
    contract_clear(&c);
    report_finish(r, true);
}

/* Whoever mends a contract that was committed broken is refused too, because nobody can say what it
 * promised: they are told why, and how to go on. */
static void explain_old_side(const compare_job *job, diags *d)
{
    str of_old = arena_printf(d->arena, "%.*s:", STR_ARG(job->old_name));
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].severity == DIAG_ERROR && !str_starts_with(d->items[i].file, of_old))
            return;
    diag *of = diags_error(d, "check.old-side",
                           "what this contract was in %.*s cannot be read, so its change cannot be "
                           "judged",
                           STR_ARG(job->old_name));
    diags_at(d, of, job->pair.new_path, 0, 0);
    diags_hint(d, of, "compare with a commit where it could: handoff check --against REV");
}

static void judge_changed(const compare_job *job, report *r, diags *d)
{
    input *old_input = open_side(job, true, d), *new_input = open_side(job, false, d);
    if (!old_input || !new_input) {
        input_free(old_input);
        input_free(new_input);
        return;
    }
    uint64_t seed = random_seed();
    contract_request old_request = request_of(job, old_input, seed);
    contract_request new_request = request_of(job, new_input, seed);
    contract old, new_;
    if (!contract_load_both(&old, &old_request, &new_, &new_request, d)) {
        explain_old_side(job, d);
        return;
    }
    const policy_contract *entry = job->pair.contract;
    contract_comparison how = {
        .options = job->change, .compatibility = entry->compatibility, .literal = entry->literal};
    how.options.contract = pair_name(&job->pair);
    bool compared = contract_compare(&old, &new_, &how, r, d);
    const impact_options impact = {.files = job->expectations,
                                   .file_count = job->expectation_count,
                                   .folder = job->top,
                                   .producer = entry->producer,
                                   .contract = pair_name(&job->pair),
                                   .unused = job->policy->unused};
    compared = compared && impact_apply(&old, &new_, &impact, r, d);
    add_digest(job, &new_, r);
    if (compared && job->pair.kind == PAIR_RENAMED) {
        bool changed = r->verdict != VERDICT_IDENTICAL;
        add_file_finding(job, "contract-renamed", LEVEL_INFO,
                         arena_printf(r->arena, "the contract has moved here from '%.*s'",
                                      STR_ARG(job->pair.old_path)),
                         r);
        report_finish(r, changed);
    }
    contract_clear(&old);
    contract_clear(&new_);
}

/* ":a.yaml" is how git speaks of the index; people, editors and pipelines look for the file. */
static str without_index_mark(str file)
{
    return str_starts_with(file, STR(":")) ? str_skip(file, 1) : file;
}

static void show_index_as_files(report *r, diags *d)
{
    for (size_t i = 0; i < r->finding_count; i++)
        r->findings[i].new_place.file = without_index_mark(r->findings[i].new_place.file);
    for (size_t i = 0; i < r->undecided_count; i++)
        r->undecided[i].place.file = without_index_mark(r->undecided[i].place.file);
    for (size_t i = 0; i < d->count; i++)
        d->items[i].file = without_index_mark(d->items[i].file);
}

static void judge_pair(const compare_job *job, report *r, diags *d)
{
    switch (job->pair.kind) {
    case PAIR_CHANGED:
    case PAIR_RENAMED:
        judge_changed(job, r, d);
        return;
    case PAIR_NEW:
        judge_new(job, r, d);
        return;
    case PAIR_REMOVED:
        add_file_finding(job, "contract-removed", LEVEL_BREAKING,
                         removed_message(&job->pair, r->arena), r);
        add_old_digest(job, r);
        break;
    case PAIR_UNLISTED:
        add_file_finding(job, "contract-unlisted", LEVEL_BREAKING,
                         STR("handoff.yaml no longer lists this contract"), r);
        add_old_digest(job, r);
        break;
    }
    report_finish(r, true);
}

void compare_pair(const void *argument, report *r, diags *d)
{
    const compare_job *job = argument;
    judge_pair(job, r, d);
    if (job->staged || job->pair.is_sparse)
        show_index_as_files(r, d);
}
