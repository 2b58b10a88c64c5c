#include "cli/key_option.h"

#include <stdlib.h>

bool key_option_private(invocation *call, private_key *out)
{
    const char *path = invocation_text(call, "key", NULL);
    const char *named = getenv("HANDOFF_KEY");
    if (!path && named && *named)
        path = named;
    if (path)
        return key_read_private(out, path, &call->diagnostics);
    diags_hint(
        &call->diagnostics,
        diags_error(&call->diagnostics, "usage.key", "no key to sign with was named"),
        "--key FILE, or HANDOFF_KEY in the environment; 'handoff key create FILE' makes one");
    return false;
}

bool key_option_public(invocation *call, const char *option, public_key *out)
{
    const char *path = invocation_text(call, option, NULL);
    if (path)
        return key_read_public(out, path, &call->diagnostics);
    diags_hint(&call->diagnostics,
               diags_error(&call->diagnostics, "usage.key",
                           "no public key was named, and nothing can be checked without"),
               "--%s FILE", option);
    return false;
}

bool key_option_write(invocation *call, const char *path, str envelope)
{
    buf out = {0};
    buf_append(&out, envelope);
    buf_append_char(&out, '\n');
    bool written = file_write(path, buf_str(&out), &call->diagnostics);
    buf_clear(&out);
    return written;
}
