/*
 * DSSE envelopes (v1.0.2 of the Dead Simple Signing Envelope): a payload of a type, signed.
 *
 * What is signed is PAE(type, payload) = "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload,
 * lengths in decimal bytes, so that neither part can be read as the other. The envelope is JSON:
 *
 *     {"payloadType":"application/vnd.in-toto+json","payload":"<base64>",
 *      "signatures":[{"keyid":"<SHA-256 of the public key>","sig":"<base64>"}]}
 */
#ifndef HANDOFF_GATE_ENVELOPE_H
#define HANDOFF_GATE_ENVELOPE_H

#include "base/signature.h"

/* The envelope as one line of JSON, in the arena. */
str envelope_seal(str type, str payload, const private_key *key, arena *a);

/* The payload of an envelope of that type in which some signature is the key's. false with
 * "envelope.structure" when it is no such envelope, "envelope.signature" when none is. */
bool envelope_open(str name, str text, str type, const public_key *key, str *payload, arena *a,
                   diags *d);

str envelope_pae(str type, str payload, arena *a);

#endif
