#include "gate/gather.h"

#include "gate/gather_parts.h"

#define PROVIDERS                                                                                  \
    "SELECT provider, content FROM contracts WHERE consumer=$1 AND version=$2 ORDER BY provider"
#define CONSUMERS   "SELECT consumer FROM integrations WHERE provider=$1 ORDER BY consumer"
#define UNPUBLISHED "SELECT 1 FROM versions WHERE service=$1 AND version=$2 AND published=0"
#define EARLIER_PROVIDERS                                                                          \
    "SELECT DISTINCT provider FROM contracts WHERE consumer=$1 ORDER BY provider"
#define TAGGED   "SELECT 1 FROM tags WHERE tag=$1 LIMIT 1"
#define CONTRACT "SELECT content FROM contracts WHERE consumer=$1 AND version=$2 AND provider=$3"

/* --- ignoring --- */

static bool ignores(const gathering *g, const gate_version *v)
{
    for (size_t i = 0; i < g->question->ignore_count; i++) {
        const gate_ignore *ignored = &g->question->ignores[i];
        if (str_equal(ignored->service, v->service) &&
            (!ignored->version.data || str_equal(ignored->version, v->version)))
            return true;
    }
    return false;
}

static bool check_ignores(gathering *g)
{
    for (size_t i = 0; i < g->question->ignore_count; i++) {
        const gate_ignore *ignored = &g->question->ignores[i];
        sql_rows rows = {0};
        if (!lookup_ask(
                &g->lookup,
                "SELECT 1 FROM versions WHERE service=$1 AND ($2 IS NULL OR version=$2) UNION "
                "SELECT 1 FROM integrations WHERE provider=$1 AND $2 IS NULL LIMIT 1",
                &rows, TEXTS(ignored->service, ignored->version)))
            return false;
        if (rows.count)
            continue;
        str name = ignored->version.data
                       ? arena_printf(g->arena, "%.*s@%.*s", STR_ARG(ignored->service),
                                      STR_ARG(ignored->version))
                       : ignored->service;
        vec_push(g->arena, &g->unknown_ignores, name);
    }
    return true;
}

/* --- meetings --- */

static str meeting_key(const gathering *g, const gate_meeting *m)
{
    return arena_printf(g->arena, "%zu:%.*s %zu:%.*s %zu:%.*s %.*s", m->consumer.service.length,
                        STR_ARG(m->consumer.service), m->consumer.version.length,
                        STR_ARG(m->consumer.version), m->provider.service.length,
                        STR_ARG(m->provider.service), STR_ARG(m->provider.version));
}

static void meet(gathering *g, const gate_version *consumer, const gate_version *provider,
                 str content)
{
    gate_meeting m = {.consumer = *consumer, .provider = *provider, .content = content};
    if (!map_put(&g->seen, meeting_key(g, &m), g))
        return;
    m.ignored = ignores(g, consumer) || ignores(g, provider);
    vec_push(g->arena, &g->meetings, m);
}

static bool is_asked(const gathering *g, str service)
{
    return map_has(&g->asked, service);
}

/* With several selectors and no target only those asked about meet. */
static bool is_of_interest(const gathering *g, str service)
{
    return g->question->target != TARGET_NONE || g->question->selector_count == 1 ||
           is_asked(g, service);
}

static bool meet_provider(gathering *g, const gate_version *consumer, str provider, str content)
{
    version_list versions = {0};
    if (!is_of_interest(g, provider))
        return true;
    if (!gather_partners(g, provider, &versions))
        return false;
    for (size_t i = 0; i < versions.count; i++)
        meet(g, consumer, &versions.items[i], content);
    return true;
}

/* A version that was deployed and nothing else: nobody said what it relies on. */
static bool is_unpublished(gathering *g, const gate_version *v, bool *unpublished)
{
    sql_rows rows = {0};
    bool asked = lookup_ask(&g->lookup, UNPUBLISHED, &rows, TEXTS(v->service, v->version));
    *unpublished = rows.count > 0;
    return asked;
}

