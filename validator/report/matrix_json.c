#include "report/decision_parts.h"
#include "report/json_parts.h"
#include "report/matrix_parts.h"

static void add_number(cJSON *object, const char *name, size_t n)
{
    cjson_add(object, name, cJSON_CreateNumber((double)n));
}

static cJSON *counts(const matrix_counts *c)
{
    cJSON *object = cJSON_CreateObject();
    add_number(object, "passed", c->passed);
    add_number(object, "failed", c->failed);
    add_number(object, "unknown", c->unknown);
    add_number(object, "waived", c->waived);
    return object;
}

static cJSON *nullable(str s)
{
    return s.data ? cjson_text(s) : cJSON_CreateNull();
}

static cJSON *instances(const matrix_cell *c, bool is_protected)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < c->instances.count; i++) {
        const matrix_instance *instance = &c->instances.items[i];
        cJSON *object = cJSON_CreateObject();
        cjson_add_text(object, "version", instance->version);
        cjson_add_text(object, "instance", instance->instance);
        cjson_add_text(object, "phase", str_from(matrix_phase_name(instance->phase)));
        cjson_add(object, "approved",
                  is_protected ? cJSON_CreateBool(!instance->unapproved) : cJSON_CreateNull());
        cjson_add(object, "back_to", nullable(instance->back_to));
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static cJSON *states(const matrix_cell *c)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < c->states.count; i++) {
        const contract_state *s = &c->states.items[i];
        cJSON *object = cJSON_CreateObject();
        cjson_add_text(object, "contract", s->contract);
        cjson_add_text(object, "version", s->version);
        cjson_add_text(object, "state", str_from(lifecycle_name(s->state)));
        cjson_add(object, "sunset", nullable(s->sunset));
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static cJSON *service(const matrix_cell *c, bool is_protected)
{
    cJSON *object = cJSON_CreateObject();
    bool returning = false;
    for (size_t i = 0; i < c->instances.count; i++)
        returning |= c->instances.items[i].back_to.data != NULL;
    cjson_add_text(object, "service", c->service);
    cjson_add(object, "team", nullable(c->team));
    cjson_add(object, "live", instances(c, is_protected));
    cjson_add(object, "rollback_incomplete", cJSON_CreateBool(returning));
    cjson_add(object, "states", states(c));
    cjson_add(object, "counts", counts(&c->counts));
    return object;
}

static cJSON *side(const gate_version *v)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "service", v->service);
    cjson_add(object, "version", nullable(v->version));
    return object;
}

static cJSON *meeting(const gate_meeting *m, arena *a)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add(object, "consumer", side(&m->consumer));
    cjson_add(object, "provider", side(&m->provider));
    cjson_add_text(object, "result", str_from(decision_result_name(m)));
    cjson_add(object, "why", nullable(matrix_why(m, a)));
    cjson_add_text(object, "fingerprint", gate_meeting_fingerprint(m, a));
    cjson_add_text(object, "contract", gate_meeting_contract(m, a));
    if (m->waived)
        cjson_add(object, "waived", decision_waived_object(m->waived));
    return object;
}

static cJSON *environment(const matrix_environment *e, arena *a)
{
    cJSON *object = cJSON_CreateObject(), *services = cJSON_CreateArray(),
          *meetings = cJSON_CreateArray(), *notes = cJSON_CreateArray();
    for (size_t i = 0; i < e->cells.count; i++)
        cJSON_AddItemToArray(services, service(e->cells.items[i], e->is_protected));
    for (size_t i = 0; i < e->meeting_count; i++)
        cJSON_AddItemToArray(meetings, meeting(&e->meetings[i], a));
    for (size_t i = 0; i < e->note_count; i++)
        cJSON_AddItemToArray(notes, cjson_text(e->notes[i].text));
    cjson_add_text(object, "environment", e->name);
    cjson_add(object, "production", cJSON_CreateBool(e->production));
    cjson_add_text(object, "protection", e->protection);
    cjson_add(object, "counts", counts(&e->counts));
    cjson_add(object, "services", services);
    cjson_add(object, "meetings", meetings);
    cjson_add(object, "notes", notes);
    return object;
}

void matrix_render_json(buf *out, const matrix *m)
{
    arena *a = arena_new();
    cJSON *whole = cJSON_CreateObject(), *environments = cJSON_CreateArray();
    for (size_t i = 0; i < m->count; i++)
        cJSON_AddItemToArray(environments, environment(&m->items[i], a));
    cjson_add(whole, "environments", environments);
    cjson_print(out, whole);
    arena_free(a);
}
