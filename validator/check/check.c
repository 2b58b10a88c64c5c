#include "handoff/check.h"

#include "check/approvals.h"
#include "check/compare.h"
#include "check/level_files.h"
#include "base/glob.h"
#include "check/ownership.h"
#include "check/pairing.h"
#include "check/repository.h"
#include "check/settings.h"
#include "check/worker.h"
#include "policy/policy.h"

/* A run: what is compared, and what is known about it so far. */
typedef struct state {
    const check_options *options;
    check_result *result;
    arena *arena; /* the result's */
    repository repository;
    settings settings;
    ownership_sources sources;
    run_levels levels;
    str old_commit; /* STR_NULL: before the first commit */
    str old_name;
    contract_pair *pairs;
    size_t pair_count;
    const char **expectations;
    size_t expectation_count;
    approval_settings approvals;
} state;

/* --- what to compare with --- */

static bool find_old_side(state *s, diags *d)
{
    const check_options *options = s->options;
    const policy *p = s->settings.policy;
    if (options->staged) {
        s->old_name = STR("HEAD");
        return repository_head(&s->repository, &s->old_commit, d);
    }
    str against = options->against ? str_from(options->against) : p->against;
    if (!against.data) {
        diag *of = diags_error(d, "check.against", "nothing to compare with: no revision is given");
        diags_hint(d, of, "handoff check --against origin/main, or 'against: origin/main' in %.*s",
                   STR_ARG(p->file));
        return false;
    }
    if (!repository_merge_base(&s->repository, against, &s->old_commit, d))
        return false;
    return repository_short_name(&s->repository, s->old_commit, &s->old_name, d);
}

static bool make_pairs(state *s, diags *d)
{
    const policy *p = s->settings.policy;
    pairing_input in = {.repository = &s->repository,
                        .policy = p,
                        .folder = s->settings.folder,
                        .old_commit = s->old_commit,
                        .new_side = s->options->staged ? SIDE_INDEX : SIDE_WORKING_TREE};
    if (s->old_commit.data)
        in.old_policy = settings_load_old(&s->settings, &s->repository, s->old_commit, d);
    if (!pairing_make(&in, &s->pairs, &s->pair_count, d))
        return false;
    if (s->pair_count)
        return true;
    diag *of = diags_error(d, "check.nothing", "no file matches the contracts of this list");
    diags_at(d, of, p->file, p->contracts[0].place.line, p->contracts[0].place.column);
    diags_hint(d, of,
               s->options->staged ? "contracts must be in the index: git add"
                                  : "ignored files do not count; '**/' matches any folder");
    return false;
}

static bool is_expectation(const state *s, str path)
{
    const text_list *globs = &s->settings.policy->expectations;
    if (!str_starts_with(path, s->settings.folder))
        return false;
    for (size_t i = 0; i < globs->count; i++)
        if (glob_matches(globs->items[i], str_skip(path, s->settings.folder.length)))
            return true;
    return false;
}

/* Consumer files of the new side: a consumer that changes its mind in the same commit counts. */
static bool find_expectations(state *s, diags *d)
{
    side of = s->options->staged ? SIDE_INDEX : SIDE_WORKING_TREE;
    repository_files files;
    VEC(const char *) found = {0};
    if (s->settings.policy->expectations.count == 0)
        return true;
    if (!repository_list(&s->repository, of, STR_NULL, &files, d))
        return false;
    for (size_t i = 0; i < files.count; i++) {
        str path = files.items[i].path;
        if (is_expectation(s, path))
            vec_push(
                s->arena, &found,
                arena_printf(s->arena, "%s%.*s", of == SIDE_INDEX ? ":" : "", STR_ARG(path)).data);
    }
    if (found.count == 0)
        diags_at(d, diags_warning(d, "check.expectations", "no file matches 'expectations'"),
                 s->settings.policy->file, 1, 1);
    s->expectations = found.items;
    s->expectation_count = found.count;
    return true;
}

static bool read_owners(state *s, diags *d)
{
    side of = s->options->staged ? SIDE_INDEX : SIDE_WORKING_TREE;
    return !s->settings.policy->judges_owners ||
           ownership_read(&s->sources, &s->repository, s->settings.policy, of, d);
}

/* --- judging --- */

/* The settings do not outlive the run. */
static str keep(arena *a, str s)
{
    return s.data ? arena_str(a, s) : STR_NULL;
}

static checked_contract *add_checked(state *s, str name)
{
    checked_contract *c = &s->result->contracts[s->result->count++];
    c->name = keep(s->arena, name);
    return c;
}

/* What a change asks for cannot be what the change itself says: where the old handoff.yaml asks for
 * more, that holds. */
static approval_settings approvals_asked(const state *s)
{
    approval_settings asked = approval_settings_of(s->settings.policy, s->arena);
    if (!s->settings.old_policy)
        return asked;
    approval_settings before = approval_settings_of(s->settings.old_policy, s->arena);
    asked.policy.two_person |= before.policy.two_person;
    if (before.policy.approver_count) {
        asked.policy.approvers = before.policy.approvers;
        asked.policy.approver_count = before.policy.approver_count;
    }
    return asked;
}

