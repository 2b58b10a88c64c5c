/*
 * Reach: who relies on a service in an environment, and who relies on those in turn.
 *
 * Only what is live there counts. Services that rely on each other in a circle are each told once,
 * at their shortest distance. The number of statements follows the services found.
 */
#ifndef HANDOFF_GATE_REACH_H
#define HANDOFF_GATE_REACH_H

#include "gate/ledger.h"

typedef struct reached {
    str service, version;
    str content;     /* its contract with `via`; STR_NULL: it was deployed, but never published */
    str team;        /* STR_NULL: the ledger does not know */
    str via;         /* what it relies on: the service asked about, or a nearer consumer of it */
    size_t distance; /* 1: it relies on the service itself */
} reached;

typedef struct reach {
    reached *items; /* by distance, then service, then version */
    size_t count, capacity;
} reach;

/* `most`: how far; SIZE_MAX: all the way. false with errors ("ledger.environment", "limit.reach",
 * those of the database). */
bool reach_find(ledger *l, str service, str environment, size_t most, reach *out, arena *a,
                diags *d);

#endif
