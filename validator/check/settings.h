/*
 * handoff.yaml found, read and checked: also as it stands in the index or in a commit.
 *
 * It is looked for in the current folder and above, up to the top of the repository. A commit
 * is judged by the settings that are committed with it, so the hook reads the staged file.
 */
#ifndef HANDOFF_CHECK_SETTINGS_H
#define HANDOFF_CHECK_SETTINGS_H

#include "check/repository.h"
#include "policy/policy.h"

typedef struct settings_request {
    const char *config; /* a file named by the user; NULL: found */
    bool from_index;
} settings_request;

typedef struct settings {
    policy *policy, *old_policy; /* owned; old_policy NULL: not asked for, or there was none */
    str path;                    /* from the top of the repository; STR_NULL: outside of it */
    str folder;                  /* paths in it are relative to this: "" or "a/b/" */
} settings;

/* false with errors: "settings.missing", "file.…", "policy.…", "settings.schema". */
bool settings_load(settings *s, const settings_request *request, repository *r, diags *d);

/* The settings as they were in a commit; NULL when there were none, or none that could be read
 * (a warning). Owned by `s`. */
const policy *settings_load_old(settings *s, repository *r, str commit, diags *d);

void settings_clear(settings *s);

#endif
