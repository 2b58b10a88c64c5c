/*
 * Can it come back? Whether the versions that a deployment replaces would still fit everything in
 * the environment, asked before the deployment, when the answer is still of use.
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

#endif
