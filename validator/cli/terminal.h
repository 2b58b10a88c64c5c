/*
 * What goes to people's terminals: colour, diagnostics, progress; and results to standard output.
 *
 * Everything that came from input is made printable first, so that a contract can neither move
 * the cursor nor forge a line of ours.
 */
#ifndef HANDOFF_CLI_TERMINAL_H
#define HANDOFF_CLI_TERMINAL_H

#include <stdio.h>

#include "cli/invocation.h"

/* --color, else: the stream is a terminal, NO_COLOR is unset or empty, TERM is not "dumb". */
bool terminal_colors(const invocation *call, FILE *stream);

/* One diagnostic as text: `file:line:col: error: message [code]`, then `  hint: …`. */
void terminal_format_diag(buf *out, const diag *d, bool colors);

/* All of them to standard error. */
void terminal_print_diags(const invocation *call, const diags *d);

/* Exit code that the diagnostics alone ask for: 2 for errors, 3 for undecided, else 0. */
int terminal_answer_of(const diags *d);

/* Writes a result to standard output; false with a diagnostic when not all of it could be. */
bool terminal_write(invocation *call, str text);

/* A line on standard error that says what takes long, shown from one second on, only on a terminal
 * and not under CI. `what` is shown with `done` of `total` (total 0: without numbers). */
typedef struct progress {
    int64_t started_milliseconds;
    bool enabled, shown;
} progress;

void progress_start(progress *p);
void progress_show(progress *p, const char *what, size_t done, size_t total);
void progress_end(progress *p); /* wipes the line */

#endif
