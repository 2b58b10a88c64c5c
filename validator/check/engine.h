/*
 * The engine's part in the deploy decision: whether a consumer's contract fits those of a
 * provider's version, found out from the texts that the ledger holds.
 *
 * A consumer's contract is an expectation file, a Pact file, or a copy of the provider's contract
 * as the consumer knows it; then whatever breaks in the provider's is a break. A provider's version
 * may provide several contracts: one of them serves each operation. What was found out is evidence,
 * a JSON document, and is kept as a fact with engine_keep, so that it is found out once for each
 * pair of texts and version of the tool.
 */
#ifndef HANDOFF_CHECK_ENGINE_H
#define HANDOFF_CHECK_ENGINE_H

#include "gate/gather.h"

typedef struct engine engine;

/* In the arena, as all that it finds out; the ledger must outlive it. */
engine *engine_new(ledger *l, arena *a);

/* For gate_gather and gate_rollback; borrows from the engine. */
gather_options engine_options(engine *e);

/* One comparison, whatever the ledger holds of it. `provided`: digests joined by '+'. The evidence
 * is the text of the JSON document. false with errors of the ledger; what cannot be read or decided
 * is COMPARISON_UNDECIDED. */
bool engine_compare(engine *e, str provider, str content, str provided, gate_comparison *out,
                    str *evidence, diags *d);

/* Records what was computed since, all at once; nothing to record is fine. */
bool engine_keep(engine *e, diags *d);

const char *engine_tool(void); /* "handoff 0.1.0" */
str engine_rules(arena *a);    /* digest of the rule catalogue */

#endif
