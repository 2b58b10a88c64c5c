#include <string.h>

#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/terminal.h"

static bool append_named(invocation *call, buf *text)
{
    buf name = {0};
    for (size_t i = 0; i < call->operand_count; i++)
        buf_printf(&name, "%s%s", i > 0 ? " " : "", call->operands[i]);
    const command *found = command_find(buf_str(&name));
    if (found != NULL) {
        manual_command(text, found);
    } else {
        const char *near = command_suggest(buf_str(&name));
        diag *problem = diags_error(&call->diagnostics, "usage.unknown-command",
                                    "unknown command '%s'", buf_cstr(&name));
        diags_hint(&call->diagnostics, problem,
                   near != NULL ? "did you mean '%s'?" : "handoff help", near);
    }
    buf_clear(&name);
    return found != NULL;
}

static int run_help(invocation *call)
{
    buf text = {0};
    bool fine = true;
    if (invocation_has(call, "man"))
        manual_page(&text);
    else if (call->operand_count == 0)
        manual_overview(&text);
    else
        fine = append_named(call, &text);
    fine = fine && terminal_write(call, buf_str(&text));
    buf_clear(&text);
    return fine ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const option_row options[] = {
    {.name = "man", .kind = OPTION_FLAG, .help = "print the man page handoff(1)"},
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff help diff", "explains the command 'diff'"},
    {"handoff help --man | man -l -", "shows the man page"},
    {NULL, NULL},
};

const command command_help = {
    .name = "help",
    .summary = "explain a command, or list all",
    .operands = "[COMMAND]",
    .maximum_operands = 2,
    .operand_kind = OPTION_TEXT,
    .options = options,
    .examples = examples,
    .run = run_help,
};