/* What its other versions relied on is what it may rely on. */
static bool meet_providers_of_others(gathering *g, const gate_version *consumer)
{
    sql_rows rows = {0};
    if (!lookup_ask(&g->lookup, EARLIER_PROVIDERS, &rows, TEXTS(consumer->service)))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!meet_provider(g, consumer, rows.items[i].values[0].text, STR_NULL))
            return false;
    return true;
}

/* Everything this version relies on: a provider that is not there is a hole. */
static bool meet_providers(gathering *g, const gate_version *consumer)
{
    sql_rows rows = {0};
    bool unpublished = false;
    if (!lookup_ask(&g->lookup, PROVIDERS, &rows, TEXTS(consumer->service, consumer->version)))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        if (!meet_provider(g, consumer, v[0].text, v[1].text))
            return false;
    }
    if (rows.count == 0 && !is_unpublished(g, consumer, &unpublished))
        return false;
    return !unpublished || meet_providers_of_others(g, consumer);
}

/* The live version may have dropped what its earlier versions relied on: then nothing meets. */
static bool meet_consumer(gathering *g, const gate_version *consumer, const gate_version *provider)
{
    sql_rows contract = {0};
    bool unpublished = false;
    if (!consumer->version.data)
        return true;
    if (!lookup_ask(&g->lookup, CONTRACT, &contract,
                    TEXTS(consumer->service, consumer->version, provider->service)))
        return false;
    if (contract.count == 0 && !is_unpublished(g, consumer, &unpublished))
        return false;
    if (contract.count || unpublished)
        meet(g, consumer, provider, contract.count ? contract.items[0].values[0].text : STR_NULL);
    return true;
}

typedef bool (*each_consumer)(gathering *g, const gate_version *consumer,
                              const gate_version *provider);

/* Everyone that relies on this version and is there; who is not there cannot be hurt. */
static bool visit_consumers(gathering *g, const gate_version *provider, each_consumer visit)
{
    sql_rows rows = {0};
    if (!lookup_ask(&g->lookup, CONSUMERS, &rows, TEXTS(provider->service)))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        str consumer = rows.items[i].values[0].text;
        version_list versions = {0};
        if (!is_of_interest(g, consumer))
            continue;
        if (!gather_partners(g, consumer, &versions))
            return false;
        for (size_t j = 0; j < versions.count; j++)
            if (!visit(g, &versions.items[j], provider))
                return false;
    }
    return true;
}

/* --- neighbours, ahead of time --- */

typedef VEC(str) name_list;

static bool add_neighbours(gathering *g, const gate_version *v, name_list *names)
{
    sql_rows providers = {0}, consumers = {0};
    if (!lookup_ask(&g->lookup, PROVIDERS, &providers, TEXTS(v->service, v->version)) ||
        !lookup_ask(&g->lookup, CONSUMERS, &consumers, TEXTS(v->service)))
        return false;
    const sql_rows *both[] = {&providers, &consumers};
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < both[i]->count; j++) {
            str name = both[i]->items[j].values[0].text;
            if (is_of_interest(g, name) && !is_asked(g, name))
                vec_push(g->arena, names, name);
        }
    return true;
}

static bool want_contract(gathering *g, const gate_version *consumer, const gate_version *provider)
{
    if (consumer->version.data)
        lookup_want(&g->lookup, CONTRACT,
                    TEXTS(consumer->service, consumer->version, provider->service));
    return true;
}

/* Everything that meeting the neighbours will ask, in as many round trips as one neighbour takes.
 */
