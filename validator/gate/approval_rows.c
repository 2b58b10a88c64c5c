#include "gate/approval_rows.h"

#include "base/vec.h"

/* A waiver and one of its approvals a row; a waiver without one has NULL there. Two statements,
 * because "any" as a condition would keep the index of the one from being used. */
#define WAIVER_COLUMNS                                                                             \
    "SELECT w.fingerprint, w.contract, w.owner, w.reason, w.expires, w.author, w.revoked_by, "     \
    "w.revoked_because, g.approver, g.reason, g.expires FROM waivers w LEFT JOIN approvals g ON "  \
    "g.contract=w.contract AND g.fingerprint=w.fingerprint "
#define WAIVER_ORDER "ORDER BY w.fingerprint, w.contract, g.approver"

static given_waiver waiver_of_row(const sql_value *v)
{
    return (given_waiver){.fingerprint = v[0].text,
                          .contract = v[1].text,
                          .owner = v[2].text,
                          .reason = v[3].text,
                          .expires = v[4].text,
                          .author = v[5].text,
                          .revoked_by = v[6].text,
                          .revoked_because = v[7].text};
}

static bool is_of_row(const given_waiver *w, const sql_value *v)
{
    return str_equal(w->fingerprint, v[0].text) && str_equal(w->contract, v[1].text);
}

/* The approvals of a waiver stand in consecutive rows, so they are one slice of this array. */
static void add_rows(waiver_list *out, const sql_rows *rows, arena *a)
{
    given_approval *approvals = arena_array_of(a, given_approval, rows->count);
    for (size_t i = 0; i < rows->count; i++) {
        const sql_value *v = rows->items[i].values;
        given_waiver *last = out->count ? &out->items[out->count - 1] : NULL;
        if (!last || !is_of_row(last, v)) {
            vec_push(a, out, waiver_of_row(v));
            last = &out->items[out->count - 1];
            last->approvals = &approvals[i];
        }
        if (v[8].text.data) {
            approvals[i] = (given_approval){v[8].text, v[9].text, v[10].text};
            last->approval_count++;
        }
    }
}

bool waivers_find(ledger *l, str fingerprint, waiver_list *out, arena *a, diags *d)
{
    sql_value value = SQL_TEXT(fingerprint);
    sql_rows rows = {0};
    const char *sql = fingerprint.data ? WAIVER_COLUMNS "WHERE w.fingerprint=$1 " WAIVER_ORDER
                                       : WAIVER_COLUMNS WAIVER_ORDER;
    *out = (waiver_list){0};
    if (!database_run(ledger_database(l), sql, &value, fingerprint.data ? 1 : 0, &rows, a, d))
        return false;
    add_rows(out, &rows, a);
    return true;
}

#define RELEASE_COLUMNS                                                                            \
    "SELECT service, version, environment, owner, approver, rollback_plan, author, reason, "       \
    "expires FROM release_approvals "
#define RELEASE_ORDER " ORDER BY service, version, environment, approver"

static void add_releases(release_approval_list *out, const sql_rows *rows, arena *a)
{
    for (size_t i = 0; i < rows->count; i++) {
        const sql_value *v = rows->items[i].values;
        vec_push(a, out,
                 (release_approval){v[0].text, v[1].text, v[2].text, v[3].text, v[4].text,
                                    v[5].text, v[6].text, v[7].text, v[8].text});
    }
}

bool release_approvals_find(ledger *l, str service, str version, str environment,
                            release_approval_list *out, arena *a, diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(version), SQL_TEXT(environment)};
    sql_rows rows = {0};
    *out = (release_approval_list){0};
    if (!database_run(ledger_database(l),
                      RELEASE_COLUMNS
                      "WHERE service=$1 AND version=$2 AND environment=$3" RELEASE_ORDER,
                      values, 3, &rows, a, d))
        return false;
    add_releases(out, &rows, a);
    return true;
}

bool release_approvals_list(ledger *l, str service, str environment, release_approval_list *out,
                            arena *a, diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(environment)};
    sql_rows rows = {0};
    *out = (release_approval_list){0};
    if (!database_run(ledger_database(l),
                      RELEASE_COLUMNS "WHERE service=COALESCE($1, service) AND "
                                      "environment=COALESCE($2, environment)" RELEASE_ORDER,
                      values, 2, &rows, a, d))
        return false;
    add_releases(out, &rows, a);
    return true;
}

bool environment_protection(ledger *l, str environment, protection *out, arena *a, diags *d)
{
    sql_value value = SQL_TEXT(environment);
    sql_rows rows = {0};
    *out = PROTECTION_NONE;
    if (!database_run(ledger_database(l), "SELECT protection FROM environments WHERE name=$1",
                      &value, 1, &rows, a, d))
        return false;
    if (rows.count == 0)
        return true;
    str kind = rows.items[0].values[0].text;
    if (str_equal(kind, STR("two-person")))
        *out = PROTECTION_TWO_PERSON;
    else if (!str_equal(kind, STR("none")))
        *out = PROTECTION_APPROVAL;
    return true;
}
