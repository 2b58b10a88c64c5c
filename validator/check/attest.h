/*
 * Attesting answers: which contracts an answer was about, signed (gate/attestation.h).
 */
#ifndef HANDOFF_CHECK_ATTEST_H
#define HANDOFF_CHECK_ATTEST_H

#include "check/clearance.h"
#include "gate/attestation.h"
#include "handoff/check.h"

/* Of a clearance: its subjects are the contracts that the versions asked about provide and consume;
 * a version without any is its own subject, by the digest of "service@version". The sealed envelope
 * lives in the arena. false with errors of the database. */
bool clearance_attest(ledger *l, const clearance *answer, str subject, const clock_source *clock,
                      const private_key *key, str *envelope, arena *a, diags *d);

/* Of a check that was asked for digests: its subjects are the contracts as they are now, those that
 * could be read. */
str check_attest(const check_result *result, bool passed, str subject, const clock_source *clock,
                 const private_key *key, arena *a);

#endif