static bool look_ahead(gathering *g)
{
    name_list names = {0};
    for (size_t i = 0; i < g->subjects.count; i++) {
        const gate_version *v = &g->subjects.items[i].version;
        if (v->version.data) {
            lookup_want(&g->lookup, PROVIDERS, TEXTS(v->service, v->version));
            lookup_want(&g->lookup, CONSUMERS, TEXTS(v->service));
            lookup_want(&g->lookup, UNPUBLISHED, TEXTS(v->service, v->version));
        }
    }
    bool fine = lookup_fetch(&g->lookup);
    for (size_t i = 0; fine && i < g->subjects.count; i++)
        if (g->subjects.items[i].exists)
            fine = add_neighbours(g, &g->subjects.items[i].version, &names);
    fine = fine && gather_partners_ahead(g, names.items, names.count);
    for (size_t i = 0; fine && i < g->subjects.count; i++)
        if (g->subjects.items[i].exists)
            fine = visit_consumers(g, &g->subjects.items[i].version, want_contract);
    return fine && lookup_fetch(&g->lookup);
}

/* --- the question --- */

static bool add_subjects(gathering *g, const gate_selector *s)
{
    version_list *versions = map_get(&g->asked, s->service);
    if (!versions) {
        versions = arena_alloc(g->arena, sizeof *versions);
        map_put(&g->asked, s->service, versions);
    }
    size_t first = versions->count;
    if (!gather_select(g, s, versions))
        return false;
    for (size_t i = first; i < versions->count; i++) {
        const gate_version *v = &versions->items[i];
        vec_push(g->arena, &g->subjects,
                 (gate_subject){*v, v->version.data != NULL, ignores(g, v)});
    }
    return true;
}

/* An environment has to be known. A tag need not: the first version may have yet to get it. */
static bool check_target(gathering *g)
{
    const gate_question *q = g->question;
    sql_rows rows = {0};
    if (q->target == TARGET_ENVIRONMENT)
        return ledger_check_environment(g->ledger, q->target_name, g->diags);
    if (q->target != TARGET_TAG && q->target != TARGET_EVERY_TAG)
        return true;
    bool asked = lookup_ask(&g->lookup, TAGGED, &rows, TEXTS(q->target_name));
    g->tag_unknown = rows.count == 0;
    return asked;
}

static bool gather(gathering *g)
{
    if (!check_target(g) || !check_ignores(g))
        return false;
    for (size_t i = 0; i < g->question->selector_count; i++)
        if (!add_subjects(g, &g->question->selectors[i]))
            return false;
    if (!look_ahead(g))
        return false;
    for (size_t i = 0; i < g->subjects.count; i++) {
        gate_version v = g->subjects.items[i].version;
        if (v.version.data && (!meet_providers(g, &v) || !visit_consumers(g, &v, meet_consumer)))
            return false;
    }
    return gather_results(g);
}

/* Other pipelines write meanwhile: all rows are of one moment, or half a deployment would be seen.
 */
static bool gather_at_one_moment(gathering *g)
{
    database *db = ledger_database(g->ledger);
    bool fine = database_begin_reading(db, g->diags) && gather(g);
    database_roll_back(db);
    return fine && gather_conclude(g);
}

bool gate_gather(ledger *l, const gate_question *question, const gather_options *options,
                 gate_rows *rows, arena *a, diags *d)
{
    static const gather_options nothing = {0};
    gathering g = {.ledger = l,
                   .question = question,
                   .options = options ? options : &nothing,
                   .arena = a,
                   .diags = d};
    lookup_init(&g.lookup, ledger_database(l), a, d);
    map_init(&g.asked, a, 0);
    map_init(&g.seen, a, 0);
    if (!gather_at_one_moment(&g))
        return false;
    *rows = (gate_rows){
        .subjects = g.subjects.items,
        .subject_count = g.subjects.count,
        .meetings = g.meetings.items,
        .meeting_count = g.meetings.count,
        .unknown_ignores = g.unknown_ignores.items,
        .unknown_ignore_count = g.unknown_ignores.count,
        .without_target = question->target == TARGET_NONE && question->selector_count == 1,
    };
    rows->tag_unknown = g.tag_unknown;
    for (size_t i = 0; i < question->selector_count; i++)
        rows->without_version |= question->selectors[i].kind != SELECT_VERSION;
    return true;
}
