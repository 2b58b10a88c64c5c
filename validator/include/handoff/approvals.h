/*
 * Approvals, waivers and the states of contracts, kept in a ledger: `handoff waive`, `approve`,
 * `approvals` and `state`.
 */
#ifndef HANDOFF_APPROVALS_H
#define HANDOFF_APPROVALS_H

#include "check/approvals.h"
#include "check/retirement.h"
#include "gate/lifecycle_move.h"
#include "report/approvals.h"
#include "report/states.h"

#endif
