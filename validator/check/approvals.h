/*
 * Approvals and waivers kept in a ledger, and the findings of `diff` and `check` they are about.
 *
 * What an approval needs to count is said under `approvals` in handoff.yaml. A waiver is bound to
 * a finding's fingerprint and to the digest of the new contract's text.
 */
#ifndef HANDOFF_CHECK_APPROVALS_H
#define HANDOFF_CHECK_APPROVALS_H

#include "doc/finding.h"
#include "gate/approval_rows.h"
#include "gate/notes.h"

typedef struct approval_settings {
    approval_policy policy;
    const str *protected_; /* globs over environments */
    size_t protected_count;
} approval_settings;

/* From handoff.yaml: `file`, or (NULL) the nearest above the current folder, up to the top of
 * the repository. Where there is none, nothing is asked for. false with errors when it cannot be
 * read. */
bool approval_settings_read(approval_settings *out, const char *file, arena *a, diags *d);

struct policy;
approval_settings approval_settings_of(const struct policy *p, arena *a);

typedef struct approvals {
    ledger *ledger;
    const approval_settings *settings;
    int64_t now;
} approvals;

/* Marks the findings that waivers of the ledger cover, adds a finding for each waiver of one of
 * them that does not count, and works out the verdict anew. The report tells its digest. false
 * with errors of the database; what was not found by then is not waived. */
bool approvals_apply(const approvals *from, report *r, diags *d);

/* The digest of a contract with all it references, wherever an input may be: a path, REV:path. */
bool approvals_digest(const char *input, str *digest, arena *a, diags *d);

#endif
