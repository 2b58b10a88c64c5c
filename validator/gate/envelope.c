#include "gate/envelope.h"

#include "doc/json_tree.h"
#include "doc/node.h"
#include "doc/document.h"

str envelope_pae(str type, str payload, arena *a)
{
    buf out = {0};
    buf_printf(&out, "DSSEv1 %zu ", type.length);
    buf_append(&out, type);
    buf_printf(&out, " %zu ", payload.length);
    buf_append(&out, payload);
    str text = arena_str(a, buf_str(&out));
    buf_clear(&out);
    return text;
}

str envelope_seal(str type, str payload, const private_key *key, arena *a)
{
    unsigned char signature[SIGNATURE_LENGTH];
    public_key public_ = key_public(key);
    signature_make(key, envelope_pae(type, payload, a), signature);
    cJSON *whole = cJSON_CreateObject(), *signatures = cJSON_CreateArray(),
          *one = cJSON_CreateObject();
    cjson_add_text(whole, "payloadType", type);
    cjson_add_text(whole, "payload", base64_encode(payload, a));
    cjson_add_text(one, "keyid", key_id(&public_, a));
    cjson_add_text(one, "sig", base64_encode(str_of((const char *)signature, sizeof signature), a));
    cJSON_AddItemToArray(signatures, one);
    cjson_add(whole, "signatures", signatures);
    return cjson_print_compact(whole, a);
}

/* Key ids are hints and prove nothing: every signature is tried. */
static bool is_signed(const node *signatures, str pae, const public_key *key, arena *a)
{
    for (size_t i = 0; i < signatures->count; i++) {
        str signature;
        str text = node_get_text(node_item(signatures, i), STR("sig"));
        if (text.data && base64_decode(text, &signature, a) && signature_holds(key, pae, signature))
            return true;
    }
    return false;
}

static bool refuse(diags *d, const char *code, str name, const char *what)
{
    diags_error(d, code, "'%.*s' %s", STR_ARG(name), what);
    return false;
}

bool envelope_open(str name, str text, str type, const public_key *key, str *payload, arena *a,
                   diags *d)
{
    diags unheard; /* where its JSON ends is of no use to who named the wrong file */
    diags_init(&unheard);
    const node *root = node_parse_json(text, a, &unheard);
    diags_clear(&unheard);
    str given = node_get_text(root, STR("payloadType"));
    str encoded = node_get_text(root, STR("payload"));
    const node *signatures = node_get(root, STR("signatures"));
    if (!given.data || !encoded.data || !node_is(signatures, NODE_ARRAY))
        return refuse(d, "envelope.structure", name, "is no signed envelope");
    if (!str_equal(given, type))
        return refuse(d, "envelope.structure", name, "is an envelope of something else");
    if (!base64_decode(encoded, payload, a))
        return refuse(d, "envelope.structure", name, "holds a payload that is not base64");
    if (!is_signed(signatures, envelope_pae(type, *payload, a), key, a))
        return refuse(d, "envelope.signature", name, "is not signed by this key, or was changed");
    return true;
}
