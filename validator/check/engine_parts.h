/*
 * One consumer's contract against one contract of its provider. Private to check/engine*.c.
 */
#ifndef HANDOFF_CHECK_ENGINE_PARTS_H
#define HANDOFF_CHECK_ENGINE_PARTS_H

#include "check/engine.h"
#include "doc/bundle.h"

typedef struct judged_problem {
    comparison_answer answer; /* COMPARISON_BREAKS or COMPARISON_UNDECIDED */
    bool is_missing;          /* the contract knows nothing of the operation; another one may */
    bool is_event;
    str what;                        /* what is missing, the same text for every contract */
    str operation, message, witness; /* witness: JSON text, or STR_NULL */
    position given, contract;        /* line 0: none */
    str fingerprint;
} judged_problem;

typedef struct judgement {
    comparison_answer answer; /* COMPARISON_NONE: the two are of kinds that do not compare */
    const judged_problem *problems;
    size_t problem_count;
    bool is_copy;         /* two contracts were compared: to fit one of several is to fit */
    bool asks_operations; /* the contract has operations: one not missing in it is in it */
    const str *events;    /* what was asked of events that are in it, as in `what` */
    size_t event_count;
} judgement;

/* false with errors when a text is not in the ledger; what cannot be read is undecided, and why. */
bool engine_judge(ledger *l, str provider, str content, str provided, judgement *out, arena *a,
                  diags *d);

#endif
