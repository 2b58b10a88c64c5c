/*
 * The shared ledger. Serializable transactions, so that any number of pipelines write at once and
 * the losers of a race try again; the chain itself is a lock of its own. libpq honours the URL's
 * sslmode, the PG* environment and the passfile; nothing it says about credentials is repeated.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/vec.h"
#include "gate/database_driver.h"

/* One number for the whole product: pg_advisory locks are per database. */
#define CHAIN_LOCK "SELECT pg_advisory_xact_lock(7301584126)"

/* libpq's messages name host, user and database, never the password; the first line says it. */
static int first_line(const char *message)
{
    return (int)strcspn(message, "\n");
}

static bool fail_connection(PGconn *connection, diags *d)
{
    const char *message = PQerrorMessage(connection);
    diags_hint(
        d,
        diags_error(d, "ledger.connection", "cannot reach the ledger: %.*s", first_line(message),
                    message),
        "the URL is postgresql://USER@HOST:PORT/DATABASE; the password comes from PGPASSWORD "
        "or a passfile");
    return false;
}

static bool set_up(PGconn *connection, diags *d)
{
    char sql[160];
    snprintf(sql, sizeof sql,
             "SET statement_timeout='%us'; SET lock_timeout='%us'; "
             "SET idle_in_transaction_session_timeout='%us'; SET client_min_messages=error",
             (unsigned)LIMIT_DATABASE_SECONDS, (unsigned)LIMIT_DATABASE_SECONDS,
             (unsigned)LIMIT_DATABASE_SECONDS);
    PGresult *result = PQexec(connection, sql);
    bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return fine || fail_connection(connection, d);
}

static void *postgres_open(str location, unsigned flags, diags *d)
{
    (void)flags; /* a server has its own rights; the schema is made under a lock when missing */
    arena *a = arena_new();
    char seconds[16];
    snprintf(seconds, sizeof seconds, "%u", (unsigned)LIMIT_DATABASE_SECONDS);
    const char *const names[] = {"dbname",          "connect_timeout",  "application_name",
                                 "keepalives_idle", "tcp_user_timeout", NULL};
    const char *const values[] = {arena_cstr(a, location), seconds, "handoff", "5", "15000", NULL};
    PGconn *connection = PQconnectdbParams(names, values, 1);
    bool fine = PQstatus(connection) == CONNECTION_OK ? set_up(connection, d)
                                                      : fail_connection(connection, d);
    arena_free(a);
    if (fine)
        return connection;
    PQfinish(connection);
    return NULL;
}

static void postgres_close(void *connection)
{
    PQfinish(connection);
}

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

static bound bind(const char *sql, const sql_value *parameters, size_t count, arena *a)
{
    size_t used = mentioned(sql);
    if (used > count)
        used = count;
    bound b = {(int)used, arena_array_of(a, const char *, used + 1),
               arena_array_of(a, Oid, used + 1)};
    for (size_t i = 0; i < used; i++) {
        const sql_value *v = &parameters[i];
        b.types[i] = v->is_integer ? OID_INT8 : OID_TEXT;
        if (v->is_integer)
            b.values[i] = arena_printf(a, "%lld", (long long)v->integer).data;
        else if (v->text.data)
            b.values[i] = arena_cstr(a, v->text);
    }
    return b;
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
    if (strcmp(state, "57014") == 0)
        return "ledger.timeout";
    if (is_conflict(state))
        return "ledger.locked";
    if (strcmp(state, "25006") == 0 || strcmp(state, "42501") == 0)
        return "ledger.read-only";
    return strncmp(state, "53", 2) == 0 ? "ledger.full" : "ledger.query";
}

static bool postgres_run(void *connection, const char *sql, const sql_value *parameters,
                         size_t count, sql_rows *rows, arena *a, bool *conflict, diags *d)
{
    arena *own = arena_new();
    bound b = bind(sql, parameters, count, own);
    PGresult *result = PQexecParams(connection, sql, b.count, b.types, b.values, NULL, NULL, 0);
    ExecStatusType status = PQresultStatus(result);
    bool fine = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
    if (fine && rows)
        copy_rows(result, rows, a);
    if (!fine) {
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const char *message = PQresultErrorMessage(result);
        if (!*message)
            message = PQerrorMessage(connection);
        *conflict = is_conflict(state);
        diags_error(d, code_of(state), "cannot write to or read from the ledger: %.*s",
                    first_line(message), message);
    }
    PQclear(result);
    arena_free(own);
    return fine;
}

const database_driver postgres_driver = {
    .open = postgres_open,
    .close = postgres_close,
    .run = postgres_run,
    .begin = "BEGIN ISOLATION LEVEL SERIALIZABLE",
    .commit = "COMMIT",
    .roll_back = "ROLLBACK",
    .lock_chain = CHAIN_LOCK,
};
