/*
 * Recording: what keeps the chain and the tables in step, in one transaction each time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "gate/ledger_parts.h"

/* Recording in progress. The transaction holds the chain's lock, so the head is read once. */
typedef struct recording {
    ledger *ledger;
    database *db;
    bool strict;
    str carried; /* the request of a batch, which its first fact that is added takes along */
    int64_t sequence;
    char head[DIGEST_HEX_LENGTH + 1]; /* "": not read yet */
    arena *arena;                     /* of the fact at hand: cleared before the next */
    diags *diags;
} recording;

/* --- what is there already --- */

#define KNOWN_REQUEST                                                                              \
    "SELECT 1 FROM facts WHERE request=$1 UNION ALL SELECT 1 FROM requests WHERE request=$1"

/* What is asked before a fact is recorded: all at once, for every writer waits meanwhile. */
enum { ASK_HEAD, ASK_ENVIRONMENT, ASK_REQUEST, ASK_REPEATS, ASK_CONTRADICTS, ASK_COUNT };

typedef struct answers {
    sql_rows rows[ASK_COUNT]; /* of what was not asked: none */
} answers;

static bool ask_all(database *db, const sql_question questions[ASK_COUNT], answers *out, arena *a,
                    diags *d)
{
    sql_question asked[ASK_COUNT];
    size_t of[ASK_COUNT], count = 0;
    for (size_t i = 0; i < ASK_COUNT; i++)
        if (questions[i].sql) {
            of[count] = i;
            asked[count++] = questions[i];
        }
    *out = (answers){0};
    if (!database_run_all(db, asked, count, a, d))
        return false;
    for (size_t i = 0; i < count; i++)
        out->rows[of[i]] = asked[i].rows;
    return true;
}

static bool ask_about(recording *r, const fact *f, answers *out)
{
    const fact_kind *kind = f->kind;
    size_t count = fact_member_count(kind);
    size_t environment = fact_member_find(kind, STR("environment"));
    const sql_value request = SQL_TEXT(f->request);
    sql_question questions[ASK_COUNT] = {
        [ASK_REPEATS] = {kind->repeats, f->values, count, {0}},
    };
    if (!*r->head)
        questions[ASK_HEAD] = (sql_question){.sql = LEDGER_HEAD};
    if (environment != SIZE_MAX)
        questions[ASK_ENVIRONMENT] = (sql_question){
            .sql = LEDGER_ENVIRONMENT, .parameters = &f->values[environment], .count = 1};
    if (f->request.data)
        questions[ASK_REQUEST] =
            (sql_question){.sql = KNOWN_REQUEST, .parameters = &request, .count = 1};
    if (r->strict && kind->contradicts)
        questions[ASK_CONTRADICTS] =
            (sql_question){.sql = kind->contradicts, .parameters = f->values, .count = count};
    return ask_all(r->db, questions, out, r->arena, r->diags);
}

bool ledger_knows(ledger *l, const fact *f, bool *known, diags *d)
{
    arena *a = arena_new();
    const sql_value request = SQL_TEXT(f->request);
    const sql_question questions[ASK_COUNT] = {
        [ASK_REQUEST] = {f->request.data ? KNOWN_REQUEST : NULL, &request, 1, {0}},
        [ASK_REPEATS] = {f->kind->repeats, f->values, fact_member_count(f->kind), {0}},
    };
    answers found;
    bool asked = ask_all(ledger_database(l), questions, &found, a, d);
    *known = found.rows[ASK_REQUEST].count || found.rows[ASK_REPEATS].count;
    arena_free(a);
    return asked;
}

static bool check_request(str request, diags *d)
{
    if (!fact_is_text(request))
        diags_error(d, "fact.member", "'request' is not text in UTF-8");
    return fact_is_text(request);
}

static bool is_request_known(recording *r, str request, bool *known)
{
    const sql_value value = SQL_TEXT(request);
    sql_rows rows = {0};
    bool asked =
        check_request(request, r->diags) &&
        (!request.data || database_run(r->db, KNOWN_REQUEST, &value, 1, &rows, r->arena, r->diags));
    *known = rows.count > 0;
    return asked;
}

/* What was said of a version stays: others have already relied on it. */
static bool refuse_contradiction(const fact *f, diags *d)
{
    diags_hint(d,
               diags_error(d, "ledger.contradiction",
                           "version %.*s of %.*s was published with another content of '%.*s'",
                           STR_ARG(f->values[1].text), STR_ARG(f->values[0].text),
                           STR_ARG(f->values[2].text)),
               "what others rely on does not change under them: publish it as a new version, "
               "such as %.*s-2 or the commit's id",
               STR_ARG(f->values[1].text));
    return false;
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
    return database_begin(r->db, r->diags) && database_lock_chain(r->db, r->diags);
}

static bool take_head(recording *r, const sql_rows *rows)
{
    ledger_head head = ledger_head_in(rows);
    if (head.digest.length != DIGEST_HEX_LENGTH) {
        diags_hint(r->diags,
                   diags_error(r->diags, "ledger.damaged", "row %lld has no digest to follow",
                               (long long)head.sequence),
                   "'handoff ledger verify' tells what was changed");
        return false;
    }
    r->sequence = head.sequence;
    memcpy(r->head, head.digest.data, DIGEST_HEX_LENGTH);
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

static bool is_allowed(recording *r, const fact *f, const answers *found)
{
    size_t environment = fact_member_find(f->kind, STR("environment"));
    if (environment != SIZE_MAX && found->rows[ASK_ENVIRONMENT].count == 0)
        return ledger_refuse_environment(r->ledger, f->values[environment].text, r->diags);
    return !found->rows[ASK_CONTRADICTS].count || refuse_contradiction(f, r->diags);
}

static bool record(recording *r, const fact *given, recorded *result)
{
    fact f = *given;
    answers found;
    if (!check_content(&f, r->arena, r->diags) || !check_request(f.request, r->diags) ||
        !ask_about(r, &f, &found))
        return false;
    if (!*r->head && !take_head(r, &found.rows[ASK_HEAD]))
        return false;
    if (!is_allowed(r, &f, &found))
        return false;
    bool known = found.rows[ASK_REQUEST].count || found.rows[ASK_REPEATS].count;
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
    if (!is_request_known(r, batch->request, &known))
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
