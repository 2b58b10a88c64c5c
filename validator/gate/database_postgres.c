/*
 * The shared ledger. Writers of the chain queue for one advisory lock, taken before anything is
 * read: a transaction sees whatever the one before it wrote (READ COMMITTED: each statement sees
 * what is committed when it starts), so any number of pipelines write at once and none loses a
 * race. Should one be lost all the same, its transaction is tried again.
 *
 * Statements that may wait are sent with the next that may not (libpq's pipeline mode), each is
 * prepared once, and no wait is longer than the connection's seconds and a little: the server ends
 * what takes too long, and this side does not wait for a server it no longer hears.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "gate/database_driver.h"
#include "gate/postgres_connection.h"

/* One number for the whole product: pg_advisory locks are per database. */
#define CHAIN_LOCK "SELECT pg_advisory_xact_lock(7301584126)"
#define COMMIT     "COMMIT"

/* Longer than the server's own limit, so that the server's reason is heard where it can be. */
enum { GRACE_SECONDS = 2 };

/* Queued statements are waited for in time: their messages live in this process's memory. */
enum { QUEUE_LIMIT = 256 };

/* Where the rows of a message sent to the server go; NULL: nobody wants them. */
typedef struct awaited {
    sql_rows *rows;
    arena *arena;
} awaited;

/* A statement the server keeps under a name. */
typedef struct prepared {
    char name[16];
    bool is_sure; /* the server said so; else it is forgotten with the next error */
} prepared;

typedef struct postgres {
    PGconn *connection;
    unsigned seconds;
    str lost; /* why nothing more is asked of it, or STR_NULL */
    bool is_silent;
    awaited queue[QUEUE_LIMIT + 2]; /* messages whose results nobody waited for yet */
    size_t queued;
    arena *arena;
    map prepared;          /* by SQL */
    unsigned name_counter; /* no name is used twice */
} postgres;

/* --- errors --- */

/* Serialization failure, deadlock, lock not available, and a unique key that another just wrote. */
static bool is_conflict(const char *state)
{
    return state && (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 ||
                     strcmp(state, "55P03") == 0 || strcmp(state, "23505") == 0);
}

static const char *code_of(const char *state)
{
    if (!state || strncmp(state, "08", 2) == 0 || strncmp(state, "57P", 3) == 0)
        return "ledger.connection";
    if (strcmp(state, "57014") == 0 || strcmp(state, "25P03") == 0)
        return "ledger.timeout";
    if (is_conflict(state))
        return "ledger.locked";
    if (strcmp(state, "25006") == 0 || strcmp(state, "42501") == 0)
        return "ledger.read-only";
    if (strncmp(state, "53", 2) == 0 || strncmp(state, "58", 2) == 0)
        return "ledger.full";
    return "ledger.query";
}

/* The answer to a commit that never came: it may have been carried out. */
static void hint_if_open(diag *problem, const char *sql, diags *d)
{
    if (strcmp(sql, COMMIT) == 0)
        diags_hint(d, problem,
                   "whether it was recorded is not known; run it again: nothing is recorded twice");
}

static bool fail_server(postgres *p, const PGresult *result, const char *sql, bool *conflict,
                        diags *d)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorMessage(result);
    str said = postgres_message(*message ? message : PQerrorMessage(p->connection));
    *conflict = is_conflict(state);
    diag *problem = diags_error(d, code_of(state), "cannot write to or read from the ledger: %.*s",
                                STR_ARG(said));
    if (str_equal(problem->code, STR("ledger.connection")))
        hint_if_open(problem, sql, d);
    return false;
}

static bool fail_lost(const postgres *p, const char *sql, diags *d)
{
    const char *code = p->is_silent ? "ledger.timeout" : "ledger.connection";
    hint_if_open(diags_error(d, code, "the ledger's server %.*s", STR_ARG(p->lost)), sql, d);
    return false;
}

static void lose(postgres *p, bool in_time)
{
    str said = postgres_message(PQerrorMessage(p->connection));
    p->is_silent = !in_time;
    p->lost =
        in_time ? arena_printf(p->arena, "is gone: %.*s", STR_ARG(said))
                : arena_printf(p->arena, "did not answer within %u s", p->seconds + GRACE_SECONDS);
}

