#include "gate/tables.h"

/* Each step is run once, in order; a step is never edited after it was released, only followed. */
static const char *const steps[] = {
    "CREATE TABLE facts(sequence BIGINT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, "
    "recorded_at TEXT NOT NULL, request TEXT UNIQUE, previous TEXT NOT NULL, digest TEXT NOT NULL)",
    "CREATE TABLE contents(digest TEXT PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE services(service TEXT PRIMARY KEY, main_branch TEXT NOT NULL, team TEXT)",
    "CREATE TABLE versions(service TEXT NOT NULL, version TEXT NOT NULL, sequence BIGINT NOT NULL, "
    "PRIMARY KEY(service, version))",
    "CREATE INDEX versions_in_order ON versions(service, sequence)",
    "CREATE TABLE branches(service TEXT NOT NULL, branch TEXT NOT NULL, version TEXT NOT NULL, "
    "PRIMARY KEY(service, branch, version))",
    "CREATE TABLE tags(service TEXT NOT NULL, tag TEXT NOT NULL, version TEXT NOT NULL, "
    "PRIMARY KEY(service, tag, version))",
    "CREATE TABLE contracts(consumer TEXT NOT NULL, version TEXT NOT NULL, provider TEXT NOT NULL, "
    "content TEXT NOT NULL, PRIMARY KEY(consumer, version, provider))",
    "CREATE TABLE integrations(consumer TEXT NOT NULL, provider TEXT NOT NULL, "
    "PRIMARY KEY(provider, consumer))",
    "CREATE TABLE provided(service TEXT NOT NULL, version TEXT NOT NULL, name TEXT NOT NULL, "
    "content TEXT NOT NULL, PRIMARY KEY(service, version, name))",
    "CREATE TABLE verifications(consumer TEXT NOT NULL, provider TEXT NOT NULL, "
    "content TEXT NOT NULL, provider_version TEXT NOT NULL, success BIGINT NOT NULL, "
    "computed BIGINT NOT NULL, PRIMARY KEY(provider, content, consumer, provider_version))",
    "CREATE TABLE environments(name TEXT PRIMARY KEY, production BIGINT NOT NULL)",
    "CREATE TABLE deployments(service TEXT NOT NULL, environment TEXT NOT NULL, "
    "instance TEXT NOT NULL, version TEXT NOT NULL, phase TEXT NOT NULL, "
    "PRIMARY KEY(service, environment, instance, version))",
    "CREATE TABLE releases(service TEXT NOT NULL, environment TEXT NOT NULL, version TEXT NOT "
    "NULL, "
    "PRIMARY KEY(service, environment, version))",
    "ALTER TABLE versions ADD COLUMN published BIGINT NOT NULL DEFAULT 0",
    "CREATE TABLE requests(request TEXT PRIMARY KEY)",
    "ALTER TABLE verifications DROP COLUMN computed",
    "CREATE TABLE comparisons(provider TEXT NOT NULL, content TEXT NOT NULL, provided TEXT NOT "
    "NULL, tool TEXT NOT NULL, answer TEXT NOT NULL, evidence TEXT NOT NULL, why TEXT, "
    "PRIMARY KEY(provider, content, provided, tool))",
    "CREATE TABLE verdicts(sequence BIGINT PRIMARY KEY, command TEXT NOT NULL, subject TEXT NOT "
    "NULL, answer TEXT NOT NULL, evidence TEXT NOT NULL, tool TEXT NOT NULL, rules TEXT NOT NULL, "
    "asked_by TEXT NOT NULL)",
    "CREATE INDEX verdicts_by_evidence ON verdicts(evidence)",
    "CREATE INDEX verdicts_by_subject ON verdicts(command, subject, sequence)",
    "CREATE TABLE waivers(fingerprint TEXT NOT NULL, contract TEXT NOT NULL, owner TEXT NOT NULL, "
    "reason TEXT NOT NULL, expires TEXT NOT NULL, author TEXT, revoked_by TEXT, "
    "revoked_because TEXT, PRIMARY KEY(contract, fingerprint))",
    "CREATE TABLE approvals(fingerprint TEXT NOT NULL, contract TEXT NOT NULL, approver TEXT NOT "
    "NULL, reason TEXT, expires TEXT, PRIMARY KEY(contract, fingerprint, approver))",
    "CREATE TABLE release_approvals(service TEXT NOT NULL, version TEXT NOT NULL, environment TEXT "
    "NOT NULL, owner TEXT NOT NULL, approver TEXT NOT NULL, rollback_plan TEXT NOT NULL, author "
    "TEXT, reason TEXT, expires TEXT, PRIMARY KEY(service, version, environment, approver))",
    "CREATE TABLE states(service TEXT NOT NULL, contract TEXT NOT NULL, version TEXT NOT NULL, "
    "state TEXT NOT NULL, sunset TEXT, changed_by TEXT, reason TEXT, "
    "PRIMARY KEY(service, contract, version))",
    "CREATE TABLE rollbacks(service TEXT NOT NULL, environment TEXT NOT NULL, instance TEXT NOT "
    "NULL, version TEXT NOT NULL, replaced TEXT NOT NULL, back BIGINT NOT NULL, "
    "PRIMARY KEY(service, environment, instance))",
    "ALTER TABLE environments ADD COLUMN protection TEXT NOT NULL DEFAULT 'none'",
    "CREATE INDEX waivers_by_finding ON waivers(fingerprint)",
    "CREATE INDEX deployments_there ON deployments(environment, service)",
    "CREATE INDEX releases_there ON releases(environment, service)",
    "CREATE INDEX comparisons_by_evidence ON comparisons(evidence)",
    "CREATE INDEX tags_by_name ON tags(tag)",
};

