#include "report/states.h"

#include "base/utf8.h"
#include "report/json_parts.h"

str state_name(str service, str contract, str version, arena *a)
{
    return arena_printf(a, "%.*s%s%.*s%s%.*s", STR_ARG(service), contract.length ? "/" : "",
                        STR_ARG(contract), version.length ? "@" : "", STR_ARG(version));
}

static void write_state(buf *out, const contract_state *s, int64_t now, arena *a)
{
    buf line = {0};
    str phrase = s->state == STATE_NONE ? STR("has no state of its own, and counts as active")
                                        : lifecycle_phrase(s->state, s->sunset, now, a);
    buf_printf(&line, "%.*s %.*s", STR_ARG(state_name(s->service, s->contract, s->version, a)),
               STR_ARG(phrase));
    if (s->changed_by.data)
        buf_printf(&line, ", says %.*s", STR_ARG(s->changed_by));
    if (s->reason.data)
        buf_printf(&line, ": %.*s", STR_ARG(s->reason));
    utf8_append_printable(out, buf_str(&line));
    buf_printf(out, "\n  next: %.*s\n", STR_ARG(lifecycle_next(s->state, a)));
    buf_clear(&line);
}

void states_render_text(buf *out, const contract_states *states, int64_t now)
{
    arena *a = arena_new();
    for (size_t i = 0; i < states->count; i++)
        write_state(out, &states->items[i], now, a);
    arena_free(a);
}

void states_render_refusal(buf *out, str name, lifecycle_state from, lifecycle_state to,
                           const lifecycle_refusal *refusal)
{
    buf_append(out, STR("refused: "));
    utf8_append_printable(out, name);
    buf_printf(out, " may not go from %s to %s\n", lifecycle_name(from), lifecycle_name(to));
    for (size_t i = 0; i < refusal->missing_count; i++) {
        buf_append(out, STR("  "));
        utf8_append_printable(out, refusal->missing[i]);
        buf_append_char(out, '\n');
    }
}

static cJSON *nullable(str s)
{
    return s.data ? cjson_text(s) : cJSON_CreateNull();
}

void states_render_json(buf *out, const contract_states *states)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < states->count; i++) {
        const contract_state *s = &states->items[i];
        cJSON *object = cJSON_CreateObject(), *next = cJSON_CreateArray();
        cjson_add_text(object, "service", s->service);
        cjson_add_text(object, "contract", s->contract);
        cjson_add_text(object, "version", s->version);
        cjson_add_text(object, "state", str_from(lifecycle_name(s->state)));
        cjson_add(object, "sunset", nullable(s->sunset));
        cjson_add(object, "by", nullable(s->changed_by));
        cjson_add(object, "reason", nullable(s->reason));
        for (size_t to = STATE_DRAFT; to < LIFECYCLE_STATES; to++)
            if (lifecycle_conditions(s->state, (lifecycle_state)to) >= 0)
                cJSON_AddItemToArray(next,
                                     cjson_text(str_from(lifecycle_name((lifecycle_state)to))));
        cjson_add(object, "next", next);
        cJSON_AddItemToArray(array, object);
    }
    cjson_print(out, array);
}
