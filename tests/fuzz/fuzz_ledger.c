/*
 * What a ledger holds and others hand in, none of it trusted: facts, stored contracts, evidence,
 * attestations. The first byte chooses which.
 */
#include <stddef.h>
#include <stdint.h>

#include "doc/document.h"
#include "gate/attestation.h"
#include "gate/content.h"
#include "gate/envelope.h"
#include "gate/evidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_fact(str text, arena *a, diags *d)
{
    buf source = {0};
    buf_append(&source, text);
    const document_options options = {.format = DOCUMENT_JSON, .without_hashes = true};
    document *doc = document_read(&source, STR("fact"), &options, d);
    fact f;
    if (doc && fact_read(&f, doc, document_root(doc), d))
        fact_text(&f, a);
    document_free(doc);
    buf_clear(&source);
}

static void read_content(str text, arena *a, diags *d)
{
    bundle_options options = {0};
    input *in = content_open(STR("c"), text, &options.mappings, &options.mapping_count, a, d);
    bundle *b = in ? bundle_load(in, &options, d) : NULL;
    if (b)
        content_pack(b, a);
    bundle_free(b);
}

static void read_evidence(str text, arena *a, diags *d)
{
    const node *root = node_parse_json(text, a, d);
    gate_rows rows;
    if (root && evidence_read_rows(root, &rows, a)) {
        const verdict_given given = {.command = STR("c"), .answer = STR("no")};
        gate_decision decision = gate_decide(&rows, a);
        evidence_of_decision(&given, &rows, &decision, NULL, a);
    }
}

/* Signed here, so that what is inside is reached. */
static void read_attestation(str text, arena *a, diags *d)
{
    private_key key;
    key_create(&key);
    public_key public_ = key_public(&key);
    attestation made;
    attestation_open(STR("a"), text, &public_, &made, a, d);
    str payload, sealed = envelope_seal(STR("application/vnd.in-toto+json"), text, &key, a);
    attestation_open(STR("a"), sealed, &public_, &made, a, d);
    envelope_open(STR("a"), sealed, STR("text/plain"), &public_, &payload, a, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const read[])(str, arena *, diags *) = {read_fact, read_content, read_evidence,
                                                          read_attestation};
    if (size == 0)
        return 0;
    arena *a = arena_new();
    diags d;
    diags_init(&d);
    read[data[0] % 4](str_of((const char *)data + 1, size - 1), a, &d);
    diags_clear(&d);
    arena_free(a);
    return 0;
}
