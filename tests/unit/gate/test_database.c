#include "gate/database.h"

#include "gate/ledger.h"
#include "gate/lookup.h"
#include "tests/unit/unit.h"

static arena *a;
static diags d;
static database *db;

static void set_up(void)
{
    a = arena_new();
    diags_init(&d);
    db = database_open(STR(":memory:"), 0, &d);
    ck_assert_ptr_nonnull(db);
    ck_assert(database_run(db, "CREATE TABLE t(name TEXT PRIMARY KEY, size BIGINT)", NULL, 0, NULL,
                           NULL, &d));
}

static void tear_down(void)
{
    database_close(db);
    diags_clear(&d);
    arena_free(a);
}

static bool insert(const char *name, int64_t size)
{
    const sql_value values[] = {SQL_TEXT(str_from(name)), SQL_INTEGER(size)};
    return database_run(db, "INSERT INTO t(name, size) VALUES($1, $2)", values, 2, NULL, NULL, &d);
}

START_TEST(values_come_back_as_they_went)
{
    const sql_value odd = SQL_TEXT(str_of("a\0b'\n", 5));
    sql_rows rows = {0};
    ck_assert(insert("integer", INT64_MIN));
    ck_assert(database_run(db, "INSERT INTO t(name, size) VALUES($1, $2)",
                           (sql_value[]){odd, SQL_NULL}, 2, NULL, NULL, &d));
    ck_assert(database_run(db, "SELECT name, size FROM t ORDER BY size", NULL, 0, &rows, a, &d));
    ck_assert_uint_eq(rows.count, 2);
    ck_assert(str_equal(rows.items[0].values[0].text, odd.text));
    ck_assert(!rows.items[0].values[1].is_integer && !rows.items[0].values[1].text.data);
    ck_assert(rows.items[1].values[1].integer == INT64_MIN);
}
END_TEST

/* A statement is prepared once: what one run bound must not reach the next. */
START_TEST(nothing_is_left_bound)
{
    sql_rows rows = {0};
    const sql_value name = SQL_TEXT(STR("x"));
    ck_assert(insert("x", 1));
    ck_assert(database_run(db, "SELECT 1 FROM t WHERE name=$1", &name, 1, &rows, a, &d) &&
              rows.count);
    rows = (sql_rows){0};
    ck_assert(database_run(db, "SELECT 1 FROM t WHERE name=$1", NULL, 0, &rows, a, &d));
    ck_assert_uint_eq(rows.count, 0);
}
END_TEST

START_TEST(what_is_rolled_back_is_gone)
{
    bool conflict;
    sql_rows rows = {0};
    ck_assert(database_begin(db, &d) && insert("gone", 1));
    database_roll_back(db);
    ck_assert(database_begin(db, &d) && insert("kept", 2) && database_commit(db, &conflict, &d));
    ck_assert(database_run(db, "SELECT name FROM t", NULL, 0, &rows, a, &d));
    ck_assert_uint_eq(rows.count, 1);
    ck_assert(str_equal(rows.items[0].values[0].text, STR("kept")));
}
END_TEST

/* An error that is no lost race is not tried again. */
START_TEST(only_lost_races_are_tried_again)
{
    ck_assert(insert("x", 1) && !insert("x", 1));
    ck_assert(!database_retry(db, 0));
    ck_assert_uint_eq(d.errors, 1);
}
END_TEST

