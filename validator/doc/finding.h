/*
 * Findings: the one plain-data type between those who decide and those who report.
 *
 * A report holds what one run found out about one pair of contracts (or one contract): plain
 * values and text in its own arena, no pointers into documents or models, so that it can cross a
 * process boundary and outlive what it was made from.
 */
#ifndef HANDOFF_DOC_FINDING_H
#define HANDOFF_DOC_FINDING_H

#include "doc/bundle.h"

typedef enum level { LEVEL_NONE, LEVEL_INFO, LEVEL_WARNING, LEVEL_BREAKING } level;

typedef enum verdict {
    VERDICT_IDENTICAL,
    VERDICT_COMPATIBLE,
    VERDICT_WARNING,
    VERDICT_UNDECIDED,
    VERDICT_BREAKING
} verdict; /* ordered: the worst that holds is the report's */

typedef enum proof_kind { PROOF_RULE, PROOF_WITNESS, PROOF_UNKNOWN } proof_kind;

typedef struct proof {
    proof_kind kind;
    str witness;     /* JSON text of the value, exact */
    str request;     /* the witness as the message it is: "POST /orders" + body, may be STR_NULL */
    str sent_by;     /* "old" or "new" */
    str rejected_by; /* "new" or "old" */
    str reason;      /* of PROOF_UNKNOWN: what stopped the decision */
} proof;

typedef struct affected_consumer {
    str consumer, team, operation;
    position place; /* in its expectation file */
    str uses;       /* "reads", "sends", "does not send", "calls" or "relies on" */
    str relies_on;  /* "/total", a parameter, a status */
} affected_consumer;

typedef struct waiver_note {
    str owner, reason, expires; /* date */
    str approver;               /* who agreed; STR_NULL: nobody had to */
    position place;             /* where the waiver is written; line 0: in a ledger */
} waiver_note;

typedef struct finding {
    str rule;
    level level;
    str message;     /* one sentence, no markup, no full stop */
    str where;       /* "response 200 application/json /amount" */
    str contract;    /* the contract's path, where a run covers several */
    str *operations; /* "GET /payments/{id}", sorted, no duplicates */
    size_t operation_count;
    position old_place, new_place; /* line 0: that side has none */
    str old_excerpt, new_excerpt;  /* a few source lines from the place on; may be STR_NULL */
    proof proof;
    affected_consumer *consumers;
    size_t consumer_count;
    str fingerprint;     /* lower-case hexadecimal */
    waiver_note *waived; /* NULL: not waived; a waived finding leaves the verdict */
} finding;

typedef struct undecided {
    str where, why;
    position place;
} undecided;

/* One question about schemas: is what the writer sends within what the reader accepts? */
typedef struct schema_question {
    const char *answer;      /* "included", "not included", "unknown" */
    str keyword, reason;     /* of unknown: what stopped it */
    position writer, reader; /* line 0: that side has no schema */
    size_t steps;
    int64_t microseconds;
} schema_question;

/* What deciding about schemas took. Kept where it was asked for: times differ from run to run. */
typedef struct schema_statistics {
    size_t included, not_included;
    size_t refuted; /* witnesses that the validator did not confirm, and that were not shown */
    int64_t microseconds;
    schema_question slowest;
    schema_question *unknown;
    size_t unknown_count;
} schema_statistics;

typedef struct report {
    arena *arena; /* owns everything below */
    verdict verdict;
    finding *findings; /* sorted: worst first, then place */
    size_t finding_count, finding_capacity;
    undecided *undecided;
    size_t undecided_count, undecided_capacity;
    str old_name, new_name; /* as given */
    str digest; /* of the new contract (the old one's where it is gone), where it was asked for */
    size_t operations_compared, schema_pairs_compared;
    schema_statistics *statistics; /* NULL: not asked for */
} report;

report *report_new(void);
void report_free(report *r);
finding *report_add(report *r, const finding *f); /* copies every text */
undecided *report_add_undecided(report *r, const undecided *u);

/* Sorts, drops exact repeats and sets the verdict from what was added; `changed` tells identical
 * from compatible. */
void report_finish(report *r, bool changed);
size_t report_count(const report *r, level l); /* waived ones left out */

const char *level_name(level l);     /* "breaking", "warning", "info", "none" */
bool level_parse(level *out, str s); /* also "error"/"err"/"warn" of other tools' files */
const char *verdict_name(verdict v);

#endif
