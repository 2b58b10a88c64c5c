#include "gate/reach.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "gate/lifecycle_rows.h"

/* The live versions that have a contract with the service, or were deployed without ever saying
 * what they rely on; driven by who integrates with it, so that neither the history of a consumer
 * nor the rest of the environment is read: CROSS JOIN is how SQLite is told the order. */
#define LIVE_IN(table)                                                                             \
    "SELECT t.service, t.version, c.content, s.team FROM integrations i CROSS JOIN " table         \
    " t CROSS JOIN versions v LEFT JOIN contracts c ON c.consumer=t.service AND "                  \
    "c.version=t.version AND c.provider=$1 LEFT JOIN services s ON s.service=t.service WHERE "     \
    "i.provider=$1 AND t.service=i.consumer AND t.environment=$2 AND v.service=t.service AND "     \
    "v.version=t.version AND (c.content IS NOT NULL OR v.published=0)"

typedef struct searching {
    ledger *ledger;
    str environment;
    reach *out;
    str root;
    map told;     /* "service@version": what is in the result */
    map searched; /* services whose consumers were looked for */
    arena *arena;
    diags *diags;
} searching;

static bool add_consumers(searching *s, str provider, size_t distance)
{
    const sql_value values[] = {SQL_TEXT(provider), SQL_TEXT(s->environment)};
    sql_rows rows = {0};
    if (!database_run(ledger_database(s->ledger),
                      LIVE_IN("deployments") " UNION " LIVE_IN("releases") " UNION " LIVE_IN(
                          VERSIONS_COMING_BACK) " ORDER BY 1, 2",
                      values, 2, &rows, s->arena, s->diags))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        str key = arena_printf(s->arena, "%.*s@%.*s", STR_ARG(v[0].text), STR_ARG(v[1].text));
        if (str_equal(v[0].text, s->root) || !map_put(&s->told, key, s))
            continue;
        vec_push(s->arena, s->out,
                 (reached){v[0].text, v[1].text, v[2].text, v[3].text, provider, distance});
    }
    if (s->out->count <= LIMIT_REACH_CONSUMERS)
        return true;
    diags_error(s->diags, "limit.reach", "more than %d versions are reached",
                LIMIT_REACH_CONSUMERS);
    return false;
}

bool reach_find(ledger *l, str service, str environment, size_t most, reach *out, arena *a,
                diags *d)
{
    searching s = {.ledger = l,
                   .environment = environment,
                   .out = out,
                   .root = service,
                   .arena = a,
                   .diags = d};
    *out = (reach){0};
    map_init(&s.told, a, 0);
    map_init(&s.searched, a, 0);
    if (!ledger_check_environment(l, environment, d) || !add_consumers(&s, service, 1))
        return false;
    for (size_t i = 0; i < out->count && out->items[i].distance < most; i++) {
        reached nearer = out->items[i];
        if (map_put(&s.searched, nearer.service, out) &&
            !add_consumers(&s, nearer.service, nearer.distance + 1))
            return false;
    }
    return true;
}
