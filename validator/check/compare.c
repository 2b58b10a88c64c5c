#include "check/compare.h"

#include "base/digest.h"
#include "check/contract.h"
#include "check/impact.h"
#include "check/versions.h"
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

/* --- comparing --- */

static impact_options impact_of(const compare_job *job)
{
    return (impact_options){.files = job->expectations,
                            .file_count = job->expectation_count,
                            .folder = job->top,
                            .producer = job->pair.contract->producer,
                            .contract = pair_name(&job->pair),
                            .unused = job->policy->unused};
}

static bool compare_contracts(const compare_job *job, const contract *old, const contract *new_,
                              report *r, diags *d)
{
    const policy_contract *entry = job->pair.contract;
    contract_comparison how = {
        .options = job->change, .compatibility = entry->compatibility, .literal = entry->literal};
    how.options.contract = pair_name(&job->pair);
    const impact_options impact = impact_of(job);
    return contract_compare(old, new_, &how, r, d) && impact_apply(old, new_, &impact, r, d);
}

static bool has_fingerprint(const report *r, str fingerprint)
{
    for (size_t i = 0; i < r->finding_count; i++)
        if (str_equal(r->findings[i].fingerprint, fingerprint))
            return true;
    return false;
}

static bool has_undecided(const report *r, const undecided *u)
{
    for (size_t i = 0; i < r->undecided_count; i++)
        if (str_equal(r->undecided[i].where, u->where) && str_equal(r->undecided[i].why, u->why))
            return true;
    return false;
}

/* What the comparison with another version found beside; a change that is known already has the
 * same fingerprint. */
static void merge(report *into, const report *from)
{
    for (size_t i = 0; i < from->finding_count; i++)
        if (!has_fingerprint(into, from->findings[i].fingerprint))
            report_add(into, &from->findings[i]);
    for (size_t i = 0; i < from->undecided_count; i++)
        if (!has_undecided(into, &from->undecided[i]))
            report_add_undecided(into, &from->undecided[i]);
    into->operations_compared += from->operations_compared;
    into->schema_pairs_compared += from->schema_pairs_compared;
}

static bool judge_version(const compare_job *job, const contract_version *version,
                          const contract *new_, uint64_t seed, report *r, diags *d)
{
    input_options options = {.folder = job->top, .root = job->top};
    bool is_file = !version->revision.data && !job->staged;
    input *in = is_file ? input_open_path(version->path, &options, d)
                        : input_open_revision(version->revision, version->path, &options, d);
    if (!in)
        return false;
    contract old;
    contract_request request = request_of(job, in, seed);
    if (!contract_load(&old, &request, d))
        return false;
    report *found = report_new();
    bool good = compare_contracts(job, &old, new_, found, d);
    merge(r, found);
    report_free(found);
    contract_clear(&old);
    return good;
}

static bool judge_versions(const compare_job *job, const contract *new_, uint64_t seed, report *r,
                           diags *d)
{
    const versions_request request = {
        .top = job->top, .folder = job->folder, .pair = &job->pair, .staged = job->staged};
    contract_version *versions;
    size_t count;
    if (!job->pair.contract->transitive)
        return true;
    if (!versions_find(&request, &versions, &count, r->arena, d))
        return false;
    bool good = true;
    for (size_t i = 0; i < count; i++)
        good = judge_version(job, &versions[i], new_, seed, r, d) && good;
    return good;
}

static void judge_new(const compare_job *job, report *r, diags *d)
{
    input *in = open_side(job, false, d);
    if (!in)
        return;
    contract c;
    uint64_t seed = random_seed();
    contract_request request = request_of(job, in, seed);
    if (!contract_load(&c, &request, d))
        return;
    add_file_finding(job, "contract-added", LEVEL_INFO, STR("the contract is new"), r);
    add_digest(job, &c, r);
    judge_versions(job, &c, seed, r, d);
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
    bool compared = compare_contracts(job, &old, &new_, r, d);
    bool changed = r->verdict != VERDICT_IDENTICAL;
    add_digest(job, &new_, r);
    compared = compared && judge_versions(job, &new_, seed, r, d);
    if (compared && job->pair.kind == PAIR_RENAMED)
        add_file_finding(job, "contract-renamed", LEVEL_INFO,
                         arena_printf(r->arena, "the contract has moved here from '%.*s'",
                                      STR_ARG(job->pair.old_path)),
                         r);
    report_finish(r, changed || r->finding_count > 0);
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

/* Whoever relied on a contract that is gone; where it could not be read before either, nobody did.
 */
static void judge_gone(const compare_job *job, report *r, diags *d)
{
    diags unheard;
    diags_init(&unheard);
    input *in = job->expectation_count ? open_side(job, true, &unheard) : NULL;
    const contract_request request = request_of(job, in, random_seed());
    const impact_options impact = impact_of(job);
    contract old;
    if (in && contract_load(&old, &request, &unheard)) {
        impact_removed(&old, &impact, r, d);
        contract_clear(&old);
    }
    diags_clear(&unheard);
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
        judge_gone(job, r, d);
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
