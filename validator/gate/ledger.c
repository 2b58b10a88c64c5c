#include "gate/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/vec.h"
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

/* --- the chain --- */

bool ledger_head_of(ledger *l, ledger_head *out, arena *a, diags *d)
{
    sql_rows rows = {0};
    if (!database_run(l->db, "SELECT sequence, digest FROM facts ORDER BY sequence DESC LIMIT 1",
                      NULL, 0, &rows, a, d))
        return false;
    *out = rows.count ? (ledger_head){rows.items[0].values[0].integer, rows.items[0].values[1].text}
                      : (ledger_head){0, STR(EMPTY_HEAD)};
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

static str row_digest(const ledger_row *row, arena *a)
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

static bool append(ledger *l, const fact *f, int64_t *sequence, arena *a, diags *d)
{
    ledger_head head;
    if (!ledger_head_of(l, &head, a, d))
        return false;
    ledger_row row = {
        .sequence = head.sequence + 1,
        .body = fact_text(f, a),
        .recorded_at = f->at.data ? f->at : clock_format(clock_now(&l->clock), a),
        .request = f->request,
        .previous = head.digest,
    };
    *sequence = row.sequence;
    const sql_value values[] = {
        SQL_INTEGER(row.sequence),
        SQL_TEXT(str_from(f->kind->name)),
        SQL_TEXT(row.body),
        SQL_TEXT(row.recorded_at),
        SQL_TEXT(row.request),
        SQL_TEXT(row.previous),
        SQL_TEXT(row_digest(&row, a)),
    };
    return database_run(l->db,
                        "INSERT INTO facts(sequence, kind, body, recorded_at, request, previous, "
                        "digest) VALUES($1, $2, $3, $4, $5, $6, $7)",
                        values, sizeof values / sizeof *values, NULL, NULL, d);
}

/* --- recording --- */

static bool asks_yes(ledger *l, const char *sql, const sql_value *values, size_t count, bool *yes,
                     arena *a, diags *d)
{
    sql_rows rows = {0};
    bool asked = database_run(l->db, sql, values, count, &rows, a, d);
    *yes = rows.count > 0;
    return asked;
}

static bool is_request_known(ledger *l, str request, bool *known, arena *a, diags *d)
{
    sql_value value = SQL_TEXT(request);
    *known = false;
    return !request.data || asks_yes(l,
                                     "SELECT 1 FROM facts WHERE request=$1 UNION ALL "
                                     "SELECT 1 FROM requests WHERE request=$1",
                                     &value, 1, known, a, d);
}

static bool is_known(ledger *l, const fact *f, bool *known, arena *a, diags *d)
{
    if (!is_request_known(l, f->request, known, a, d))
        return false;
    return *known ||
           asks_yes(l, f->kind->repeats, f->values, fact_member_count(f->kind), known, a, d);
}

bool ledger_knows(ledger *l, const fact *f, bool *known, diags *d)
{
    arena *a = arena_new();
    bool asked = is_known(l, f, known, a, d);
    arena_free(a);
    return asked;
}

static bool is_environment_known(ledger *l, const fact *f, arena *a, diags *d)
{
    size_t count = fact_member_count(f->kind);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(f->kind->members[i].name, "environment") != 0)
            continue;
        bool known;
        if (!asks_yes(l, "SELECT 1 FROM environments WHERE name=$1", &f->values[i], 1, &known, a,
                      d))
            return false;
        if (!known)
            diags_hint(d,
                       diags_error(d, "ledger.environment", "unknown environment '%.*s'",
                                   STR_ARG(f->values[i].text)),
                       "record it with 'handoff env create %.*s'", STR_ARG(f->values[i].text));
        return known;
    }
    return true;
}

static bool project(ledger *l, const fact *f, int64_t sequence, diags *d)
{
    size_t count = fact_member_count(f->kind);
    sql_value values[FACT_MEMBERS + 1];
    memcpy(values, f->values, sizeof f->values);
    values[count] = SQL_INTEGER(sequence);
    for (size_t i = 0; i < FACT_STATEMENTS && f->kind->project[i]; i++)
        if (!database_run(l->db, f->kind->project[i], values, count + 1, NULL, NULL, d))
            return false;
    return true;
}

/* What was said of a version stays: others have already relied on it. */
static bool refuse_contradiction(ledger *l, const fact *f, arena *a, diags *d)
{
    bool contradicts = false;
    if (!f->kind->contradicts)
        return true;
    if (!asks_yes(l, f->kind->contradicts, f->values, fact_member_count(f->kind), &contradicts, a,
                  d))
        return false;
    if (contradicts)
        diags_hint(d,
                   diags_error(d, "ledger.contradiction",
                               "version %.*s of %.*s was published with another content of '%.*s'",
                               STR_ARG(f->values[1].text), STR_ARG(f->values[0].text),
                               STR_ARG(f->values[2].text)),
                   "what others rely on does not change under them: publish it as a new version, "
                   "such as %.*s-2 or the commit's id",
                   STR_ARG(f->values[1].text));
    return !contradicts;
}

