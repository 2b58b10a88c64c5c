/*
 * Whether an actual request, response or message is what a Pact interaction expects: the matching
 * of the Pact specification, versions 1 to 4.
 *
 * Requests are strict (an unexpected member or query parameter is a mismatch), responses and
 * messages loose. Bodies that are not JSON are compared as text. What is returned lives in the
 * arena given.
 *
 * `version` is the specification's that the file was written to, times ten (10, 11, 20, 30, 40): 10
 * compares query strings as text.
 */
#ifndef HANDOFF_CONSUMER_PACT_MATCH_H
#define HANDOFF_CONSUMER_PACT_MATCH_H

#include "consumer/pact_rules.h"

typedef enum pact_side { PACT_REQUEST, PACT_RESPONSE, PACT_MESSAGE } pact_side;

typedef struct mismatch {
    str where; /* "body $.items[0]", "header 'Accept'", "status" */
    str what;
} mismatch;

typedef struct mismatches {
    mismatch *items;
    size_t count, capacity;
    bool undecided; /* a matcher that is not known, or a pattern beyond its limits */
} mismatches;

mismatches pact_match(unsigned version, pact_side side, const node *expected, const node *actual,
                      arena *a);

#endif
