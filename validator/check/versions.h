/*
 * Earlier versions of a contract, for a compatibility that is transitive: what an entry of
 * handoff.yaml lists under `versions`, found in the repository.
 *
 * Tags come in the order of their version numbers, then revisions and paths as they are listed. A
 * tag in which the contract was not there yet is passed over; a revision without it, and a glob
 * that nothing fits, are errors ("check.version"): a clone without tags must not pass unseen.
 */
#ifndef HANDOFF_CHECK_VERSIONS_H
#define HANDOFF_CHECK_VERSIONS_H

#include "check/pairing.h"

typedef struct contract_version {
    str revision; /* a commit; STR_NULL: a file of the new side */
    str path;     /* from the top of the repository */
} contract_version;

typedef struct versions_request {
    const char *top; /* of the repository */
    str folder;      /* of handoff.yaml, below the top: "" or "a/b/" */
    const contract_pair *pair;
    bool staged; /* the new side is the index */
} versions_request;

/* In the arena. false with errors. */
bool versions_find(const versions_request *request, contract_version **out, size_t *count, arena *a,
                   diags *d);

#endif
