#include "gate/gather_parts.h"

#define MAIN_BRANCH "SELECT main_branch FROM services WHERE service=$1"

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
/* What is on its way back will be live again: who comes now has to fit it too. */
#define LIVE_OR_COMING_BACK                                                                        \
    "SELECT version, MIN(how) FROM ("                                                              \
    "SELECT version, '' AS how FROM deployments WHERE service=$1 AND environment=$2 UNION "        \
    "SELECT version, '' AS how FROM releases WHERE service=$1 AND environment=$2 UNION "           \
    "SELECT version, 'back' AS how FROM rollbacks WHERE service=$1 AND environment=$2 AND back=0"  \
    ") found GROUP BY version ORDER BY 1"

/* How versions are found, and what the ones found and the one missing are called. */
typedef struct version_rule {
    const char *sql;
    const char *found, *missing; /* $S service, $N the rule's name, $V version */
    const char *returning;       /* where a second column says so; NULL: there is none */
} version_rule;

static const version_rule rule_version = {
    "SELECT version FROM versions WHERE service=$1 AND version=$2", "version $V of $S",
    "version $N of $S", NULL};
static const version_rule rule_latest = {
    "SELECT v.version FROM versions v WHERE v.service=$1" NEWEST, "the newest version of $S ($V)",
    "a version of $S", NULL};
static const version_rule rule_latest_tag = {WITH_TAG NEWEST,
                                             "the newest version of $S with tag $N ($V)",
                                             "a version of $S with tag $N", NULL};
static const version_rule rule_latest_branch = {WITH_BRANCH NEWEST,
                                                "the newest version of $S on branch $N ($V)",
                                                "a version of $S on branch $N", NULL};
static const version_rule rule_all = {
    "SELECT v.version FROM versions v WHERE v.service=$1 ORDER BY v.sequence", "version $V of $S",
    "a version of $S", NULL};
static const version_rule rule_all_tag = {WITH_TAG " ORDER BY v.sequence",
                                          "version $V of $S with tag $N",
                                          "a version of $S with tag $N", NULL};
static const version_rule rule_live = {LIVE_OR_COMING_BACK, "version $V of $S (now in $N)",
                                       "a version of $S in $N",
                                       "version $V of $S (coming back in $N)"};

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
    if (!lookup_ask(&g->lookup, rule->sql, &rows, TEXTS(service, name)))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        str version = v[0].text;
        bool returns = rule->returning && v[1].text.length;
        const char *found = returns ? rule->returning : rule->found;
        vec_push(g->arena, out,
                 (gate_version){service, version, phrase(found, service, name, version, g->arena)});
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

bool gather_select(gathering *g, const gate_selector *s, version_list *out)
{
    str name;
    const version_rule *rule = rule_of_selector(s, &name);
    return find_versions(g, rule, s->service, name, out);
}

/* --- partners --- */

static const version_rule *rule_of_target(const gate_question *q)
{
    switch (q->target) {
    case TARGET_ENVIRONMENT:
        return &rule_live;
    case TARGET_TAG:
        return &rule_latest_tag;
    case TARGET_EVERY_TAG:
        return &rule_all_tag;
    case TARGET_MAIN:
        return &rule_latest_branch;
    case TARGET_NONE:
        break;
    }
    return &rule_latest;
}

static bool name_of_target(gathering *g, str service, str *name)
{
    sql_rows rows = {0};
    *name = g->question->target_name;
    if (g->question->target != TARGET_MAIN)
        return true;
    if (!lookup_ask(&g->lookup, MAIN_BRANCH, &rows, TEXTS(service)))
        return false;
    *name = rows.count ? rows.items[0].values[0].text : STR("main");
    return true;
}

bool gather_partners(gathering *g, str service, version_list *out)
{
    const version_list *asked = map_get(&g->asked, service);
    str name;
    if (asked) {
        *out = *asked;
        return true;
    }
    return name_of_target(g, service, &name) &&
           find_versions(g, rule_of_target(g->question), service, name, out);
}

bool gather_partners_ahead(gathering *g, const str *services, size_t count)
{
    if (g->question->target == TARGET_MAIN)
        for (size_t i = 0; i < count; i++)
            lookup_want(&g->lookup, MAIN_BRANCH, TEXTS(services[i]));
    if (!lookup_fetch(&g->lookup))
        return false;
    for (size_t i = 0; i < count; i++) {
        str name;
        if (!name_of_target(g, services[i], &name))
            return false;
        lookup_want(&g->lookup, rule_of_target(g->question)->sql, TEXTS(services[i], name));
    }
    return lookup_fetch(&g->lookup);
}

static bool first_column(ledger *l, const char *sql, const sql_value *values, size_t value_count,
                         str **texts, size_t *count, arena *a, diags *d)
{
    sql_rows rows = {0};
    *count = 0;
    if (!database_run(ledger_database(l), sql, values, value_count, &rows, a, d))
        return false;
    *texts = arena_array_of(a, str, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        (*texts)[i] = rows.items[i].values[0].text;
    *count = rows.count;
    return true;
}

bool gate_environments(ledger *l, str **names, size_t *count, arena *a, diags *d)
{
    return first_column(l, "SELECT name FROM environments ORDER BY name", NULL, 0, names, count, a,
                        d);
}

bool gate_live_versions(ledger *l, str service, str environment, str **versions, size_t *count,
                        arena *a, diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(environment)};
    return first_column(l, LIVE, values, 2, versions, count, a, d);
}
