/*
 * Recording: what keeps the chain and the tables in step, in one transaction each time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "gate/ledger.h"

/* Recording in progress. The transaction holds the chain's lock, so the head is read once. */
typedef struct recording {
    ledger *ledger;
    database *db;
    bool strict;
    str carried; /* the request of a batch, which its first fact that is added takes along */
    int64_t sequence;
    char head[DIGEST_HEX_LENGTH + 1];
    arena *arena; /* of the fact at hand: cleared before the next */
    diags *diags;
} recording;

/* --- what is there already --- */

static bool asks_yes(ledger *l, const char *sql, const sql_value *values, size_t count, bool *yes,
                     arena *a, diags *d)
{
    sql_rows rows = {0};
    bool asked = database_run(ledger_database(l), sql, values, count, &rows, a, d);
    *yes = rows.count > 0;
    return asked;
}

static bool is_request_known(ledger *l, str request, bool *known, arena *a, diags *d)
{
    sql_value value = SQL_TEXT(request);
    *known = false;
    if (!fact_is_text(request)) {
        diags_error(d, "fact.member", "'request' is not text in UTF-8");
        return false;
    }
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

static bool is_environment_known(ledger *l, const fact *f, diags *d)
{
    size_t at = fact_member_find(f->kind, STR("environment"));
    return at == SIZE_MAX || ledger_check_environment(l, f->values[at].text, d);
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

/* --- adding --- */

static bool begin(recording *r)
{
    ledger_head head;
    if (!database_begin(r->db, r->diags) || !database_lock_chain(r->db, r->diags) ||
        !ledger_head_of(r->ledger, &head, r->arena, r->diags))
        return false;
    r->sequence = head.sequence;
    memcpy(r->head, head.digest.data, sizeof r->head - 1);
    return true;
}

static bool append(recording *r, const fact *f)
{
    arena *a = r->arena;
    const ledger_row row = {
        .sequence = r->sequence + 1,
        .body = fact_text(f, a),
        .recorded_at = f->at.data ? f->at : clock_format(ledger_now(r->ledger), a),
        .request = f->request,
        .previous = str_from(r->head),
    };
    str made = ledger_row_digest(&row, a);
    const sql_value values[] = {
        SQL_INTEGER(row.sequence),
        SQL_TEXT(str_from(f->kind->name)),
        SQL_TEXT(row.body),
        SQL_TEXT(row.recorded_at),
        SQL_TEXT(row.request),
        SQL_TEXT(row.previous),
        SQL_TEXT(made),
    };
    if (!database_run(r->db,
                      "INSERT INTO facts(sequence, kind, body, recorded_at, request, previous, "
                      "digest) VALUES($1, $2, $3, $4, $5, $6, $7)",
                      values, sizeof values / sizeof *values, NULL, NULL, r->diags))
        return false;
    r->sequence++;
    memcpy(r->head, made.data, sizeof r->head - 1);
    return true;
}

static bool project(recording *r, const fact *f)
{
    size_t count = fact_member_count(f->kind);
    sql_value values[FACT_MEMBERS + 1];
    memcpy(values, f->values, sizeof f->values);
    values[count] = SQL_INTEGER(r->sequence);
    for (size_t i = 0; i < FACT_STATEMENTS && f->kind->project[i]; i++)
        if (!database_run(r->db, f->kind->project[i], values, count + 1, NULL, NULL, r->diags))
            return false;
    return true;
}

/* A recording that added nothing must be remembered too, or its retry after a later change would
 * record it then. */
static bool keep_request(recording *r, str request)
{
    sql_value value = SQL_TEXT(request);
    return !request.data ||
           database_run(r->db, "INSERT INTO requests(request) VALUES($1) ON CONFLICT DO NOTHING",
                        &value, 1, NULL, NULL, r->diags);
}

static bool record(recording *r, const fact *given, recorded *result)
{
    bool known = false;
    fact f = *given;
    arena *a = r->arena;
    diags *d = r->diags;
    if (!is_environment_known(r->ledger, &f, d) || !check_content(&f, a, d) ||
        !is_known(r->ledger, &f, &known, a, d) ||
        (r->strict && !refuse_contradiction(r->ledger, &f, a, d)))
        return false;
    *result = known ? RECORDED_BEFORE : RECORDED_NEW;
    if (known)
        return keep_request(r, f.request);
    if (!f.kind->apart && r->carried.data) {
        f.request = r->carried;
        r->carried = STR_NULL;
    }
    return (f.kind->apart || append(r, &f)) && project(r, &f);
}

/* --- transactions --- */

typedef bool record_work(recording *r, void *payload);

static bool record_once(recording *r, record_work *work, void *payload)
{
    bool conflict = false;
    bool done = begin(r) && work(r, payload);
    if (done)
        return database_commit(r->db, &conflict, r->diags);
    database_roll_back(r->db);
    return false;
}

/* Again from the start for as long as the race is lost, and only the last time's errors count. */
static bool record_work_done(ledger *l, record_work *work, void *payload, diags *d)
{
    for (unsigned attempt = 0;; attempt++) {
        diags tried;
        diags_init(&tried);
        recording r = {
            .ledger = l, .db = ledger_database(l), .arena = arena_new(), .diags = &tried};
        bool done = record_once(&r, work, payload);
        bool again = !done && database_retry(r.db, attempt);
        if (!again)
            diags_move(d, &tried);
        diags_clear(&tried);
        arena_free(r.arena);
        if (!again)
            return done;
    }
}

/* --- batches --- */

typedef struct batch_work {
    const ledger_batch *batch;
    recorded *results;
} batch_work;

static bool record_batch(recording *r, void *payload)
{
    const batch_work *w = payload;
    const ledger_batch *batch = w->batch;
    bool known;
    if (!is_request_known(r->ledger, batch->request, &known, r->arena, r->diags))
        return false;
    r->carried = batch->request;
    r->strict = batch->strict;
    for (size_t i = 0; i < batch->count; i++) {
        w->results[i] = RECORDED_BEFORE;
        arena_clear(r->arena);
        if (!known && !record(r, &batch->facts[i], &w->results[i]))
            return false;
    }
    return known || keep_request(r, r->carried);
}

bool ledger_record_batch(ledger *l, const ledger_batch *batch, recorded *results, diags *d)
{
    batch_work work = {batch,
                       results ? results : memory_alloc((batch->count + 1) * sizeof *work.results)};
    bool done = record_work_done(l, record_batch, &work, d);
    if (!results)
        free(work.results);
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

/* --- sources --- */

typedef struct source_work {
    const ledger_source *source;
    ledger_counts *counts;
} source_work;

static bool record_source(recording *r, void *payload)
{
    const source_work *w = payload;
    *w->counts = (ledger_counts){0};
    w->source->rewind(w->source->payload);
    for (;;) {
        fact f = {0};
        recorded result;
        if (!w->source->next(w->source->payload, &f, r->diags))
            return false;
        if (!f.kind)
            return true;
        arena_clear(r->arena);
        if (!record(r, &f, &result)) {
            if (w->source->locate)
                w->source->locate(w->source->payload, r->diags);
            return false;
        }
        w->counts->read++;
        w->counts->recorded += result == RECORDED_NEW;
        w->counts->known += result == RECORDED_BEFORE;
    }
}

bool ledger_record_from(ledger *l, const ledger_source *source, ledger_counts *counts, diags *d)
{
    source_work work = {source, counts};
    return record_work_done(l, record_source, &work, d);
}
