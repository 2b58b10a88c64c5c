/*
 * One consumer's contract against one contract of its provider. Private to check/engine*.c.
 */
#ifndef HANDOFF_CHECK_ENGINE_PARTS_H
#define HANDOFF_CHECK_ENGINE_PARTS_H

#include "check/engine.h"
#include "doc/bundle.h"

/* What a contract says of one thing that a consumer relies on: an interaction, an operation, an
 * event; in the order in which they outweigh each other. */
typedef enum element_answer {
    ELEMENT_NOT_ASKED, /* the contract is of another kind */
    ELEMENT_MISSING,   /* it knows nothing of it; another contract may */
    ELEMENT_FITS,
    ELEMENT_UNDECIDED,
    ELEMENT_BREAKS
} element_answer;

typedef struct judged_problem {
    size_t element;
    element_answer answer;           /* missing, undecided or breaks */
    str what;                        /* part of the fingerprint */
    str operation, message, witness; /* witness: JSON text, or STR_NULL */
    position given, contract;        /* line 0: none */
    str fingerprint;
} judged_problem;

typedef struct judgement {
    element_answer otherwise; /* of every element, where they could not be told apart */
    bool is_text_missing;     /* it may be stored later: not to be remembered */
    element_answer *elements;
    size_t element_count;
    const judged_problem *problems;
    size_t problem_count;
} judgement;

/* false with errors when a text is not in the ledger; what cannot be read is undecided, and why. */
bool engine_judge(ledger *l, str provider, str content, str provided, judgement *out, arena *a,
                  diags *d);

#endif