/* The digest is what every other fact knows a text by. */
static bool check_content(const fact *f, arena *a, diags *d)
{
    if (!f->kind->apart || str_equal(f->values[0].text, digest_hex(f->values[2].text, a)))
        return true;
    diags_error(d, "ledger.content", "the text of '%.*s' is not the one of its digest %.*s",
                STR_ARG(f->values[1].text), STR_ARG(f->values[0].text));
    return false;
}

/* A recording that added nothing must be remembered too, or its retry after a later change would
 * record it then. */
static bool keep_request(ledger *l, str request, diags *d)
{
    sql_value value = SQL_TEXT(request);
    return !request.data ||
           database_run(l->db, "INSERT INTO requests(request) VALUES($1) ON CONFLICT DO NOTHING",
                        &value, 1, NULL, NULL, d);
}

/* `carried`: the request of a batch, which its first fact that is added takes along. */
static bool record_within(ledger *l, const fact *given, bool strict, str *carried, recorded *result,
                          arena *a, diags *d)
{
    bool known = false;
    int64_t sequence = 0;
    fact f = *given;
    if (!is_environment_known(l, &f, a, d) || !check_content(&f, a, d) ||
        !is_known(l, &f, &known, a, d) || (strict && !refuse_contradiction(l, &f, a, d)))
        return false;
    *result = known ? RECORDED_BEFORE : RECORDED_NEW;
    if (known)
        return keep_request(l, f.request, d);
    if (!f.kind->apart && carried->data) {
        f.request = *carried;
        *carried = STR_NULL;
    }
    return (f.kind->apart || append(l, &f, &sequence, a, d)) && project(l, &f, sequence, d);
}

static bool record_batch(ledger *l, const ledger_batch *batch, recorded *results, arena *a,
                         diags *d)
{
    bool known;
    if (!is_request_known(l, batch->request, &known, a, d))
        return false;
    str carried = batch->request;
    for (size_t i = 0; i < batch->count; i++) {
        results[i] = RECORDED_BEFORE;
        if (!known &&
            !record_within(l, &batch->facts[i], batch->strict, &carried, &results[i], a, d))
            return false;
    }
    return known || keep_request(l, carried, d);
}

static bool record_once(ledger *l, const ledger_batch *batch, recorded *results, diags *d)
{
    arena *a = arena_new();
    bool conflict = false;
    bool done = database_begin(l->db, d) && database_lock_chain(l->db, d) &&
                record_batch(l, batch, results, a, d);
    if (done)
        done = database_commit(l->db, &conflict, d);
    else
        database_roll_back(l->db);
    arena_free(a);
    return done;
}

bool ledger_record_batch(ledger *l, const ledger_batch *batch, recorded *results, diags *d)
{
    recorded *fates = results ? results : memory_alloc(batch->count * sizeof *fates);
    bool done = false;
    for (unsigned attempt = 0;; attempt++) {
        diags tried;
        diags_init(&tried);
        done = record_once(l, batch, fates, &tried);
        bool again = !done && database_retry(l->db, attempt);
        if (!again)
            diags_move(d, &tried);
        diags_clear(&tried);
        if (!again)
            break;
    }
    if (!results)
        free(fates);
    return done;
}

bool ledger_record_all(ledger *l, const fact *facts, size_t count, recorded *results, diags *d)
{
    const ledger_batch batch = {.facts = facts, .count = count};
    return ledger_record_batch(l, &batch, results, d);
}

recorded ledger_record(ledger *l, const fact *f, diags *d)
{
    recorded result = RECORDED_FAILED;
    return ledger_record_all(l, f, 1, &result, d) ? result : RECORDED_FAILED;
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
    if (!database_run(l->db,
                      "SELECT sequence, body, recorded_at, request, previous, digest FROM facts "
                      "WHERE sequence>$1 ORDER BY sequence LIMIT $2",
                      values, 2, &rows, a, d))
        return false;
    *out = arena_array_of(a, ledger_row, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        (*out)[i] =
            (ledger_row){v[0].integer, v[1].text, v[2].text, v[3].text, v[4].text, v[5].text};
    }
    *count = rows.count;
    return true;
}

static void fault(ledger_faults *faults, int64_t sequence, str what, arena *a)
{
    vec_push(a, faults, (ledger_fault){sequence, what});
}

static void check_row(const ledger_row *row, const ledger_head *before, ledger_faults *faults,
                      arena *a)
{
    if (row->sequence != before->sequence + 1)
        fault(faults, row->sequence,
              arena_printf(a, "row %lld is missing before it", (long long)before->sequence + 1), a);
    else if (!str_equal(row->previous, before->digest))
        fault(faults, row->sequence, STR("it does not follow the row before it"), a);
    if (!str_equal(row_digest(row, a), row->digest))
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
    return read && check_contents(l, faults, a, d);
}
