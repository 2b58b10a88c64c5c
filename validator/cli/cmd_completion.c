#include "cli/manual.h"
#include "cli/suggest.h"
#include "cli/terminal.h"

static int run_completion(invocation *call)
{
    buf text = {0};
    str shell = str_from(call->operands[0]);
    bool fine = manual_completion(&text, shell);
    if (!fine) {
        suggestion near = {.wanted = shell};
        for (const char *const *known = completion_shells; *known != NULL; known++)
            suggestion_offer(&near, *known);
        diag *problem = diags_error(&call->diagnostics, "usage.value",
                                    "no completion for '%.*s' (bash, fish, zsh)", STR_ARG(shell));
        if (near.best != NULL)
            diags_hint(&call->diagnostics, problem, "did you mean '%s'?", near.best);
    }
    fine = fine && terminal_write(call, buf_str(&text));
    buf_clear(&text);
    return fine ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const example examples[] = {
    {"source <(handoff completion bash)", "completes commands, options and their values"},
    {NULL, NULL},
};

const command command_completion = {
    .name = "completion",
    .summary = "print a shell's completion script",
    .operands = "SHELL",
    .description = "SHELL is bash, fish or zsh.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_TEXT,
    .examples = examples,
    .run = run_completion,
};
