#include "gate/lifecycle_rows.h"

#include "base/vec.h"

/* A state that a newer handoff recorded and this one does not know refuses nothing by itself, but
 * nothing may be moved from it either; it reads as rejected, which fails closed. */
static lifecycle_state state_of(str name)
{
    lifecycle_state state = STATE_REJECTED;
    lifecycle_parse(&state, name);
    return state;
}

bool states_find(ledger *l, str service, contract_states *out, arena *a, diags *d)
{
    sql_value value = SQL_TEXT(service);
    sql_rows rows = {0};
    *out = (contract_states){0};
    if (!database_run(ledger_database(l),
                      "SELECT contract, version, state, sunset, changed_by, reason FROM states "
                      "WHERE service=$1 ORDER BY contract, version",
                      &value, 1, &rows, a, d))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        vec_push(a, out,
                 (contract_state){service, v[0].text, v[1].text, state_of(v[2].text), v[3].text,
                                  v[4].text, v[5].text});
    }
    return true;
}

contract_state states_exact(const contract_states *all, str contract, str version)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].contract, contract) &&
            str_equal(all->items[i].version, version))
            return all->items[i];
    return (contract_state){.contract = contract, .version = version, .state = STATE_NONE};
}

contract_state states_pick(const contract_states *all, str contract, str version)
{
    const str contracts[] = {contract, contract, STR(""), STR("")};
    const str versions[] = {version, STR(""), version, STR("")};
    contract_state found = {.contract = contract, .version = version, .state = STATE_NONE};
    for (size_t i = 0; i < 4 && found.state == STATE_NONE; i++)
        found = states_exact(all, contracts[i], versions[i]);
    return found;
}

static bool list_names(ledger *l, const char *sql, const sql_value *values, size_t count,
                       name_list *out, arena *a, diags *d)
{
    sql_rows rows = {0};
    *out = (name_list){0};
    if (!database_run(ledger_database(l), sql, values, count, &rows, a, d))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        vec_push(a, out, rows.items[i].values[0].text);
    return true;
}

bool provided_names(ledger *l, str service, str version, name_list *out, arena *a, diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(version)};
    return list_names(l,
                      version.data ? "SELECT name FROM provided WHERE service=$1 AND version=$2 "
                                     "ORDER BY name"
                                   : "SELECT DISTINCT name FROM provided WHERE service=$1 "
                                     "ORDER BY name",
                      values, version.data ? 2 : 1, out, a, d);
}

bool service_is_known(ledger *l, str service, bool *known, arena *a, diags *d)
{
    sql_value value = SQL_TEXT(service);
    name_list names;
    bool asked = list_names(l,
                            "SELECT service FROM services WHERE service=$1 UNION "
                            "SELECT service FROM versions WHERE service=$1 UNION "
                            "SELECT service FROM states WHERE service=$1 UNION "
                            "SELECT provider FROM integrations WHERE provider=$1",
                            &value, 1, &names, a, d);
    *known = asked && names.count;
    return asked;
}

bool version_is_known(ledger *l, str service, str version, bool *known, arena *a, diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(version)};
    name_list names;
    bool asked = list_names(l, "SELECT version FROM versions WHERE service=$1 AND version=$2",
                            values, 2, &names, a, d);
    *known = asked && names.count;
    return asked;
}

/* Those deployed without ever being published too, whose contract is not known.
 * In the order in which each step finds little (CROSS JOIN is how SQLite is told), so that neither
 * the ledger nor an environment is read through. */
#define LIVE_WITH(table)                                                                           \
    "SELECT t.service, t.version, t.environment, c.content FROM integrations i CROSS JOIN " table  \
    " t CROSS JOIN versions v LEFT JOIN contracts c ON c.consumer=t.service AND "                  \
    "c.version=t.version AND c.provider=$1 WHERE i.provider=$1 AND t.service=i.consumer AND "      \
    "v.service=t.service AND v.version=t.version AND (c.content IS NOT NULL OR v.published=0) "    \
    "AND ($2 IS NULL OR "                                                                          \
    "EXISTS(SELECT 1 FROM deployments p WHERE p.service=$1 AND p.environment=t.environment AND "   \
    "p.version=$2) OR EXISTS(SELECT 1 FROM releases r WHERE r.service=$1 AND "                     \
    "r.environment=t.environment AND r.version=$2))"

bool live_consumers(ledger *l, str service, str version, live_consumer_list *out, arena *a,
                    diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(version)};
    sql_rows rows = {0};
    *out = (live_consumer_list){0};
    if (!database_run(ledger_database(l),
                      LIVE_WITH("deployments") " UNION " LIVE_WITH("releases") " UNION " LIVE_WITH(
                          VERSIONS_COMING_BACK) " ORDER BY 3, 1, 2",
                      values, 2, &rows, a, d))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        vec_push(a, out, (live_consumer){v[0].text, v[1].text, v[2].text, v[3].text});
    }
    return true;
}
