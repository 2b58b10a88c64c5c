/* Bytes -> an expectation file or a Pact file, asked of a small contract: whatever it says, it must
 * not crash, hang or leak. */
#include "consumer/conform.h"
#include "consumer/pact.h"
#include "consumer/promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char contract_text[] =
    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{\"/a/{id}\":{"
    "\"get\":{\"parameters\":[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{"
    "\"type\":\"string\"}},{\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"array\","
    "\"items\":{\"type\":\"integer\"}}}],\"responses\":{\"200\":{\"description\":\"d\",\"content\":"
    "{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/A\"}}}}}},\"post\":{"
    "\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
    "\"#/components/schemas/A\"}},\"multipart/form-data\":{\"schema\":{\"type\":\"object\"}},"
    "\"application/x-www-form-urlencoded\":{\"schema\":{\"type\":\"object\"}}}},\"responses\":{"
    "\"2XX\":{\"description\":\"d\"},\"default\":{\"description\":\"d\"}}}}},\"webhooks\":{\"w\":{"
    "\"post\":{\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
    "\"#/components/schemas/A\"}}}},\"responses\":{\"200\":{\"description\":\"d\"}}}}},"
    "\"components\":{\"schemas\":{\"A\":{\"type\":\"object\",\"required\":[\"b\"],\"properties\":{"
    "\"b\":{\"type\":\"string\"},\"c\":{\"type\":\"array\",\"items\":{\"$ref\":"
    "\"#/components/schemas/"
    "A\"}},\"d\":{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}]}}}}}"
    "}";

static bundle *bundle_from(const char *text, size_t size, const char *name, diags *d)
{
    buf source = {0};
    buf_append(&source, str_of(text, size));
    document *doc = document_read(&source, str_from(name), &(document_options){.seed = 1}, d);
    buf_clear(&source);
    return doc ? bundle_of(doc, STR("file:///fuzz")) : NULL;
}

static void ask_pact(const bundle *file, const api *contract, diags *d)
{
    pact *p = pact_read(file, d);
    conformer *c = conformer_new(contract);
    for (size_t i = 0; p && i < p->interaction_count; i++) {
        conform_check(c, &p->interactions[i], CONFORM_EXPECTATION, d);
        conform_check(c, &p->interactions[i], CONFORM_RECORDED, d);
    }
    conformer_free(c);
    pact_free(p);
}

static void ask_expectations(const bundle *file, const api *contract, diags *d)
{
    expectations *e = expectations_read(file, d);
    const promise_contract asked = {.api = contract, .registry = contract->registry};
    arena *a = arena_new();
    for (size_t i = 0; e && i < e->producer_count; i++)
        promises_check(&asked, &e->producers[i], a, d);
    arena_free(a);
    expectations_free(e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    diags d;
    diags_init(&d);
    bundle *b = bundle_from(contract_text, sizeof contract_text - 1, "api.json", &d);
    api *contract = api_new(b, &d);
    bundle *file = bundle_from((const char *)data, size, "fuzz.yaml", &d);
    if (file && pact_is_pact(bundle_root(file)))
        ask_pact(file, contract, &d);
    else if (file)
        ask_expectations(file, contract, &d);
    bundle_free(file);
    api_free(contract);
    bundle_free(b);
    diags_clear(&d);
    return 0;
}
