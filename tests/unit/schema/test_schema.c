#include "../unit.h"

#include "fixture.h"

typedef struct row {
    const char *schema, *valid, *invalid;
    dialect dialect; /* 0: 2020-12 */
} row;

static const row rows[] = {
    /* kinds fold: nothing of these is left to test at run time */
    {"{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "\"a\"|null", "1|true|[]|{}", 0},
    {"{\"oneOf\":[{\"type\":\"string\"},{\"minimum\":3}]}", "3|null", "1|\"a\"", 0},
    {"{\"not\":{\"type\":[\"array\",\"object\"]}}", "1|null|\"\"", "[]|{}", 0},
    {"{\"type\":\"integer\"}", "1|1.0|1e3|10000000000000000000000|-0.0", "1.5|\"1\"|1e-1", 0},
    {"{\"type\":\"integer\"}", "1|1e3", "1.0|1.5", DIALECT_DRAFT_04},
    {"{\"enum\":[1,true,null,\"a\",[1],{\"a\":1}]}", "1.0|true|null|\"a\"|[1.00]|{\"a\":1}",
     "false|\"b\"|[true]|0|{\"a\":1,\"b\":1}", 0},
    {"{\"const\":false}", "false", "0|true|null", 0},
    {"{\"enum\":[10,20,30,40,50,60]}", "10|2e1|60.0", "11|\"10\"", 0},
    /* numbers of any size, exactly */
    {"{\"minimum\":9007199254740993}", "9007199254740993|9007199254740993.5|1e400",
     "9007199254740992|9007199254740992.9999999999", 0},
    {"{\"exclusiveMaximum\":0.3}", "0.29999999999999999999999999|-1e400|0",
     "0.3|0.30000000000000000000000001|1", 0},
    {"{\"minimum\":2.5,\"exclusiveMaximum\":7.5}", "3|7|2.5|7.4999", "2|8|7.5|2.4999", 0},
    {"{\"minimum\":-2.5}", "-2|0", "-3|-2.6", 0},
    {"{\"minimum\":1e30}", "1e30|1e31", "1|1e29|999999999999999999", 0},
    {"{\"maximum\":-1e30}", "-1e30|-1e31", "1|-1|-999999999999999999", 0},
    {"{\"multipleOf\":0.01}", "4.02|1|1e308|0", "4.021|0.001", 0},
    {"{\"multipleOf\":0.0001}", "0.0075", "0.00751", 0},
    {"{\"multipleOf\":1e-8}", "12391239123|1e-8", "1e-9", 0},
    {"{\"multipleOf\":3}", "9|9.0|-3|3000000000000000000000", "10|1.5|1000000000000000000000", 0},
    {"{\"minimum\":5,\"exclusiveMinimum\":true}", "6|5.1", "5|4", DIALECT_DRAFT_04},
    /* lengths are code points */
    {"{\"minLength\":2,\"maxLength\":3}", "\"\xF0\x9F\x98\x80\xF0\x9F\x98\x80\"|\"abc\"|1",
     "\"\xF0\x9F\x98\x80\"|\"abcd\"|\"\"", 0},
    {"{\"pattern\":\"^a+$\"}", "\"aaa\"|1", "\"b\"|\"\"|\"a\\n\"", 0},
    /* arrays */
    {"{\"prefixItems\":[{\"type\":\"string\"}],\"items\":{\"type\":\"number\"}}",
     "[]|[\"a\"]|[\"a\",1,2]", "[1]|[\"a\",\"b\"]", 0},
    {"{\"items\":[{\"type\":\"string\"}],\"additionalItems\":false}", "[]|[\"a\"]|1",
     "[1]|[\"a\",1]", DIALECT_DRAFT_07},
    {"{\"contains\":{\"type\":\"number\"},\"minContains\":2,\"maxContains\":3}",
     "[1,2]|[1,2,3,\"a\"]", "[1]|[1,2,3,4]|[]", 0},
    {"{\"contains\":{\"type\":\"number\"},\"minContains\":0}", "[]|[\"a\"]", "", 0},
    {"{\"uniqueItems\":true}", "[1,true]|[]|[1,2,3,4,5,6,7,8,9,10]|[0,false]|[[1],[true]]",
     "[1,1.0]|[1,2,3,4,5,6,7,8,9,1e0]|[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]", 0},
    /* objects */
    {"{\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\",\"b\"],"
     "\"additionalProperties\":{\"type\":\"number\"}}",
     "{\"a\":\"x\",\"b\":1}|{\"a\":\"x\",\"b\":1,\"c\":2}|1",
     "{}|{\"a\":\"x\"}|{\"a\":1,\"b\":1}|{\"a\":\"x\",\"b\":\"x\"}|{\"b\":1,\"c\":1}", 0},
    {"{\"patternProperties\":{\"^x-\":{\"type\":\"string\"}},\"properties\":{\"x-a\":"
     "{\"minLength\":2}},\"additionalProperties\":false}",
     "{\"x-a\":\"ab\"}|{\"x-b\":\"\"}|{}", "{\"x-a\":\"a\"}|{\"x-a\":1}|{\"y\":1}", 0},
    {"{\"propertyNames\":{\"maxLength\":3}}", "{\"abc\":1}|{}|[]", "{\"abcd\":1}", 0},
    {"{\"propertyNames\":false}", "{}", "{\"a\":1}", 0},
    {"{\"minProperties\":1,\"maxProperties\":2}", "{\"a\":1}|[]", "{}|{\"a\":1,\"b\":1,\"c\":1}",
     0},
    {"{\"dependentRequired\":{\"a\":[\"b\"]},\"dependentSchemas\":{\"c\":{\"required\":[\"d\"]}}}",
     "{}|{\"b\":1}|{\"a\":1,\"b\":1}|{\"c\":1,\"d\":1}", "{\"a\":1}|{\"c\":1}", 0},
    {"{\"dependencies\":{\"a\":[\"b\"],\"c\":{\"required\":[\"d\"]}}}", "{\"a\":1,\"b\":1}",
     "{\"a\":1}|{\"c\":1}", DIALECT_DRAFT_07},
    {"{\"required\":[\"__proto__\",\"\",\"a\\u0000b\"]}",
     "{\"__proto__\":1,\"\":1,\"a\\u0000b\":1}", "{\"__proto__\":1,\"\":1,\"a\":1}", 0},
    /* choices that a property decides */
    {"{\"oneOf\":[{\"properties\":{\"k\":{\"const\":\"a\"},\"v\":{\"type\":\"string\"}},"
     "\"required\":[\"k\"]},{\"properties\":{\"k\":{\"const\":\"b\"},\"v\":{\"type\":\"number\"}},"
     "\"required\":[\"k\"]},{\"properties\":{\"k\":{\"enum\":[\"b\",\"c\"]}}}]}",
     "{\"k\":\"a\",\"v\":\"x\"}|{\"k\":\"c\"}|{}|{\"k\":\"b\",\"v\":\"x\"}",
     "{\"k\":\"a\",\"v\":1}|{\"k\":\"d\"}|{\"k\":1}|{\"k\":\"b\",\"v\":1}", 0},
    {"{\"anyOf\":[{\"properties\":{\"k\":{\"const\":\"a\"}}},{\"properties\":{\"k\":{\"const\":"
     "\"b\"}},\"required\":[\"k\",\"w\"]},{\"required\":[\"z\"]}]}",
     "{}|{\"k\":\"a\"}|{\"k\":\"b\",\"w\":1}|{\"k\":7,\"z\":1}", "{\"k\":\"b\"}|{\"k\":7}", 0},
    {"{\"if\":{\"properties\":{\"a\":{\"const\":1}}},\"then\":{\"required\":[\"b\"]},"
     "\"else\":{\"required\":[\"c\"]}}",
     "{\"b\":1}|{\"a\":2,\"c\":1}|[]", "{}|{\"a\":1}|{\"a\":2}", 0},
    /* what others evaluated */
    {"{\"properties\":{\"a\":true},\"unevaluatedProperties\":false}", "{\"a\":1}|{}|[]",
     "{\"b\":1}", 0},
    {"{\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}},{\"properties\":{\"b\":true}}],"
     "\"unevaluatedProperties\":{\"type\":\"null\"}}",
     "{\"a\":\"x\",\"b\":1}|{\"a\":null,\"b\":1}|{\"c\":null}", "{\"a\":1,\"b\":1}|{\"c\":1}", 0},
    {"{\"allOf\":[{\"properties\":{\"a\":true},\"unevaluatedProperties\":false}],"
     "\"properties\":{\"b\":true}}",
     "{\"a\":1}", "{\"b\":1}", 0},
    {"{\"not\":{\"not\":{\"properties\":{\"a\":true}}},\"unevaluatedProperties\":false}", "{}",
     "{\"a\":1}", 0},
    {"{\"if\":{\"properties\":{\"a\":true},\"required\":[\"a\"]},\"else\":{\"properties\":"
     "{\"b\":true}},\"unevaluatedProperties\":false}",
     "{\"a\":1}|{\"b\":1}|{}", "{\"a\":1,\"b\":1}|{\"c\":1}", 0},
    {"{\"prefixItems\":[true],\"contains\":{\"type\":\"string\"},\"unevaluatedItems\":false}",
     "[1,\"a\"]|[\"a\"]", "[1,\"a\",2]|[1]", 0},
    {"{\"items\":[true],\"contains\":{\"type\":\"string\"},\"unevaluatedItems\":false}", "[\"a\"]",
     "[1,\"a\"]", DIALECT_2019_09},
    {"{\"$ref\":\"#/$defs/a\",\"unevaluatedProperties\":false,\"$defs\":{\"a\":{\"properties\":"
     "{\"x\":true},\"additionalProperties\":{\"type\":\"number\"}}}}",
     "{\"x\":\"s\",\"y\":1}", "{\"y\":\"s\"}", 0},
    /* dialects */
    {"{\"type\":\"string\",\"nullable\":true}", "\"a\"|null", "1", DIALECT_OPENAPI_30},
    {"{\"nullable\":true,\"enum\":[\"a\"]}", "\"a\"", "null|\"b\"", DIALECT_OPENAPI_30},
    {"{\"type\":\"integer\",\"minimum\":1,\"exclusiveMinimum\":true}", "2|2.0", "1|\"2\"",
     DIALECT_OPENAPI_30},
    {"{\"type\":[\"string\",\"null\"],\"const\":null}", "null", "\"a\"", DIALECT_OPENAPI_31},
    {"{\"type\":\"file\"}", "1|\"a\"", "", DIALECT_SWAGGER_20},
    {"{\"type\":[\"string\",{\"type\":\"object\",\"properties\":{\"a\":{\"required\":true}}}]}",
     "\"a\"|{\"a\":1}", "1|{}", DIALECT_DRAFT_03},
    {"{\"extends\":{\"minimum\":2},\"disallow\":[\"string\",{\"maximum\":4}],\"divisibleBy\":2}",
     "6", "\"a\"|2|7|1|null", DIALECT_DRAFT_03},
    {"{\"disallow\":\"integer\"}", "1.5|\"a\"", "1", DIALECT_DRAFT_03},
    {"{\"$ref\":\"#/definitions/a\",\"maxLength\":1,\"definitions\":{\"a\":{\"type\":\"string\"}}}",
     "\"abc\"", "1", DIALECT_DRAFT_07},
    {"{\"$ref\":\"#/$defs/a\",\"maxLength\":1,\"$defs\":{\"a\":{\"type\":\"string\"}}}", "\"a\"",
     "\"abc\"|1", DIALECT_2019_09},
    {"{\"definitions\":{\"n\":{\"properties\":{\"next\":{\"$ref\":\"#/definitions/n\"},\"v\":"
     "{\"type\":\"number\"}}}},\"$ref\":\"#/definitions/n\"}",
     "{\"next\":{\"next\":{\"v\":1}}}", "{\"next\":{\"next\":{\"v\":\"x\"}}}", DIALECT_DRAFT_06},
};

