/*
 * One call of a command: its options and operands as given, checked against the command's row.
 *
 * GNU habits: `--name=value`, `--name value`, `-n value`, `-nvalue`, `--` ends options, `-` is an
 * operand. Names are never abbreviated (an abbreviation would become part of the interface). A
 * mistake is a diagnostic "usage.…" with a suggestion where one is near; it exits 2.
 *
 * Texts are those of argv and live as long as the process; the invocation owns its arena and
 * diagnostics, cleared by invocation_clear.
 */
#ifndef HANDOFF_CLI_INVOCATION_H
#define HANDOFF_CLI_INVOCATION_H

#include "cli/command.h"

typedef struct option_use {
    const option_row *row;
    const char *value; /* NULL for flags */
} option_use;

struct invocation {
    const command *command;
    arena *arena;      /* for what the command needs until it returns */
    diags diagnostics; /* printed when the command returns */
    const char **operands;
    size_t operand_count;
    option_use *options; /* in the order given */
    size_t option_count, option_capacity;
    size_t operand_capacity;
};

/* Reads what follows the command's name. false with diagnostics in call->diagnostics. */
bool invocation_parse(invocation *call, const command *of, int count, char *const *arguments);
void invocation_clear(invocation *call);

/* Lookup by long name; asking for a name that the command's row lacks is a programming mistake. */
bool invocation_has(const invocation *call, const char *name);
const char *invocation_text(const invocation *call, const char *name, const char *otherwise);
long invocation_number(const invocation *call, const char *name, long otherwise);
size_t invocation_count(const invocation *call, const char *name); /* of a repeatable option */
const char *invocation_nth(const invocation *call, const char *name, size_t index);

/* --now, or the machine's clock; false with a diagnostic when TIME is no time. */
bool invocation_clock(invocation *call, clock_source *out);

/* Options every command has (--help, --color, -C); ends with OPTIONS_END. */
extern const option_row common_options[];

#endif
