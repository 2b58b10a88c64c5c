#include "cli/terminal.h"
#include "handoff/init.h"

static bool say(invocation *call, const char *what, str path)
{
    buf line = {0};
    buf_printf(&line, "%s ", what);
    utf8_append_printable(&line, path);
    buf_append_char(&line, '\n');
    bool fine = terminal_write(call, buf_str(&line));
    buf_clear(&line);
    return fine;
}

static bool print_settings(invocation *call)
{
    buf text = {0};
    init_result result;
    bool fine = init_preview(&text, &result, call->arena, &call->diagnostics) &&
                terminal_write(call, buf_str(&text));
    buf_clear(&text);
    return fine;
}

static int run_init(invocation *call)
{
    init_result result;
    bool fine;
    if (invocation_has(call, "hook"))
        fine = init_hook(&result, invocation_has(call, "force"), call->arena, &call->diagnostics) &&
               say(call, "installed", result.path);
    else if (invocation_has(call, "print"))
        fine = print_settings(call);
    else
        fine = init_settings(&result, call->arena, &call->diagnostics) &&
               say(call, "wrote", result.path);
    return fine ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const option_row options[] = {
    {.name = "hook", .kind = OPTION_FLAG, .help = "install the pre-commit hook instead"},
    {.name = "force",
     .kind = OPTION_FLAG,
     .help = "with --hook: replace a pre-commit hook that is not ours"},
    {.name = "print", .kind = OPTION_FLAG, .help = "show the handoff.yaml, write nothing"},
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff init", "write a commented handoff.yaml from what the repository holds"},
    {"handoff init --hook", "refuse commits that break a contract"},
    {NULL, NULL},
};

const command command_init = {
    .name = "init",
    .summary = "write a first handoff.yaml, or install the pre-commit hook",
    .operands = "",
    .description =
        "Looks through the files git tracks or would track for OpenAPI contracts and JSON "
        "Schemas, and writes a commented handoff.yaml at the top of the repository. Producers are "
        "guessed from folders, owners taken from CODEOWNERS. An existing file is never touched.\n\n"
        "With --hook, installs a pre-commit hook that runs 'handoff check --staged' where git "
        "looks for hooks (core.hooksPath and worktrees included). A hook that is not ours is kept "
        "unless --force is given.",
    .minimum_operands = 0,
    .maximum_operands = 0,
    .operand_kind = OPTION_TEXT,
    .options = options,
    .examples = examples,
    .run = run_init,
};
