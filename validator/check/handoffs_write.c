#include <cjson/cJSON.h>

#include "base/utf8.h"
#include "handoff/handoffs.h"

/* --- JSON --- */

static cJSON *json_of(str s)
{
    buf text = {0};
    buf_append(&text, s);
    cJSON *item = s.data ? cJSON_CreateString(buf_cstr(&text)) : cJSON_CreateNull();
    buf_clear(&text);
    return item;
}

static cJSON *json_service(str service, str team)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "service", json_of(service));
    cJSON_AddItemToObject(object, "team", json_of(team));
    return object;
}

static cJSON *json_texts(const str *texts, size_t count)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(list, json_of(texts[i]));
    return list;
}

static cJSON *json_environments(const handoff_place *place)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < place->environment_count; i++) {
        const handoff_environment *e = &place->environments[i];
        cJSON *object = cJSON_CreateObject();
        cJSON_AddItemToObject(object, "environment", json_of(e->name));
        cJSON_AddItemToObject(object, "producer_versions",
                              json_texts(e->producer_versions, e->producer_count));
        cJSON_AddItemToObject(object, "consumer_versions",
                              json_texts(e->consumer_versions, e->consumer_count));
        cJSON_AddItemToArray(list, object);
    }
    return list;
}

void handoffs_write_json(const handoffs *h, buf *out)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < h->count; i++) {
        const handoff_place *place = &h->items[i];
        cJSON *object = cJSON_CreateObject();
        cJSON_AddItemToObject(object, "contract", json_of(place->contract));
        cJSON_AddItemToObject(object, "producer",
                              json_service(place->producer, place->producer_team));
        cJSON_AddItemToObject(object, "consumer",
                              json_service(place->consumer, place->consumer_team));
        if (h->has_environments)
            cJSON_AddItemToObject(object, "environments", json_environments(place));
        cJSON_AddItemToArray(list, object);
    }
    char *text = cJSON_Print(list);
    buf_append(out, str_from(text));
    buf_append_char(out, '\n');
    cJSON_free(text);
    cJSON_Delete(list);
}

/* --- markdown --- */

/* A cell: what would end it, or be markup, is text. */
static void append_cell(buf *out, str text, const char *otherwise)
{
    buf plain = {0};
    utf8_append_printable(&plain, text.data ? text : str_from(otherwise));
    buf_append(out, STR(" "));
    for (size_t i = 0; i < plain.length; i++) {
        char c = plain.data[i];
        if (str_find(STR("\\|*_`<>[]"), c) != SIZE_MAX)
            buf_append_char(out, '\\');
        buf_append_char(out, c);
    }
    buf_append(out, STR(" |"));
    buf_clear(&plain);
}

static void append_environments(buf *out, const handoff_place *place)
{
    buf names = {0};
    for (size_t i = 0; i < place->environment_count; i++) {
        buf_append(&names, i ? STR(", ") : STR(""));
        buf_append(&names, place->environments[i].name);
    }
    append_cell(out, buf_str(&names), "");
    buf_clear(&names);
}

void handoffs_write_markdown(const handoffs *h, buf *out)
{
    buf_append(out, STR("| Producer | Team | Consumer | Team | Contract |"));
    buf_append(out, h->has_environments ? STR(" Environments |\n") : STR("\n"));
    buf_append(out, STR("|---|---|---|---|---|"));
    buf_append(out, h->has_environments ? STR("---|\n") : STR("\n"));
    for (size_t i = 0; i < h->count; i++) {
        const handoff_place *place = &h->items[i];
        buf_append(out, STR("|"));
        append_cell(out, place->producer, "?");
        append_cell(out, place->producer_team, "no team is known");
        append_cell(out, place->consumer, "?");
        append_cell(out, place->consumer_team, "no team is known");
        append_cell(out, place->contract, "");
        if (h->has_environments)
            append_environments(out, place);
        buf_append_char(out, '\n');
    }
}
