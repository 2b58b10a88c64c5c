#include "handoff/version.h"

#include "cli/terminal.h"

static int run_version(invocation *call)
{
    return terminal_write(call, STR("handoff " HANDOFF_VERSION "\n")) ? ANSWER_YES
                                                                      : ANSWER_BAD_INPUT;
}

static const example examples[] = {
    {"handoff --version", "the same"},
    {NULL, NULL},
};

const command command_version = {
    .name = "version",
    .summary = "print the version",
    .operands = "",
    .examples = examples,
    .run = run_version,
};
