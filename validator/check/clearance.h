/*
 * Clearance: the whole answer to "may this go there?".
 *
 * Gathers the rows, has the engine compare what can be compared, adds what else bears on them,
 * decides, says whether what is replaced could come back, and keeps the verdict with its evidence.
 * While the only obstacle is something unknown it may wait for it, up to a deadline.
 */
#ifndef HANDOFF_CHECK_CLEARANCE_H
#define HANDOFF_CHECK_CLEARANCE_H

#include "gate/notes.h"
#include "gate/rollback.h"

/* How time passes while waiting; NULL functions: the machine's monotonic clock, and sleeping. */
typedef struct clearance_wait {
    int64_t seconds; /* 0: no waiting */
    int64_t (*now)(void *payload);
    void (*sleep)(void *payload, int64_t seconds);
    void (*tell)(void *payload, const gate_decision *so_far, int64_t seconds_left); /* or NULL */
    void *payload;
} clearance_wait;

typedef struct clearance_request {
    const gate_question *question;
    str subject;                       /* the question in words; part of the verdict */
    const gate_conditions *conditions; /* NULL: nothing beside the meetings is looked at */
    str asked_by;                      /* "": nobody said */
    bool keep;                         /* comparisons and verdict become facts */
    clearance_wait wait;
} clearance_request;

typedef struct clearance {
    gate_rows rows;
    gate_decision decision;
    rollback rollback; /* of a question that names an environment */
    str verdict;       /* its id; STR_NULL: it was not kept */
} clearance;

/* false with errors; what is returned lives in the arena. */
bool clearance_ask(ledger *l, const clearance_request *request, clearance *out, arena *a, diags *d);

#endif