/* --- sending --- */

enum { OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25, OID_NUMERIC = 1700 };

typedef struct bound {
    int count;
    const char **values;
    Oid *types; /* said outright, because a statement may leave a parameter unused */
} bound;

/* The server refuses more parameters than the statement mentions. */
static size_t mentioned(const char *sql)
{
    size_t highest = 0;
    for (const char *at = strchr(sql, '$'); at; at = strchr(at + 1, '$')) {
        size_t index = (size_t)strtoul(at + 1, NULL, 10);
        if (index > highest)
            highest = index;
    }
    return highest;
}

static bound bind(const sql_statement *s, arena *a)
{
    size_t used = mentioned(s->sql);
    if (used > s->count)
        used = s->count;
    bound b = {(int)used, arena_array_of(a, const char *, used + 1),
               arena_array_of(a, Oid, used + 1)};
    for (size_t i = 0; i < used; i++) {
        const sql_value *v = &s->parameters[i];
        b.types[i] = v->is_integer ? OID_INT8 : OID_TEXT;
        if (v->is_integer)
            b.values[i] = arena_printf(a, "%lld", (long long)v->integer).data;
        else if (v->text.data)
            b.values[i] = arena_cstr(a, v->text);
    }
    return b;
}

static prepared *prepare(postgres *p, const char *sql, const bound *b)
{
    prepared *known = map_get(&p->prepared, str_from(sql));
    if (known)
        return known;
    prepared *made = arena_alloc(p->arena, sizeof *made);
    snprintf(made->name, sizeof made->name, "s%u", p->name_counter++);
    if (!PQsendPrepare(p->connection, made->name, sql, b->count, b->types))
        return NULL;
    p->queue[p->queued++] = (awaited){0};
    map_put(&p->prepared, arena_str(p->arena, str_from(sql)), made);
    return made;
}

static bool send(postgres *p, const sql_statement *s, sql_rows *rows, arena *rows_arena)
{
    arena *a = arena_new();
    bound b = bind(s, a);
    const prepared *statement = prepare(p, s->sql, &b);
    bool sent = statement && PQsendQueryPrepared(p->connection, statement->name, b.count, b.values,
                                                 NULL, NULL, 0);
    arena_free(a);
    if (sent)
        p->queue[p->queued++] = (awaited){rows, rows_arena};
    return sent;
}

/* --- waiting --- */

/* Until libpq has something to tell. *in_time is false when the server was silent for too long. */
static bool wait_for_result(postgres *p, bool *in_time)
{
    int64_t deadline = clock_microseconds() + (p->seconds + GRACE_SECONDS) * INT64_C(1000000);
    for (;;) {
        int unsent = PQflush(p->connection);
        if (unsent < 0)
            return false;
        if (!PQisBusy(p->connection))
            return true;
        int64_t left = (deadline - clock_microseconds()) / 1000;
        struct pollfd socket = {.fd = PQsocket(p->connection),
                                .events = (short)(POLLIN | (unsent ? POLLOUT : 0))};
        int ready = left > 0 ? poll(&socket, 1, (int)left) : 0;
        *in_time = ready != 0;
        if (ready == 0 || (ready < 0 && errno != EINTR) || !PQconsumeInput(p->connection))
            return false;
    }
}

static sql_value copy_value(const PGresult *result, int row, int column, arena *a)
{
    if (PQgetisnull(result, row, column))
        return SQL_NULL;
    const char *text = PQgetvalue(result, row, column);
    Oid type = PQftype(result, column);
    if (type == OID_INT8 || type == OID_INT4 || type == OID_NUMERIC)
        return SQL_INTEGER(strtoll(text, NULL, 10));
    return SQL_TEXT(arena_str(a, str_of(text, (size_t)PQgetlength(result, row, column))));
}

static void copy_rows(const PGresult *result, sql_rows *rows, arena *a)
{
    int columns = PQnfields(result);
    for (int row = 0; row < PQntuples(result); row++) {
        sql_value *values = arena_array_of(a, sql_value, (size_t)columns);
        for (int column = 0; column < columns; column++)
            values[column] = copy_value(result, row, column, a);
        vec_push(a, rows, (sql_row){values, (size_t)columns});
    }
}

