/*
 * Check: everything that handoff.yaml lists, against a revision of git. What the pre-commit hook
 * and pipelines run.
 *
 * Each contract is judged in a process of its own under the limits of handoff.yaml, so that one
 * that cannot be read or decided leaves the others judged. Levels and waivers of handoff.yaml are
 * applied; a waived finding stays in its report. The result owns everything it points to.
 */
#ifndef HANDOFF_CHECK_H
#define HANDOFF_CHECK_H

#include "base/clock.h"
#include "base/diag.h"
#include "doc/finding.h"
#include "gate/ledger.h"
#include "handoff/levels.h"

typedef struct check_options {
    const char *config;     /* NULL: handoff.yaml in this folder or the nearest above it */
    const char *against;    /* revision whose merge base with HEAD is the old side; NULL: as the
                               configuration says */
    bool staged;            /* the index against HEAD */
    level_options leveling; /* before what the configuration says */
    clock_source clock;     /* for what expires */
    ledger *ledger;         /* whose waivers count too; NULL: none */
    bool digests;           /* reports tell their contract's digest; a ledger asks for them too */
} check_options;

typedef struct checked_contract {
    str name;            /* its path from the top of the repository */
    str producer, owner; /* STR_NULL: not said */
    report *report;      /* NULL: not judged, problems say why */
    diags *problems;     /* NULL: none */
    bool about_settings; /* not a contract but handoff.yaml: findings about waivers and owners */
} checked_contract;

typedef struct check_result {
    arena *arena;                /* owned, with all below */
    checked_contract *contracts; /* in order of path; then handoff.yaml, when waivers or owners
                                    have findings */
    size_t count;
    level fail_on; /* findings from this level up fail; LEVEL_NONE: none does */
} check_result;

/* NULL with errors when nothing could be judged at all: no repository, no or a bad configuration,
 * no such revision, no contract matched ("check.nothing"). */
check_result *check_run(const check_options *options, diags *d);
void check_free(check_result *c); /* NULL is fine */

#endif
