#include "handoff/handoffs.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/vec.h"
#include "check/ownership.h"
#include "check/settings.h"
#include "consumer/expectation.h"
#include "consumer/pact.h"
#include "base/glob.h"
#include "gate/gather.h"

/* A consumer's file says that it relies on a producer. */
typedef struct reliance {
    str consumer, team, producer, contract; /* team, contract: STR_NULL: not said */
    str file;
} reliance;

typedef struct reading {
    handoffs *result;
    arena *arena;
    repository repository;
    settings settings;
    ownership_sources sources;
    const handoffs_options *options;
    VEC(reliance) reliances;
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

static bool is_about(const reliance *r, str path, const policy_contract *contract)
{
    return contract->producer.data && str_equal(r->producer, contract->producer) &&
           (!r->contract.data || str_ends_with(path, r->contract));
}

/* The services handoff.yaml names, those whose files say so, and the components that say they
 * consume the API. */
static text_list consumers_of(reading *h, str path, const policy_contract *contract)
{
    const catalog *c = &h->sources.catalog;
    size_t most = contract->consumers.count + contract->written_by.count + contract->read_by.count +
                  c->entities.count + h->reliances.count;
    text_list all = {arena_array_of(h->arena, str, most + 1), 0};
    add_all(&all, &contract->consumers, contract->producer);
    add_all(&all, &contract->written_by, contract->producer);
    add_all(&all, &contract->read_by, contract->producer);
    const catalog_entity *described = catalog_api_of_file(c, path);
    for (size_t i = 0; described && i < c->entities.count; i++)
        if (has_text(&c->entities.items[i].consumes, described->name))
            add_once(&all, c->entities.items[i].name, contract->producer);
    for (size_t i = 0; i < h->reliances.count; i++)
        if (is_about(&h->reliances.items[i], path, contract))
            add_once(&all, h->reliances.items[i].consumer, contract->producer);
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, compare_texts);
    return all;
}

/* --- one contract --- */

static void judge_teams(reading *h, const handoff_place *place, const reliance *r, str known,
                        const policy_contract *contract)
{
    report *to = h->result->findings;
    str address = arena_printf(to->arena, "%.*s > %.*s", STR_ARG(r->file), STR_ARG(r->consumer));
    report_add(
        to,
        &(finding){.rule = STR("owners-disagree"),
                   .level = LEVEL_WARNING,
                   .message = arena_printf(
                       to->arena, "'%.*s' is of %.*s by '%.*s', and of %.*s otherwise",
                       STR_ARG(r->consumer), STR_ARG(r->team), STR_ARG(r->file), STR_ARG(known)),
                   .where = STR("consumer"),
                   .contract = place->contract,
                   .new_place = contract->place,
                   .proof = {.kind = PROOF_RULE},
                   .fingerprint = policy_fingerprint(STR("owners-disagree"), address, to->arena)});
}

static void judge_known(reading *h, const handoff_place *place, const policy_contract *contract)
{
    report *r = h->result->findings;
    str team = place->consumer_team;
    if (owners_knows(&h->sources.ownership, team))
        return;
    str address = arena_printf(r->arena, "%.*s > %.*s", STR_ARG(place->consumer), STR_ARG(team));
    report_add(
        r, &(finding){.rule = STR("owner-unknown"),
                      .level = LEVEL_WARNING,
                      .message = arena_printf(r->arena, "nobody knows the owner '%.*s' of '%.*s'",
                                              STR_ARG(team), STR_ARG(place->consumer)),
                      .where = STR("consumer"),
                      .contract = place->contract,
                      .new_place = contract->place,
                      .proof = {.kind = PROOF_RULE},
                      .fingerprint = policy_fingerprint(STR("owner-unknown"), address, r->arena)});
}

