#include "gate/gather.h"

#include "base/map.h"
#include "base/vec.h"

typedef VEC(gate_version) version_list;

typedef struct gathering {
    ledger *ledger;
    database *db;
    const gate_question *question;
    const gather_options *options;
    arena *arena;
    diags *diags;
    VEC(gate_subject) subjects;
    VEC(gate_meeting) meetings;
    VEC(str) unknown_ignores;
    map asked; /* names of services asked about: version lists */
    map seen;  /* meetings already made, by their four names */
} gathering;

static bool ask(gathering *g, const char *sql, sql_rows *rows, size_t count, ...)
{
    sql_value values[6];
    va_list arguments;
    va_start(arguments, count);
    for (size_t i = 0; i < count; i++)
        values[i] = SQL_TEXT(va_arg(arguments, str));
    va_end(arguments);
    return database_run(g->db, sql, values, count, rows, g->arena, g->diags);
}

/* --- versions by a rule --- */

#define NEWEST " ORDER BY v.sequence DESC LIMIT 1"
#define WITH_TAG                                                                                   \
    "SELECT v.version FROM tags t JOIN versions v ON v.service=t.service AND "                     \
    "v.version=t.version WHERE t.service=$1 AND t.tag=$2"
#define WITH_BRANCH                                                                                \
    "SELECT v.version FROM branches b JOIN versions v ON v.service=b.service AND "                 \
    "v.version=b.version WHERE b.service=$1 AND b.branch=$2"
#define LIVE                                                                                       \
    "SELECT version FROM deployments WHERE service=$1 AND environment=$2 UNION "                   \
    "SELECT version FROM releases WHERE service=$1 AND environment=$2 ORDER BY 1"

/* How versions are found, and what the ones found and the one missing are called. */
typedef struct version_rule {
    const char *sql;
    const char *found, *missing; /* $S service, $N the rule's name, $V version */
} version_rule;

static const version_rule rule_version = {
    "SELECT version FROM versions WHERE service=$1 AND version=$2", "version $V of $S",
    "version $N of $S"};
static const version_rule rule_latest = {
    "SELECT v.version FROM versions v WHERE v.service=$1" NEWEST, "the newest version of $S ($V)",
    "a version of $S"};
static const version_rule rule_latest_tag = {
    WITH_TAG NEWEST, "the newest version of $S with tag $N ($V)", "a version of $S with tag $N"};
static const version_rule rule_latest_branch = {WITH_BRANCH NEWEST,
                                                "the newest version of $S on branch $N ($V)",
                                                "a version of $S on branch $N"};
static const version_rule rule_all = {
    "SELECT v.version FROM versions v WHERE v.service=$1 ORDER BY v.sequence", "version $V of $S",
    "a version of $S"};
static const version_rule rule_all_tag = {
    WITH_TAG " ORDER BY v.sequence", "version $V of $S with tag $N", "a version of $S with tag $N"};
static const version_rule rule_live = {LIVE, "version $V of $S, now in $N",
                                       "a version of $S in $N"};

static str phrase(const char *template, str service, str name, str version, arena *a)
{
    buf b = {0};
    for (const char *p = template; *p; p++) {
        if (*p != '$') {
            buf_append_char(&b, *p);
            continue;
        }
        p++;
        buf_append(&b, *p == 'S' ? service : *p == 'N' ? name : version);
    }
    str text = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return text;
}

static bool find_versions(gathering *g, const version_rule *rule, str service, str name,
                          version_list *out)
{
    sql_rows rows = {0};
    if (!ask(g, rule->sql, &rows, 2, service, name))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        str version = rows.items[i].values[0].text;
        vec_push(g->arena, out,
                 (gate_version){service, version,
                                phrase(rule->found, service, name, version, g->arena)});
    }
    if (rows.count == 0)
        vec_push(g->arena, out,
                 (gate_version){service, STR_NULL,
                                phrase(rule->missing, service, name, STR_NULL, g->arena)});
    return true;
}

static const version_rule *rule_of_selector(const gate_selector *s, str *name)
{
    *name = s->kind == SELECT_VERSION ? s->version : s->branch.data ? s->branch : s->tag;
    if (s->kind == SELECT_VERSION)
        return &rule_version;
    if (s->branch.data)
        return &rule_latest_branch;
    if (s->kind == SELECT_LATEST)
        return s->tag.data ? &rule_latest_tag : &rule_latest;
    return s->tag.data ? &rule_all_tag : &rule_all;
}

static bool main_branch(gathering *g, str service, str *branch)
{
    sql_rows rows = {0};
    bool asked = ask(g, "SELECT main_branch FROM services WHERE service=$1", &rows, 1, service);
    *branch = rows.count ? rows.items[0].values[0].text : STR("main");
    return asked;
}

/* The versions of a partner that matter: the ones asked about when it is asked about itself, else
 * those at the target. */
