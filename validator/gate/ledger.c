#include "gate/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/vec.h"
#include "gate/ledger_parts.h"
#include "gate/tables.h"

#define EMPTY_HEAD "0000000000000000000000000000000000000000000000000000000000000000"

struct ledger {
    database *db;
    clock_source clock;
};

ledger *ledger_open(str location, const ledger_options *options, diags *d)
{
    database *db = database_open(location, options->flags, d);
    if (!db)
        return NULL;
    if (!(options->flags & DATABASE_READ_ONLY) && !tables_migrate(db, d)) {
        database_close(db);
        return NULL;
    }
    ledger *l = memory_alloc(sizeof *l);
    l->db = db;
    l->clock = options->clock;
    return l;
}

void ledger_close(ledger *l)
{
    if (!l)
        return;
    database_close(l->db);
    free(l);
}

database *ledger_database(ledger *l)
{
    return l->db;
}

int64_t ledger_now(const ledger *l)
{
    return clock_now(&l->clock);
}

/* --- the chain --- */

ledger_head ledger_head_in(const sql_rows *rows)
{
    if (rows->count == 0)
        return (ledger_head){0, STR(EMPTY_HEAD)};
    const sql_value *v = rows->items[0].values;
    return (ledger_head){v[0].integer, v[1].text};
}

bool ledger_head_of(ledger *l, ledger_head *out, arena *a, diags *d)
{
    sql_rows rows = {0};
    if (!database_run(l->db, LEDGER_HEAD, NULL, 0, &rows, a, d))
        return false;
    *out = ledger_head_in(&rows);
    return true;
}

bool ledger_has_digest(ledger *l, str wanted, bool *found, diags *d)
{
    arena *a = arena_new();
    sql_value value = SQL_TEXT(wanted);
    sql_rows rows = {0};
    bool asked =
        database_run(l->db, "SELECT 1 FROM facts WHERE digest=$1 LIMIT 1", &value, 1, &rows, a, d);
    *found = rows.count > 0;
    arena_free(a);
    return asked;
}

str ledger_row_digest(const ledger_row *row, arena *a)
{
    digest state;
    char hex[DIGEST_HEX_LENGTH + 1];
    digest_begin(&state);
    digest_add_framed(&state, row->previous);
    digest_add_framed(&state, arena_printf(a, "%lld", (long long)row->sequence));
    digest_add_framed(&state, row->recorded_at);
    digest_add_framed(&state, row->request.data ? row->request : STR(""));
    digest_add_framed(&state, row->body);
    digest_end(&state, hex);
    return arena_str(a, str_from(hex));
}

/* --- environments --- */

/* At most two letters wrong, and fewer than half of them. */
static str nearest_name(const sql_rows *names, str wanted)
{
    size_t least = wanted.length < 5 ? (wanted.length + 1) / 2 : 3;
    str nearest = STR_NULL;
    for (size_t i = 0; i < names->count; i++) {
        str name = names->items[i].values[0].text;
        size_t distance = str_distance(wanted, name, least);
        if (distance < least) {
            nearest = name;
            least = distance;
        }
    }
    return nearest;
}

/* Who records what was only misspelt asks about an empty environment next, and hears yes: so the
 * name that may have been meant goes first. */
bool ledger_refuse_environment(ledger *l, str name, diags *d)
{
    arena *a = arena_new();
    sql_rows names = {0};
    if (database_run(l->db, "SELECT name FROM environments ORDER BY name", NULL, 0, &names, a, d)) {
        str nearest = nearest_name(&names, name);
        diag *told =
            diags_error(d, "ledger.environment", "unknown environment '%.*s'", STR_ARG(name));
        if (nearest.data)
            diags_hint(d, told, "did you mean '%.*s'?", STR_ARG(nearest));
        else
            diags_hint(d, told, "record it with 'handoff env create %.*s'", STR_ARG(name));
    }
    arena_free(a);
    return false;
}

bool ledger_check_environment(ledger *l, str name, diags *d)
{
    arena *a = arena_new();
    sql_value value = SQL_TEXT(name);
    sql_rows rows = {0};
    bool asked = database_run(l->db, LEDGER_ENVIRONMENT, &value, 1, &rows, a, d);
    bool known = rows.count > 0;
    arena_free(a);
    return asked && (known || ledger_refuse_environment(l, name, d));
}

/* --- contents --- */

bool ledger_fetch(ledger *l, str content_digest, str *name, str *text, arena *a, diags *d)
{
    sql_value value = SQL_TEXT(content_digest);
    sql_rows rows = {0};
    *name = *text = STR_NULL;
    if (!database_run(l->db, "SELECT name, body FROM contents WHERE digest=$1", &value, 1, &rows, a,
                      d))
        return false;
    if (rows.count) {
        *name = rows.items[0].values[0].text;
        *text = rows.items[0].values[1].text;
    }
    return true;
}

