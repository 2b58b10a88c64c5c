#include "handoff/lint.h"

#include "cli/mappings.h"
#include "cli/reporting.h"
#include "cli/terminal.h"

/* Each file by itself, so that one that cannot be read does not hide the others. */
static int run_syntax(invocation *call)
{
    bool good = true;
    for (size_t i = 0; i < call->operand_count; i++) {
        const char *name = call->operands[i];
        if (!lint_syntax(name, &(lint_options){0}, &call->diagnostics)) {
            good = false;
            continue;
        }
        buf line = {0};
        utf8_append_printable(&line, str_from(name));
        buf_append(&line, STR(": ok\n"));
        good = terminal_write(call, buf_str(&line)) && good;
        buf_clear(&line);
    }
    return good ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int run_lint(invocation *call)
{
    if (invocation_has(call, "syntax"))
        return run_syntax(call);
    lint_options options = {0};
    if (!mappings_read(call, &options.mappings, &options.mapping_count))
        return ANSWER_BAD_INPUT;
    size_t count = call->operand_count;
    report_entry *entries = arena_array_of(call->arena, report_entry, count);
    diags *problems = arena_array_of(call->arena, diags, count);
    progress waiting;
    progress_start(&waiting);
    for (size_t i = 0; i < count; i++) {
        progress_show(&waiting, call->operands[i], i, count);
        diags_init(&problems[i]);
        entries[i].contract = str_from(call->operands[i]);
        entries[i].problems = &problems[i];
        entries[i].report = lint_contract(call->operands[i], &options, &problems[i]);
    }
    progress_end(&waiting);
    report_set set = {.command = "lint", .entries = entries, .count = count};
    int answer = reporting_emit(call, &set);
    for (size_t i = 0; i < count; i++) {
        report *r = (report *)(uintptr_t)entries[i].report; /* ours until now */
        report_free(r);
        diags_clear(&problems[i]);
    }
    return answer;
}

static const option_row option_table[] = {
    {.name = "syntax",
     .kind = OPTION_FLAG,
     .help = "only tell whether each file is well-formed JSON or YAML"},
    OPTION_ROW_MAP,
    OPTION_ROW_FORMAT,
    OPTION_ROW_FAIL_ON,
    OPTION_ROW_QUIET,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff lint openapi.yaml", "judge one contract by itself"},
    {"handoff lint --format junit=lint.xml contracts/*.yaml", "judge several, and write for CI"},
    {"handoff lint --syntax a.json b.yaml", "only read them"},
    {NULL, NULL},
};

const command command_lint = {
    .name = "lint",
    .summary = "judge contracts by themselves",
    .operands = "FILE...",
    .description =
        "Reads each contract (OpenAPI 3.0 to 3.2, Swagger 2.0, or a JSON Schema) with the files it "
        "references, and reports what is wrong with it by itself: fields that the specification "
        "does not have, references to nothing, paths and parameters that do not fit, security "
        "that is not defined, schemas that their meta-schema refuses or that no value satisfies, "
        "examples and defaults that do not satisfy their schema.\n\n"
        "Exits 1 for a finding at or above --fail-on, 2 when a file cannot be read or is no "
        "contract. With --syntax nothing but the form of each file is judged: it prints "
        "'FILE: ok', or the mistake with its line and column and exits 2.",
    .minimum_operands = 1,
    .maximum_operands = OPERANDS_MANY,
    .operand_kind = OPTION_FILE,
    .options = option_table,
    .examples = examples,
    .run = run_lint,
};
