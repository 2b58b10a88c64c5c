/* The table of all commands, in alphabetical order. */
#ifndef HANDOFF_CLI_COMMANDS_H
#define HANDOFF_CLI_COMMANDS_H

#include "cli/command.h"

extern const command *const commands[]; /* NULL-terminated */

const command *command_find(str name); /* NULL when there is none */

/* The nearest name for a wrong one, or NULL. */
const char *command_suggest(str name);

#endif
