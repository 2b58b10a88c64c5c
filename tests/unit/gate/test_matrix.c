#include "gate/matrix.h"

#include "tests/unit/gate/memory_ledger.h"

static gate_conditions conditions;

static void set_up(void)
{
    open_ledger();
    conditions = (gate_conditions){.now = now};
    record("{\"fact\":\"environment\",\"name\":\"prod\",\"production\":true}\n"
           "{\"fact\":\"environment\",\"name\":\"test\"}\n");
}

static void live(const char *service, const char *version, const char *instance, const char *phase)
{
    record(c_text(arena_printf(a,
                               "{\"fact\":\"deployment\",\"service\":\"%s\",\"version\":\"%s\","
                               "\"environment\":\"prod\",\"instance\":\"%s\",\"phase\":\"%s\"}\n",
                               service, version, instance, phase)));
}

static matrix gather(const str *services, size_t count)
{
    const matrix_request request = {
        .services = services, .service_count = count, .conditions = &conditions};
    matrix m;
    ck_assert(matrix_gather(l, &request, &(gather_options){0}, &m, a, &d));
    return m;
}

/* "1 live, 2 arriving" */
static const char *phases(const matrix_environment *e, const char *service)
{
    const matrix_cell *c = matrix_cell_of(e, str_from(service));
    str text = STR("");
    for (size_t i = 0; c && i < c->instances.count; i++)
        text = arena_printf(a, "%.*s%s%.*s %s%s%.*s", STR_ARG(text), i ? ", " : "",
                            STR_ARG(c->instances.items[i].version),
                            matrix_phase_name(c->instances.items[i].phase),
                            c->instances.items[i].back_to.data ? " back to " : "",
                            STR_ARG(c->instances.items[i].back_to));
    return c_text(text);
}

START_TEST(environments_come_by_name)
{
    matrix m = gather(NULL, 0);
    ck_assert_uint_eq(m.count, 2);
    ck_assert_str_eq(c_text(m.items[0].name), "prod");
    ck_assert(m.items[0].production && !m.items[1].production);
    ck_assert_str_eq(c_text(m.items[1].protection), "none");
    ck_assert_uint_eq(m.items[0].cells.count, 0);
}
END_TEST

START_TEST(a_rollout_is_one_instance_s_business)
{
    live("shop", "1", "eu", "end");
    live("shop", "1", "us", "end");
    live("shop", "2", "eu", "begin");
    matrix m = gather(NULL, 0);
    ck_assert_str_eq(phases(&m.items[0], "shop"), "1 leaving, 2 arriving, 1 live");
}
END_TEST

START_TEST(a_rollback_is_told_until_it_is_back)
{
    live("shop", "2", "eu", "end");
    live("shop", "2", "us", "end");
    record("{\"fact\":\"rollback\",\"service\":\"shop\",\"version\":\"1\",\"environment\":\"prod\","
           "\"instance\":\"eu\",\"replaced\":\"2\"}\n"
           "{\"fact\":\"rollback\",\"service\":\"shop\",\"version\":\"1\",\"environment\":\"prod\","
           "\"instance\":\"us\",\"replaced\":\"2\"}\n");
    live("shop", "1", "us", "end");
    matrix m = gather(NULL, 0);
    ck_assert_str_eq(phases(&m.items[0], "shop"), "2 live back to 1, 1 live");
    live("shop", "1", "eu", "end");
    m = gather(NULL, 0);
    ck_assert_str_eq(phases(&m.items[0], "shop"), "1 live, 1 live");
}
END_TEST

START_TEST(only_what_is_asked_and_its_neighbours)
{
    record(
        "{\"fact\":\"contract\",\"consumer\":\"web\",\"version\":\"1\",\"provider\":\"shop\","
        "\"content\":\"c\"}\n"
        "{\"fact\":\"verification\",\"consumer\":\"web\",\"provider\":\"shop\",\"content\":\"c\","
        "\"provider_version\":\"1\",\"success\":true}\n");
    live("web", "1", "", "end");
    live("shop", "1", "", "end");
    live("other", "1", "", "end");
    const str shop = STR("shop"), other = STR("other");
    matrix m = gather(&shop, 1);
    ck_assert_uint_eq(m.items[0].cells.count, 2);
    ck_assert_uint_eq(m.items[0].meeting_count, 1);
    ck_assert_uint_eq(m.items[0].counts.passed, 1);
    ck_assert_uint_eq(matrix_cell_of(&m.items[0], STR("web"))->counts.passed, 1);
    m = gather(&other, 1);
    ck_assert_uint_eq(m.items[0].cells.count, 1);
    ck_assert_uint_eq(m.items[0].meeting_count, 0);
    m = gather(NULL, 0);
    ck_assert_uint_eq(m.items[0].cells.count, 3);
}
END_TEST

/* A service that relies on itself counts one meeting once. */
START_TEST(a_service_may_meet_itself)
{
    record("{\"fact\":\"contract\",\"consumer\":\"shop\",\"version\":\"1\",\"provider\":\"shop\","
           "\"content\":\"c\"}\n");
    live("shop", "1", "", "end");
    matrix m = gather(NULL, 0);
    ck_assert_uint_eq(m.items[0].meeting_count, 1);
    ck_assert_uint_eq(matrix_cell_of(&m.items[0], STR("shop"))->counts.unknown, 1);
}
END_TEST

START_TEST(a_service_nobody_named_is_an_error)
{
    const str nobody = STR("nobody");
    const matrix_request request = {
        .services = &nobody, .service_count = 1, .conditions = &conditions};
    matrix m;
    ck_assert(!matrix_gather(l, &request, &(gather_options){0}, &m, a, &d));
    ck_assert_str_eq(c_text(d.items[0].code), "matrix.service");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/matrix");
    TCase *tests = tcase_create("matrix");
    tcase_add_checked_fixture(tests, set_up, close_ledger);
    tcase_add_test(tests, environments_come_by_name);
    tcase_add_test(tests, a_rollout_is_one_instance_s_business);
    tcase_add_test(tests, a_rollback_is_told_until_it_is_back);
    tcase_add_test(tests, only_what_is_asked_and_its_neighbours);
    tcase_add_test(tests, a_service_may_meet_itself);
    tcase_add_test(tests, a_service_nobody_named_is_an_error);
    suite_add_tcase(suite, tests);
    return unit_main("gate/matrix", suite);
}
