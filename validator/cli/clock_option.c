#include "cli/invocation.h"

bool invocation_clock(invocation *call, clock_source *out)
{
    *out = (clock_source){0};
    const char *text = invocation_text(call, "now", NULL);
    if (text == NULL)
        return true;
    out->is_fixed = clock_parse(str_from(text), &out->fixed_seconds);
    if (out->is_fixed)
        return true;
    diag *problem =
        diags_error(&call->diagnostics, "usage.value", "'%s' is no value of '--now'", text);
    diags_hint(&call->diagnostics, problem, "--now 2026-11-21 or --now 2026-11-21T06:00:00Z");
    return false;
}
