/*
 * A verdict that the ledger keeps, for people: what was asked, by whom and when, the answer, and
 * what it was made from.
 */
#ifndef HANDOFF_REPORT_VERDICT_H
#define HANDOFF_REPORT_VERDICT_H

#include "base/buf.h"
#include "gate/evidence.h"

void verdict_render_text(buf *out, const verdict_found *v, arena *a);

/* The fact and its evidence as one JSON document. */
void verdict_render_json(buf *out, const verdict_found *v, arena *a);

#endif