START_TEST(look_ups_ahead_answer_as_the_database_does)
{
    lookup l;
    lookup_init(&l, db, a, &d);
    ck_assert(insert("one", 1) && insert("two", 2));
    const char *sql = "SELECT size FROM t WHERE name=$1";
    lookup_want(&l, sql, TEXTS(STR("one")));
    lookup_want(&l, sql, TEXTS(STR("none")));
    lookup_want(&l, sql, TEXTS(STR("one")));
    ck_assert_uint_eq(l.wanted.count, 2);
    ck_assert(lookup_fetch(&l));
    ck_assert(insert("none", 0)); /* later than the fetch: not seen */
    static const struct {
        const char *name;
        size_t count;
        int64_t size;
    } expected[] = {{"one", 1, 1}, {"two", 1, 2}, {"none", 0, 0}, {"two", 1, 2}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        sql_rows rows = {0};
        ck_assert(lookup_ask(&l, sql, &rows, TEXTS(str_from(expected[i].name))));
        ck_assert_uint_eq(rows.count, expected[i].count);
        if (rows.count)
            ck_assert_int_eq(rows.items[0].values[0].integer, expected[i].size);
    }
}
END_TEST

/* "" and NULL, and where one parameter ends, are told apart. */
START_TEST(look_ups_are_told_apart)
{
    lookup l;
    sql_rows rows = {0};
    lookup_init(&l, db, a, &d);
    const char *sql = "SELECT $1 IS NULL, COALESCE($1, 'null') || '/' || $2";
    const str texts[][2] = {{STR(""), STR("x")},
                            {STR_NULL, STR("x")},
                            {STR("a"), STR("bc")},
                            {STR("ab"), STR("c")},
                            {STR("1:a\n1"), STR("b")}};
    for (size_t i = 0; i < 5; i++)
        lookup_want(&l, sql, texts[i], 2);
    ck_assert_uint_eq(l.wanted.count, 5);
    ck_assert(lookup_fetch(&l));
    for (size_t i = 0; i < 5; i++) {
        ck_assert(lookup_ask(&l, sql, &rows, texts[i], 2));
        ck_assert_int_eq(rows.items[0].values[0].integer, texts[i][0].data == NULL);
    }
}
END_TEST

/* --- facts from a source --- */

typedef struct counted {
    size_t next, count, fail_at;
} counted;

static bool next_fact(void *payload, fact *f, diags *diagnostics)
{
    counted *c = payload;
    if (c->next == c->count)
        return true;
    if (c->next == c->fail_at) {
        diags_error(diagnostics, "test", "as it is meant to");
        return false;
    }
    str version = arena_printf(a, "%zu", c->next++);
    return fact_make(f, "version", diagnostics, "service", "s", "version", version.data, FACT_END);
}

static void rewind_facts(void *payload)
{
    ((counted *)payload)->next = 0;
}

static void record_from(size_t fail_at, bool succeeds, int64_t rows)
{
    const ledger_options options = {0};
    ledger *l = ledger_open(STR(":memory:"), &options, &d);
    counted c = {.count = 50, .fail_at = fail_at};
    const ledger_source source = {next_fact, rewind_facts, NULL, &c};
    ledger_counts counts;
    ledger_head head;
    ledger_faults faults = {0};
    ck_assert_ptr_nonnull(l);
    ck_assert(ledger_record_from(l, &source, &counts, &d) == succeeds);
    ck_assert(ledger_verify(l, &faults, &head, a, &d));
    ck_assert_uint_eq(faults.count, 0);
    ck_assert_int_eq(head.sequence, rows);
    ledger_close(l);
}

START_TEST(a_source_is_recorded_whole)
{
    record_from(SIZE_MAX, true, 50);
}
END_TEST

START_TEST(a_source_that_fails_records_nothing)
{
    record_from(49, false, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("database");
    TCase *cases = tcase_create("database");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, values_come_back_as_they_went);
    tcase_add_test(cases, nothing_is_left_bound);
    tcase_add_test(cases, what_is_rolled_back_is_gone);
    tcase_add_test(cases, only_lost_races_are_tried_again);
    tcase_add_test(cases, look_ups_ahead_answer_as_the_database_does);
    tcase_add_test(cases, look_ups_are_told_apart);
    tcase_add_test(cases, a_source_is_recorded_whole);
    tcase_add_test(cases, a_source_that_fails_records_nothing);
    suite_add_tcase(suite, cases);
    return unit_main("gate/database", suite);
}
