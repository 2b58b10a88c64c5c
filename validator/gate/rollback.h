/*
 * Coming back. Before a deployment: whether the versions that a deployment replaces would still fit
 * everything in the environment, asked when the answer is still of use. After one: rollbacks, each
 * with its set of instances, incomplete until every instance is back.
 */
#ifndef HANDOFF_GATE_ROLLBACK_H
#define HANDOFF_GATE_ROLLBACK_H

#include "gate/gather.h"

typedef enum rollback_answer {
    ROLLBACK_NOTHING, /* nothing is being replaced: the first deployment there */
    ROLLBACK_SAFE,
    ROLLBACK_UNSAFE,
    ROLLBACK_UNKNOWN
} rollback_answer;

typedef struct rollback {
    rollback_answer answer;
    const str *versions; /* those being replaced, "checkout@1.3" */
    size_t version_count;
    gate_decision decision; /* of those versions against the environment */
} rollback;

/* For a question whose target is an environment; for another target there is nothing to replace. */
bool gate_rollback(ledger *l, const gate_question *question, const gather_options *options,
                   rollback *out, arena *a, diags *d);

const char *rollback_name(rollback_answer answer); /* "nothing to roll back", "safe", … */

/* --- rollbacks that were begun --- */

typedef struct rollback_request {
    str service, version, environment; /* back to this version */
    const str *instances;              /* none: every instance that runs another one */
    size_t instance_count;
    str reason, request; /* may be STR_NULL */
} rollback_request;

/* Records the rollback of all its instances at once; where it was begun before, it adds nothing.
 * false with "rollback.version" when nobody recorded the version, "rollback.nothing" when no such
 * instance runs another one. */
bool rollback_begin(ledger *l, const rollback_request *r, diags *d);

typedef struct begun_rollback {
    str service, environment;
    str version, replaced;                /* from `replaced` back to `version` */
    const str *waiting;                   /* instances that are not back yet */
    size_t waiting_count, instance_count; /* instance_count: all of them */
} begun_rollback;

typedef struct begun_rollbacks {
    begun_rollback *items;
    size_t count, capacity;
} begun_rollbacks;

/* Of a service and an environment, either STR_NULL for all; those that are complete too where
 * wanted. In the order of environment and service. */
bool rollbacks_find(ledger *l, str service, str environment, bool complete_too,
                    begun_rollbacks *out, arena *a, diags *d);

/* "rollback of web in production to 1.4: 1 of 3 instances back, waiting for b, c" */
str rollback_text(const begun_rollback *r, arena *a);

/* Adds a note for each rollback in the target environment that is not complete and that concerns a
 * service of the rows. */
bool rollback_add_notes(ledger *l, const gate_question *question, gate_rows *rows, arena *a,
                        diags *d);

#endif
