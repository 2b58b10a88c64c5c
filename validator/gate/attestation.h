/*
 * Attestations: a verdict as an in-toto Statement v1 whose predicate is SLSA's verification summary
 * (https://slsa.dev/verification_summary/v1), sealed in an envelope (gate/envelope.h).
 *
 * The result is PASSED or FAILED; what could not be decided is FAILED. Subjects are contracts by
 * the SHA-256 of what the ledger stores of them (gate/content.h).
 */
#ifndef HANDOFF_GATE_ATTESTATION_H
#define HANDOFF_GATE_ATTESTATION_H

#include "base/clock.h"
#include "base/signature.h"

typedef struct attested_subject {
    str name, digest; /* SHA-256, hexadecimal */
} attested_subject;

typedef struct attestation {
    const attested_subject *subjects;
    size_t subject_count;
    str resource; /* a URI: what was asked about */
    str verifier; /* a URI; STR_NULL: handoff's own */
    str tool;     /* "handoff 0.1.0" */
    str rules;    /* digest of the rule catalogue: the policy */
    str verdict;  /* its id, or STR_NULL */
    str time;     /* RFC 3339 */
    bool passed;
} attestation;

/* Statement, sealed: one line of JSON in the arena. */
str attestation_seal(const attestation *a, const private_key *key, arena *arena_);

/* Checks signature and form and reads it back (rules, tool, verdict and verifier as far as they are
 * there). false with "envelope.*" or "attestation.structure". */
bool attestation_open(str name, str envelope, const public_key *key, attestation *out,
                      arena *arena_, diags *d);

/* "urn:handoff:checkout@1.4:production", whatever the parts hold. */
str attestation_resource(str subject, arena *a);

#endif
