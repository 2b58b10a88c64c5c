/*
 * What bears on a deploy decision beside the meetings, out of the ledger: the states of the
 * contracts, the approvals a protected environment asks for, and the waivers of meetings.
 *
 * To be called between gate_gather and gate_decide. The waiver of a meeting is bound to the
 * consumer's contract, by the meeting's fingerprint, and to the provider's, by its digest; so it
 * covers every version and environment in which these two texts meet, and no other.
 */
#ifndef HANDOFF_GATE_NOTES_H
#define HANDOFF_GATE_NOTES_H

#include "gate/approval.h"
#include "gate/gather.h"

typedef struct gate_conditions {
    approval_policy policy;
    const str *protected_; /* globs: environments that need an approval whatever the ledger says */
    size_t protected_count;
    str asker; /* who asks; STR_NULL: nobody knows */
    int64_t now;
} gate_conditions;

/* Adds notes to the rows and waivers to their meetings. false with errors of the database. */
bool gate_add_notes(ledger *l, const gate_question *question, const gate_conditions *conditions,
                    gate_rows *rows, arena *a, diags *d);

/* The waivers alone, and notes about those that do not count: for a view of many meetings. */
bool gate_add_waivers(ledger *l, const gate_question *question, const gate_conditions *conditions,
                      gate_rows *rows, arena *a, diags *d);

/* What a waiver of a meeting names: its finding and its contract. */
str gate_meeting_fingerprint(const gate_meeting *m, arena *a);
str gate_meeting_contract(const gate_meeting *m, arena *a);

#endif
