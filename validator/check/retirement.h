/*
 * Whether a live consumer needs a contract that is to be retired: not when all it relies on is
 * given by the other contracts that the service provides beside it.
 */
#ifndef HANDOFF_CHECK_RETIREMENT_H
#define HANDOFF_CHECK_RETIREMENT_H

#include "check/engine.h"
#include "gate/lifecycle_move.h"

typedef struct retirement {
    ledger *ledger;
    engine *engine;
    arena *arena;
} retirement;

/* For state_request; the payload is a retirement. What cannot be told is needed. */
bool retirement_need(void *payload, const state_subject *of, const live_consumer *consumer,
                     bool *needed, diags *d);

#endif
