/* Rollbacks that were begun: which are complete, and what the others wait for. */
#include "base/vec.h"
#include "gate/rollback.h"

static bool is_same(const begun_rollback *r, const sql_value *v)
{
    return str_equal(r->environment, v[0].text) && str_equal(r->service, v[1].text) &&
           str_equal(r->version, v[3].text) && str_equal(r->replaced, v[4].text);
}

typedef VEC(str) name_vector;

/* Rows come in the order of environment, service and versions: one rollback's are together. */
static void collect(const sql_rows *rows, bool complete_too, begun_rollbacks *out, arena *a)
{
    for (size_t i = 0; i < rows->count;) {
        const sql_value *first = rows->items[i].values;
        begun_rollback r = {.environment = first[0].text,
                            .service = first[1].text,
                            .version = first[3].text,
                            .replaced = first[4].text};
        name_vector waiting = {0};
        for (; i < rows->count && is_same(&r, rows->items[i].values); i++) {
            const sql_value *v = rows->items[i].values;
            r.instance_count++;
            if (!v[5].integer)
                vec_push(a, &waiting, v[2].text);
        }
        r.waiting = waiting.items;
        r.waiting_count = waiting.count;
        if (complete_too || r.waiting_count)
            vec_push(a, out, r);
    }
}

bool rollbacks_find(ledger *l, str service, str environment, bool complete_too,
                    begun_rollbacks *out, arena *a, diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(environment)};
    sql_rows rows = {0};
    *out = (begun_rollbacks){0};
    if (environment.data && !ledger_check_environment(l, environment, d))
        return false;
    if (!database_run(ledger_database(l),
                      "SELECT environment, service, instance, version, replaced, back FROM "
                      "rollbacks WHERE ($1 IS NULL OR service=$1) AND ($2 IS NULL OR "
                      "environment=$2) ORDER BY environment, service, version, replaced, instance",
                      values, 2, &rows, a, d))
        return false;
    collect(&rows, complete_too, out, a);
    return true;
}

str rollback_text(const begun_rollback *r, arena *a)
{
    str text = arena_printf(a, "rollback of %.*s in %.*s to %.*s: %zu of %zu instances back",
                            STR_ARG(r->service), STR_ARG(r->environment), STR_ARG(r->version),
                            r->instance_count - r->waiting_count, r->instance_count);
    for (size_t i = 0; i < r->waiting_count; i++) {
        str name = r->waiting[i].length ? r->waiting[i] : STR("the only one");
        text =
            arena_printf(a, "%.*s%s %.*s", STR_ARG(text), i ? "," : ", waiting for", STR_ARG(name));
    }
    return text;
}

/* --- beginning one --- */

static bool ask(ledger *l, const char *sql, const rollback_request *r, sql_rows *rows, arena *a,
                diags *d)
{
    const sql_value values[] = {SQL_TEXT(r->service), SQL_TEXT(r->environment),
                                SQL_TEXT(r->version)};
    return database_run(ledger_database(l), sql, values, 3, rows, a, d);
}

static bool check_version(ledger *l, const rollback_request *r, arena *a, diags *d)
{
    sql_rows rows = {0};
    if (!ask(l, "SELECT 1 FROM versions WHERE service=$1 AND version=$3", r, &rows, a, d))
        return false;
    if (rows.count == 0)
        diags_error(d, "rollback.version", "version %.*s of %.*s is not recorded",
                    STR_ARG(r->version), STR_ARG(r->service));
    return rows.count > 0;
}

static bool is_wanted(const rollback_request *r, str instance)
{
    for (size_t i = 0; i < r->instance_count; i++)
        if (str_equal(r->instances[i], instance))
            return true;
    return r->instance_count == 0;
}

typedef VEC(fact) fact_vector;

static void add_instance(const rollback_request *r, str instance, str replaced, fact_vector *facts,
                         arena *a)
{
    if (facts->count && str_equal(facts->items[facts->count - 1].values[3].text, instance))
        return; /* a roll-out had begun there: the version that was arriving comes first */
    fact f = {.kind = fact_kind_find(STR("rollback")),
              .values = {SQL_TEXT(r->service), SQL_TEXT(r->version), SQL_TEXT(r->environment),
                         SQL_TEXT(instance), SQL_TEXT(replaced), SQL_TEXT(r->reason)}};
    vec_push(a, facts, f);
}

static bool find_instances(ledger *l, const rollback_request *r, fact_vector *facts, arena *a,
                           diags *d)
{
    sql_rows rows = {0};
    if (!ask(l,
             "SELECT instance, version FROM deployments WHERE service=$1 AND environment=$2 AND "
             "version<>$3 ORDER BY instance, phase, version",
             r, &rows, a, d))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        if (is_wanted(r, v[0].text))
            add_instance(r, v[0].text, v[1].text, facts, a);
    }
    return true;
}

/* Begun before and all back is no mistake; nothing to bring back is one. */
static bool check_instances(ledger *l, const rollback_request *r, const fact_vector *facts,
                            arena *a, diags *d)
{
    sql_rows rows = {0};
    if (!ask(l, "SELECT instance FROM rollbacks WHERE service=$1 AND environment=$2 AND version=$3",
             r, &rows, a, d))
        return false;
    if (facts->count == 0 && rows.count == 0) {
        diags_hint(d,
                   diags_error(d, "rollback.nothing",
                               "no instance of %.*s in %.*s runs another version than %.*s",
                               STR_ARG(r->service), STR_ARG(r->environment), STR_ARG(r->version)),
                   "'handoff deploy' records what is live");
        return false;
    }
    return true;
}

bool rollback_begin(ledger *l, const rollback_request *r, diags *d)
{
    arena *a = arena_new();
    fact_vector facts = {0};
    bool fine = ledger_check_environment(l, r->environment, d) && check_version(l, r, a, d) &&
                find_instances(l, r, &facts, a, d) && check_instances(l, r, &facts, a, d);
    const ledger_batch batch = {.facts = facts.items, .count = facts.count, .request = r->request};
    fine = fine && (facts.count == 0 || ledger_record_batch(l, &batch, NULL, d));
    arena_free(a);
    return fine;
}

/* --- in the deploy decision --- */

static bool concerns(const begun_rollback *r, const gate_rows *rows)
{
    for (size_t i = 0; i < rows->subject_count; i++)
        if (str_equal(r->service, rows->subjects[i].version.service))
            return true;
    for (size_t i = 0; i < rows->meeting_count; i++)
        if (str_equal(r->service, rows->meetings[i].consumer.service) ||
            str_equal(r->service, rows->meetings[i].provider.service))
            return true;
    return false;
}

bool rollback_add_notes(ledger *l, const gate_question *question, gate_rows *rows, arena *a,
                        diags *d)
{
    begun_rollbacks begun;
    if (question->target != TARGET_ENVIRONMENT)
        return true;
    if (!rollbacks_find(l, STR_NULL, question->target_name, false, &begun, a, d))
        return false;
    gate_note *notes = arena_array_of(a, gate_note, rows->note_count + begun.count);
    size_t count = rows->note_count;
    for (size_t i = 0; i < count; i++)
        notes[i] = rows->notes[i];
    for (size_t i = 0; i < begun.count; i++)
        if (concerns(&begun.items[i], rows))
            notes[count++] =
                (gate_note){REASON_ROLLBACK_INCOMPLETE, rollback_text(&begun.items[i], a)};
    rows->notes = notes;
    rows->note_count = count;
    return true;
}
