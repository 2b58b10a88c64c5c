/*
 * Checkpoints: how long the ledger was and what its last row's digest was, signed.
 *
 * The chain alone shows every changed, dropped or swapped row but not that rows at its end are
 * missing; a checkpoint kept elsewhere does. It is an envelope (gate/envelope.h) of
 * {"sequence":12,"digest":"…","at":"2026-11-21T06:00:00Z"}.
 */
#ifndef HANDOFF_GATE_CHECKPOINT_H
#define HANDOFF_GATE_CHECKPOINT_H

#include "base/clock.h"
#include "base/signature.h"
#include "gate/ledger.h"

/* Checks the ledger first: faults are found (then nothing is signed and *envelope is STR_NULL).
 * false when it could not be read. */
bool checkpoint_make(ledger *l, const private_key *key, const clock_source *clock, str *envelope,
                     ledger_faults *faults, arena *a, diags *d);

/* Adds a fault when the ledger does not hold the checkpoint's row. false when the envelope is none,
 * or is not signed by the key, or the ledger could not be read. */
bool checkpoint_check(ledger *l, str name, str envelope, const public_key *key,
                      ledger_faults *faults, arena *a, diags *d);

#endif
