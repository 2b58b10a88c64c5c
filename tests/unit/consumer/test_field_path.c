#include "consumer/field_path.h"

#include "../unit.h"

static field_path path_of(const char *text, arena *a)
{
    return field_path_read(str_from(text), a);
}

static void assert_written(const char *text)
{
    arena *a = arena_new();
    field_path path = path_of(text, a);
    buf out = {0};
    for (size_t i = 0; i < path.count; i++)
        field_path_append(&out, &path.steps[i]);
    ck_assert_str_eq(buf_cstr(&out), text);
    buf_clear(&out);
    arena_free(a);
}

START_TEST(reads_what_it_writes)
{
    assert_written("/a");
    assert_written("/a/b?/c");
    assert_written("/items/*/sku");
    assert_written("/prices/{currency}");
    assert_written("/what~2");
    assert_written("/~0~1~2~3~4");
    assert_written("/what~2?");
}
END_TEST

START_TEST(tells_signs_from_names)
{
    arena *a = arena_new();
    field_path path = path_of("/*/~3/{any}/~4any}/a?/b~2", a);
    ck_assert_uint_eq(path.count, 6);
    ck_assert_int_eq(path.steps[0].kind, STEP_ITEMS);
    ck_assert(path.steps[1].kind == STEP_MEMBER && str_equal(path.steps[1].name, STR("*")));
    ck_assert_int_eq(path.steps[2].kind, STEP_VALUES);
    ck_assert(path.steps[3].kind == STEP_MEMBER && str_equal(path.steps[3].name, STR("{any}")));
    ck_assert(path.steps[4].optional && str_equal(path.steps[4].name, STR("a")));
    ck_assert(!path.steps[5].optional && str_equal(path.steps[5].name, STR("b?")));
    ck_assert_uint_eq(path_of("", a).count, 0);
    arena_free(a);
}
END_TEST

START_TEST(finds_where_a_pointer_parts)
{
    arena *a = arena_new();
    field_path path = path_of("/items/*/sku", a);
    bool below = false;
    ck_assert_uint_eq(field_path_overlap(&path, STR("/items/7/sku")), 3);
    ck_assert_uint_eq(field_path_overlap(&path, STR("/items")), 1);
    ck_assert_uint_eq(field_path_overlap(&path, STR("")), 0);
    ck_assert_uint_eq(field_path_overlap(&path, STR("/items/x")), SIZE_MAX);
    ck_assert_uint_eq(field_path_overlap(&path, STR("/total")), SIZE_MAX);
    ck_assert(field_path_holds(&path, STR("/items/7/sku"), &below) && !below);
    ck_assert(field_path_holds(&path, STR("/items/7/sku/part"), &below) && below);
    ck_assert(!field_path_holds(&path, STR("/items/7"), &below));
    arena_free(a);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("field_path");
    TCase *c = tcase_create("all");
    tcase_add_test(c, reads_what_it_writes);
    tcase_add_test(c, tells_signs_from_names);
    tcase_add_test(c, finds_where_a_pointer_parts);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    return unit_main("consumer/field_path", suite());
}
