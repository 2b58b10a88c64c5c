/*
 * Hostile schemas and values: each ends in bounded time with an answer, or with UNDECIDED and the
 * name of the limit.
 */
#include "../unit.h"

#include <time.h>

#include "fixture.h"

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What a validation of the instance says: "valid", "invalid" or the limit. */
static const char *judge(const char *schema_text, const char *instance)
{
    static char answer[64];
    fixture f;
    fixture_open(&f, schema_text, 0, NULL);
    if (!f.schema) {
        snprintf(answer, sizeof answer, "%s", fixture_problem(&f));
        fixture_close(&f);
        return answer;
    }
    const node *value = node_parse_json(str_from(instance), f.arena, &f.problems);
    ck_assert_ptr_nonnull(value);
    validation *v = validation_new();
    validity found = schema_validate(f.schema, v, value);
    snprintf(answer, sizeof answer, "%s",
             found == UNDECIDED ? validation_limit(v)
             : found == VALID   ? "valid"
                                : "invalid");
    validation_free(v);
    fixture_close(&f);
    return answer;
}

static const char *judge_built(buf *schema_text, buf *instance)
{
    const char *answer = judge(buf_cstr(schema_text), buf_cstr(instance));
    buf_clear(schema_text);
    buf_clear(instance);
    return answer;
}

START_TEST(test_loops)
{
    ck_assert_str_eq(judge("{\"$ref\":\"#\"}", "1"), "limit.validation-steps");
    ck_assert_str_eq(judge("{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}", "1"),
                     "limit.validation-depth");
    ck_assert_str_eq(judge("{\"not\":{\"$ref\":\"#\"}}", "1"), "limit.validation-depth");
    /* a loop that another branch makes unnecessary is none */
    ck_assert_str_eq(judge("{\"anyOf\":[{\"type\":\"number\"},{\"$ref\":\"#\"}]}", "1"), "valid");
    /* going deeper into the value is no loop */
    ck_assert_str_eq(judge("{\"additionalProperties\":{\"$ref\":\"#\"}}", "{\"a\":{\"a\":{}}}"),
                     "valid");
}
END_TEST

START_TEST(test_exponential_choice)
{
    buf text = {0}, instance = {0};
    buf_append(&text, STR("{\"$defs\":{\"d0\":{\"type\":\"string\"}"));
    for (int i = 1; i <= 60; i++)
        buf_printf(&text,
                   ",\"d%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"properties\":{},"
                   "\"$ref\":\"#/$defs/d%d\"}],\"minimum\":%d}",
                   i, i - 1, i - 1, i);
    buf_append(&text, STR("},\"$ref\":\"#/$defs/d60\"}"));
    buf_append(&instance, STR("1"));
    /* by kind, every branch is false here: the choice folds away */
    ck_assert_str_eq(judge_built(&text, &instance), "invalid");

    buf_append(&text, STR("{\"$defs\":{\"d0\":{\"multipleOf\":7}"));
    for (int i = 1; i <= 60; i++)
        buf_printf(&text,
                   ",\"d%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"minimum\":-%d,"
                   "\"$ref\":\"#/$defs/d%d\"}]}",
                   i, i - 1, i, i - 1);
    buf_append(&text, STR("},\"$ref\":\"#/$defs/d60\"}"));
    buf_append(&instance, STR("1"));
    double start = seconds();
    ck_assert_str_eq(judge_built(&text, &instance), "limit.validation-steps");
    ck_assert_double_lt(seconds() - start, 20);
}
END_TEST

START_TEST(test_large_schemas)
{
    buf text = {0}, instance = {0};
    buf_append(&text, STR("{\"properties\":{\"p\":true"));
    buf_append(&instance, STR("{\"p\":1"));
    for (int i = 0; i < 100000; i++) {
        buf_printf(&text, ",\"p%d\":{\"type\":\"integer\"}", i);
        buf_printf(&instance, ",\"p%d\":%d", i, i);
    }
    buf_append(&text, STR("},\"additionalProperties\":false}"));
    buf_append(&instance, STR("}"));
    ck_assert_str_eq(judge_built(&text, &instance), "valid");

    buf_append(&text, STR("{\"items\":{\"enum\":[null"));
    buf_append(&instance, STR("[null"));
    for (int i = 0; i < 100000; i++) {
        buf_printf(&text, ",%s%d%s", i % 3 ? "\"" : "", i, i % 3 ? "\"" : "");
        buf_printf(&instance, ",%s%d%s", i % 3 ? "\"" : "", i, i % 3 ? "\"" : "");
    }
    buf_append(&text, STR("]}}"));
    buf_append(&instance, STR("]"));
    ck_assert_str_eq(judge_built(&text, &instance), "valid");
}
END_TEST

