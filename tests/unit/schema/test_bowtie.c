#include "../unit.h"

#include <string.h>

#include "doc/document.h"
#include "handoff/bowtie.h"

static bowtie *session;
static buf answer;
static diags problems;

static void open_session(void)
{
    bowtie_options options = {0};
    session = bowtie_new(&options);
    diags_init(&problems);
}

static void close_session(void)
{
    bowtie_free(session);
    buf_clear(&answer);
    diags_clear(&problems);
}

static const char *ask(const char *request)
{
    ck_assert_int_eq(bowtie_answer(session, str_from(request), &answer, &problems),
                     BOWTIE_ANSWERED);
    return buf_cstr(&answer);
}

START_TEST(test_start)
{
    arena *a = arena_new();
    const char *text = ask("{\"cmd\":\"start\",\"version\":1}");
    const node *made = node_parse_json(str_from(text), a, &problems);
    const node *about = node_get(made, STR("implementation"));
    ck_assert(str_equal(node_get_text(about, STR("name")), STR("handoff")));
    ck_assert(str_equal(node_get_text(about, STR("language")), STR("c")));
    ck_assert_uint_eq(node_get(about, STR("dialects"))->count, 6);
    ck_assert_str_eq(ask("{\"cmd\":\"dialect\",\"dialect\":\"urn:unknown\"}"), "{\"ok\":false}");
    ck_assert_str_eq(
        ask("{\"cmd\":\"dialect\",\"dialect\":\"http://json-schema.org/draft-07/schema#\"}"),
        "{\"ok\":true}");
    arena_free(a);
}
END_TEST

START_TEST(test_run)
{
    ask("{\"cmd\":\"dialect\",\"dialect\":\"http://json-schema.org/draft-07/schema#\"}");
    ck_assert_str_eq(ask("{\"cmd\":\"run\",\"seq\":[1.0,\"x\",null],\"case\":{\"description\":\"\","
                         "\"schema\":{\"$ref\":\"http://r.example/s\"},\"registry\":{"
                         "\"http://r.example/s\":{\"type\":\"string\"}},\"tests\":["
                         "{\"description\":\"\",\"instance\":\"\\u0000\",\"valid\":false},"
                         "{\"description\":\"\",\"instance\":1}]}}"),
                     "{\"seq\":[1.0,\"x\",null],\"results\":[{\"valid\":true},{\"valid\":false}]}");
    /* the registry was for that case only */
    const char *text = ask("{\"cmd\":\"run\",\"seq\":2,\"case\":{\"schema\":{\"$ref\":"
                           "\"http://r.example/s\"},\"tests\":[{\"instance\":1}]}}");
    ck_assert_ptr_nonnull(strstr(text, "\"errored\":true"));
    ck_assert_ptr_nonnull(strstr(text, "\"seq\":2"));
    text = ask("{\"cmd\":\"run\",\"seq\":5,\"case\":{\"tests\":[{}]}}");
    ck_assert_ptr_nonnull(strstr(text, "no schema"));
    text = ask("{\"cmd\":\"run\",\"seq\":6,\"case\":{\"schema\":true,\"tests\":[{}]}}");
    ck_assert_ptr_nonnull(strstr(text, "no instance"));
    /* a limit is an error of that test alone */
    text = ask("{\"cmd\":\"run\",\"seq\":3,\"case\":{\"schema\":{\"anyOf\":[{\"type\":\"string\"},"
               "{\"not\":{\"$ref\":\"#\"}}]},\"tests\":[{\"instance\":\"a\"},{\"instance\":1}]}}");
    ck_assert_ptr_nonnull(strstr(text, "[{\"valid\":true},{\"errored\":true"));
    text = ask("{\"cmd\":\"run\",\"seq\":4,\"output\":\"annotations\",\"case\":{\"schema\":{"
               "\"properties\":{\"a\":{\"title\":\"T\"}}},\"tests\":[{\"instance\":{\"a\":1}}]}}");
    ck_assert_ptr_nonnull(strstr(text, "{\"keyword\":\"title\",\"instanceLocation\":\"/a\","
                                       "\"keywordLocation\":\"#/properties/a/title\","
                                       "\"annotation\":\"T\"}"));
}
END_TEST

START_TEST(test_ends)
{
    ck_assert_int_eq(bowtie_answer(session, STR("{\"cmd\":\"stop\"}"), &answer, &problems),
                     BOWTIE_STOPPED);
    static const char *const broken[] = {"", "[]", "{\"cmd\":\"go\"}",
                                         "{\"cmd\":", "{\"cmd\":\"start\",\"version\":2}"};
    for (size_t i = 0; i < 5; i++) {
        size_t before = problems.errors;
        ck_assert_int_eq(bowtie_answer(session, str_from(broken[i]), &answer, &problems),
                         BOWTIE_BROKEN);
        ck_assert_uint_gt(problems.errors, before);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bowtie");
    TCase *tests = tcase_create("bowtie");
    tcase_add_checked_fixture(tests, open_session, close_session);
    tcase_add_test(tests, test_start);
    tcase_add_test(tests, test_run);
    tcase_add_test(tests, test_ends);
    suite_add_tcase(suite, tests);
    return unit_main("schema/bowtie", suite);
}
