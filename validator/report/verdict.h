/*
 * A verdict that the ledger keeps, for people: what was asked, by whom and when, the answer, and
 * what it was made from.
 */
#ifndef HANDOFF_REPORT_VERDICT_H
#define HANDOFF_REPORT_VERDICT_H

#include "base/buf.h"
#include "gate/evidence.h"

/* `rows` may be NULL where the evidence holds none. */
void verdict_render_text(buf *out, const verdict_found *v, const gate_rows *rows, arena *a);

/* The fact and its evidence as one JSON document. */
void verdict_render_json(buf *out, const verdict_found *v);

#endif