bool ledger_content_after(ledger *l, str after, ledger_content *out, arena *a, diags *d)
{
    sql_value value = SQL_TEXT(after);
    sql_rows rows = {0};
    *out = (ledger_content){0};
    if (!database_run(l->db,
                      "SELECT digest, name, body FROM contents WHERE digest>$1 ORDER BY digest "
                      "LIMIT 1",
                      &value, 1, &rows, a, d))
        return false;
    if (rows.count) {
        const sql_value *v = rows.items[0].values;
        *out = (ledger_content){v[0].text, v[1].text, v[2].text};
    }
    return true;
}

/* --- reading it back --- */

bool ledger_rows_after(ledger *l, int64_t sequence, size_t limit, ledger_row **out, size_t *count,
                       arena *a, diags *d)
{
    const sql_value values[] = {SQL_INTEGER(sequence), SQL_INTEGER((int64_t)limit)};
    sql_rows rows = {0};
    *count = 0;
    if (!database_run(
            l->db,
            "SELECT sequence, body, recorded_at, request, previous, digest, kind FROM facts "
            "WHERE sequence>$1 ORDER BY sequence LIMIT $2",
            values, 2, &rows, a, d))
        return false;
    *out = arena_array_of(a, ledger_row, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        (*out)[i] = (ledger_row){v[0].integer, v[1].text, v[2].text, v[3].text,
                                 v[4].text,    v[5].text, v[6].text};
    }
    *count = rows.count;
    return true;
}

static void fault(ledger_faults *faults, int64_t sequence, str what, arena *a)
{
    vec_push(a, faults, (ledger_fault){sequence, what});
}

static bool is_of_its_kind(const ledger_row *row, arena *a)
{
    return str_starts_with(row->body, arena_printf(a, "{\"fact\":\"%.*s\"", STR_ARG(row->kind)));
}

static void check_row(const ledger_row *row, const ledger_head *before, ledger_faults *faults,
                      arena *a)
{
    if (row->sequence != before->sequence + 1)
        fault(faults, row->sequence,
              arena_printf(a, "row %lld is missing before it", (long long)before->sequence + 1), a);
    else if (!str_equal(row->previous, before->digest))
        fault(faults, row->sequence, STR("it does not follow the row before it"), a);
    if (!str_equal(ledger_row_digest(row, a), row->digest) || !is_of_its_kind(row, a))
        fault(faults, row->sequence, STR("it was changed after it was recorded"), a);
}

enum { VERIFY_BATCH = 1000 };

static bool check_contents(ledger *l, ledger_faults *faults, arena *a, diags *d)
{
    arena *one = arena_new();
    str last = STR("");
    bool read = true;
    for (;;) {
        ledger_content content;
        read = ledger_content_after(l, last, &content, one, d);
        if (!read || !content.digest.data)
            break;
        if (!str_equal(content.digest, digest_hex(content.text, one)))
            fault(faults, 0,
                  arena_printf(a, "the text of '%.*s' is no longer the one of its digest %.*s",
                               STR_ARG(content.name), STR_ARG(content.digest)),
                  a);
        last = arena_str(a, content.digest);
        arena_clear(one);
    }
    arena_free(one);
    return read;
}

/* Evidence is always stored with the fact that names it; contracts may have a name alone. */
static bool check_evidence(ledger *l, ledger_faults *faults, arena *a, diags *d)
{
    sql_rows rows = {0};
    if (!database_run(l->db,
                      "SELECT v.sequence FROM verdicts v LEFT JOIN contents c ON "
                      "c.digest=v.evidence WHERE c.digest IS NULL ORDER BY 1",
                      NULL, 0, &rows, a, d))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        fault(faults, rows.items[i].values[0].integer, STR("its evidence is not in the ledger"), a);
    return true;
}

bool ledger_verify(ledger *l, ledger_faults *faults, ledger_head *head, arena *a, diags *d)
{
    ledger_head last = {0, STR(EMPTY_HEAD)};
    arena *batch = arena_new();
    bool read = true;
    for (size_t count = 1; read && count;) {
        ledger_row *rows;
        last.digest = arena_str(a, last.digest);
        arena_clear(batch);
        read = ledger_rows_after(l, last.sequence, VERIFY_BATCH, &rows, &count, batch, d);
        for (size_t i = 0; read && i < count; i++) {
            check_row(&rows[i], &last, faults, a);
            last = (ledger_head){rows[i].sequence, rows[i].digest};
        }
        last.digest = arena_str(a, last.digest);
    }
    arena_free(batch);
    *head = last;
    return read && check_contents(l, faults, a, d) && check_evidence(l, faults, a, d);
}