const derived_table derived_tables[] = {
    {"services", "service, main_branch, team"},
    {"versions", "service, version, sequence, published"},
    {"branches", "service, branch, version"},
    {"tags", "service, tag, version"},
    {"contracts", "consumer, version, provider, content"},
    {"integrations", "provider, consumer"},
    {"provided", "service, version, name, content"},
    {"verifications", "provider, content, consumer, provider_version, success"},
    {"environments", "name, production, protection"},
    {"deployments", "service, environment, instance, version, phase"},
    {"releases", "service, environment, version"},
    {"comparisons", "provider, content, provided, tool, answer, evidence, why"},
    {"verdicts", "sequence, command, subject, answer, evidence, tool, rules, asked_by"},
    {"waivers", "contract, fingerprint, owner, reason, expires, author, revoked_by, "
                "revoked_because"},
    {"approvals", "contract, fingerprint, approver, reason, expires"},
    {"release_approvals", "service, version, environment, approver, owner, rollback_plan, author, "
                          "reason, expires"},
    {"states", "service, contract, version, state, sunset, changed_by, reason"},
    {"rollbacks", "service, environment, instance, version, replaced, back"},
    {NULL, NULL},
};

static bool run(database *db, const char *sql, diags *d)
{
    return database_run(db, sql, NULL, 0, NULL, NULL, d);
}

/* How many steps were taken; 0 in an empty database. */
static bool steps_taken(database *db, int64_t *taken, arena *a, diags *d)
{
    sql_rows rows = {0};
    if (!run(db, "CREATE TABLE IF NOT EXISTS handoff_schema(step BIGINT NOT NULL)", d) ||
        !database_run(db, "SELECT COALESCE(MAX(step), 0) FROM handoff_schema", NULL, 0, &rows, a,
                      d))
        return false;
    *taken = rows.items[0].values[0].integer;
    return true;
}

static bool take_steps(database *db, arena *a, diags *d)
{
    int64_t taken = 0, count = (int64_t)(sizeof steps / sizeof *steps);
    if (!database_lock_chain(db, d) || !steps_taken(db, &taken, a, d))
        return false;
    if (taken > count) {
        diags_hint(d, diags_error(d, "ledger.newer", "the ledger was written by a newer handoff"),
                   "update handoff on this machine");
        return false;
    }
    for (int64_t i = taken; i < count; i++) {
        sql_value step = SQL_INTEGER(i + 1);
        if (!run(db, steps[i], d) ||
            !database_run(db, "INSERT INTO handoff_schema(step) VALUES($1)", &step, 1, NULL, NULL,
                          d))
            return false;
    }
    return true;
}

/* Asked without a lock first, so that an up-to-date ledger costs one look. */
static bool is_current(database *db, arena *a)
{
    diags unheard;
    diags_init(&unheard);
    sql_rows rows = {0};
    bool asked = database_run(db, "SELECT COALESCE(MAX(step), 0) FROM handoff_schema", NULL, 0,
                              &rows, a, &unheard);
    diags_clear(&unheard);
    return asked && rows.items[0].values[0].integer == (int64_t)(sizeof steps / sizeof *steps);
}

bool tables_migrate(database *db, diags *d)
{
    arena *a = arena_new();
    bool done = is_current(db, a);
    for (unsigned attempt = 0; !done; attempt++) {
        diags tried;
        diags_init(&tried);
        bool conflict = false;
        bool taken = database_begin(db, &tried) && take_steps(db, a, &tried);
        if (taken)
            done = database_commit(db, &conflict, &tried);
        else
            database_roll_back(db);
        bool again = !done && database_retry(db, attempt);
        if (!done && !again)
            diags_move(d, &tried);
        diags_clear(&tried);
        if (!done && !again)
            break;
    }
    arena_free(a);
    return done;
}
