/*
 * What a database needs to offer to stand behind gate/database.h. Private to gate/.
 */
#ifndef HANDOFF_GATE_DATABASE_DRIVER_H
#define HANDOFF_GATE_DATABASE_DRIVER_H

#include "gate/database.h"

/* One statement to run. */
typedef struct sql_statement {
    const char *sql;
    const sql_value *parameters;
    size_t count;
    bool may_wait; /* more follows: a driver may send it with the next, which then reports its
                      error, and fills its rows */
} sql_statement;

typedef struct database_driver {
    void *(*open)(str location, unsigned flags, diags *d);
    void (*close)(void *connection);
    /* *conflict: lost a race against another writer, worth trying again. */
    bool (*run)(void *connection, const sql_statement *statement, sql_rows *rows, arena *a,
                bool *conflict, diags *d);
    const char *begin, *begin_reading, *commit, *roll_back;
    const char *lock_chain; /* NULL: begin already did */
} database_driver;

extern const database_driver sqlite_driver;
extern const database_driver postgres_driver;

#endif
