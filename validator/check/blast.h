/*
 * Finding the blast radius: from a service's version and an environment to those who are live
 * there, and what a change of the contract does to each.
 *
 * Consumers' contracts and the old contract come from the ledger; the new one is that of another
 * version, or a file. What hurts a consumer is told as `diff --consumer` tells it; where the new
 * contract is in the ledger too, the answer of `can-i-deploy` has the last word.
 */
#ifndef HANDOFF_CHECK_BLAST_H
#define HANDOFF_CHECK_BLAST_H

#include "check/approvals.h"
#include "gate/blast.h"

typedef struct blast_request {
    str service, version, environment;
    str to;                   /* a version; STR_NULL: none */
    const char *contract;     /* an input: path, REV:path; NULL: none */
    str contract_name;        /* which of several contracts it is; STR_NULL: the only one */
    const approvals *waivers; /* of the ledger that is asked */
} blast_request;

/* false with errors: "blast.version", "blast.contract", "ledger.*", those of reading. What is
 * returned lives in the arena, but for `findings`, which blast_clear frees. */
bool blast_find(ledger *l, const blast_request *request, blast *out, arena *a, diags *d);
void blast_clear(blast *b); /* zeroed is fine */

#endif
