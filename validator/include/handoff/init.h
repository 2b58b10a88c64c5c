/*
 * Setting a repository up: a first handoff.yaml from what is there, and the pre-commit hook.
 *
 * Nothing that exists is ever overwritten unless the caller forces it; what is written is written
 * whole or not at all.
 */
#ifndef HANDOFF_INIT_H
#define HANDOFF_INIT_H

#include "base/buf.h"
#include "base/diag.h"

typedef struct init_result {
    size_t contracts; /* entries written */
    str path;         /* what was written, as people read it; in the arena */
} init_result;

/* Writes handoff.yaml at the top of the repository around the current folder. Contracts are found
 * by content; producers and owners are guessed from folders and CODEOWNERS. false with errors:
 * "init.exists", "git.no-repository", "init.nothing" (no contract is there to list), ... */
bool init_settings(init_result *out, arena *a, diags *d);

/* The same text, not written anywhere. */
bool init_preview(buf *out, init_result *result, arena *a, diags *d);

/* Installs the pre-commit hook where git looks for it (worktrees and core.hooksPath included). One
 * of ours is renewed; somebody else's is kept unless forced ("init.hook-exists"). */
bool init_hook(init_result *out, bool force, arena *a, diags *d);

#endif
