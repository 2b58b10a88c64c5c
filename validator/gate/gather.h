/*
 * Gathering: from a question in selectors to the rows that gate/decision.h decides over.
 *
 * The question names versions (by number, newest, branch, tag) and a target (an environment, a tag,
 * the partners' main branches, or nothing). Every version of a partner that is live at the target
 * meets every version asked about: what is recorded of each meeting becomes one row. The number of
 * statements follows the neighbours of the services asked about, never the size of the ledger; a
 * server is asked them in a few round trips, however many there are.
 */
#ifndef HANDOFF_GATE_GATHER_H
#define HANDOFF_GATE_GATHER_H

#include "gate/decision.h"
#include "gate/ledger.h"

typedef enum selector_kind {
    SELECT_VERSION, /* one version by its number */
    SELECT_LATEST,  /* the newest; with branch or tag set: the newest of those */
    SELECT_ALL      /* every version; with tag set: every one of those */
} selector_kind;

typedef struct gate_selector {
    str service;
    selector_kind kind;
    str version, branch, tag;
} gate_selector;

typedef enum target_kind {
    TARGET_NONE, /* one selector: the newest of every partner; several: only each other */
    TARGET_ENVIRONMENT,
    TARGET_TAG,       /* the newest version with the tag */
    TARGET_EVERY_TAG, /* every version with the tag */
    TARGET_MAIN       /* the newest version of the partner's main branch */
} target_kind;

typedef struct gate_ignore {
    str service, version; /* version STR_NULL: all of them */
} gate_ignore;

typedef struct gate_question {
    const gate_selector *selectors;
    size_t selector_count;
    target_kind target;
    str target_name;
    const gate_ignore *ignores;
    size_t ignore_count;
} gate_question;

/* Compares the texts of a meeting whose consumer has_text and whose provider provided some, where
 * the ledger holds no comparison of them by this tool. false with errors only when that failed as
 * such; what cannot be decided is COMPARISON_UNDECIDED. NULL: nothing is computed. */
typedef bool gate_compute(void *payload, const gate_meeting *m, gate_comparison *out, diags *d);

typedef struct gather_options {
    const char *tool; /* comparisons of this tool count; NULL: none do */
    gate_compute *compute;
    void *payload;
} gather_options;

/* false with errors ("gate.service", "ledger.environment", "ledger.*"). Rows live in the arena. */
bool gate_gather(ledger *l, const gate_question *question, const gather_options *options,
                 gate_rows *rows, arena *a, diags *d);

/* All environments, by name. */
bool gate_environments(ledger *l, str **names, size_t *count, arena *a, diags *d);

/* Versions of a service that are live in an environment: deployed, arriving, or released. */
bool gate_live_versions(ledger *l, str service, str environment, str **versions, size_t *count,
                        arena *a, diags *d);

#endif
