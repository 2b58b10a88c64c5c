#include "cli/actor.h"

#include <stdlib.h>

static const char *const variables[] = {"HANDOFF_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN",
                                        "CHANGE_AUTHOR", "BUILD_USER_ID"};

static bool names_somebody(const char *text)
{
    return text && str_trim(str_from(text)).length > 0;
}

/* An empty --by is a variable that nobody set: nobody, and not whom the environment names. */
const char *actor_name(const invocation *call)
{
    const char *given = invocation_text(call, "by", NULL);
    for (size_t i = 0; !given && i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (names_somebody(value))
            given = value;
    }
    return names_somebody(given) ? given : NULL;
}

const char *actor_demand(invocation *call)
{
    const char *name = actor_name(call);
    if (!name) {
        diags_hint(&call->diagnostics,
                   diags_error(&call->diagnostics, "usage.actor", "nobody says who does this"),
                   "--by NAME, or HANDOFF_ACTOR in the environment");
        return NULL;
    }
    return name;
}