START_TEST(test_unique_items)
{
    buf text = {0}, instance = {0};
    buf_append(&text, STR("{\"uniqueItems\":true}"));
    buf_append(&instance, STR("[{}"));
    for (int i = 0; i < 100000; i++)
        buf_printf(&instance, ",{\"id\":%d,\"name\":\"n\"}", i);
    buf_append(&instance, STR("]"));
    double start = seconds();
    ck_assert_str_eq(judge_built(&text, &instance), "valid");
    ck_assert_double_lt(seconds() - start, 10);
}
END_TEST

START_TEST(test_numbers)
{
    ck_assert_str_eq(judge("{\"multipleOf\":1e-308}", "1"), "valid");
    ck_assert_str_eq(judge("{\"multipleOf\":1e-308}", "1e-309"), "invalid");
    ck_assert_str_eq(judge("{\"multipleOf\":3}", "1e999999999"), "invalid");
    ck_assert_str_eq(judge("{\"minimum\":3}", "1e999999999"), "valid");
    ck_assert_str_eq(judge("{\"type\":\"integer\"}", "1e999999999999999999999"), "valid");
    ck_assert_str_eq(judge("{\"maxLength\":1e400,\"minItems\":0.0}", "\"a\""), "valid");
}
END_TEST

/* A chain of references as long as a document is: compiled without recursion over it. */
START_TEST(test_long_chain)
{
    buf text = {0}, instance = {0};
    buf_append(&text, STR("{\"$ref\":\"#/$defs/d0\",\"$defs\":{"));
    for (int i = 0; i < 50000; i++)
        buf_printf(&text, "\"d%d\":{\"$ref\":\"#/$defs/d%d\"},", i, i + 1);
    buf_append(&text, STR("\"d50000\":{\"type\":\"string\"}}}"));
    buf_append(&instance, STR("1"));
    ck_assert_str_eq(judge_built(&text, &instance), "invalid");
}
END_TEST

/* Resources that each bind another dynamic anchor combine exponentially. */
START_TEST(test_dynamic_scopes)
{
    buf text = {0}, instance = {0};
    buf_append(&text, STR("{\"$id\":\"https://d.example/\",\"anyOf\":["));
    for (int i = 0; i < 40; i++)
        buf_printf(&text, "%s{\"$ref\":\"r%d\"}", i ? "," : "", i);
    buf_append(&text, STR("],\"$defs\":{"));
    for (int i = 0; i < 40; i++) {
        buf_printf(&text,
                   "%s\"r%d\":{\"$id\":\"r%d\",\"$dynamicAnchor\":\"a%d\",\"items\":{"
                   "\"anyOf\":[",
                   i ? "," : "", i, i, i);
        for (int j = 0; j < 40; j++)
            buf_printf(&text, "%s{\"$ref\":\"r%d\"}", j ? "," : "", j);
        buf_append(&text, STR("]}}"));
    }
    buf_append(&text, STR("}}"));
    buf_append(&instance, STR("1"));
    ck_assert_str_eq(judge_built(&text, &instance), "limit.dynamic-scopes");
}
END_TEST

START_TEST(test_runaway_pattern)
{
    buf text = {0}, instance = {0};
    buf_append(&text, STR("{\"pattern\":\"^(a+)+\\\\1$\"}"));
    buf_append_char(&instance, '"');
    for (int i = 0; i < 60; i++)
        buf_append_char(&instance, 'a');
    buf_append(&instance, STR("b\""));
    const char *answer = judge_built(&text, &instance);
    ck_assert_msg(strcmp(answer, "limit.pattern") == 0 || strcmp(answer, "invalid") == 0, "%s",
                  answer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hostile");
    TCase *tests = tcase_create("hostile");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_loops);
    tcase_add_test(tests, test_exponential_choice);
    tcase_add_test(tests, test_large_schemas);
    tcase_add_test(tests, test_unique_items);
    tcase_add_test(tests, test_numbers);
    tcase_add_test(tests, test_long_chain);
    tcase_add_test(tests, test_dynamic_scopes);
    tcase_add_test(tests, test_runaway_pattern);
    suite_add_tcase(suite, tests);
    return unit_main("schema/hostile", suite);
}
