/*
 * Replaying a verdict: deciding again from what the ledger keeps of it, and saying what differs.
 */
#ifndef HANDOFF_CHECK_REPLAY_H
#define HANDOFF_CHECK_REPLAY_H

#include "gate/evidence.h"

typedef struct replay_difference {
    str what;      /* "the answer", "the rules", "the comparison of web@1 with payments@2" */
    str then, now; /* now STR_NULL: it cannot be told any more */
    bool matters;  /* another version of the tool or its rules by itself does not */
} replay_difference;

typedef struct replay {
    const replay_difference *differences;
    size_t count;
    bool is_same;    /* nothing that matters differs */
    str answer;      /* as it is found now */
    size_t compared; /* pairs of contracts compared again */
} replay;

/* false with errors when there is nothing to replay from: "replay.evidence". */
bool verdict_replay(ledger *l, const verdict_found *v, replay *out, arena *a, diags *d);

#endif
