#include "handoff/approvals.h"
#include "handoff/diff.h"

#include "cli/ledger_option.h"
#include "cli/level_options.h"
#include "cli/mappings.h"
#include "cli/reporting.h"
#include "cli/terminal.h"

static bool is_one_of(const char *text, const char *wanted)
{
    return text && str_equal(str_from(text), str_from(wanted));
}

/* NAME=LEVEL, a value of an option that may be given often. */
static bool read_pair(invocation *call, const char *option, size_t i, const char *hint,
                      const char **name, level *of)
{
    const char *text = invocation_nth(call, option, i);
    str rest = str_from(text);
    size_t equals = str_find_last(rest, '=');
    if (equals == SIZE_MAX || equals == 0 || !level_parse(of, str_skip(rest, equals + 1))) {
        diag *bad = diags_error(&call->diagnostics, "usage.value", "'%s' is no value of '--%s'",
                                text, option);
        diags_hint(&call->diagnostics, bad, "%s", hint);
        return false;
    }
    *name = arena_cstr(call->arena, str_take(rest, equals));
    return true;
}

static bool read_levels(invocation *call, diff_options *options)
{
    size_t count = invocation_count(call, "level");
    diff_level *levels = arena_array_of(call->arena, diff_level, count);
    for (size_t i = 0; i < count; i++)
        if (!read_pair(call, "level", i, "--level request-property-removed=breaking",
                       &levels[i].rule, &levels[i].level))
            return false;
    options->levels = levels;
    options->level_count = count;
    return true;
}

static bool read_extensions(invocation *call, diff_options *options)
{
    size_t count = invocation_count(call, "extension");
    diff_extension *extensions = arena_array_of(call->arena, diff_extension, count);
    for (size_t i = 0; i < count; i++)
        if (!read_pair(call, "extension", i, "--extension 'x-internal-*=warning'",
                       &extensions[i].name, &extensions[i].level))
            return false;
    options->extensions = extensions;
    options->extension_count = count;
    return true;
}

