#include "consumer/draft_paths.h"

#include "consumer/observed.h"
#include "../unit.h"

static void assert_template(const char *path, const char *template)
{
    arena *a = arena_new();
    path_templates t;
    path_templates_init(&t, a);
    str found = path_templates_add(&t, STR("GET"), str_from(path));
    found = path_templates_find(&t, STR("GET"), found);
    ck_assert_str_eq(arena_cstr(a, found), template);
    arena_free(a);
}

START_TEST(takes_data_for_parameters)
{
    assert_template("/orders/17", "/orders/{order_id}");
    assert_template("/orders/17/lines/3", "/orders/{order_id}/lines/{line_id}");
    assert_template("/companies/7f3a9c20-11aa-4c1a-9d55-0c5b0a7b1e11", "/companies/{company_id}");
    assert_template("/1/2", "/{id}/{id2}");
    assert_template("/users/ann%40example.com", "/users/{user_id}");
    assert_template("/addresses/9", "/addresses/{address_id}");
}
END_TEST

START_TEST(leaves_names_alone)
{
    assert_template("/", "/");
    assert_template("/v2/orders", "/v2/orders");
    assert_template("/users/me", "/users/me");
    assert_template("/feedback/decade", "/feedback/decade");
    assert_template("/oauth2/token", "/oauth2/token");
}
END_TEST

START_TEST(takes_many_values_for_a_parameter)
{
    arena *a = arena_new();
    path_templates t;
    path_templates_init(&t, a);
    for (unsigned i = 0; i < 30; i++) {
        str path = arena_printf(a, "/users/%c%c/orders", 'a' + (int)i / 6, 'k' + (int)i % 6);
        path_templates_add(&t, STR("GET"), path);
    }
    str found = path_templates_find(&t, STR("GET"), STR("/users/ak/orders"));
    ck_assert_str_eq(arena_cstr(a, found), "/users/{user_id}/orders");
    arena_free(a);
}
END_TEST

START_TEST(knows_keys_from_names)
{
    ck_assert(observed_is_key(STR("42")));
    ck_assert(observed_is_key(STR("2026-01-31")));
    ck_assert(observed_is_key(STR("deadbeef42")));
    ck_assert(observed_is_key(STR("ord-10023")));
    ck_assert(!observed_is_key(STR("name")));
    ck_assert(!observed_is_key(STR("line2")));
    ck_assert(!observed_is_key(STR("")));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("draft_paths");
    TCase *c = tcase_create("all");
    tcase_add_test(c, takes_data_for_parameters);
    tcase_add_test(c, leaves_names_alone);
    tcase_add_test(c, takes_many_values_for_a_parameter);
    tcase_add_test(c, knows_keys_from_names);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return unit_main("consumer/draft_paths", suite());
}
