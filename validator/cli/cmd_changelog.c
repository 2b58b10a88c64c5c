#include "handoff/diff.h"

#include "cli/level_options.h"
#include "cli/terminal.h"
#include "handoff/report.h"

static int write_changelog(invocation *call, const report *r, const diags *problems)
{
    report_entry entry = {.contract = r->new_name, .report = r, .problems = problems};
    report_set set = {.command = "changelog", .entries = &entry, .count = 1, .single = true};
    buf out = {0};
    report_changelog(&out, str_from(invocation_text(call, "format", "text")), &set);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    if (!written)
        return ANSWER_BAD_INPUT;
    return report_answer(&set, LEVEL_NONE);
}

static int run_changelog(invocation *call)
{
    diff_options options = {.against = invocation_text(call, "against", NULL),
                            .leveling = invocation_levels(call)};
    size_t wanted = options.against != NULL ? 1 : 2;
    if (call->operand_count != wanted) {
        diag *problem = diags_error(&call->diagnostics, "usage.operands",
                                    wanted == 1 ? "with '--against' one file is compared, not two"
                                                : "two contracts are needed, OLD and NEW");
        diags_hint(&call->diagnostics, problem, "handoff help changelog");
        return ANSWER_BAD_INPUT;
    }
    options.old = wanted == 1 ? NULL : call->operands[0];
    options.new_ = call->operands[wanted - 1];
    if (!invocation_clock(call, &options.clock))
        return ANSWER_BAD_INPUT;
    diags problems;
    diags_init(&problems);
    report *r = diff_run(&options, &problems);
    int answer = r != NULL ? write_changelog(call, r, &problems) : ANSWER_BAD_INPUT;
    terminal_print_diags(call, &problems);
    report_free(r);
    diags_clear(&problems);
    return answer;
}

static const char *const formats[] = {"html", "json", "markdown", "text", NULL};

static const option_row options[] = {
    {.name = "against",
     .kind = OPTION_REVISION,
     .argument = "REV",
     .help = "compare FILE with itself at the merge base of REV and HEAD"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "how it is written (default: text)"},
    OPTION_ROWS_LEVELS,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff changelog v1.yaml v2.yaml", "what changed, by heading"},
    {"handoff changelog --format markdown v1.0:api.yaml api.yaml", "for release notes"},
    {NULL, NULL},
};

const command command_changelog = {
    .name = "changelog",
    .summary = "list every change between two contracts, for people",
    .operands = "OLD NEW",
    .description = "Lists what breaks first, then what was added, changed, deprecated and removed. "
                   "Takes the inputs of 'handoff diff'; exits 0 when it could compare, whatever it "
                   "found.",
    .minimum_operands = 1,
    .maximum_operands = 2,
    .operand_kind = OPTION_FILE,
    .options = options,
    .examples = examples,
    .run = run_changelog,
};
