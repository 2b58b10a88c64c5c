#include "gate/reach.h"

#include "tests/unit/gate/memory_ledger.h"

static void set_up(void)
{
    open_ledger();
    record("{\"fact\":\"environment\",\"name\":\"prod\"}\n"
           "{\"fact\":\"environment\",\"name\":\"test\"}\n");
}

static void relies(const char *consumer, const char *provider)
{
    record(c_text(arena_printf(a,
                               "{\"fact\":\"contract\",\"consumer\":\"%s\",\"version\":\"1\","
                               "\"provider\":\"%s\",\"content\":\"c\"}\n",
                               consumer, provider)));
}

static void live(const char *service, const char *version)
{
    record(c_text(arena_printf(a,
                               "{\"fact\":\"deployment\",\"service\":\"%s\",\"version\":\"%s\","
                               "\"environment\":\"prod\"}\n",
                               service, version)));
}

/* "web@1/1 app@1/2": who, and how far. */
static const char *found(const char *service, const char *environment, size_t most)
{
    reach r;
    str text = STR("");
    ck_assert(reach_find(l, str_from(service), str_from(environment), most, &r, a, &d));
    for (size_t i = 0; i < r.count; i++)
        text = arena_printf(a, "%.*s%s%.*s@%.*s/%zu", STR_ARG(text), i ? " " : "",
                            STR_ARG(r.items[i].service), STR_ARG(r.items[i].version),
                            r.items[i].distance);
    return c_text(text);
}

START_TEST(a_diamond_is_told_once)
{
    relies("b", "a");
    relies("c", "a");
    relies("d", "b");
    relies("d", "c");
    live("b", "1");
    live("c", "1");
    live("d", "1");
    ck_assert_str_eq(found("a", "prod", SIZE_MAX), "b@1/1 c@1/1 d@1/2");
    ck_assert_str_eq(found("a", "prod", 1), "b@1/1 c@1/1");
    ck_assert_str_eq(found("a", "test", SIZE_MAX), "");
}
END_TEST

START_TEST(a_circle_ends)
{
    relies("b", "a");
    relies("c", "b");
    relies("a", "c");
    relies("a", "a");
    live("a", "1");
    live("b", "1");
    live("c", "1");
    ck_assert_str_eq(found("a", "prod", SIZE_MAX), "b@1/1 c@1/2");
}
END_TEST

START_TEST(only_the_live_version_counts)
{
    relies("b", "a");
    record("{\"fact\":\"version\",\"service\":\"b\",\"version\":\"2\"}\n");
    live("b", "2");
    ck_assert_str_eq(found("a", "prod", SIZE_MAX), "");
    record("{\"fact\":\"release\",\"service\":\"b\",\"version\":\"1\",\"environment\":\"prod\"}\n");
    ck_assert_str_eq(found("a", "prod", SIZE_MAX), "b@1/1");
}
END_TEST

START_TEST(what_was_never_published_may_rely_on_it)
{
    relies("b", "a");
    live("b", "2");
    ck_assert_str_eq(found("a", "prod", SIZE_MAX), "b@2/1");
}
END_TEST

START_TEST(what_is_on_its_way_back_counts)
{
    relies("b", "a");
    record("{\"fact\":\"version\",\"service\":\"b\",\"version\":\"2\"}\n");
    live("b", "2");
    record("{\"fact\":\"rollback\",\"service\":\"b\",\"version\":\"1\",\"environment\":\"prod\","
           "\"replaced\":\"2\"}\n");
    ck_assert_str_eq(found("a", "prod", SIZE_MAX), "b@1/1");
    live("b", "1");
    ck_assert_str_eq(found("a", "prod", SIZE_MAX), "b@1/1");
}
END_TEST

START_TEST(an_unknown_environment_is_an_error)
{
    reach r;
    ck_assert(!reach_find(l, STR("a"), STR("prood"), SIZE_MAX, &r, a, &d));
    ck_assert_str_eq(c_text(d.items[0].code), "ledger.environment");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/reach");
    TCase *tests = tcase_create("reach");
    tcase_add_checked_fixture(tests, set_up, close_ledger);
    tcase_add_test(tests, a_diamond_is_told_once);
    tcase_add_test(tests, a_circle_ends);
    tcase_add_test(tests, only_the_live_version_counts);
    tcase_add_test(tests, what_was_never_published_may_rely_on_it);
    tcase_add_test(tests, what_is_on_its_way_back_counts);
    tcase_add_test(tests, an_unknown_environment_is_an_error);
    suite_add_tcase(suite, tests);
    return unit_main("gate/reach", suite);
}
