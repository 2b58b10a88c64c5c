#include "handoff/diff.h"

#include "base/digest.h"
#include "check/approvals.h"
#include "check/contract.h"
#include "check/diff_parts.h"
#include "check/impact.h"
#include "gate/content.h"

bool diff_levels(run_levels *out, const diff_options *options, arena *a, diags *d)
{
    *out = (run_levels){0};
    if (!level_files_read(out, &options->leveling, options->folder, a, d))
        return false;
    for (size_t i = 0; i < options->level_count; i++) {
        str glob = str_from(options->levels[i].rule);
        if (!policy_has_rule(glob)) {
            diag *of =
                diags_error(d, "levels.unknown-rule", "no rule is named '%.*s'", STR_ARG(glob));
            leveling_hint_rule(d, of, glob);
            return false;
        }
        vec_push(a, &out->leveling.overrides,
                 (level_override){.rule = glob, .level = options->levels[i].level});
    }
    return true;
}

void diff_set_levels(report *r, run_levels *levels)
{
    leveling_apply(&levels->leveling, r, STR(""));
    ignore_apply(&levels->ignored, r);
    report_finish(r, r->verdict != VERDICT_IDENTICAL);
}

/* Where the ledger fails the findings stay, and the run fails for its errors. */
void diff_apply_approvals(report *r, const diff_options *options, const contract *of, diags *d)
{
    if (!options->approvals)
        return;
    r->digest = content_pack(of->bundle, r->arena).digest;
    approvals_apply(options->approvals, r, d);
}

/* Opens both sides, or none. */
bool diff_open_sides(const diff_options *options, input **old, input **new_, diags *d)
{
    input_options where = {.folder = options->folder};
    *new_ = NULL;
    *old = options->old ? input_open(options->old, &where, d)
                        : input_open_against(options->against, options->new_, &where, d);
    if (*old)
        *new_ = input_open(options->new_, &where, d);
    if (*new_)
        return true;
    input_free(*old);
    return false;
}

static const extension_level *extensions_of(const diff_options *options, arena *a)
{
    extension_level *list = arena_array_of(a, extension_level, options->extension_count);
    for (size_t i = 0; i < options->extension_count; i++)
        list[i] =
            (extension_level){str_from(options->extensions[i].name), options->extensions[i].level};
    return list;
}

contract_comparison diff_comparison(const diff_options *options, arena *a)
{
    static const compatibility modes[] = {[DIFF_BACKWARD] = COMPATIBILITY_BACKWARD,
                                          [DIFF_FORWARD] = COMPATIBILITY_FORWARD,
                                          [DIFF_FULL] = COMPATIBILITY_FULL};
    static const stability levels[] = {[DIFF_DRAFT] = STABILITY_DRAFT,
                                       [DIFF_ALPHA] = STABILITY_ALPHA,
                                       [DIFF_BETA] = STABILITY_BETA,
                                       [DIFF_STABLE] = STABILITY_STABLE};
    return (contract_comparison){
        .options = {.now = clock_now(&options->clock),
                    .contract = STR(""),
                    .check_version = options->check_version,
                    .extensions = extensions_of(options, a),
                    .extension_count = options->extension_count,
                    .statistics = options->statistics,
                    .by_operation = options->by_operation,
                    .deprecation_days_beta = options->deprecation_days_beta,
                    .deprecation_days_stable = options->deprecation_days_stable,
                    .stability = levels[options->stability]},
        .compatibility = modes[options->compatibility],
        .literal = options->literal};
}

report *diff_compare(const diff_options *options, run_levels *levels, str name, const contract *old,
                     const contract *new_, diags *d)
{
    report *r = report_new();
    contract_comparison how = diff_comparison(options, r->arena);
    how.options.contract = name;
    if (!contract_compare(old, new_, &how, r, d)) {
        report_free(r);
        return NULL;
    }
    const impact_options impact = {.files = options->consumers,
                                   .file_count = options->consumer_count,
                                   .folder = options->folder,
                                   .producer = str_from(options->producer),
                                   .contract = name.length ? name : STR_NULL,
                                   .unused = (unused_policy)options->unused};
    if (!impact_apply(old, new_, &impact, r, d)) {
        report_free(r);
        return NULL;
    }
    diff_set_levels(r, levels);
    r->old_name = arena_str(r->arena, document_name(bundle_document(old->bundle, 0)));
    r->new_name = arena_str(r->arena, document_name(bundle_document(new_->bundle, 0)));
    diff_apply_approvals(r, options, new_, d);
    return r;
}

contract_request diff_request(const diff_options *options)
{
    return (contract_request){.wanted = CONTRACT_ANY,
                              .mappings = options->mappings,
                              .mapping_count = options->mapping_count,
                              .seed = random_seed()};
}

static report *run(const diff_options *options, run_levels *levels, diags *d)
{
    input *old_input, *new_input;
    if (!diff_open_sides(options, &old_input, &new_input, d))
        return NULL;
    contract_request request = diff_request(options), other = request;
    request.input = old_input;
    other.input = new_input;
    contract old, new_;
    if (!contract_load_both(&old, &request, &new_, &other, d))
        return NULL;
    report *r = diff_compare(options, levels, STR(""), &old, &new_, d);
    contract_clear(&old);
    contract_clear(&new_);
    if (r) {
        ignore_report_unused(&levels->ignored, r);
        report_finish(r, r->verdict != VERDICT_IDENTICAL);
    }
    return r;
}

report *diff_run(const diff_options *options, diags *d)
{
    arena *a = arena_new();
    run_levels levels;
    report *r = diff_levels(&levels, options, a, d) ? run(options, &levels, d) : NULL;
    arena_free(a);
    return r;
}
