/* Nodes, pointers, the writer, building by hand. */
#include "base/digest.h"
#include "doc/build.h"
#include "doc/pointer.h"
#include "tests/unit/doc/read.h"

#include <string.h>

static arena *a;
static diags d;

static void begin(void)
{
    a = arena_new();
    diags_init(&d);
}

static void end(void)
{
    diags_clear(&d);
    arena_free(a);
}

static const node *parse(const char *text)
{
    const node *n = node_parse_json(str_from(text), a, &d);
    ck_assert_msg(n, "'%s' was refused", text);
    return n;
}

static const char *written(void (*write)(buf *, const node *), const node *n)
{
    buf b = {0};
    write(&b, n);
    const char *text = arena_cstr(a, buf_str(&b));
    buf_clear(&b);
    return text;
}

START_TEST(equality_is_by_value)
{
    static const char *const same[][2] = {
        {"{\"a\":1,\"b\":[2,{}]}", "{\"b\":[2.0,{}],\"a\":1e0}"},
        {"-0", "0"},
        {"\"\\u0061\"", "\"a\""},
        {"123456789012345678901234567890", "12345678901234567890123456789e1"},
    };
    static const char *const different[][2] = {
        {"1", "\"1\""},
        {"true", "1"},
        {"[]", "{}"},
        {"[1,2]", "[2,1]"},
        {"{\"a\":null}", "{}"},
        {"{\"a\":1}", "{\"b\":1}"},
        {"9007199254740993", "9007199254740992"},
        {"null", "false"},
        {"\"a\"", "\"a\\u0000\""},
        {"{\"a\":{\"b\":1}}", "{\"a\":{\"b\":2}}"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const node *x = parse(same[i][0]), *y = parse(same[i][1]);
        ck_assert_msg(node_equal(x, y), "%s = %s", same[i][0], same[i][1]);
        ck_assert_uint_eq(node_hash(x, 3), node_hash(y, 3));
        ck_assert_str_eq(written(json_write_canonical, x), written(json_write_canonical, y));
    }
    for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
        const node *x = parse(different[i][0]), *y = parse(different[i][1]);
        ck_assert_msg(!node_equal(x, y), "%s != %s", different[i][0], different[i][1]);
        ck_assert_uint_ne(node_hash(x, 3), node_hash(y, 3));
    }
    ck_assert(!node_equal(NULL, parse("1")));
}
END_TEST

START_TEST(members_are_found_in_small_and_large_objects)
{
    for (int count = 0; count < 40; count++) {
        buf text = {0};
        buf_append_char(&text, '{');
        for (int i = 0; i < count; i++)
            buf_printf(&text, "%s\"k%d\":%d", i ? "," : "", i * 7919 % 100, i);
        buf_append_char(&text, '}');
        const node *n = parse(buf_cstr(&text));
        for (int i = 0; i < 100; i++) {
            char key[8];
            snprintf(key, sizeof key, "k%d", i);
            str k = str_from(key);
            const member *m = node_get_member(n, k);
            ck_assert_ptr_eq(m, node_get_hashed(n, k, node_key_hash(k)));
            bool there = false;
            for (int j = 0; j < count; j++)
                there |= j * 7919 % 100 == i;
            ck_assert_int_eq(m != NULL, there);
        }
        for (int i = 1; i < count; i++)
            ck_assert_int_lt(str_compare(member_key(node_sorted_member(n, (size_t)i - 1)),
                                         member_key(node_sorted_member(n, (size_t)i))),
                             0);
        buf_clear(&text);
    }
    ck_assert_ptr_null(node_get(NULL, STR("a")));
    ck_assert_ptr_null(node_get(parse("[1]"), STR("a")));
}
END_TEST

START_TEST(typed_look_ups)
{
    const node *n =
        parse("{\"t\":\"x\",\"y\":true,\"n\":12,\"big\":12345678901234567890,\"f\":1.5,\"e\":1e2}");
    int64_t value;
    ck_assert(str_equal(node_get_text(n, STR("t")), STR("x")));
    ck_assert_ptr_null(node_get_text(n, STR("n")).data);
    ck_assert(node_get_true(n, STR("y")));
    ck_assert(!node_get_true(n, STR("t")));
    ck_assert(node_int64(node_get(n, STR("n")), &value) && value == 12);
    ck_assert(node_int64(node_get(n, STR("e")), &value) && value == 100);
    ck_assert(!node_int64(node_get(n, STR("big")), &value));
    ck_assert(!node_int64(node_get(n, STR("f")), &value));
    ck_assert(!node_int64(node_get(n, STR("t")), &value));
    ck_assert_ptr_null(node_item(n, 0));
    ck_assert_ptr_null(node_item(parse("[1]"), 1));
}
END_TEST