static void judge_consumer(reading *h, const handoff_place *place, const policy_contract *contract)
{
    report *r = h->result->findings;
    if (place->consumer_team.data) {
        judge_known(h, place, contract);
        return;
    }
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

/* The team that the sources of owners know, else the one that the consumer's own file names. */
static str team_of_consumer(reading *h, handoff_place *place, const policy_contract *contract)
{
    str known = owners_team_of_service(&h->sources.ownership, place->consumer);
    for (size_t i = 0; i < h->reliances.count; i++) {
        const reliance *r = &h->reliances.items[i];
        if (!r->team.data || !str_equal(r->consumer, place->consumer))
            continue;
        if (!known.data)
            return r->team;
        if (!owners_same_team(known, r->team))
            judge_teams(h, place, r, known, contract);
    }
    return known;
}

/* Where both sides are live. */
static bool find_environments(reading *h, handoff_place *place, diags *d)
{
    ledger *l = h->options->ledger;
    str *names;
    size_t count;
    VEC(handoff_environment) found = {0};
    if (!l || !place->producer.data)
        return true;
    if (!gate_environments(l, &names, &count, h->arena, d))
        return false;
    for (size_t i = 0; i < count; i++) {
        str *producers, *consumers;
        handoff_environment e = {.name = names[i]};
        if (!gate_live_versions(l, place->producer, names[i], &producers, &e.producer_count,
                                h->arena, d) ||
            !gate_live_versions(l, place->consumer, names[i], &consumers, &e.consumer_count,
                                h->arena, d))
            return false;
        e.producer_versions = producers;
        e.consumer_versions = consumers;
        if (e.producer_count && e.consumer_count)
            vec_push(h->arena, &found, e);
    }
    place->environments = found.items;
    place->environment_count = found.count;
    return true;
}

static bool read_contract(reading *h, str path, const policy_contract *contract, diags *d)
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
        place.consumer_team = keep(team_of_consumer(h, &place, contract), h->arena);
        judge_consumer(h, &place, contract);
        bool same = place.producer_team.data && place.consumer_team.data &&
                    owners_same_team(place.producer_team, place.consumer_team);
        if (!h->options->all && same)
            continue;
        if (!find_environments(h, &place, d))
            return false;
        vec_push(h->arena, &h->places, place);
    }
    return true;
}

/* --- consumers' files --- */

static bool is_expectation(const reading *h, str path)
{
    const text_list *globs = &h->settings.policy->expectations;
    if (!str_starts_with(path, h->settings.folder))
        return false;
    for (size_t i = 0; i < globs->count; i++)
        if (glob_matches(globs->items[i], str_skip(path, h->settings.folder.length)))
            return true;
    return false;
}

static void add_reliance(reading *h, reliance r, str file)
{
    vec_push(h->arena, &h->reliances,
             (reliance){keep(r.consumer, h->arena), keep(r.team, h->arena),
                        keep(r.producer, h->arena), keep(r.contract, h->arena), file});
}

static bool read_expectation(reading *h, str path, diags *d)
{
    const input_options where = {.folder = h->repository.top};
    const bundle_options how = {0};
    input *in = input_open_path(path, &where, d);
    bundle *b = in ? bundle_load(in, &how, d) : NULL;
    bool read = b != NULL;
    str file = arena_str(h->arena, path);
    if (b && pact_is_pact(bundle_root(b))) {
        pact *p = pact_read(b, d);
        read = p != NULL;
        if (p)
            add_reliance(h, (reliance){.consumer = p->consumer, .producer = p->provider}, file);
        pact_free(p);
    } else if (b) {
        expectations *e = expectations_read(b, d);
        read = e != NULL;
        for (size_t i = 0; e && i < e->producer_count; i++)
            add_reliance(h,
                         (reliance){e->consumer, e->team, e->producers[i].producer,
                                    e->producers[i].contract, file},
                         file);
        expectations_free(e);
    }
    bundle_free(b);
    return read;
}

static bool read_expectations(reading *h, const repository_files *files, diags *d)
{
    bool read = true;
    for (size_t i = 0; i < files->count; i++)
        if (is_expectation(h, files->items[i].path))
            read = read_expectation(h, files->items[i].path, d) && read;
    return read;
}

/* --- all contracts --- */

static bool read_contracts(reading *h, diags *d)
{
    repository_files files;
    const policy *p = h->settings.policy;
    size_t matched = 0;
    if (!repository_list(&h->repository, SIDE_WORKING_TREE, STR_NULL, &files, d) ||
        !read_expectations(h, &files, d))
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
        if (!read_contract(h, path, contract, d))
            return false;
    }
    if (matched == 0)
        diags_error(d, "check.nothing", "no file matches the contracts of %.*s", STR_ARG(p->file));
    return matched > 0;
}

handoffs *handoffs_read(const handoffs_options *options, diags *d)
{
    arena *a = arena_new();
    handoffs *result = arena_new_of(a, handoffs);
    *result = (handoffs){.arena = a, .findings = report_new()};
    reading h = {.result = result, .arena = a, .options = options};
    settings_request request = {.config = options->file};
    result->has_environments = options->ledger != NULL;
    bool good =
        repository_open(&h.repository, ".", a, d) &&
        settings_load(&h.settings, &request, &h.repository, d) &&
        ownership_read(&h.sources, &h.repository, h.settings.policy, SIDE_WORKING_TREE, d) &&
        read_contracts(&h, d);
    if (good) {
        result->settings = arena_str(a, h.settings.policy->file);
        policy_run run;
        policy_run_begin(&run, h.settings.policy, clock_now(&options->clock), a);
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
