/*
 * Moving a contract along its life: what is known about the move is gathered, the table of
 * gate/lifecycle.h says whether it may be made, and the fact is recorded.
 */
#ifndef HANDOFF_GATE_LIFECYCLE_MOVE_H
#define HANDOFF_GATE_LIFECYCLE_MOVE_H

#include "gate/lifecycle_rows.h"

/* Whose state it is: SERVICE, or SERVICE/CONTRACT, in one version or in all. */
typedef struct state_subject {
    str service, contract, version; /* contract, version "": all */
} state_subject;

/* Services and contracts may have '/' in their names: the longest service that is known counts.
 * What nobody knows is a service up to its first '/'. */
bool state_subject_of(ledger *l, str name, str version, state_subject *out, arena *a, diags *d);

/* Whether a live consumer of the service needs the contract that is to be retired, or gets all it
 * relies on from the service's others. false with errors. */
typedef bool state_need(void *payload, const state_subject *of, const live_consumer *consumer,
                        bool *needed, diags *d);

typedef struct state_request {
    state_subject subject;
    lifecycle_state to;
    const char *sunset, *reason, *by; /* may be NULL */
    const char *request;              /* id of this recording; may be NULL */
    int64_t now;
    state_need *need; /* NULL: all consumers of the service need all of it */
    void *payload;
} state_request;

typedef struct state_answer {
    bool moved;
    lifecycle_state from;
    lifecycle_refusal refusal; /* where it was not */
    fact fact;                 /* where it was */
    recorded result;
} state_answer;

/* false with errors of the database. A refused move is no error here. */
bool state_move(ledger *l, const state_request *request, state_answer *out, arena *a, diags *d);

#endif
