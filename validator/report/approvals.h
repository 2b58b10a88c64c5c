/*
 * What the ledger holds of waivers and approvals, each with whether it counts and why not.
 */
#ifndef HANDOFF_REPORT_APPROVALS_H
#define HANDOFF_REPORT_APPROVALS_H

#include "base/buf.h"
#include "gate/approval_rows.h"

typedef struct approvals_report {
    const waiver_list *waivers;
    const standing *waiver_standings; /* one each */
    const release_approval_list *releases;
    const standing *release_standings;
} approvals_report;

void approvals_render_text(buf *out, const approvals_report *r);
void approvals_render_json(buf *out, const approvals_report *r);

#endif
