/*
 * The end of every command that reports findings: the asked formats, the summary line on standard
 * error, the exit code. Commands that use it take the option rows OPTION_ROW_FORMAT,
 * OPTION_ROW_FAIL_ON and OPTION_ROW_QUIET.
 */
#ifndef HANDOFF_CLI_REPORTING_H
#define HANDOFF_CLI_REPORTING_H

#include "cli/invocation.h"
#include "handoff/report.h"

#define OPTION_ROW_FORMAT                                                                          \
    {                                                                                              \
        .name = "format", .kind = OPTION_CHOICE, .argument = "FORMAT", .choices = report_formats,  \
        .with_file = true, .repeatable = true,                                                     \
        .help = "write the report as FORMAT, into FILE where given (default: text)"                \
    }

/* Writes everything before it returns the exit code, so that a failure still shows all. */
int reporting_emit(invocation *call, const report_set *set);

/* The same where something else than `breaking` fails unless --fail-on says so. */
int reporting_emit_failing(invocation *call, const report_set *set, level from);

#endif
