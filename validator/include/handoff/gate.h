/*
 * The gate: the ledger of what is where, and the decision whether a version may go somewhere.
 *
 * Open a ledger, record facts (gate/fact.h says which), gather the rows of a question and decide.
 * Every function that can fail adds to the diags given; what is returned lives in the arena given.
 */
#ifndef HANDOFF_GATE_H
#define HANDOFF_GATE_H

#include "gate/decision.h"
#include "gate/exchange.h"
#include "gate/gather.h"
#include "gate/ledger.h"
#include "gate/rollback.h"
#include "report/decision.h"

#endif
