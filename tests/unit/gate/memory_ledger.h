/*
 * A ledger for unit tests, filled with facts as JSON lines: in memory, or, where
 * HANDOFF_TEST_LEDGER names the URL of a PostgreSQL database, there, which is emptied first.
 */
#ifndef HANDOFF_TESTS_UNIT_GATE_MEMORY_LEDGER_H
#define HANDOFF_TESTS_UNIT_GATE_MEMORY_LEDGER_H

#include <stdlib.h>

#include "gate/exchange.h"
#include "tests/unit/unit.h"

static arena *a;
static ledger *l;
static diags d;
static int64_t now;

static inline void empty_database(const char *url)
{
    static const char *const lines[] = {"DROP SCHEMA public CASCADE", "CREATE SCHEMA public"};
    database *db = database_open(str_from(url), 0, &d);
    ck_assert_ptr_nonnull(db);
    for (size_t i = 0; i < 2; i++)
        ck_assert(database_run(db, lines[i], NULL, 0, NULL, NULL, &d));
    database_close(db);
}

static inline void open_ledger(void)
{
    const char *url = getenv("HANDOFF_TEST_LEDGER");
    const ledger_options options = {.clock = {.is_fixed = true}};
    a = arena_new();
    diags_init(&d);
    if (url)
        empty_database(url);
    l = ledger_open(url ? str_from(url) : STR(":memory:"), &options, &d);
    ck_assert_ptr_nonnull(l);
    ck_assert(clock_parse(STR("2026-11-21"), &now));
}

static inline void close_ledger(void)
{
    ledger_close(l);
    diags_clear(&d);
    arena_free(a);
}

static inline void record(const char *lines)
{
    ledger_counts count;
    bool fine = ledger_import(l, STR("facts"), str_from(lines), &count, &d);
    ck_assert_msg(fine, "%s", d.count ? arena_cstr(a, d.items[0].message) : "");
}

static inline const char *c_text(str s)
{
    return s.data ? arena_cstr(a, s) : "(none)";
}

#endif
