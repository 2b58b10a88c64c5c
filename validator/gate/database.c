#include "gate/database.h"

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/limits.h"
#include "gate/database_driver.h"

struct database {
    const database_driver *driver;
    void *connection;
    bool in_transaction;
    bool conflict;
    int64_t began, gives_up; /* clock_microseconds(): the last transaction, and its retries */
};

static bool is_postgres_url(str location)
{
    return str_starts_with(location, STR("postgres://")) ||
           str_starts_with(location, STR("postgresql://"));
}

database *database_open(str location, unsigned flags, diags *d)
{
    const database_driver *driver = is_postgres_url(location) ? &postgres_driver : &sqlite_driver;
    void *connection = driver->open(location, flags, d);
    if (!connection)
        return NULL;
    database *db = memory_alloc(sizeof *db);
    db->driver = driver;
    db->connection = connection;
    return db;
}

void database_close(database *db)
{
    if (!db)
        return;
    if (db->in_transaction)
        database_roll_back(db);
    db->driver->close(db->connection);
    free(db);
}

static bool run(database *db, const sql_statement *statement, sql_rows *rows, arena *a, diags *d)
{
    db->conflict = false;
    return db->driver->run(db->connection, statement, rows, a, &db->conflict, d);
}

bool database_run(database *db, const char *sql, const sql_value *parameters, size_t count,
                  sql_rows *rows, arena *a, diags *d)
{
    const sql_statement statement = {
        .sql = sql,
        .parameters = parameters,
        .count = count,
        .may_wait = db->in_transaction && !rows,
    };
    return run(db, &statement, rows, a, d);
}

bool database_run_all(database *db, sql_question *questions, size_t count, arena *a, diags *d)
{
    for (size_t i = 0; i < count; i++) {
        sql_question *q = &questions[i];
        const sql_statement statement = {
            .sql = q->sql,
            .parameters = q->parameters,
            .count = q->count,
            .may_wait = i + 1 < count,
        };
        if (!run(db, &statement, &q->rows, a, d))
            return false;
    }
    return true;
}

static bool begin(database *db, const char *sql, diags *d)
{
    db->began = clock_microseconds();
    db->in_transaction = run(db, &(sql_statement){.sql = sql, .may_wait = true}, NULL, NULL, d);
    return db->in_transaction;
}

bool database_begin(database *db, diags *d)
{
    return begin(db, db->driver->begin, d);
}

bool database_begin_reading(database *db, diags *d)
{
    return begin(db, db->driver->begin_reading, d);
}

bool database_commit(database *db, bool *conflict, diags *d)
{
    bool done = run(db, &(sql_statement){.sql = db->driver->commit}, NULL, NULL, d);
    *conflict = db->conflict;
    if (done)
        db->in_transaction = false;
    else
        database_roll_back(db);
    return done;
}

void database_roll_back(database *db)
{
    bool conflict = db->conflict;
    diags unheard;
    diags_init(&unheard);
    run(db, &(sql_statement){.sql = db->driver->roll_back}, NULL, NULL, &unheard);
    diags_clear(&unheard);
    db->conflict = conflict;
    db->in_transaction = false;
}

/* 2 ms, 4 ms, 8 ms … at most a quarter of a second. */
bool database_retry(database *db, unsigned attempt)
{
    if (attempt == 0)
        db->gives_up = db->began + LIMIT_DATABASE_SECONDS * INT64_C(1000000);
    if (!db->conflict || attempt >= LIMIT_DATABASE_ATTEMPTS || clock_microseconds() >= db->gives_up)
        return false;
    long milliseconds = attempt < 7 ? 2L << attempt : 250;
    struct timespec pause = {.tv_nsec = milliseconds * 1000000L};
    nanosleep(&pause, NULL);
    return true;
}

bool database_lock_chain(database *db, diags *d)
{
    return !db->driver->lock_chain ||
           database_run(db, db->driver->lock_chain, NULL, 0, NULL, NULL, d);
}
