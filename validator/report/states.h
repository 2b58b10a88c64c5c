/*
 * Where contracts stand in their lives, for readers: text and JSON.
 */
#ifndef HANDOFF_REPORT_STATES_H
#define HANDOFF_REPORT_STATES_H

#include "base/buf.h"
#include "gate/lifecycle_rows.h"

/* "orders/v1.yaml@2": what a state is of. */
str state_name(str service, str contract, str version, arena *a);

void states_render_text(buf *out, const contract_states *states, int64_t now);
/* Why a move was not made. */
void states_render_refusal(buf *out, str name, lifecycle_state from, lifecycle_state to,
                           const lifecycle_refusal *refusal);

void states_render_json(buf *out, const contract_states *states);

#endif
