/*
 * Approvals: whether what somebody wrote down still counts.
 *
 * A waiver lives with one finding of one contract until a date; an approval is a second person's
 * word for it. A release approval lets one version into one protected environment. All are bound
 * to digests or versions, so that nothing that changed since is covered. Nothing here knows a
 * database: gate/approval_rows.h finds them. Names are compared without regard to case and to a
 * leading '@', so that nobody approves of himself by another spelling.
 */
#ifndef HANDOFF_GATE_APPROVAL_H
#define HANDOFF_GATE_APPROVAL_H

#include "base/arena.h"

typedef struct approval_policy {
    bool two_person;      /* who asks for something is not who approves of it */
    const str *approvers; /* who may approve; none listed: anybody */
    size_t approver_count;
} approval_policy;

typedef struct given_approval {
    str approver, reason, expires; /* reason, expires may be STR_NULL */
} given_approval;

typedef struct given_waiver {
    str fingerprint, contract;
    str owner, reason, expires;
    str author; /* who asked for it; STR_NULL: not said */
    str revoked_by, revoked_because;
    const given_approval *approvals;
    size_t approval_count;
} given_waiver;

typedef struct release_approval {
    str service, version, environment;
    str owner, approver, rollback_plan;
    str author, reason, expires; /* may be STR_NULL */
} release_approval;

typedef enum standing_kind {
    STANDING_COUNTS,
    STANDING_EXPIRED,
    STANDING_REVOKED,
    STANDING_OTHER_CONTRACT, /* given for the finding in another text of the contract */
    STANDING_UNAPPROVED      /* nobody who may approve of it did */
} standing_kind;

typedef struct standing {
    standing_kind kind;
    str why;      /* "it expired on 2026-10-01": no full stop; STR_NULL when it simply counts */
    str approver; /* whose word made it count; STR_NULL: nobody's was asked for */
} standing;

/* `contract`: the digest of the contract at hand; STR_NULL: whichever it was given for. */
standing waiver_standing(const given_waiver *w, str contract, const approval_policy *policy,
                         int64_t now, arena *a);

/* `asker`: who asks to deploy now; STR_NULL: nobody knows. With two persons wanted, neither who
 * asks nor who asked for the approval may have given it. */
standing release_standing(const release_approval *r, str asker, const approval_policy *policy,
                          int64_t now, arena *a);

const char *standing_name(standing_kind kind); /* "counts", "expired", "revoked", … */

bool same_person(str one, str other);

#endif
