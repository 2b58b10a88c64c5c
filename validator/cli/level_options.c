#include "cli/level_options.h"

const char *const preset_choices[] = {"default", "strict", "lenient", NULL};

level_options invocation_levels(const invocation *call)
{
    return (level_options){.preset = invocation_text(call, "preset", NULL),
                           .severity_levels = invocation_text(call, "severity-levels", NULL),
                           .err_ignore = invocation_text(call, "err-ignore", NULL),
                           .warn_ignore = invocation_text(call, "warn-ignore", NULL)};
}