static bool find_partners(gathering *g, str service, version_list *out)
{
    const version_list *asked = map_get(&g->asked, service);
    if (asked) {
        *out = *asked;
        return true;
    }
    str name = g->question->target_name;
    switch (g->question->target) {
    case TARGET_ENVIRONMENT:
        return find_versions(g, &rule_live, service, name, out);
    case TARGET_TAG:
        return find_versions(g, &rule_latest_tag, service, name, out);
    case TARGET_EVERY_TAG:
        return find_versions(g, &rule_all_tag, service, name, out);
    case TARGET_MAIN:
        return main_branch(g, service, &name) &&
               find_versions(g, &rule_latest_branch, service, name, out);
    case TARGET_NONE:
        break;
    }
    return find_versions(g, &rule_latest, service, name, out);
}

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
        if (!ask(g,
                 "SELECT 1 FROM versions WHERE service=$1 AND ($2 IS NULL OR version=$2) UNION "
                 "SELECT 1 FROM integrations WHERE provider=$1 AND $2 IS NULL LIMIT 1",
                 &rows, 2, ignored->service, ignored->version))
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

static bool look_up_verification(gathering *g, gate_meeting *m)
{
    sql_rows rows = {0};
    if (!ask(g,
             "SELECT provider_version, success FROM verifications WHERE provider=$1 AND "
             "content=$2 AND consumer=$3 AND (provider_version=$4 OR success=1) "
             "ORDER BY CASE WHEN provider_version=$4 THEN 0 ELSE 1 END, provider_version LIMIT 1",
             &rows, 4, m->provider.service, m->content, m->consumer.service, m->provider.version))
        return false;
    if (rows.count == 0)
        return true;
    const sql_value *found = rows.items[0].values;
    if (str_equal(found[0].text, m->provider.version))
        m->recorded = found[1].integer ? RESULT_PASSED : RESULT_FAILED;
    else
        m->verified_by = found[0].text;
    return true;
}

static bool look_up_texts(gathering *g, gate_meeting *m)
{
    sql_rows provided = {0}, text = {0};
    if (!ask(g, "SELECT content FROM provided WHERE service=$1 AND version=$2 ORDER BY content",
             &provided, 2, m->provider.service, m->provider.version) ||
        !ask(g, "SELECT 1 FROM contents WHERE digest=$1", &text, 1, m->content))
        return false;
    m->has_text = text.count > 0;
    for (size_t i = 0; i < provided.count; i++) {
        str digest = provided.items[i].values[0].text;
        m->provided = m->provided.data ? arena_printf(g->arena, "%.*s+%.*s", STR_ARG(m->provided),
                                                      STR_ARG(digest))
                                       : digest;
    }
    return true;
}

static comparison_answer answer_of_name(str name)
{
    comparison_answer answer = COMPARISON_UNDECIDED;
    while (answer && !str_equal(name, str_from(comparison_answer_name(answer))))
        answer--;
    return answer;
}

static bool is_comparable(const gathering *g, const gate_meeting *m)
{
    return m->has_text && m->provided.data && g->options->tool;
}

static bool look_up_comparison(gathering *g, gate_meeting *m)
{
    sql_rows rows = {0};
    if (!is_comparable(g, m))
        return true;
    if (!ask(g,
             "SELECT answer, why, evidence FROM comparisons WHERE provider=$1 AND content=$2 AND "
             "provided=$3 AND tool=$4",
             &rows, 4, m->provider.service, m->content, m->provided, str_from(g->options->tool)))
        return false;
    if (rows.count > 0) {
        const sql_value *v = rows.items[0].values;
        m->computed = (gate_comparison){answer_of_name(v[0].text), v[1].text, v[2].text};
    }
    return true;
}

static bool look_up_result(gathering *g, gate_meeting *m)
{
    if (!m->content.data || !m->provider.version.data)
        return true;
    return look_up_verification(g, m) && look_up_texts(g, m) && look_up_comparison(g, m);
}

/* What nobody has compared yet; texts never change, so this needs no snapshot held open. */
static bool conclude(gathering *g, gate_meeting *m)
{
    const gather_options *options = g->options;
    if (is_comparable(g, m) && options->compute && m->computed.answer == COMPARISON_NONE &&
        !options->compute(options->payload, m, &m->computed, g->diags))
        return false;
    m->result = gate_meeting_result(m);
    return true;
}

static str meeting_key(const gathering *g, const gate_meeting *m)
{
    return arena_printf(g->arena, "%zu:%.*s %zu:%.*s %zu:%.*s %.*s", m->consumer.service.length,
                        STR_ARG(m->consumer.service), m->consumer.version.length,
                        STR_ARG(m->consumer.version), m->provider.service.length,
                        STR_ARG(m->provider.service), STR_ARG(m->provider.version));
}

static bool meet(gathering *g, const gate_version *consumer, const gate_version *provider,
                 str content)
{
    gate_meeting m = {.consumer = *consumer, .provider = *provider, .content = content};
    if (!map_put(&g->seen, meeting_key(g, &m), g))
        return true;
    m.ignored = ignores(g, consumer) || ignores(g, provider);
    if (!look_up_result(g, &m))
        return false;
    vec_push(g->arena, &g->meetings, m);
    return true;
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

/* Everything this version relies on: a provider that is not there is a hole. */
static bool meet_providers(gathering *g, const gate_version *consumer)
{
    sql_rows rows = {0};
    if (!ask(g,
             "SELECT provider, content FROM contracts WHERE consumer=$1 AND version=$2 ORDER BY "
             "provider",
             &rows, 2, consumer->service, consumer->version))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        str provider = rows.items[i].values[0].text;
        version_list versions = {0};
        if (!is_of_interest(g, provider))
            continue;
        if (!find_partners(g, provider, &versions))
            return false;
        for (size_t j = 0; j < versions.count; j++)
            if (!meet(g, consumer, &versions.items[j], rows.items[i].values[1].text))
                return false;
    }
    return true;
}

