#include "gate/database.h"

#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "gate/database_driver.h"

struct database {
    const database_driver *driver;
    void *connection;
    bool in_transaction;
    bool conflict;
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

bool database_run(database *db, const char *sql, const sql_value *parameters, size_t count,
                  sql_rows *rows, arena *a, diags *d)
{
    db->conflict = false;
    return db->driver->run(db->connection, sql, parameters, count, rows, a, &db->conflict, d);
}

bool database_begin(database *db, diags *d)
{
    db->in_transaction = database_run(db, db->driver->begin, NULL, 0, NULL, NULL, d);
    return db->in_transaction;
}

bool database_commit(database *db, bool *conflict, diags *d)
{
    bool done = database_run(db, db->driver->commit, NULL, 0, NULL, NULL, d);
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
    database_run(db, db->driver->roll_back, NULL, 0, NULL, NULL, &unheard);
    diags_clear(&unheard);
    db->conflict = conflict;
    db->in_transaction = false;
}

/* 2 ms, 4 ms, 8 ms … at most a quarter of a second, until LIMIT_DATABASE_ATTEMPTS. */
bool database_retry(database *db, unsigned attempt)
{
    if (!db->conflict || attempt >= LIMIT_DATABASE_ATTEMPTS)
        return false;
    long milliseconds = attempt < 7 ? 2L << attempt : 250;
    struct timespec pause = {.tv_nsec = milliseconds * 1000000L};
    nanosleep(&pause, NULL);
    return true;
}

bool database_had_conflict(const database *db)
{
    return db->conflict;
}

bool database_lock_chain(database *db, diags *d)
{
    return !db->driver->lock_chain ||
           database_run(db, db->driver->lock_chain, NULL, 0, NULL, NULL, d);
}

bool database_is_postgres(const database *db)
{
    return db->driver == &postgres_driver;
}
