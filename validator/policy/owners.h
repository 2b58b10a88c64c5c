/*
 * Who answers for a contract: as handoff.yaml, CODEOWNERS and the Backstage catalogue say.
 *
 * Each of the three may name owners; names are compared by their last part and without case, so
 * that "@acme/payments", "group:default/payments" and "payments" are one team. Findings:
 *
 *     contract-without-owner   nobody answers for it
 *     owners-disagree          two of the three name different teams
 *     owner-unknown            a team that neither `owners.teams` nor the catalogue has
 */
#ifndef HANDOFF_POLICY_OWNERS_H
#define HANDOFF_POLICY_OWNERS_H

#include "policy/catalog.h"
#include "policy/codeowners.h"
#include "policy/policy.h"

typedef struct ownership {
    const policy *policy;
    const codeowners *codeowners; /* NULL: there is none */
    const catalog *catalog;       /* may be empty */
} ownership;

/* One source's word about a contract. */
typedef struct owner_claim {
    const char *source; /* "handoff.yaml", "CODEOWNERS", "the catalogue" */
    text_list owners;   /* none: it says that nobody owns it */
    position place;
} owner_claim;

enum { OWNER_SOURCES = 3 };

/* What the sources say about a contract file (from the top of the repository), in that order; how
 * many of them say anything. */
size_t owners_claims(const ownership *o, str path, const policy_contract *contract,
                     owner_claim out[OWNER_SOURCES], arena *a);

/* The team that answers for it: the first owner of the first source that names one. */
str owners_team(const ownership *o, str path, const policy_contract *contract, arena *a);

/* Whether somebody knows that owner: a team that is listed, a group or user of the catalogue. Where
 * neither lists any, all are. */
bool owners_knows(const ownership *o, str owner);

/* The team of a service by its name: owners.services, then the catalogue; STR_NULL: not known. */
str owners_team_of_service(const ownership *o, str service);

bool owners_same_team(str one, str other);

/* Adds the findings about one contract. */
void owners_judge(const ownership *o, str path, const policy_contract *contract, report *r);

#endif
