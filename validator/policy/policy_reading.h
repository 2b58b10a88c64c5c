/*
 * Reading handoff.yaml, in parts: what the files of policy/ share while they read. Private to
 * policy/.
 */
#ifndef HANDOFF_POLICY_POLICY_READING_H
#define HANDOFF_POLICY_POLICY_READING_H

#include "base/vec.h"
#include "policy/policy.h"

typedef struct policy_reading {
    policy *policy;
    int fail_on;
    int unused;
    int preset;
    VEC(policy_contract) contracts;
    level_overrides overrides;
    VEC(policy_waiver) waivers;
    VEC(bundle_mapping) mappings;
} policy_reading;

/* Each reads the value of one key; `into` is the policy_reading. */
void policy_read_contracts(config *c, const node *value, void *into);
void policy_read_levels(config *c, const node *value, void *into);
void policy_read_waivers(config *c, const node *value, void *into);
void policy_read_extensions(config *c, const node *value, void *into);

void policy_clean_globs(config *c, text_list *globs);

/* An error for each glob that leads out of the repository. */
void policy_refuse_outside(config *c, const node *at, const text_list *globs);

#endif