/* A version that was deployed and nothing else: nobody said what it relies on. */
static bool is_unpublished(gathering *g, const gate_version *v, bool *unpublished)
{
    sql_rows rows = {0};
    bool asked = ask(g, "SELECT 1 FROM versions WHERE service=$1 AND version=$2 AND published=0",
                     &rows, 2, v->service, v->version);
    *unpublished = rows.count > 0;
    return asked;
}

/* The live version may have dropped what its earlier versions relied on: then nothing meets. */
static bool meet_consumer(gathering *g, const gate_version *consumer, const gate_version *provider)
{
    sql_rows contract = {0};
    bool unpublished = false;
    if (!consumer->version.data)
        return true;
    if (!ask(g, "SELECT content FROM contracts WHERE consumer=$1 AND version=$2 AND provider=$3",
             &contract, 3, consumer->service, consumer->version, provider->service))
        return false;
    if (contract.count)
        return meet(g, consumer, provider, contract.items[0].values[0].text);
    return is_unpublished(g, consumer, &unpublished) &&
           (!unpublished || meet(g, consumer, provider, STR_NULL));
}

/* Everyone that relies on this version and is there; who is not there cannot be hurt. */
static bool meet_consumers(gathering *g, const gate_version *provider)
{
    sql_rows rows = {0};
    if (!ask(g, "SELECT consumer FROM integrations WHERE provider=$1 ORDER BY consumer", &rows, 1,
             provider->service))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        str consumer = rows.items[i].values[0].text;
        version_list versions = {0};
        if (!is_of_interest(g, consumer))
            continue;
        if (!find_partners(g, consumer, &versions))
            return false;
        for (size_t j = 0; j < versions.count; j++)
            if (!meet_consumer(g, &versions.items[j], provider))
                return false;
    }
    return true;
}

/* --- the question --- */

static bool add_subjects(gathering *g, const gate_selector *s)
{
    str name;
    const version_rule *rule = rule_of_selector(s, &name);
    version_list *versions = map_get(&g->asked, s->service);
    if (!versions) {
        versions = arena_alloc(g->arena, sizeof *versions);
        map_put(&g->asked, s->service, versions);
    }
    size_t first = versions->count;
    if (!find_versions(g, rule, s->service, name, versions))
        return false;
    for (size_t i = first; i < versions->count; i++) {
        const gate_version *v = &versions->items[i];
        vec_push(g->arena, &g->subjects,
                 (gate_subject){*v, v->version.data != NULL, ignores(g, v)});
    }
    return true;
}

static bool check_target(gathering *g)
{
    return g->question->target != TARGET_ENVIRONMENT ||
           ledger_check_environment(g->ledger, g->question->target_name, g->diags);
}

static bool gather(gathering *g)
{
    if (!check_target(g) || !check_ignores(g))
        return false;
    for (size_t i = 0; i < g->question->selector_count; i++)
        if (!add_subjects(g, &g->question->selectors[i]))
            return false;
    for (size_t i = 0; i < g->subjects.count; i++) {
        gate_version v = g->subjects.items[i].version;
        if (v.version.data && (!meet_providers(g, &v) || !meet_consumers(g, &v)))
            return false;
    }
    return true;
}

/* Other pipelines write meanwhile: all rows are of one moment, or half a deployment would be seen.
 */
static bool gather_at_one_moment(gathering *g)
{
    bool fine = database_begin_reading(g->db, g->diags) && gather(g);
    database_roll_back(g->db);
    for (size_t i = 0; fine && i < g->meetings.count; i++)
        fine = conclude(g, &g->meetings.items[i]);
    return fine;
}

bool gate_gather(ledger *l, const gate_question *question, const gather_options *options,
                 gate_rows *rows, arena *a, diags *d)
{
    static const gather_options nothing = {0};
    gathering g = {.ledger = l,
                   .db = ledger_database(l),
                   .question = question,
                   .options = options ? options : &nothing,
                   .arena = a,
                   .diags = d};
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
    for (size_t i = 0; i < question->selector_count; i++)
        rows->without_version |= question->selectors[i].kind != SELECT_VERSION;
    return true;
}

bool gate_live_versions(ledger *l, str service, str environment, str **versions, size_t *count,
                        arena *a, diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(environment)};
    sql_rows rows = {0};
    *count = 0;
    if (!database_run(ledger_database(l), LIVE, values, 2, &rows, a, d))
        return false;
    *versions = arena_array_of(a, str, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        (*versions)[i] = rows.items[i].values[0].text;
    *count = rows.count;
    return true;
}
