#include "gate/attestation.h"

#include "base/uri.h"
#include "doc/document.h"
#include "doc/json_tree.h"
#include "gate/envelope.h"

#define PAYLOAD_TYPE   STR("application/vnd.in-toto+json")
#define STATEMENT_TYPE STR("https://in-toto.io/Statement/v1")
#define PREDICATE_TYPE STR("https://slsa.dev/verification_summary/v1")
#define VERIFIER       STR("urn:handoff:verifier")
#define RULES_URI      STR("urn:handoff:rules")
#define VERDICT_URI    "urn:handoff:verdict:"
#define LEVEL_PASSED   STR("HANDOFF_COMPATIBLE")

/* --- out --- */

static cJSON *digest_set(str sha256)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "sha256", sha256);
    return object;
}

static cJSON *with_digest(const char *name, str value, str sha256)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, name, value);
    cjson_add(object, "digest", digest_set(sha256));
    return object;
}

static cJSON *verifier_object(const attestation *a)
{
    cJSON *object = cJSON_CreateObject(), *version = cJSON_CreateObject();
    cjson_add_text(object, "id", a->verifier.data ? a->verifier : VERIFIER);
    size_t space = str_find(a->tool, ' ');
    cjson_add_text(version, "handoff", space == SIZE_MAX ? a->tool : str_skip(a->tool, space + 1));
    cjson_add(object, "version", version);
    return object;
}

static cJSON *predicate(const attestation *a, arena *own)
{
    cJSON *object = cJSON_CreateObject(), *levels = cJSON_CreateArray();
    cjson_add(object, "verifier", verifier_object(a));
    cjson_add_text(object, "timeVerified", a->time);
    cjson_add_text(object, "resourceUri", a->resource);
    cjson_add(object, "policy", with_digest("uri", RULES_URI, a->rules));
    if (a->verdict.data) {
        cJSON *inputs = cJSON_CreateArray();
        str uri = arena_printf(own, VERDICT_URI "%.*s", STR_ARG(a->verdict));
        cJSON_AddItemToArray(inputs, with_digest("uri", uri, a->verdict));
        cjson_add(object, "inputAttestations", inputs);
    }
    cjson_add_text(object, "verificationResult", a->passed ? STR("PASSED") : STR("FAILED"));
    cJSON_AddItemToArray(levels, cjson_text(a->passed ? LEVEL_PASSED : STR("FAILED")));
    cjson_add(object, "verifiedLevels", levels);
    return object;
}

str attestation_seal(const attestation *a, const private_key *key, arena *own)
{
    cJSON *statement = cJSON_CreateObject(), *subjects = cJSON_CreateArray();
    cjson_add_text(statement, "_type", STATEMENT_TYPE);
    for (size_t i = 0; i < a->subject_count; i++)
        cJSON_AddItemToArray(subjects,
                             with_digest("name", a->subjects[i].name, a->subjects[i].digest));
    cjson_add(statement, "subject", subjects);
    cjson_add_text(statement, "predicateType", PREDICATE_TYPE);
    cjson_add(statement, "predicate", predicate(a, own));
    return envelope_seal(PAYLOAD_TYPE, cjson_print_compact(statement, own), key, own);
}

str attestation_resource(str subject, arena *a)
{
    return arena_printf(a, "urn:handoff:%.*s", STR_ARG(uri_percent_encode_path(subject, a)));
}

/* --- in --- */

static bool refuse(diags *d, str name, const char *what)
{
    diags_error(d, "attestation.structure", "'%.*s' %s", STR_ARG(name), what);
    return false;
}

static bool read_subjects(const node *list, attestation *out, arena *own)
{
    if (!node_is(list, NODE_ARRAY) || list->count == 0)
        return false;
    attested_subject *subjects = arena_array_of(own, attested_subject, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const node *item = node_item(list, i);
        subjects[i] = (attested_subject){
            node_get_text(item, STR("name")),
            node_get_text(node_get(item, STR("digest")), STR("sha256")),
        };
    }
    out->subjects = subjects;
    out->subject_count = list->count;
    return true;
}

static bool read_predicate(const node *n, attestation *out)
{
    str result = node_get_text(n, STR("verificationResult"));
    const node *policy = node_get(n, STR("policy"));
    const node *input = node_item(node_get(n, STR("inputAttestations")), 0);
    out->passed = str_equal(result, STR("PASSED"));
    out->resource = node_get_text(n, STR("resourceUri"));
    out->time = node_get_text(n, STR("timeVerified"));
    out->verifier = node_get_text(node_get(n, STR("verifier")), STR("id"));
    out->rules = node_get_text(node_get(policy, STR("digest")), STR("sha256"));
    out->verdict = node_get_text(node_get(input, STR("digest")), STR("sha256"));
    return out->resource.data && out->verifier.data &&
           (out->passed || str_equal(result, STR("FAILED")));
}

bool attestation_open(str name, str envelope, const public_key *key, attestation *out, arena *own,
                      diags *d)
{
    str payload;
    *out = (attestation){0};
    if (!envelope_open(name, envelope, PAYLOAD_TYPE, key, &payload, own, d))
        return false;
    const node *root = node_parse_json(payload, own, d);
    if (!root)
        return false;
    if (!str_equal(node_get_text(root, STR("_type")), STATEMENT_TYPE))
        return refuse(d, name, "holds no in-toto statement of version 1");
    if (!str_equal(node_get_text(root, STR("predicateType")), PREDICATE_TYPE))
        return refuse(d, name, "is a statement of something else than a verification summary");
    if (!read_subjects(node_get(root, STR("subject")), out, own) ||
        !read_predicate(node_get(root, STR("predicate")), out))
        return refuse(d, name, "holds an incomplete verification summary");
    return true;
}
