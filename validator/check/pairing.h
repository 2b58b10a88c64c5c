/*
 * Pairs: each contract that handoff.yaml lists, with what it was in the commit compared with.
 *
 * A contract is matched by its path. One that is gone is looked for under another name, by git's
 * rename detection and, for files git does not track yet, by equal content. What leaves the list
 * (removed, moved to a place no entry covers, or no longer listed) is a pair too: a contract does
 * not leave the gate unseen.
 */
#ifndef HANDOFF_CHECK_PAIRING_H
#define HANDOFF_CHECK_PAIRING_H

#include "check/repository.h"
#include "policy/policy.h"

typedef enum pair_kind {
    PAIR_CHANGED, /* there on both sides; maybe with equal content */
    PAIR_NEW,
    PAIR_REMOVED,
    PAIR_RENAMED,
    PAIR_UNLISTED /* there on both sides, but only the old handoff.yaml lists it */
} pair_kind;

typedef struct contract_pair {
    pair_kind kind;
    str old_path, new_path; /* from the top of the repository; STR_NULL: not there */
    bool is_sparse;         /* the new side is not checked out: the index has it */
    str moved_to;           /* PAIR_REMOVED: a file no entry covers that it became, or STR_NULL */
    const policy_contract *contract; /* of the new policy; of PAIR_UNLISTED the old one's */
} contract_pair;

typedef struct pairing_input {
    repository *repository;
    const policy *policy;
    const policy *old_policy; /* NULL: there was none */
    str folder;               /* of handoff.yaml, below the top: "" or "a/b/" */
    str old_commit;           /* STR_NULL: before the first commit */
    side new_side;
} pairing_input;

/* In order of path. false with errors; none found at all is not an error here. */
bool pairing_make(const pairing_input *in, contract_pair **out, size_t *count, diags *d);

/* The name a pair goes by in reports. */
str pair_name(const contract_pair *p);

#endif
