/*
 * What a database needs to offer to stand behind gate/database.h. Private to gate/.
 */
#ifndef HANDOFF_GATE_DATABASE_DRIVER_H
#define HANDOFF_GATE_DATABASE_DRIVER_H

#include "gate/database.h"

typedef struct database_driver {
    void *(*open)(str location, unsigned flags, diags *d);
    void (*close)(void *connection);
    /* *conflict: lost a race against another writer, worth trying again. */
    bool (*run)(void *connection, const char *sql, const sql_value *parameters, size_t count,
                sql_rows *rows, arena *a, bool *conflict, diags *d);
    const char *begin, *commit, *roll_back;
    const char *lock_chain; /* NULL: begin already did */
} database_driver;

extern const database_driver sqlite_driver;
extern const database_driver postgres_driver;

#endif
