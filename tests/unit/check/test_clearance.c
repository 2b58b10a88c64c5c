#include "check/clearance.h"

#include "gate/exchange.h"

#include "tests/unit/unit.h"

/* Time that passes only when somebody sleeps; on the wake-up asked for, a fact is there. */
typedef struct fake_time {
    int64_t now, slept;
    unsigned sleeps, recorded_at;
    ledger *ledger;
} fake_time;

static arena *a;
static diags d;
static ledger *l;

static void record(const char *line)
{
    ledger_counts count;
    ck_assert(ledger_import(l, STR("facts"), str_from(line), &count, &d));
}

static void set_up(void)
{
    const ledger_options options = {.clock = {.is_fixed = true}};
    a = arena_new();
    diags_init(&d);
    l = ledger_open(STR(":memory:"), &options, &d);
    ck_assert_ptr_nonnull(l);
    record("{\"fact\":\"environment\",\"name\":\"prod\"}\n"
           "{\"fact\":\"contract\",\"consumer\":\"web\",\"version\":\"1\",\"provider\":\"shop\","
           "\"content\":\"c\"}\n"
           "{\"fact\":\"version\",\"service\":\"shop\",\"version\":\"1\"}\n"
           "{\"fact\":\"deployment\",\"service\":\"shop\",\"version\":\"1\",\"environment\":"
           "\"prod\"}\n");
}

static void tear_down(void)
{
    ledger_close(l);
    diags_clear(&d);
    arena_free(a);
}

static int64_t fake_now(void *payload)
{
    return ((fake_time *)payload)->now;
}

static void verify(const char *success)
{
    record(arena_printf(a,
                        "{\"fact\":\"verification\",\"consumer\":\"web\",\"provider\":\"shop\","
                        "\"content\":\"c\",\"provider_version\":\"1\",\"success\":%s}\n",
                        success)
               .data);
}

static void fake_sleep(void *payload, int64_t seconds)
{
    fake_time *t = payload;
    ck_assert_int_gt(seconds, 0);
    t->now += seconds;
    t->slept += seconds;
    if (++t->sleeps == t->recorded_at)
        verify("true");
}

static gate_answer ask(fake_time *t, int64_t seconds)
{
    const gate_selector selector = {.service = STR("web"), .version = STR("1")};
    const gate_question question = {.selectors = &selector,
                                    .selector_count = 1,
                                    .target = TARGET_ENVIRONMENT,
                                    .target_name = STR("prod")};
    const clearance_request request = {
        .question = &question,
        .subject = STR("web@1 to prod"),
        .wait = {.seconds = seconds, .now = fake_now, .sleep = fake_sleep, .payload = t}};
    clearance answer;
    ck_assert(clearance_ask(l, &request, &answer, a, &d));
    return answer.decision.answer;
}

START_TEST(does_not_wait_unless_told_to)
{
    fake_time t = {.now = 1000};
    ck_assert_int_eq(ask(&t, 0), GATE_UNKNOWN);
    ck_assert_uint_eq(t.sleeps, 0);
}
END_TEST

START_TEST(waits_to_the_deadline_and_no_longer)
{
    static const int64_t deadlines[] = {1, 2, 3, 10, 100, 3600};
    for (size_t i = 0; i < sizeof deadlines / sizeof *deadlines; i++) {
        fake_time t = {.now = 1000};
        ck_assert_int_eq(ask(&t, deadlines[i]), GATE_UNKNOWN);
        ck_assert_int_eq(t.slept, deadlines[i]);
    }
}
END_TEST

START_TEST(stops_when_the_fact_is_there)
{
    fake_time t = {.now = 1000, .recorded_at = 3};
    ck_assert_int_eq(ask(&t, 3600), GATE_YES);
    ck_assert_uint_eq(t.sleeps, 3);
    ck_assert_int_le(t.slept, 10);
}
END_TEST

START_TEST(does_not_wait_for_a_certain_no)
{
    fake_time t = {.now = 1000};
    verify("false");
    ck_assert_int_eq(ask(&t, 3600), GATE_NO);
    ck_assert_uint_eq(t.sleeps, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("check/clearance");
    TCase *t = tcase_create("clearance");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, does_not_wait_unless_told_to);
    tcase_add_test(t, waits_to_the_deadline_and_no_longer);
    tcase_add_test(t, stops_when_the_fact_is_there);
    tcase_add_test(t, does_not_wait_for_a_certain_no);
    suite_add_tcase(s, t);
    return unit_main("check/clearance", s);
}
