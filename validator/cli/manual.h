/*
 * Everything that explains the command line, made from the command and option tables: help texts,
 * the man page (mdoc) and completion scripts.
 */
#ifndef HANDOFF_CLI_MANUAL_H
#define HANDOFF_CLI_MANUAL_H

#include "cli/command.h"

void manual_overview(buf *out);                  /* all commands, one line each */
void manual_command(buf *out, const command *c); /* `handoff help COMMAND` */
void manual_page(buf *out);                      /* handoff(1) in mdoc */

/* false when there is no completion for that shell. */
bool manual_completion(buf *out, str shell);

extern const char *const completion_shells[]; /* bash, fish, zsh; NULL-terminated */

/* The exit codes, as every help text and the man page list them; NULL-terminated. */
typedef struct exit_code_row {
    int code;
    const char *meaning; /* NULL ends the table */
} exit_code_row;

extern const exit_code_row exit_codes[];

#endif
