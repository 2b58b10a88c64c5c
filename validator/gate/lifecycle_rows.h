/*
 * Where contracts stand in their lives, as the ledger has it, and who is live that relies on them.
 *
 * A state is given to a service as a whole, to one of its contracts, or to either in one version;
 * the most specific one counts. Texts live in the arena given; false with errors of the database.
 */
#ifndef HANDOFF_GATE_LIFECYCLE_ROWS_H
#define HANDOFF_GATE_LIFECYCLE_ROWS_H

#include "gate/ledger.h"
#include "gate/lifecycle.h"

typedef struct contract_state {
    str service, contract, version; /* contract, version "": all of them */
    lifecycle_state state;
    str sunset, changed_by, reason; /* may be STR_NULL */
} contract_state;

typedef struct contract_states {
    contract_state *items;
    size_t count, capacity;
} contract_states;

/* All states given to a service and its contracts. */
bool states_find(ledger *l, str service, contract_states *out, arena *a, diags *d);

/* The one that counts for a contract ("" for the service as a whole) in a version; one with
 * STATE_NONE where nobody gave any. */
contract_state states_pick(const contract_states *all, str contract, str version);

/* Exactly this one, or one with STATE_NONE: what a move starts from. */
contract_state states_exact(const contract_states *all, str contract, str version);

typedef struct name_list {
    str *items;
    size_t count, capacity;
} name_list;

/* Names of the contracts a service provides; of one version, or (STR_NULL) of any. */
bool provided_names(ledger *l, str service, str version, name_list *out, arena *a, diags *d);

/* Whether anything is recorded of a service of that name. */
bool service_is_known(ledger *l, str service, bool *known, arena *a, diags *d);

bool version_is_known(ledger *l, str service, str version, bool *known, arena *a, diags *d);

/* What is on its way back, as what is deployed: it will be live again. In place of a table. */
#define VERSIONS_COMING_BACK "(SELECT service, environment, version FROM rollbacks WHERE back=0)"

typedef struct live_consumer {
    str service, version, environment;
    str content; /* its contract with the provider; STR_NULL: it never published any */
} live_consumer;

typedef struct live_consumer_list {
    live_consumer *items;
    size_t count, capacity;
} live_consumer_list;

/* Live consumers of a service in all environments; of one version of it only where that is live
 * beside them. */
bool live_consumers(ledger *l, str service, str version, live_consumer_list *out, arena *a,
                    diags *d);

#endif