typedef struct settled {
    size_t heard;      /* messages of the queue that were answered */
    PGresult *failure; /* the first that failed, or NULL */
    bool in_time;
} settled;

static void take_result(postgres *p, settled *s, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    const awaited *by = s->heard < p->queued ? &p->queue[s->heard++] : NULL;
    bool fine = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
    if (fine && by && by->rows)
        copy_rows(result, by->rows, by->arena);
    if (fine || s->failure || status == PGRES_PIPELINE_ABORTED) /* that: because of the first */
        PQclear(result);
    else
        s->failure = result;
}

/* Waits for all that was sent. false when the connection is lost. */
static bool settle(postgres *p, settled *s)
{
    *s = (settled){.in_time = true};
    if (!PQpipelineSync(p->connection))
        return false;
    unsigned ends = 0; /* a NULL ends one statement's results; two in a row end a connection's */
    while (ends < 2 && wait_for_result(p, &s->in_time)) {
        PGresult *result = PQgetResult(p->connection);
        ends = result ? 0 : ends + 1;
        if (result && PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            p->queued = 0;
            return true;
        }
        if (result)
            take_result(p, s, result);
    }
    return false;
}

/* After an error the server may or may not have got as far as preparing. */
static void confirm_prepared(postgres *p, bool fine)
{
    for (size_t i = 0; i < p->prepared.count; i++) {
        prepared *statement = p->prepared.entries[i].value;
        if (statement && !statement->is_sure && !fine)
            p->prepared.entries[i].value = NULL;
        else if (statement)
            statement->is_sure = true;
    }
}

static bool postgres_run(void *connection, const sql_statement *statement, sql_rows *rows, arena *a,
                         bool *conflict, diags *d)
{
    postgres *p = connection;
    settled s = {.in_time = true};
    if (!p->lost.data && !send(p, statement, rows, a))
        lose(p, true);
    if (p->lost.data)
        return fail_lost(p, statement->sql, d);
    if (statement->may_wait && p->queued < QUEUE_LIMIT)
        return true;
    bool heard = settle(p, &s), fine = heard && !s.failure;
    if (!heard)
        lose(p, s.in_time);
    if (s.failure)
        fail_server(p, s.failure, statement->sql, conflict, d);
    else if (!heard)
        fail_lost(p, statement->sql, d);
    confirm_prepared(p, fine);
    PQclear(s.failure);
    return fine;
}

/* --- opening --- */

static void postgres_close(void *connection)
{
    postgres *p = connection;
    PQfinish(p->connection);
    arena_free(p->arena);
    free(p);
}

static bool set_limits(postgres *p, diags *d)
{
    bool conflict;
    char seconds[16];
    snprintf(seconds, sizeof seconds, "%us", p->seconds);
    const sql_value value = SQL_TEXT(str_from(seconds));
    const sql_statement statement = {
        .sql = "SELECT set_config('statement_timeout', $1, false), "
               "set_config('lock_timeout', $1, false), "
               "set_config('idle_in_transaction_session_timeout', $1, false), "
               "set_config('client_min_messages', 'error', false)",
        .parameters = &value,
        .count = 1,
    };
    return postgres_run(p, &statement, NULL, NULL, &conflict, d);
}

static void *postgres_open(str location, unsigned flags, diags *d)
{
    (void)flags; /* a server has its own rights; the schema is made under a lock when missing */
    unsigned seconds;
    PGconn *connection = postgres_connect(location, &seconds, d);
    if (!connection)
        return NULL;
    postgres *p = memory_alloc(sizeof *p);
    *p = (postgres){.connection = connection, .seconds = seconds, .arena = arena_new()};
    map_init(&p->prepared, p->arena, 0);
    PQsetnonblocking(connection, 1);
    if (PQenterPipelineMode(connection) && set_limits(p, d))
        return p;
    postgres_close(p);
    return NULL;
}

const database_driver postgres_driver = {
    .open = postgres_open,
    .close = postgres_close,
    .run = postgres_run,
    .begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    .begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .commit = COMMIT,
    .roll_back = "ROLLBACK",
    .lock_chain = CHAIN_LOCK,
};
