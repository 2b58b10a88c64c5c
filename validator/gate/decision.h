/*
 * The deploy decision: may these versions go where they are meant to go?
 *
 * A pure function over rows: it knows no database, no clock and no selector. gate/gather.h finds
 * the rows (which versions meet which, and what is recorded about each meeting); this module says
 * yes, no or unknown, and why. What it returns lives in the arena given and borrows the rows' text.
 *
 * The order of the verdict:
 *   1. anything that is certainly wrong (a failed meeting, a version that nobody recorded, an
 *      approval that is asked for and missing, a retired contract): no, at once, even beside
 *      unknowns;
 *   2. anything not known (a meeting nobody verified, a provider that is not there): unknown;
 *   3. otherwise yes.
 * A waived meeting decides nothing; it is counted and told by itself.
 */
#ifndef HANDOFF_GATE_DECISION_H
#define HANDOFF_GATE_DECISION_H

#include "base/arena.h"

typedef enum gate_result { RESULT_NONE, RESULT_PASSED, RESULT_FAILED } gate_result;

/* A version, and in words how it came to be looked at: "the version of Bar now in prod". */
typedef struct gate_version {
    str service, version; /* version STR_NULL: nothing was found */
    str chosen;
} gate_version;

/* Somebody lives with what is wrong about a meeting until a date. */
typedef struct gate_waived {
    str owner, reason, expires;
    str approver; /* who agreed; STR_NULL: nobody had to */
} gate_waived;

typedef enum comparison_answer {
    COMPARISON_NONE, /* a text is missing, or nobody computed */
    COMPARISON_FITS,
    COMPARISON_BREAKS,
    COMPARISON_UNDECIDED
} comparison_answer;

/* What the engine found out from the texts of both contracts. */
typedef struct gate_comparison {
    comparison_answer answer;
    str why;      /* the first reason, one sentence; STR_NULL where it fits */
    str evidence; /* digest of the content with all of them */
} gate_comparison;

/* One consumer version meets one provider version. */
typedef struct gate_meeting {
    gate_version consumer, provider; /* provider.version STR_NULL: none is there */
    str content;                     /* digest or name of the consumer's contract */
    gate_result result;              /* of both below: any failure is one */
    gate_result recorded;            /* by a test run */
    str verified_by; /* another provider version that passed this content, or STR_NULL */
    bool has_text;   /* the consumer's contract is in the ledger, not only its name */
    str provided;    /* the provider version's contracts, joined by '+'; STR_NULL: none */
    gate_comparison computed;
    bool ignored;
    const gate_waived *waived; /* NULL: not waived */
} gate_meeting;

/* A version that was asked about by name. */
typedef struct gate_subject {
    gate_version version;
    bool exists;
    bool ignored;
} gate_subject;

typedef enum gate_reason_kind {
    REASON_VERSION_UNKNOWN,     /* no */
    REASON_VERIFICATION_FAILED, /* no */
    REASON_CONTRACT_RETIRED,    /* no: retired or rejected */
    REASON_APPROVAL_MISSING,    /* no: the environment is protected */
    REASON_NEVER_VERIFIED,      /* unknown */
    REASON_VERIFIED_BY_ANOTHER, /* unknown */
    REASON_NO_CONTRACT,         /* unknown: the live version published nothing to compare */
    REASON_UNDECIDED,           /* unknown: both contracts were compared without a decision */
    REASON_NOT_DEPLOYED,        /* unknown: the provider is not there */
    REASON_NOTHING_TO_CHECK,    /* yes */
    REASON_ALL_PASSED,          /* yes */
    REASON_IGNORE_UNKNOWN,      /* warning, as all that follow */
    REASON_NO_TARGET,
    REASON_TAG_UNKNOWN,
    REASON_VERSION_BY_RULE,
    REASON_WAIVED,        /* a meeting that would have failed or is not known */
    REASON_WAIVER_LAPSED, /* expired, revoked, or given for another contract */
    REASON_CONTRACT_STATE,
    REASON_APPROVED,
    REASON_ROLLBACK_INCOMPLETE, /* some instances still run what is being replaced */
    REASON_COUNT
} gate_reason_kind;

/* Something beside the meetings that bears on the answer, as its kind says. */
typedef struct gate_note {
    gate_reason_kind kind; /* no "yes" */
    str text;              /* one sentence, no full stop */
} gate_note;

typedef struct gate_rows {
    const gate_subject *subjects;
    size_t subject_count;
    const gate_meeting *meetings;
    size_t meeting_count;
    const gate_note *notes;
    size_t note_count;
    const str *unknown_ignores; /* --ignore names nothing known */
    size_t unknown_ignore_count;
    bool without_target;  /* one selector and no destination: against the newest of everything */
    bool tag_unknown;     /* the destination is a tag that no version has */
    bool without_version; /* some subject was chosen by a rule, so a race may change it */
} gate_rows;

typedef enum gate_answer { GATE_YES, GATE_NO, GATE_UNKNOWN } gate_answer;

typedef struct gate_reason {
    gate_reason_kind kind;
    const gate_meeting *meeting; /* NULL where it is about none */
    str text;                    /* one sentence, no full stop */
} gate_reason;

typedef struct gate_decision {
    gate_answer answer;
    const gate_reason *reasons; /* warnings first, then what decides */
    size_t reason_count;
    size_t passed, failed, unknown, ignored, waived; /* meetings */
} gate_decision;

/* What the recorded result and the comparison come to: any failure is one. */
gate_result gate_meeting_result(const gate_meeting *m);

gate_decision gate_decide(const gate_rows *rows, arena *a);

const char *gate_answer_name(gate_answer answer);             /* "yes", "no", "unknown" */
const char *gate_result_name(gate_result result);             /* "none", "passed", "failed" */
const char *comparison_answer_name(comparison_answer answer); /* "none", "fits", "breaks", … */
const char *gate_reason_name(gate_reason_kind kind);          /* "never-verified", … */
bool gate_reason_is_warning(gate_reason_kind kind);

#endif
