#include "../unit.h"

#include <string.h>

#include "schema/keyword.h"

/* The search compares lengths, then bytes: the table must be in that order. */
START_TEST(test_order)
{
    size_t count;
    const keyword *rows = keyword_table(&count);
    for (size_t i = 1; i < count; i++) {
        str a = rows[i - 1].name, b = rows[i].name;
        ck_assert_msg(a.length < b.length ||
                          (a.length == b.length && memcmp(a.data, b.data, a.length) <= 0),
                      "%s", b.data);
        ck_assert_uint_ne(rows[i].dialects, 0);
        ck_assert_uint_ne(rows[i].vocabulary, 0);
    }
}
END_TEST

START_TEST(test_find)
{
    uint32_t all = VOCABULARY_ALL;
    ck_assert_int_eq(keyword_find(STR("items"), DIALECT_2020_12, all)->shape, SHAPE_SCHEMA);
    ck_assert_int_eq(keyword_find(STR("items"), DIALECT_DRAFT_07, all)->shape,
                     SHAPE_SCHEMA_OR_ARRAY);
    ck_assert_ptr_null(keyword_find(STR("const"), DIALECT_DRAFT_04, all));
    ck_assert_ptr_null(keyword_find(STR("oneOf"), DIALECT_SWAGGER_20, all));
    ck_assert_ptr_null(keyword_find(STR("minimum"), DIALECT_2020_12, VOCABULARY_CORE));
    ck_assert_ptr_null(keyword_find(STR(""), DIALECT_2020_12, all));
    ck_assert_ptr_null(keyword_find(STR("unevaluatedPropertiesX"), DIALECT_2020_12, all));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("keyword");
    TCase *tests = tcase_create("keyword");
    tcase_add_test(tests, test_order);
    tcase_add_test(tests, test_find);
    suite_add_tcase(suite, tests);
    return unit_main("schema/keyword", suite);
}
