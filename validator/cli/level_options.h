/*
 * Options that change levels: the same rows and reading in `diff`, `changelog` and `check`.
 */
#ifndef HANDOFF_CLI_LEVEL_OPTIONS_H
#define HANDOFF_CLI_LEVEL_OPTIONS_H

#include "cli/invocation.h"
#include "handoff/levels.h"

extern const char *const preset_choices[];

#define OPTION_ROWS_LEVELS                                                                         \
    {.name = "preset",                                                                             \
     .kind = OPTION_CHOICE,                                                                        \
     .argument = "PRESET",                                                                         \
     .choices = preset_choices,                                                                    \
     .help = "levels as a whole: strict, default or lenient (handoff explain --levels)"},          \
        {.name = "severity-levels",                                                                \
         .kind = OPTION_FILE,                                                                      \
         .argument = "FILE",                                                                       \
         .help = "give rules the levels of FILE, as oasdiff writes it: RULE err|warn|info|none"},  \
        {.name = "err-ignore",                                                                     \
         .kind = OPTION_FILE,                                                                      \
         .argument = "FILE",                                                                       \
         .help = "waive the breaking changes that lines of FILE name, as oasdiff ignores them"},   \
    {                                                                                              \
        .name = "warn-ignore", .kind = OPTION_FILE, .argument = "FILE",                            \
        .help = "the same for warnings"                                                            \
    }

level_options invocation_levels(const invocation *call);

#endif
