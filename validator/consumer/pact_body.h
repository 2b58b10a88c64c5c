/*
 * Bodies and messages of Pact interactions compared. Private to consumer/.
 */
#ifndef HANDOFF_CONSUMER_PACT_BODY_H
#define HANDOFF_CONSUMER_PACT_BODY_H

#include "consumer/pact_match.h"

typedef struct matching {
    arena *arena;
    matching_rules rules;
    bool strict; /* an unexpected member is a mismatch */
    mismatches found;
} matching;

void matching_add(matching *m, str where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A JSON body against a JSON body. */
void pact_body_match(matching *m, const node *expected, const node *actual);

#endif
