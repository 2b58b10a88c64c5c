/*
 * Evidence: what an answer was made from, as a JSON document that the ledger keeps by its digest.
 *
 * The digest is the verdict's id: the same question over the same rows, by the same tool, rules and
 * person, is the same verdict. A decision's evidence holds its rows whole, with the digests of both
 * contracts, the comparisons and the waivers used, so that it can be decided again without the
 * ledger's present state. No time stands in it; the fact that names it has one.
 */
#ifndef HANDOFF_GATE_EVIDENCE_H
#define HANDOFF_GATE_EVIDENCE_H

#include "doc/node.h"
#include "gate/decision.h"
#include "gate/ledger.h"
#include "gate/rollback.h"

typedef struct verdict_given {
    str command; /* "can-i-deploy" */
    str subject; /* "payments@2 to production" */
    str answer;
    str tool, rules; /* rules: digest of the catalogue */
    str asked_by;    /* "" where nobody said */
    str evidence;    /* the JSON document */
} verdict_given;

/* The evidence of a decision; compact JSON in the arena. `v->evidence` is not looked at. `back` may
 * be NULL: nobody asked whether it can come back. */
str evidence_of_decision(const verdict_given *v, const gate_rows *rows,
                         const gate_decision *decision, const rollback *back, arena *a);

/* The rows back. false when the document does not hold them. Borrows from the document. */
bool evidence_read_rows(const node *root, gate_rows *rows, arena *a);

/* Records the verdict; its id (digest of the evidence) in the arena. Asked again with the same
 * outcome it adds nothing, without becoming a writer. */
bool verdict_record(ledger *l, const verdict_given *v, str *id, arena *a, diags *d);

typedef struct verdict_found {
    str id, command, subject, answer, tool, rules, asked_by;
    str recorded_at;
    int64_t sequence; /* 0: a comparison, which is kept beside the verdicts that rest on it */
    size_t times;     /* how often it was recorded */
    str evidence;     /* STR_NULL: its text is gone */
    bool was_changed; /* the text is no longer the one of the id */
} verdict_found;

/* The newest verdict whose id starts so, or the comparison of contracts whose evidence does. false
 * with "verdict.unknown" or "verdict.ambiguous". */
bool verdict_find(ledger *l, str id, verdict_found *out, arena *a, diags *d);

#endif
