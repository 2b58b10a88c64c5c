/*
 * Evidence: verdicts as the ledger keeps them, decided again, and attested; checkpoints and the
 * keys that sign them. `handoff ledger show`, `replay`, `ledger checkpoint`, `attest verify`, `key
 * create`.
 */
#ifndef HANDOFF_EVIDENCE_H
#define HANDOFF_EVIDENCE_H

#include "check/attest.h"
#include "check/replay.h"
#include "gate/attestation.h"
#include "gate/checkpoint.h"
#include "report/verdict.h"

#endif