START_TEST(test_keywords)
{
    const row *r = &rows[_i];
    fixture_check(r->schema, r->dialect, NULL, r->valid, r->invalid);
}
END_TEST

START_TEST(test_refused)
{
    static const struct {
        const char *schema, *code;
    } refused[] = {
        {"{\"type\":\"strnig\"}", "schema.invalid"},
        {"{\"minLength\":-1}", "schema.invalid"},
        {"{\"$ref\":\"#/$defs/missing\"}", "ref.missing-target"},
        {"{\"$ref\":\"https://nowhere.example/s.json\"}", "ref.remote"},
        {"{\"pattern\":\"(\"}", "schema.pattern"},
        {"{\"$schema\":\"https://example.com/my-dialect\"}", "schema.dialect"},
        {"[]", "schema.invalid"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        fixture f;
        fixture_open(&f, refused[i].schema, 0, NULL);
        ck_assert_msg(f.schema == NULL, "%s", refused[i].schema);
        ck_assert_str_eq(fixture_problem(&f), refused[i].code);
        ck_assert_uint_ge(f.problems.items[0].line, 1);
        fixture_close(&f);
    }
}
END_TEST

START_TEST(test_directions)
{
    const char *text = "{\"allOf\":[{\"required\":[\"id\",\"name\",\"secret\"]}],\"properties\":{"
                       "\"id\":{\"type\":\"integer\",\"readOnly\":true},\"name\":{\"type\":"
                       "\"string\"},\"secret\":{\"$ref\":\"#/$defs/s\"}},\"additionalProperties\":"
                       "false,\"$defs\":{\"s\":{\"type\":\"string\",\"writeOnly\":true}}}";
    schema_options request = {.direction = DIRECTION_REQUEST};
    schema_options response = {.direction = DIRECTION_RESPONSE};
    fixture_check(text, 0, NULL, "{\"id\":1,\"name\":\"n\",\"secret\":\"s\"}",
                  "{\"name\":\"n\",\"secret\":\"s\"}|{\"id\":1,\"name\":\"n\"}");
    fixture_check(
        text, 0, &request,
        "{\"name\":\"n\",\"secret\":\"s\"}|{\"id\":\"any\",\"name\":\"n\",\"secret\":\"s\"}",
        "{\"id\":1,\"name\":\"n\"}|{\"secret\":\"s\"}|{\"name\":\"n\",\"secret\":1}");
    fixture_check(text, 0, &response, "{\"id\":1,\"name\":\"n\"}",
                  "{\"name\":\"n\"}|{\"id\":\"x\",\"name\":\"n\"}");
    fixture_check("{\"dependentRequired\":{\"a\":[\"id\",\"b\"]},\"properties\":{\"id\":"
                  "{\"readOnly\":true}}}",
                  0, &request, "{\"a\":1,\"b\":1}|{}", "{\"a\":1,\"id\":1}");
    /* a recursive schema: what is waived is worked out at each level */
    fixture_check("{\"required\":[\"id\"],\"properties\":{\"id\":{\"readOnly\":true},\"sub\":"
                  "{\"$ref\":\"#\"}}}",
                  0, &request, "{}|{\"sub\":{\"sub\":{}}}", "");
}
END_TEST

START_TEST(test_discriminator)
{
    schema_options on = {.discriminator = true};
    const char *text =
        "{\"oneOf\":[{\"$ref\":\"#/$defs/cat\"},{\"$ref\":\"#/$defs/dog\"}],\"discriminator\":"
        "{\"propertyName\":\"kind\",\"mapping\":{\"kitty\":\"#/$defs/cat\"}},\"$defs\":{\"cat\":"
        "{\"required\":[\"purrs\"]},\"dog\":{\"required\":[\"barks\"]}}}";
    fixture_check(text, DIALECT_OPENAPI_31, NULL, "{\"purrs\":1}|{\"kind\":\"cow\",\"purrs\":1}",
                  "{}");
    fixture_check(text, DIALECT_OPENAPI_31, &on,
                  "{\"kind\":\"cat\",\"purrs\":1}|{\"kind\":\"kitty\",\"purrs\":1}",
                  "{\"purrs\":1}|{\"kind\":\"cow\",\"purrs\":1}|{\"kind\":1,\"purrs\":1}");
    fixture_check("{\"type\":\"object\",\"discriminator\":\"kind\"}", DIALECT_SWAGGER_20, &on,
                  "{\"kind\":\"anything\"}", "{}|{\"kind\":1}");
}
END_TEST

START_TEST(test_formats_and_content)
{
    schema_options formats = {.assert_formats = true}, content = {.assert_content = true};
    fixture_check("{\"format\":\"date\"}", 0, NULL, "\"no date\"|1", "");
    fixture_check("{\"format\":\"date\"}", 0, &formats, "\"2024-02-29\"|1", "\"2023-02-29\"");
    const char *text = "{\"contentEncoding\":\"base64\",\"contentMediaType\":\"application/json\"}";
    fixture_check(text, DIALECT_DRAFT_07, &content, "\"eyJhIjoxfQ==\"|1",
                  "\"eyJhIjoxfQ=\"|\"e30\"|\"!!!!\"|\"YWJj\"");
    fixture_check(text, DIALECT_DRAFT_07, NULL, "\"!\"", "");
}
END_TEST

/* Entries of a group judge as each compiled by itself does, whatever was compiled before them, and
 * also after one that could not be. */
START_TEST(test_groups)
{
    static const char *const names[] = {"list",   "leaf",    "tree", "broken",
                                        "closed", "tracked", "list"};
    static const char *const values[] = {"1",
                                         "\"a\"",
                                         "[1]",
                                         "{}",
                                         "{\"next\":{\"value\":1}}",
                                         "{\"next\":{\"value\":\"\"}}",
                                         "[[]]",
                                         "{\"a\":1}",
                                         "{\"other\":1}"};
    fixture f;
    fixture_open(&f,
                 "{\"$defs\":{\"list\":{\"properties\":{\"value\":{\"$ref\":\"#/$defs/leaf\"},"
                 "\"next\":{\"$ref\":\"#/$defs/list\"}}},\"leaf\":{\"type\":\"integer\"},"
                 "\"tree\":{\"anyOf\":[{\"$ref\":\"#/$defs/leaf\"},{\"items\":{\"$ref\":"
                 "\"#/$defs/tree\"},\"type\":\"array\"},{\"$ref\":\"#/$defs/closed\"}]},"
                 "\"closed\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/leaf\"}},"
                 "\"type\":\"object\",\"additionalProperties\":false},"
                 "\"tracked\":{\"allOf\":[{\"$ref\":\"#/$defs/list\"}],"
                 "\"unevaluatedProperties\":false},"
                 "\"broken\":{\"allOf\":[{\"$ref\":\"#/$defs/tree\"},{\"pattern\":\"(\"}]}}}",
                 0, &(schema_options){.without_meta_schema = true});
    schema_options unchecked = {.without_meta_schema = true};
    schema_group *group = schema_group_new(f.registry, &unchecked);
    validation *v = validation_new();
    size_t size = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str fragment = arena_printf(f.arena, "/$defs/%s", names[i]);
        site at = registry_fragment(f.registry, fragment, &f.problems);
        ck_assert_ptr_nonnull(at.node);
        const schema *shared = schema_group_compile(group, at, &f.problems);
        schema *alone = schema_compile(f.registry, at, &unchecked, &f.problems);
        ck_assert_int_eq(shared == NULL, alone == NULL);
        ck_assert_int_eq(shared == NULL, strcmp(names[i], "broken") == 0);
        for (size_t k = 0; shared && k < sizeof values / sizeof *values; k++) {
            document *d = fixture_document(values[k], "value.json", 1, &f.problems);
            ck_assert_msg(schema_validate(shared, v, document_root(d)) ==
                              schema_validate(alone, v, document_root(d)),
                          "%s of %s", values[k], names[i]);
            output *why = schema_explain(shared, document_root(d), OUTPUT_ERRORS);
            ck_assert_int_eq(why->answer, schema_validate(alone, v, document_root(d)));
            output_free(why);
            document_free(d);
        }
        if (i + 1 == sizeof names / sizeof *names)
            ck_assert_uint_eq(schema_group_size(group), size);
        size = schema_group_size(group);
        schema_free(alone);
    }
    validation_free(v);
    schema_group_free(group);
    fixture_close(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("schema");
    TCase *tests = tcase_create("schema");
    tcase_add_loop_test(tests, test_keywords, 0, sizeof rows / sizeof *rows);
    tcase_add_test(tests, test_refused);
    tcase_add_test(tests, test_directions);
    tcase_add_test(tests, test_discriminator);
    tcase_add_test(tests, test_formats_and_content);
    tcase_add_test(tests, test_groups);
    suite_add_tcase(suite, tests);
    return unit_main("schema/schema", suite);
}