/* A ledger that fails leaves the finding unwaived and is a problem of the contract. */
static void apply_ledger(state *s, report *r, diags *d)
{
    const approvals from = {s->options->ledger, &s->approvals, clock_now(&s->options->clock)};
    if (from.ledger)
        approvals_apply(&from, r, d);
}

/* Levels and waivers come after the comparison and here, where all waivers are seen to be used or
 * not. A contract whose worker gave no answer has no report. */
static void take_result(state *s, policy_run *run, const contract_pair *pair, worker_job *job)
{
    checked_contract *c = add_checked(s, pair_name(pair));
    c->producer = keep(s->arena, pair->contract->producer);
    c->owner = keep(s->arena, pair->contract->owner);
    diags *problems = arena_new_of(s->arena, diags);
    *problems = job->diags;
    c->problems = problems;
    if (job->answered && job->diags.errors == 0) {
        policy_apply(run, job->report, c->name);
        apply_ledger(s, job->report, problems);
        c->report = job->report;
    } else {
        report_free(job->report);
    }
}

static change_options change_options_of(const state *s)
{
    const policy_deprecation *deprecation = &s->settings.policy->deprecation;
    return (change_options){.now = clock_now(&s->options->clock),
                            .deprecation_days_stable = deprecation->days_stable,
                            .deprecation_days_beta = deprecation->days_beta,
                            .stability = deprecation->least,
                            .check_version = s->settings.policy->checks_version,
                            .extensions = s->settings.policy->extensions,
                            .extension_count = s->settings.policy->extension_count,
                            .steps = s->settings.policy->limits.steps};
}

static compare_job *compare_jobs(const state *s)
{
    change_options change = change_options_of(s);
    compare_job *jobs = arena_array_of(s->arena, compare_job, s->pair_count);
    for (size_t i = 0; i < s->pair_count; i++)
        jobs[i] = (compare_job){.pair = s->pairs[i],
                                .policy = s->settings.policy,
                                .top = s->repository.top,
                                .folder = s->settings.folder,
                                .old_name = s->old_name,
                                .staged = s->options->staged,
                                .expectations = s->expectations,
                                .expectation_count = s->expectation_count,
                                .change = change,
                                .digest = s->options->ledger || s->options->digests};
    return jobs;
}

static void judge_owners(state *s, policy_run *run, report *about)
{
    if (!s->settings.policy->judges_owners)
        return;
    for (size_t i = 0; i < s->pair_count; i++)
        if (s->pairs[i].new_path.data && s->pairs[i].kind != PAIR_UNLISTED)
            owners_judge(&s->sources.ownership, s->pairs[i].new_path, s->pairs[i].contract, about);
    report_finish(about, false);
    policy_apply(run, about, s->settings.policy->file);
}

/* What is found about owners and waivers stands under handoff.yaml, where it is mended. */
static void report_about_settings(state *s, policy_run *run)
{
    report *about = report_new();
    judge_owners(s, run, about);
    policy_report_waivers(run, about);
    ignore_report_unused(&s->levels.ignored, about);
    report_finish(about, false);
    if (about->finding_count == 0) {
        report_free(about);
        return;
    }
    checked_contract *c = add_checked(s, s->settings.policy->file);
    c->report = about;
    c->about_settings = true;
}

static void judge(state *s)
{
    const policy *p = s->settings.policy;
    compare_job *jobs = compare_jobs(s);
    worker_job *work = arena_array_of(s->arena, worker_job, s->pair_count);
    for (size_t i = 0; i < s->pair_count; i++)
        work[i] = (worker_job){
            .name = pair_name(&s->pairs[i]), .run = compare_pair, .argument = &jobs[i]};
    worker_limits limits = {.seconds = p->limits.seconds, .memory = p->limits.memory};
    workers_run(work, s->pair_count, &limits);

    policy_run run;
    policy_run_begin(&run, p, clock_now(&s->options->clock), s->arena);
    run.leveling = &s->levels.leveling;
    run.ignored = &s->levels.ignored;
    s->result->contracts = arena_array_of(s->arena, checked_contract, s->pair_count + 1);
    for (size_t i = 0; i < s->pair_count; i++)
        take_result(s, &run, &s->pairs[i], &work[i]);

    report_about_settings(s, &run);
}

check_result *check_run(const check_options *options, diags *d)
{
    arena *a = arena_new();
    check_result *result = arena_new_of(a, check_result);
    result->arena = a;
    state s = {.options = options, .result = result, .arena = a};
    settings_request request = {.config = options->config, .from_index = options->staged};
    bool good = repository_open(&s.repository, ".", a, d) &&
                settings_load(&s.settings, &request, &s.repository, d) &&
                level_files_read_settings(&s.levels, &s.settings, &options->leveling, &s.repository,
                                          options->staged, a, d) &&
                find_old_side(&s, d) && make_pairs(&s, d) && find_expectations(&s, d) &&
                read_owners(&s, d);
    if (good) {
        s.approvals = approvals_asked(&s);
        judge(&s);
        result->fail_on = s.settings.policy->fail_on;
    }
    settings_clear(&s.settings);
    if (good)
        return result;
    check_free(result);
    return NULL;
}

void check_free(check_result *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->count; i++) {
        report_free(c->contracts[i].report);
        if (c->contracts[i].problems)
            diags_clear(c->contracts[i].problems);
    }
    arena_free(c->arena);
}
