/*
 * handoff.yaml: what a repository says about its contracts.
 *
 * A policy lists the contracts (by globs) with their kind, producer and owner, and says against
 * what they are compared, which rules count how, which findings are waived until when and by
 * whom, and under which limits contracts are read. It is read from YAML or JSON; every mistake is
 * a diagnostic with its position ("policy.unknown-key" with the nearest known key, "policy.type",
 * "policy.value", "policy.missing", ...). Its JSON Schema is schemas/handoff.schema.json.
 *
 * Paths and globs in it are relative to the folder it stands in. A policy owns all its text.
 */
#ifndef HANDOFF_POLICY_POLICY_H
#define HANDOFF_POLICY_POLICY_H

#include "change/change.h"
#include "policy/config.h"
#include "policy/ignore.h"
#include "policy/leveling.h"

typedef enum contract_kind { CONTRACT_ANY, CONTRACT_OPENAPI, CONTRACT_JSON_SCHEMA } contract_kind;

/* Where earlier versions of a contract are, beside the one it is compared with: the same file in
 * tags (globs) and revisions, other files (globs, from `folder`). */
typedef struct policy_versions {
    text_list tags, revisions, paths;
    position place; /* line 0: none are listed */
} policy_versions;

/* One entry of `contracts`. */
typedef struct policy_contract {
    text_list globs, except;
    contract_kind kind;
    str producer;                  /* the service that provides it; STR_NULL: not said */
    str owner;                     /* the team that answers for it */
    text_list consumers;           /* services that rely on it */
    text_list written_by, read_by; /* JSON Schema: services that send such values, and that read */
    compatibility compatibility;   /* as said, or as written_by and read_by imply */
    bool transitive;               /* with each of `versions` too */
    policy_versions versions;
    bool literal; /* JSON Schema: ask literally, not writer-closed */
    position place;
} policy_contract;

/* One entry of `waivers`: by fingerprint, or by rule and location (and contract). */
typedef struct policy_waiver {
    str fingerprint;              /* whole, or its first characters (8 at least) */
    str rule, location, contract; /* globs; STR_NULL: all */
    str owner, reason, expires;
    int64_t expires_at;    /* the waiver still counts on its last day, in UTC */
    const char *malformed; /* what is wrong with it: it then waives nothing; NULL: sound */
    position place;
} policy_waiver;

/* What a break is that no consumer's file relies on. ORDER unused_policy (check/impact.c). */
typedef enum unused_policy { UNUSED_BLOCK, UNUSED_WARN, UNUSED_ALLOW } unused_policy;

typedef struct policy_limits {
    uint32_t seconds; /* for one contract */
    uint64_t memory;  /* bytes, for one contract */
    uint64_t steps;   /* of the inclusion decision; 0: the engine's own limit */
} policy_limits;

typedef struct policy_deprecation {
    uint32_t days_stable, days_beta; /* between a deprecation and its sunset, at least; 0: none */
    stability least;                 /* operations below it may change at will */
} policy_deprecation;

/* What an approval in a ledger needs to count (gate/approval.h). */
typedef struct policy_approvals {
    bool two_person;                  /* who asks is not who approves */
    text_list approvers;              /* none: anybody */
    text_list protected_environments; /* globs, beside those the ledger itself protects */
} policy_approvals;

typedef struct policy_service {
    str name, owner;
} policy_service;

typedef struct policy {
    arena *arena;  /* owned */
    str file;      /* as people read it */
    str folder;    /* of the file, relative to the repository; "" when it is the top */
    str against;   /* revision; STR_NULL: not said */
    level fail_on; /* findings from this level up fail; LEVEL_NONE: none does */
    policy_contract *contracts;
    size_t contract_count;
    text_list exclude;
    leveling leveling;                            /* `preset` and `levels` */
    str severity_levels, err_ignore, warn_ignore; /* files from `folder`; STR_NULL: none */
    policy_waiver *waivers;
    size_t waiver_count;
    policy_limits limits;
    policy_deprecation deprecation;
    bool checks_version; /* a breaking change demands a higher info.version */
    extension_level *extensions;
    size_t extension_count;
    policy_approvals approvals;
    bundle_mapping *mappings;
    size_t mapping_count;
    bool judges_owners;       /* there is an `owners` section: check judges ownership too */
    policy_service *services; /* owners of services, consumers and producers alike */
    size_t service_count;
    text_list teams;        /* owners that exist; empty: not said */
    text_list catalogs;     /* Backstage catalogue files (globs) */
    text_list expectations; /* globs of consumer files, from the top of the repository */
    unused_policy unused;
    str codeowners; /* path; STR_NULL: where GitHub and GitLab look */
} policy;

/* Reads a policy from text, which it takes over. NULL when there was any error. */
policy *policy_read(buf *source, str file, diags *d);
void policy_free(policy *p); /* NULL is fine */

/* Whether a rule of the catalogue has that name, or any fits that glob. */
bool policy_has_rule(str glob);

/* The entry that a contract file falls under: the first whose globs have it; NULL: none. */
const policy_contract *policy_contract_of(const policy *p, str path);

/* The fingerprint of a finding that is about files or settings: of its rule and its address. */
str policy_fingerprint(str rule, str address, arena *a);

/* --- findings in the light of a policy (policy/apply.c) --- */

typedef struct policy_run {
    const policy *policy;
    const leveling *leveling; /* the policy's own, or what a run makes of it */
    ignore_list *ignored;     /* may be NULL */
    int64_t now;
    bool *waiver_used; /* one a waiver, over all contracts of the run */
} policy_run;

void policy_run_begin(policy_run *run, const policy *p, int64_t now, arena *a);

/* Sets the levels of one contract's findings and marks the waived ones; then the report's verdict
 * is worked out anew. */
void policy_apply(policy_run *run, report *r, str contract);

/* After all contracts: a finding for each waiver that is malformed, expired or unused. */
void policy_report_waivers(policy_run *run, report *r);

#endif
