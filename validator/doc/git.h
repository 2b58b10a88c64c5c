/*
 * Questions to git, each a child process without a shell: for doc/ and for check/.
 *
 * Revisions are resolved once, to object names; what is asked after that holds whatever happens to
 * the branches. Nothing here reaches for the network, not even in a partial clone.
 */
#ifndef HANDOFF_DOC_GIT_H
#define HANDOFF_DOC_GIT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/process.h"

extern const char *const git_environment[];

/* Runs `git ...` (NULL-terminated, without "git") in a folder. false with a diagnostic only when
 * it could not run; whether git was content is in the result. The caller clears the result. */
bool git_run(process_result *out, const char *folder, const char *const *arguments, diags *d);

/* Its output without the last line end when it was content; else STR_NULL and no diagnostic. */
str git_ask(const char *folder, const char *const *arguments, arena *a, diags *d);

/* The path of the folder inside its repository, "" at the top. STR_NULL with "git.no-repository".
 * `shown` is the input that was asked for; NULL: the repository itself is. */
str git_prefix(const char *folder, const char *shown, arena *a, diags *d);

/* The object a revision peels to ("commit" or "tree"). STR_NULL with "git.unknown-revision",
 * "git.shallow" and the `git fetch` line that would bring it, or "git.no-commits". */
str git_resolve(const char *folder, str revision, const char *type, arena *a, diags *d);

/* The best common ancestor of two commits, by object name. */
str git_merge_base(const char *folder, str left, str right, str revision, arena *a, diags *d);

#endif