static void read_consumers(invocation *call, diff_options *options)
{
    static const char *const names[] = {"block", "warn", "allow"};
    const char *unused = invocation_text(call, "unused", "block");
    size_t count = invocation_count(call, "consumer");
    const char **files = arena_array_of(call->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        files[i] = invocation_nth(call, "consumer", i);
    options->consumers = files;
    options->consumer_count = count;
    options->producer = invocation_text(call, "producer", NULL);
    for (size_t i = 0; i < 3; i++)
        if (is_one_of(unused, names[i]))
            options->unused = (diff_unused)i;
}

/* "backward-transitive" and its like: the last version against every one before it. */
static bool is_transitive(const invocation *call)
{
    return str_ends_with(str_from(invocation_text(call, "compat", "backward")), STR("-transitive"));
}

/* OLD NEW, or one FILE with --against. */
static bool read_sides(invocation *call, diff_options *options)
{
    options->against = invocation_text(call, "against", NULL);
    size_t wanted = options->against ? 1 : 2;
    bool many = is_transitive(call) && !options->against && call->operand_count > wanted;
    if (call->operand_count != wanted && !many) {
        diag *of = diags_error(&call->diagnostics, "usage.operands",
                               options->against ? "with '--against' one file is compared, not two"
                                                : "two contracts are needed, OLD and NEW");
        diags_hint(&call->diagnostics, of,
                   "handoff diff OLD NEW, or handoff diff --against REV FILE; more versions with "
                   "--compat backward-transitive V1 V2 V3");
        return false;
    }
    options->old = options->against ? NULL : call->operands[0];
    options->new_ = call->operands[call->operand_count - 1];
    return true;
}

static bool read_options(invocation *call, diff_options *options)
{
    static const char *const stabilities[] = {"draft", "alpha", "beta", "stable"};
    const char *compatibility = invocation_text(call, "compat", "backward");
    const char *stability = invocation_text(call, "stability-level", "draft");
    options->by_operation = is_one_of(invocation_text(call, "by", "cause"), "operation");
    options->check_version = invocation_has(call, "check-version");
    options->statistics = invocation_has(call, "statistics");
    options->literal = invocation_has(call, "literal");
    options->compatibility = str_starts_with(str_from(compatibility), STR("full")) ? DIFF_FULL
                             : str_starts_with(str_from(compatibility), STR("forward"))
                                 ? DIFF_FORWARD
                                 : DIFF_BACKWARD;
    for (size_t i = 0; i < 4; i++)
        if (is_one_of(stability, stabilities[i]))
            options->stability = (diff_stability)i;
    options->deprecation_days_beta = invocation_number(call, "deprecation-days-beta", 0);
    options->deprecation_days_stable = invocation_number(call, "deprecation-days-stable", 0);
    options->leveling = invocation_levels(call);
    read_consumers(call, options);
    return read_sides(call, options) && read_levels(call, options) &&
           read_extensions(call, options) &&
           mappings_read(call, &options->mappings, &options->mapping_count) &&
           invocation_clock(call, &options->clock);
}

static int run_folders(invocation *call, const diff_options *options)
{
    diff_pairs pairs;
    report_set set = {.command = "diff"};
    if (diff_run_folders(&pairs, options, &call->diagnostics)) {
        report_entry *entries = arena_array_of(call->arena, report_entry, pairs.count);
        for (size_t i = 0; i < pairs.count; i++)
            entries[i] = (report_entry){.contract = pairs.items[i].path,
                                        .report = pairs.items[i].report,
                                        .problems = &pairs.items[i].problems};
        set.entries = entries;
        set.count = pairs.count;
    }
    int answer = set.count ? reporting_emit(call, &set) : ANSWER_BAD_INPUT;
    diff_pairs_clear(&pairs);
    return answer;
}

/* The newest version against each one before it; an entry is named by the older version. */
static int run_versions(invocation *call, const diff_options *options)
{
    size_t count = call->operand_count - 1;
    report_entry *entries = arena_array_of(call->arena, report_entry, count);
    report **reports = arena_array_of(call->arena, report *, count);
    diags *problems = arena_array_of(call->arena, diags, count);
    for (size_t i = 0; i < count; i++) {
        diff_options pair = *options;
        pair.old = call->operands[i];
        diags_init(&problems[i]);
        reports[i] = diff_run(&pair, &problems[i]);
        entries[i] = (report_entry){
            .contract = str_from(pair.old), .report = reports[i], .problems = &problems[i]};
    }
    report_set set = {.command = "diff", .entries = entries, .count = count};
    int answer = reporting_emit(call, &set);
    for (size_t i = 0; i < count; i++) {
        report_free(reports[i]);
        diags_clear(&problems[i]);
    }
    return answer;
}

static int run_pair(invocation *call, const diff_options *options)
{
    diags problems;
    diags_init(&problems);
    report *r = diff_run(options, &problems);
    report_entry entry = {.contract = str_from(options->new_), .report = r, .problems = &problems};
    report_set set = {.command = "diff", .entries = &entry, .count = 1, .single = true};
    int answer = reporting_emit(call, &set);
    report_free(r);
    diags_clear(&problems);
    return answer;
}

static int run_diff(invocation *call)
{
    diff_options options = {0};
    approval_settings settings = {0};
    approvals from = {.settings = &settings};
    if (!read_options(call, &options) || !ledger_option_waivers(call, &from.ledger))
        return ANSWER_BAD_INPUT;
    from.now = clock_now(&options.clock);
    if (from.ledger)
        options.approvals = &from;
    int answer = ANSWER_BAD_INPUT;
    if (!from.ledger || approval_settings_read(&settings, NULL, call->arena, &call->diagnostics))
        answer = call->operand_count > 2        ? run_versions(call, &options)
                 : diff_is_of_folders(&options) ? run_folders(call, &options)
                                                : run_pair(call, &options);
    ledger_close(from.ledger);
    return answer;
}

static const char *const by_choices[] = {"cause", "operation", NULL};
static const char *const compatibility_choices[] = {
    "backward", "backward-transitive", "forward", "forward-transitive",
    "full",     "full-transitive",     NULL};
static const char *const unused_choices[] = {"block", "warn", "allow", NULL};
static const char *const stability_choices[] = {"draft", "alpha", "beta", "stable", NULL};

static const option_row options[] = {
    {.name = "against",
     .kind = OPTION_REVISION,
     .argument = "REV",
     .help = "compare FILE with itself at the merge base of REV and HEAD"},
    OPTION_ROW_WAIVERS,
    OPTION_ROW_FORMAT,
    OPTION_ROW_FAIL_ON,
    {.name = "by",
     .kind = OPTION_CHOICE,
     .argument = "VIEW",
     .choices = by_choices,
     .help = "one finding a cause, or one an operation (default: cause)"},
    {.name = "level",
     .kind = OPTION_TEXT,
     .argument = "RULE=LEVEL",
     .repeatable = true,
     .help = "give findings of RULE (a glob) the level breaking, warning, info or none"},
    OPTION_ROWS_LEVELS,
    {.name = "consumer",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .repeatable = true,
     .help = "say whom of the consumers each break hurts: an expectation file or a Pact"},
    {.name = "producer",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "whose contract it is, for consumer files that name several producers"},
    {.name = "unused",
     .kind = OPTION_CHOICE,
     .argument = "POLICY",
     .choices = unused_choices,
     .help = "what a break is that no consumer file relies on (default: block)"},
    {.name = "compat",
     .kind = OPTION_CHOICE,
     .argument = "MODE",
     .choices = compatibility_choices,
     .help = "JSON Schema: who must cope with whose data; with -transitive NEW meets every version "
             "before it (default: backward)"},
    {.name = "literal",
     .kind = OPTION_FLAG,
     .help = "JSON Schema: writers may send what they do not document"},
    {.name = "stability-level",
     .kind = OPTION_CHOICE,
     .argument = "LEVEL",
     .choices = stability_choices,
     .help = "leave out operations whose x-stability-level is below LEVEL (default: draft)"},
    {.name = "deprecation-days-beta",
     .kind = OPTION_NUMBER,
     .argument = "DAYS",
     .maximum = 36500,
     .help = "least days from deprecation to x-sunset of beta operations (default: 0)"},
    {.name = "deprecation-days-stable",
     .kind = OPTION_NUMBER,
     .argument = "DAYS",
     .maximum = 36500,
     .help = "the same for stable operations (default: 0)"},
    {.name = "check-version",
     .kind = OPTION_FLAG,
     .help = "report a breaking change for which info.version was not raised"},
    {.name = "extension",
     .kind = OPTION_TEXT,
     .argument = "NAME=LEVEL",
     .repeatable = true,
     .help = "report changes of the extension NAME (a glob: x-ms-*) with LEVEL (default: none)"},
    OPTION_ROW_MAP,
    {.name = "statistics",
     .kind = OPTION_FLAG,
     .help = "text, json: say how many questions about schemas were decided, how, and how fast"},
    OPTION_ROW_NOW,
    OPTION_ROW_QUIET,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff diff old.yaml new.yaml", "compare two files"},
    {"handoff diff main:api.yaml api.yaml", "compare the working tree with a branch"},
    {"handoff diff --against origin/main api.yaml", "compare with where the branch began"},
    {"handoff diff main:contracts contracts", "compare all contracts of two folders"},
    {"handoff diff --format json --format markdown=diff.md old.yaml new.yaml",
     "write two reports at once"},
    {NULL, NULL},
};

const command command_diff = {
    .name = "diff",
    .summary = "compare two contracts and say what breaks whom",
    .operands = "OLD NEW",
    .description =
        "Compares two versions of an OpenAPI contract (Swagger 2.0, OpenAPI 3.0 to 3.2) or of a "
        "JSON Schema. An input is a path, '-', REV:path or :path (the git index); what it "
        "references is read from the same place. Of two folders all contracts are compared, paired "
        "by their path; one that is gone is a break.\n\n"
        "A change is breaking when a request that the old contract allowed may now be refused, or "
        "a response may now come that it ruled out. For schemas this is proved: each breaking "
        "finding comes with a value that shows it. One edit is one finding, with all operations it "
        "reaches; --by operation shows each operation by itself.\n\n"
        "Exits 1 for a finding at or above --fail-on, 2 when an input cannot be read, 3 when "
        "something could not be decided.",
    .minimum_operands = 1,
    .maximum_operands = OPERANDS_MANY,
    .operand_kind = OPTION_FILE,
    .options = options,
    .examples = examples,
    .run = run_diff,
};
