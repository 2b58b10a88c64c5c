#include <cjson/cJSON.h>

#include "gate/notes.h"
#include "report/decision_parts.h"
#include "report/json_parts.h"

static cJSON *side(const gate_version *v)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "service", v->service);
    cjson_add(object, "version", v->version.data ? cjson_text(v->version) : cJSON_CreateNull());
    cjson_add_text(object, "chosen", v->chosen);
    return object;
}

cJSON *decision_waived_object(const gate_waived *w)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "owner", w->owner);
    cjson_add_text(object, "reason", w->reason);
    cjson_add_text(object, "expires", w->expires);
    if (w->approver.data)
        cjson_add_text(object, "approver", w->approver);
    return object;
}

/* What a waiver of the meeting would have to name. */
static void add_identity(cJSON *object, const gate_meeting *m)
{
    arena *a = arena_new();
    cjson_add_text(object, "fingerprint", gate_meeting_fingerprint(m, a));
    cjson_add_text(object, "contract", gate_meeting_contract(m, a));
    arena_free(a);
}

static cJSON *meetings(const gate_rows *rows)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < rows->meeting_count; i++) {
        const gate_meeting *m = &rows->meetings[i];
        cJSON *object = cJSON_CreateObject();
        cjson_add(object, "consumer", side(&m->consumer));
        cjson_add(object, "provider", side(&m->provider));
        cjson_add(object, "content", m->content.data ? cjson_text(m->content) : cJSON_CreateNull());
        cjson_add_text(object, "result", str_from(decision_result_name(m)));
        cjson_add_text(object, "recorded", str_from(gate_result_name(m->recorded)));
        cjson_add_text(object, "computed", str_from(comparison_answer_name(m->computed.answer)));
        if (m->computed.evidence.data)
            cjson_add_text(object, "evidence", m->computed.evidence);
        add_identity(object, m);
        if (m->waived)
            cjson_add(object, "waived", decision_waived_object(m->waived));
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static cJSON *reasons(const gate_decision *decision)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < decision->reason_count; i++) {
        cJSON *object = cJSON_CreateObject();
        cjson_add_text(object, "reason", str_from(gate_reason_name(decision->reasons[i].kind)));
        cjson_add_text(object, "message", decision->reasons[i].text);
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static cJSON *counts(const gate_decision *decision)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add(object, "passed", cJSON_CreateNumber((double)decision->passed));
    cjson_add(object, "failed", cJSON_CreateNumber((double)decision->failed));
    cjson_add(object, "unknown", cJSON_CreateNumber((double)decision->unknown));
    cjson_add(object, "ignored", cJSON_CreateNumber((double)decision->ignored));
    cjson_add(object, "waived", cJSON_CreateNumber((double)decision->waived));
    return object;
}

static cJSON *rollback_object(const rollback *r)
{
    cJSON *object = cJSON_CreateObject(), *versions = cJSON_CreateArray();
    cjson_add_text(object, "answer", str_from(rollback_name(r->answer)));
    for (size_t i = 0; i < r->version_count; i++)
        cJSON_AddItemToArray(versions, cjson_text(r->versions[i]));
    cjson_add(object, "versions", versions);
    cjson_add(object, "reasons", reasons(&r->decision));
    return object;
}

void decision_render_json(buf *out, const decision_report *r)
{
    cJSON *whole = cJSON_CreateObject();
    cjson_add_text(whole, "answer", str_from(gate_answer_name(r->decision->answer)));
    cjson_add_text(whole, "question", r->question);
    cjson_add(whole, "counts", counts(r->decision));
    cjson_add(whole, "reasons", reasons(r->decision));
    cjson_add(whole, "meetings", meetings(r->rows));
    if (r->rollback)
        cjson_add(whole, "rollback", rollback_object(r->rollback));
    if (r->verdict.data)
        cjson_add_text(whole, "verdict", r->verdict);
    cjson_print(out, whole);
}
