/*
 * The ledger's tables. `facts` is the ledger itself, only ever added to; `contents` holds texts by
 * digest; `requests` holds ids of recordings that added nothing; every other table is worked out
 * from the facts in the same transaction and can be made again from them (ledger_verify compares).
 */
#ifndef HANDOFF_GATE_TABLES_H
#define HANDOFF_GATE_TABLES_H

#include "gate/database.h"

/* Makes or brings up to date what is missing, once, however many pipelines try. */
bool tables_migrate(database *db, diags *d);

/* Names of the tables that are worked out, NULL-terminated, with their columns. */
typedef struct derived_table {
    const char *name, *columns;
} derived_table;

extern const derived_table derived_tables[];

#endif