START_TEST(pointers_of_rfc_6901)
{
    const node *n =
        parse("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
              "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}");
    static const char *const cases[][2] = {
        {"/foo/0", "\"bar\""}, {"/", "0"},     {"/a~1b", "1"}, {"/c%d", "2"}, {"/e^f", "3"},
        {"/g|h", "4"},         {"/i\\j", "5"}, {"/k\"l", "6"}, {"/ ", "7"},   {"/m~0n", "8"}};
    static const char *const nothing[] = {
        "foo",      "/foo/2", "/foo/01", "/foo/-",
        "/foo/0/x", "/m~n",   "/m~2n",   "/foo/99999999999999999999",
        "/foo/",    "/x"};
    static const char *const fragments[][2] = {
        {"/c%25d", "2"}, {"/e%5Ef", "3"}, {"/%20", "7"}, {"/m~0n", "8"}, {"/a%7E1b", "1"}};
    ck_assert_ptr_eq(pointer_resolve(n, STR("")), n);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const node *found = pointer_resolve(n, str_from(cases[i][0]));
        ck_assert_msg(found, "%s", cases[i][0]);
        ck_assert_str_eq(written(json_write, found), cases[i][1]);
        ck_assert_str_eq(arena_cstr(a, pointer_of(n, found, a)), cases[i][0]);
    }
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        ck_assert_msg(!pointer_resolve(n, str_from(nothing[i])), "%s", nothing[i]);
    for (size_t i = 0; i < sizeof fragments / sizeof *fragments; i++)
        ck_assert_str_eq(
            written(json_write, pointer_resolve_fragment(n, str_from(fragments[i][0]), a)),
            fragments[i][1]);
    ck_assert_ptr_null(pointer_resolve_fragment(n, STR("/%2"), a));
    ck_assert_ptr_null(pointer_of(n, parse("1"), a).data);
}
END_TEST

START_TEST(what_is_written_reads_back)
{
    const char *text =
        "{\"a\":[1.50,-0,1e400,\"\\u0000\\u001f\\u007f\\\"\\\\/\xc3\xa9\"],\"b\":{}}";
    const node *n = parse(text);
    ck_assert_str_eq(written(json_write, n),
                     "{\"a\":[1.50,-0,1e400,\"\\u0000\\u001f\\u007f\\\"\\\\/\xc3\xa9\"],\"b\":{}}");
    ck_assert_str_eq(written(json_write_indented, parse("{\"a\":[1,{}],\"b\":[]}")),
                     "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
    ck_assert_str_eq(written(json_write_canonical, parse("{\"b\":1.0,\"a\":[1e2,0.50]}")),
                     "{\"a\":[100,0.5],\"b\":1}");
    ck_assert(node_equal(n, parse(written(json_write_indented, n))));
    ck_assert(str_equal(json_digest(parse("{\"a\":1, \"b\":2}"), a),
                        json_digest(parse("{\"b\":2.0,\"a\":1}"), a)));
    ck_assert_uint_eq(json_digest(n, a).length, DIGEST_HEX_LENGTH);
}
END_TEST

START_TEST(nodes_built_by_hand_are_like_read_ones)
{
    member members[30];
    for (int i = 0; i < 30; i++)
        members[i] = build_member(arena_printf(a, "k%d", i % 25), build_integer(i, a));
    node built = build_object(members, 30, a);
    ck_assert_uint_eq(built.count, 25);
    int64_t value;
    ck_assert(node_int64(node_get(&built, STR("k3")), &value) && value == 28);
    ck_assert(node_equal(&built, parse(written(json_write, &built))));
    node items[] = {build_null(),
                    build_boolean(true),
                    build_string(STR("a\0b")),
                    built,
                    build_number_text(STR("1.5")),
                    build_object(NULL, 0, a),
                    build_array(NULL, 0)};
    node array = build_array(items, sizeof items / sizeof *items);
    const node *same = parse(written(json_write, &array));
    ck_assert(node_equal(&array, same));
    ck_assert_uint_eq(node_hash(&array, 9), node_hash(same, 9));
    ck_assert(node_equal(build_copy(array, a), same));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("node");
    TCase *c = tcase_create("node");
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, equality_is_by_value);
    tcase_add_test(c, members_are_found_in_small_and_large_objects);
    tcase_add_test(c, typed_look_ups);
    tcase_add_test(c, pointers_of_rfc_6901);
    tcase_add_test(c, what_is_written_reads_back);
    tcase_add_test(c, nodes_built_by_hand_are_like_read_ones);
    suite_add_tcase(suite, c);
    return unit_main("doc/node", suite);
}
