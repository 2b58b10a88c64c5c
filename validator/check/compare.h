/*
 * One pair of contracts read and compared, by whatever engine its kind asks for. Runs in a worker.
 */
#ifndef HANDOFF_CHECK_COMPARE_H
#define HANDOFF_CHECK_COMPARE_H

#include "check/pairing.h"

typedef struct compare_job {
    contract_pair pair;
    const policy *policy;
    const char *top; /* of the repository */
    str folder;      /* of handoff.yaml, below the top: "" or "a/b/" */
    str old_name;    /* revision as people and git read it: "HEAD", "1a2b3c4d5e6f" */
    bool staged;     /* the new side is the index */
    const char *const *expectations; /* consumer files, see check/impact.h */
    size_t expectation_count;
    change_options change;
    bool digest; /* the report tells the digest of the contract */
} compare_job;

/* `argument` is a compare_job. */
void compare_pair(const void *argument, report *r, diags *d);

#endif
