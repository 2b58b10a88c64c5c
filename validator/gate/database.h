/*
 * The ledger's database behind one small interface: SQLite by default, PostgreSQL by URL.
 *
 * Statements are written once, in the SQL both understand: parameters $1, $2, …, upserts with ON
 * CONFLICT, text and 64-bit integers only. Every call is bounded by LIMIT_DATABASE_SECONDS. Errors
 * are diagnostics ("ledger.open", "ledger.locked", "ledger.read-only", "ledger.full",
 * "ledger.connection", "ledger.timeout", "ledger.query"); no password ever appears in one.
 */
#ifndef HANDOFF_GATE_DATABASE_H
#define HANDOFF_GATE_DATABASE_H

#include "base/diag.h"

typedef struct database database;

typedef struct sql_value {
    bool is_integer;
    int64_t integer;
    str text; /* data NULL and not an integer: SQL NULL */
} sql_value;

#define SQL_TEXT(s)    ((sql_value){.text = (s)})
#define SQL_INTEGER(i) ((sql_value){.is_integer = true, .integer = (i)})
#define SQL_NULL       ((sql_value){0})

typedef struct sql_row {
    const sql_value *values;
    size_t count;
} sql_row;

typedef struct sql_rows {
    sql_row *items;
    size_t count, capacity;
} sql_rows;

enum database_flags { DATABASE_READ_ONLY = 1, DATABASE_MUST_EXIST = 2 };

/* `location` is a path, or "postgres://…" / "postgresql://…". NULL with an error. */
database *database_open(str location, unsigned flags, diags *d);
void database_close(database *db); /* NULL is fine; an open transaction is rolled back */

/* Runs one statement; rows (may be NULL) are copied into the arena. Within a transaction one
 * without rows may be carried out later: its error then comes from the next with rows, or the
 * commit. */
bool database_run(database *db, const char *sql, const sql_value *parameters, size_t count,
                  sql_rows *rows, arena *a, diags *d);

/* A question with its parameters, and the rows that answer it. */
typedef struct sql_question {
    const char *sql;
    const sql_value *parameters;
    size_t count;
    sql_rows rows;
} sql_question;

/* Many questions, to a server in one go. */
bool database_run_all(database *db, sql_question *questions, size_t count, arena *a, diags *d);

/* A transaction that may write. *conflict tells that it lost against another and may be tried
 * again from the start; database_retry waits a little longer each time and says whether to: at most
 * LIMIT_DATABASE_ATTEMPTS times, and not after LIMIT_DATABASE_SECONDS. */
bool database_begin(database *db, diags *d);
/* A transaction that only reads: all its statements see the same moment. End it with roll_back. */
bool database_begin_reading(database *db, diags *d);
bool database_commit(database *db, bool *conflict, diags *d);
void database_roll_back(database *db);
bool database_retry(database *db, unsigned attempt);

/* Serialises writers of the chain for the rest of the transaction. */
bool database_lock_chain(database *db, diags *d);

#endif
