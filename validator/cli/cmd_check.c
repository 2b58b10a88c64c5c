#include "cli/key_option.h"
#include "cli/ledger_option.h"
#include "cli/level_options.h"
#include "cli/reporting.h"
#include "handoff/check.h"

static bool refuse_both(invocation *call)
{
    if (!invocation_has(call, "staged") || !invocation_has(call, "against"))
        return false;
    diag *of = diags_error(&call->diagnostics, "usage.conflict",
                           "'--staged' and '--against' exclude each other");
    diags_hint(&call->diagnostics, of, "--staged compares the index with HEAD");
    return true;
}

static int emit(invocation *call, const check_result *result)
{
    report_entry *entries = arena_array_of(call->arena, report_entry, result->count);
    for (size_t i = 0; i < result->count; i++)
        entries[i] = (report_entry){.contract = result->contracts[i].name,
                                    .report = result->contracts[i].report,
                                    .problems = result->contracts[i].problems,
                                    .about_settings = result->contracts[i].about_settings};
    report_set set = {.command = "check", .entries = entries, .count = result->count};
    return reporting_emit_failing(call, &set, result->fail_on);
}

static str subject_of(invocation *call)
{
    const char *against = invocation_text(call, "against", NULL);
    if (invocation_has(call, "staged"))
        return STR("check of the index");
    return against ? arena_printf(call->arena, "check against %s", against) : STR("check");
}

/* The answer's attestation; where that fails, the answer does. */
static int attest(invocation *call, const check_result *result, const clock_source *clock,
                  int answer)
{
    const char *path = invocation_text(call, "attest", NULL);
    private_key key;
    if (!path)
        return answer;
    if (!key_option_private(call, &key))
        return ANSWER_BAD_INPUT;
    str envelope =
        check_attest(result, answer == ANSWER_YES, subject_of(call), clock, &key, call->arena);
    key_wipe(&key);
    return key_option_write(call, path, envelope) ? answer : ANSWER_BAD_INPUT;
}

static int run_check(invocation *call)
{
    check_options wanted = {.config = invocation_text(call, "config", NULL),
                            .against = invocation_text(call, "against", NULL),
                            .staged = invocation_has(call, "staged"),
                            .leveling = invocation_levels(call),
                            .digests = invocation_has(call, "attest")};
    if (refuse_both(call) || !invocation_clock(call, &wanted.clock))
        return ANSWER_BAD_INPUT;
    if (!ledger_option_waivers(call, &wanted.ledger))
        return ANSWER_BAD_INPUT;
    check_result *result = check_run(&wanted, &call->diagnostics);
    int answer = ANSWER_BAD_INPUT;
    if (result)
        answer = attest(call, result, &wanted.clock, emit(call, result));
    check_free(result);
    ledger_close(wanted.ledger);
    return answer;
}

static const option_row options[] = {
    {.name = "against",
     .kind = OPTION_REVISION,
     .argument = "REV",
     .help = "compare with the merge base of REV and HEAD (default: 'against' of handoff.yaml)"},
    {.name = "staged", .kind = OPTION_FLAG, .help = "compare the index with HEAD"},
    {.name = "config",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .help = "read FILE instead of the nearest handoff.yaml"},
    OPTION_ROWS_LEVELS,
    OPTION_ROW_WAIVERS,
    OPTION_ROW_ATTEST,
    OPTION_ROW_KEY,
    OPTION_ROW_FORMAT,
    OPTION_ROW_FAIL_ON,
    OPTION_ROW_NOW,
    OPTION_ROW_QUIET,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff check --against origin/main", "what a merge of this branch would break"},
    {"handoff check --staged", "what the next commit would break; the pre-commit hook"},
    {"handoff check --format github --format junit=handoff.xml", "annotations, and a test report"},
    {NULL, NULL},
};

const command command_check = {
    .name = "check",
    .summary = "judge everything that handoff.yaml lists",
    .operands = "",
    .description =
        "Compares each contract that handoff.yaml lists with what it was, and reports what its "
        "change breaks. The old side is the commit this branch started from (the merge base of "
        "HEAD and --against); the new side is the working tree, or the index with --staged, "
        "where the old side is HEAD.\n\n"
        "New, removed and renamed contracts are found and named; a contract that is removed or "
        "no longer listed is breaking. Each contract is judged in a process of its own under the "
        "limits of handoff.yaml: one that cannot be read (exit 2) or decided (exit 3) leaves the "
        "others judged. Waived findings are shown and do not count; waivers that are expired, "
        "unused or malformed are findings themselves.\n\n"
        "A JSON Schema with 'compatibility: backward-transitive' (forward-, full-) is compared "
        "with each of its 'versions' too: tags, revisions or files.\n\n"
        "Exits 2 when no contract is matched: nothing checked is no pass.",
    .minimum_operands = 0,
    .maximum_operands = 0,
    .operand_kind = OPTION_TEXT,
    .options = options,
    .examples = examples,
    .run = run_check,
};
