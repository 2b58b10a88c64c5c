#include "handoff/handoffs.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/vec.h"
#include "check/ownership.h"
#include "check/settings.h"

typedef struct reading {
    handoffs *result;
    arena *arena;
    repository repository;
    settings settings;
    ownership_sources sources;
    bool all;
    VEC(handoff_place) places;
} reading;

static str keep(str s, arena *a)
{
    return s.data ? arena_str(a, s) : STR_NULL;
}

/* --- who relies on a contract --- */

static bool has_text(const text_list *list, str text)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i], text))
            return true;
    return false;
}

static void add_once(text_list *list, str text, str except)
{
    if (!has_text(list, text) && !(except.data && str_equal(text, except)))
        list->items[list->count++] = text;
}

static void add_all(text_list *list, const text_list *more, str except)
{
    for (size_t i = 0; i < more->count; i++)
        add_once(list, more->items[i], except);
}

static int compare_texts(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

/* The services handoff.yaml names, and the components that say they consume the API. */
static text_list consumers_of(reading *h, str path, const policy_contract *contract)
{
    const catalog *c = &h->sources.catalog;
    size_t most = contract->consumers.count + contract->written_by.count + contract->read_by.count +
                  c->entities.count;
    text_list all = {arena_array_of(h->arena, str, most + 1), 0};
    add_all(&all, &contract->consumers, contract->producer);
    add_all(&all, &contract->written_by, contract->producer);
    add_all(&all, &contract->read_by, contract->producer);
    const catalog_entity *described = catalog_api_of_file(c, path);
    for (size_t i = 0; described && i < c->entities.count; i++)
        if (has_text(&c->entities.items[i].consumes, described->name))
            add_once(&all, c->entities.items[i].name, contract->producer);
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, compare_texts);
    return all;
}

/* --- one contract --- */

static void judge_consumer(reading *h, const handoff_place *place, const policy_contract *contract)
{
    report *r = h->result->findings;
    if (place->consumer_team.data)
        return;
    str address =
        arena_printf(r->arena, "%.*s > %.*s", STR_ARG(place->contract), STR_ARG(place->consumer));
    report_add(r, &(finding){.rule = STR("handoff-without-owner"),
                             .level = LEVEL_WARNING,
                             .message = arena_printf(
                                 r->arena, "'%.*s' relies on '%.*s', and no team is known for it",
                                 STR_ARG(place->consumer), STR_ARG(place->contract)),
                             .where = STR("consumer"),
                             .contract = place->contract,
                             .new_place = contract->place,
                             .proof = {.kind = PROOF_RULE},
                             .fingerprint = policy_fingerprint(STR("handoff-without-owner"),
                                                               address, r->arena)});
}

static void read_contract(reading *h, str path, const policy_contract *contract)
{
    const ownership *o = &h->sources.ownership;
    str team = owners_team(o, path, contract, h->arena);
    owners_judge(o, path, contract, h->result->findings);
    text_list consumers = consumers_of(h, path, contract);
    for (size_t i = 0; i < consumers.count; i++) {
        handoff_place place = {.contract = arena_str(h->arena, path),
                               .producer = keep(contract->producer, h->arena),
                               .producer_team = keep(team, h->arena),
                               .consumer = arena_str(h->arena, consumers.items[i])};
        place.consumer_team = keep(owners_team_of_service(o, place.consumer), h->arena);
        judge_consumer(h, &place, contract);
        bool same = place.producer_team.data && place.consumer_team.data &&
                    owners_same_team(place.producer_team, place.consumer_team);
        if (h->all || !same)
            vec_push(h->arena, &h->places, place);
    }
}

static bool read_contracts(reading *h, diags *d)
{
    repository_files files;
    const policy *p = h->settings.policy;
    size_t matched = 0;
    if (!repository_list(&h->repository, SIDE_WORKING_TREE, STR_NULL, &files, d))
        return false;
    for (size_t i = 0; i < files.count; i++) {
        str path = files.items[i].path;
        if (!str_starts_with(path, h->settings.folder))
            continue;
        const policy_contract *contract =
            policy_contract_of(p, str_skip(path, h->settings.folder.length));
        if (!contract)
            continue;
        matched++;
        read_contract(h, path, contract);
    }
    if (matched == 0)
        diags_error(d, "check.nothing", "no file matches the contracts of %.*s", STR_ARG(p->file));
    return matched > 0;
}

handoffs *handoffs_read(const char *file, bool all, diags *d)
{
    arena *a = arena_new();
    handoffs *result = arena_new_of(a, handoffs);
    *result = (handoffs){.arena = a, .findings = report_new()};
    reading h = {.result = result, .arena = a, .all = all};
    settings_request request = {.config = file};
    bool good =
        repository_open(&h.repository, ".", a, d) &&
        settings_load(&h.settings, &request, &h.repository, d) &&
        ownership_read(&h.sources, &h.repository, h.settings.policy, SIDE_WORKING_TREE, d) &&
        read_contracts(&h, d);
    if (good) {
        result->settings = arena_str(a, h.settings.policy->file);
        policy_run run;
        policy_run_begin(&run, h.settings.policy, clock_now(&(clock_source){0}), a);
        report_finish(result->findings, true);
        policy_apply(&run, result->findings, result->settings);
    }
    result->items = h.places.items;
    result->count = h.places.count;
    settings_clear(&h.settings);
    if (good)
        return result;
    handoffs_free(result);
    return NULL;
}

void handoffs_free(handoffs *h)
{
    if (!h)
        return;
    report_free(h->findings);
    arena_free(h->arena);
}

/* --- as JSON --- */

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
        cJSON_AddItemToArray(list, object);
    }
    char *text = cJSON_Print(list);
    buf_append(out, str_from(text));
    buf_append_char(out, '\n');
    cJSON_free(text);
    cJSON_Delete(list);
}
