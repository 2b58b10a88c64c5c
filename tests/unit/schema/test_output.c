#include "../unit.h"

#include "fixture.h"

static const char *text =
    "{\"$id\":\"https://a.example/s\",\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":"
    "\"#/$defs/n\"},\"b\":{\"title\":\"B\",\"anyOf\":[{\"type\":\"string\"},{\"minimum\":3}]}},"
    "\"required\":[\"a\"],\"additionalProperties\":false,\"$defs\":{\"n\":{\"type\":\"integer\","
    "\"description\":\"a number\"}}}";

/* The unit among the leaves at that keyword location; fails when there is none. */
static const output_unit *leaf_at(const output *o, const char *location, arena *a)
{
    output_list leaves = output_leaves(o, a);
    for (size_t i = 0; i < leaves.count; i++)
        if (str_equal(leaves.items[i]->keyword_location, str_from(location)))
            return leaves.items[i];
    ck_abort_msg("no unit at %s", location);
    return NULL;
}

static output *explain(fixture *f, const char *instance, output_detail detail)
{
    fixture_open(f, text, 0, NULL);
    ck_assert_ptr_nonnull(f->schema);
    const node *value = node_parse_json(str_from(instance), f->arena, &f->problems);
    return schema_explain(f->schema, value, detail);
}

START_TEST(test_locations)
{
    fixture f;
    output *o = explain(&f, "{\"a\":\"x\",\"b\":1,\"c\":true}", OUTPUT_ERRORS);
    ck_assert_int_eq(o->answer, INVALID);
    const output_unit *type = leaf_at(o, "/properties/a/$ref/type", f.arena);
    ck_assert(str_equal(type->absolute_location, STR("https://a.example/s#/$defs/n/type")));
    ck_assert(str_equal(type->instance_location, STR("/a")));
    ck_assert(str_equal(type->error, STR("\"x\" is string, integer is wanted")));
    ck_assert(str_equal(leaf_at(o, "/properties/b/anyOf/1/minimum", f.arena)->error,
                        STR("1 is not at least 3")));
    ck_assert(str_equal(leaf_at(o, "/additionalProperties", f.arena)->error,
                        STR("'c' is not allowed here")));
    output_free(o);
    fixture_close(&f);
}
END_TEST

START_TEST(test_annotations)
{
    fixture f;
    output *o = explain(&f, "{\"a\":1,\"b\":\"x\"}", OUTPUT_ANNOTATIONS);
    ck_assert_int_eq(o->answer, VALID);
    ck_assert(str_equal(leaf_at(o, "/properties/a/$ref/description", f.arena)->annotation,
                        STR("\"a number\"")));
    ck_assert(str_equal(leaf_at(o, "/properties/b/title", f.arena)->annotation, STR("\"B\"")));
    ck_assert(str_equal(leaf_at(o, "/properties", f.arena)->annotation, STR("[\"a\",\"b\"]")));
    output_free(o);
    fixture_close(&f);
}
END_TEST

static void write_as(buf *to, output_format format, const char *instance)
{
    fixture f;
    output *o =
        explain(&f, instance, format == OUTPUT_VERBOSE ? OUTPUT_EVERYTHING : OUTPUT_ANNOTATIONS);
    to->length = 0;
    output_write(o, format, NULL, to);
    output_free(o);
    fixture_close(&f);
}

START_TEST(test_formats)
{
    buf made = {0};
    write_as(&made, OUTPUT_FLAG, "{\"a\":1}");
    ck_assert_str_eq(buf_cstr(&made), "{\"valid\":true}");
    write_as(&made, OUTPUT_BASIC, "{}");
    ck_assert_str_eq(
        buf_cstr(&made),
        "{\"valid\":false,\"errors\":[{\"valid\":false,\"keywordLocation\":\"/required\","
        "\"absoluteKeywordLocation\":\"https://a.example/s#/required\",\"instanceLocation\":\"\","
        "\"error\":\"'a' is required\"}]}");
    write_as(&made, OUTPUT_DETAILED, "{\"a\":\"x\"}"); /* one leaf stands for the whole tree */
    ck_assert(str_search(buf_str(&made), STR("\"keywordLocation\":\"/properties/a/$ref/type\"")) !=
              SIZE_MAX);
    ck_assert(str_search(buf_str(&made), STR("\"errors\"")) == SIZE_MAX);
    write_as(&made, OUTPUT_VERBOSE, "{\"a\":1}");
    ck_assert(str_search(buf_str(&made), STR("\"keywordLocation\":\"/required\"")) != SIZE_MAX);
    buf_clear(&made);
}
END_TEST

START_TEST(test_trace)
{
    fixture f;
    output *o = explain(&f, "{\"a\":1,\"b\":\"\\u001b[31m\"}", OUTPUT_EVERYTHING);
    buf made = {0};
    output_trace(o, &made);
    ck_assert(str_search(buf_str(&made), STR("  ok    /properties/a/$ref/type  at /a\n")) !=
              SIZE_MAX);
    ck_assert(str_search(buf_str(&made), STR("\033")) == SIZE_MAX);
    buf_clear(&made);
    output_free(o);
    fixture_close(&f);
}
END_TEST

/* Nested choices cost what the program costs, not every path through them. */
START_TEST(test_nested_choices)
{
    fixture f;
    buf instance = {0};
    fixture_open(
        &f,
        "{\"$defs\":{\"n\":{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":"
        "{\"$ref\":\"#/$defs/n\"}},{\"type\":\"array\",\"maxItems\":0,\"items\":{\"$ref\":"
        "\"#/$defs/n\"}},{\"type\":\"array\",\"minItems\":9,\"items\":{\"$ref\":"
        "\"#/$defs/n\"}}]}},\"$ref\":\"#/$defs/n\"}",
        0, NULL);
    for (int i = 0; i < 100; i++)
        buf_append_char(&instance, '[');
    buf_append_char(&instance, '1');
    for (int i = 0; i < 100; i++)
        buf_append_char(&instance, ']');
    const node *value = node_parse_json(buf_str(&instance), f.arena, &f.problems);
    for (int detail = OUTPUT_ERRORS; detail <= OUTPUT_EVERYTHING; detail++) {
        output *o = schema_explain(f.schema, value, (output_detail)detail);
        ck_assert_int_ne(o->answer, VALID);
        output_free(o);
    }
    buf_clear(&instance);
    fixture_close(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("output");
    TCase *tests = tcase_create("output");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_locations);
    tcase_add_test(tests, test_annotations);
    tcase_add_test(tests, test_formats);
    tcase_add_test(tests, test_trace);
    tcase_add_test(tests, test_nested_choices);
    suite_add_tcase(suite, tests);
    return unit_main("schema/output", suite);
}
