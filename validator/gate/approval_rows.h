/*
 * Waivers, approvals and protections as the ledger has them. Whether they count is decided by
 * gate/approval.h. Texts live in the arena given; false with errors of the database.
 */
#ifndef HANDOFF_GATE_APPROVAL_ROWS_H
#define HANDOFF_GATE_APPROVAL_ROWS_H

#include "gate/approval.h"
#include "gate/ledger.h"

typedef struct waiver_list {
    given_waiver *items;
    size_t count, capacity;
} waiver_list;

typedef struct release_approval_list {
    release_approval *items;
    size_t count, capacity;
} release_approval_list;

/* All waivers of a finding, whichever contract they were given for; STR_NULL: all there are. */
bool waivers_find(ledger *l, str fingerprint, waiver_list *out, arena *a, diags *d);

/* Approvals of a version for an environment. */
bool release_approvals_find(ledger *l, str service, str version, str environment,
                            release_approval_list *out, arena *a, diags *d);

/* All there are; of one service, for one environment, where these are not STR_NULL. */
bool release_approvals_list(ledger *l, str service, str environment, release_approval_list *out,
                            arena *a, diags *d);

typedef enum protection { PROTECTION_NONE, PROTECTION_APPROVAL, PROTECTION_TWO_PERSON } protection;

/* Of an environment that nobody made known: none. A word nobody knows protects all the same. */
bool environment_protection(ledger *l, str environment, protection *out, arena *a, diags *d);

#endif
