/*
 * Look-ups ahead of time: what is going to be asked of the database is collected and fetched in one
 * go, so that a far server costs a few round trips, however many neighbours a service has.
 *
 * Whoever asks need not know what was fetched: lookup_ask takes the answer from there, or goes to
 * the database. All within one transaction that only reads; rows live in the arena and are shared.
 */
#ifndef HANDOFF_GATE_LOOKUP_H
#define HANDOFF_GATE_LOOKUP_H

#include "base/map.h"
#include "gate/database.h"

typedef struct lookup {
    database *db;
    arena *arena;
    diags *diags;
    map answers; /* by statement and parameters */
    struct lookup_wanted {
        sql_question *items;
        size_t count, capacity;
    } wanted;
} lookup;

void lookup_init(lookup *l, database *db, arena *a, diags *d);

/* The parameters of a statement: texts, of which STR_NULL is SQL's NULL. */
#define TEXTS(...) (const str[]){__VA_ARGS__}, sizeof((const str[]){__VA_ARGS__}) / sizeof(str)

bool lookup_ask(lookup *l, const char *sql, sql_rows *rows, const str *texts, size_t count);

/* Collects one to fetch; nothing when it was fetched already. */
void lookup_want(lookup *l, const char *sql, const str *texts, size_t count);
bool lookup_fetch(lookup *l);

#endif
