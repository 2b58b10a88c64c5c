#include "openapi/names.h"

#include "tests/unit/openapi/fixture.h"
#include "tests/unit/unit.h"

static arena *memory;

static void setup(void)
{
    memory = arena_new();
}
static void teardown(void)
{
    arena_free(memory);
}

START_TEST(shapes)
{
    ck_assert_text(path_shape(STR("/pets"), memory), "/pets");
    ck_assert_text(path_shape(STR("/pets/{id}"), memory), "/pets/{}");
    ck_assert_text(path_shape(STR("/{a}/x/{b}.json"), memory), "/{}/x/{}.json");
    ck_assert_text(path_shape(STR("/a/{"), memory), "/a/{");
    ck_assert_text(path_shape(STR("/a/}{b}"), memory), "/a/}{}");
    ck_assert_text(path_shape(STR("/a/{b{c}"), memory), "/a/{b{}");
    ck_assert_text(path_shape(STR(""), memory), "");
}
END_TEST

START_TEST(names_have_positions)
{
    ck_assert_int_eq(path_name_index(STR("/{a}/{b}"), STR("b")), 1);
    ck_assert_int_eq(path_name_index(STR("/{a}/{b}"), STR("a")), 0);
    ck_assert_int_eq(path_name_index(STR("/{a}/{b}"), STR("c")), -1);
    ck_assert_int_eq(path_name_index(STR("/x"), STR("")), -1);
}
END_TEST

START_TEST(media_types)
{
    media_name m = media_name_of(STR("Application/JSON"), memory);
    ck_assert_text(m.type, "application/json");
    ck_assert_text(m.parameters, "");
    m = media_name_of(STR("text/html ; Version=2;charset=UTF-8"), memory);
    ck_assert_text(m.type, "text/html");
    ck_assert_text(m.parameters, "; charset=utf-8; version=2");
    m = media_name_of(STR("a/b; q=\"x;y\"; z=1"), memory);
    ck_assert_text(m.parameters, "; q=\"x;y\"; z=1");
    m = media_name_of(STR("a/b;;"), memory);
    ck_assert_text(m.parameters, "");
    m = media_name_of(STR("no slash"), memory);
    ck_assert_text(m.type, "no slash");
}
END_TEST

START_TEST(statuses)
{
    ck_assert_text(response_status(STR("2xx"), memory), "2XX");
    ck_assert_text(response_status(STR("Default"), memory), "default");
    ck_assert_text(response_status(STR("200"), memory), "200");
    ck_assert_text(response_status(STR("9xx"), memory), "9xx");
    ck_assert(response_status_is_valid(STR("2XX"), true));
    ck_assert(!response_status_is_valid(STR("2XX"), false));
    ck_assert(response_status_is_valid(STR("default"), false));
    ck_assert(!response_status_is_valid(STR("20"), true));
    ck_assert(!response_status_is_valid(STR("600"), true));
    ck_assert(!response_status_is_valid(STR("2X0"), true));
}
END_TEST

START_TEST(cases)
{
    str same = STR("lower");
    ck_assert_ptr_eq(str_lower(same, memory).data, same.data);
    ck_assert_text(str_lower(STR("MiXed-9"), memory), "mixed-9");
    ck_assert_text(str_upper(STR("2xX"), memory), "2XX");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("names");
    TCase *tests = tcase_create("names");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, shapes);
    tcase_add_test(tests, names_have_positions);
    tcase_add_test(tests, media_types);
    tcase_add_test(tests, statuses);
    tcase_add_test(tests, cases);
    suite_add_tcase(suite, tests);
    return unit_main("openapi/names", suite);
}
