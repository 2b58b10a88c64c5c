#include "base/limits.h"
#include "tests/unit/doc/read.h"

#define JSON DOCUMENT_JSON

START_TEST(what_is_json_is_read)
{
    assert_reads(STR(" \t\r\n{\"a\" : [1,\n2.50,-0,1E+5] }\n"), JSON, "{\"a\":[1,2.50,-0,1E+5]}");
    assert_reads(STR("[true,false,null,\"\",{},[]]"), JSON, "[true,false,null,\"\",{},[]]");
    assert_reads(STR("9007199254740993"), JSON, "9007199254740993");
    assert_reads(STR("1e400"), JSON, "1e400");
    assert_reads(STR("\"\\u0000\\u00e9\\ud83d\\ude00\\n\\/\""), JSON,
                 "\"\\u0000\xc3\xa9\xf0\x9f\x98\x80\\n/\"");
    assert_reads(STR("\"\xe2\x82\xac and a long plain text after it, over words\""), JSON,
                 "\"\xe2\x82\xac and a long plain text after it, over words\"");
    assert_reads(STR("{\"\":1,\"a\\u0000b\":2,\"a\":3}"), JSON, "{\"\":1,\"a\\u0000b\":2,\"a\":3}");
}
END_TEST

START_TEST(what_is_not_json_is_refused_where_it_is_wrong)
{
    const struct {
        str text;
        unsigned line, column;
    } cases[] = {
        {STR("{"), 1, 2},
        {STR("{\"a\": 1"), 1, 8},
        {STR("[1, 2"), 1, 6},
        {STR("{\"a\":\n  \"b"), 2, 3},
        {STR("{\"a\" 1}"), 1, 6},
        {STR("{\"a\": 1,\n}"), 2, 1},
        {STR("[1,]"), 1, 4},
        {STR("[1 2]"), 1, 4},
        {STR("{a: 1}"), 1, 2},
        {STR("{'a': 1}"), 1, 2},
        {STR("[01]"), 1, 2},
        {STR("[+1]"), 1, 2},
        {STR("[1.]"), 1, 4},
        {STR("[.5]"), 1, 2},
        {STR("[1e]"), 1, 4},
        {STR("[-]"), 1, 3},
        {STR("[NaN]"), 1, 2},
        {STR("[-Infinity]"), 1, 2},
        {STR("[tru]"), 1, 2},
        {STR("[\"\xc3\xa9\", nul]"), 1, 7},
        {STR("\"a\nb\""), 1, 3},
        {STR("\"\\x\""), 1, 3},
        {STR("\"\\u12g4\""), 1, 6},
        {STR("\"\\ud800\""), 1, 2},
        {STR("\"\\udc00\\ud800\""), 1, 2},
        {STR("\"\\ud800\\u0041\""), 1, 2},
        {STR("{} x"), 1, 4},
        {STR("{}\n// no"), 2, 1},
        {STR("[1]]"), 1, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(cases[i].text, JSON, "json.syntax", cases[i].line, cases[i].column);
}
END_TEST

START_TEST(what_is_no_text_is_refused)
{
    assert_refused(STR(""), JSON, "document.empty", 1, 1);
    assert_refused(STR(" \n\t"), JSON, "document.empty", 1, 1);
    assert_refused(STR("\xef\xbb\xbf"), JSON, "document.empty", 1, 1);
    assert_refused(STR("{\"a\": \"\xff\"}"), JSON, "utf8.invalid", 1, 8);
    assert_refused(STR("[\"\xed\xa0\x80\"]"), JSON, "utf8.invalid", 1, 3);
    assert_refused(STR("\xff\xfe{\0}\0"), JSON, "utf8.invalid", 1, 1);
    assert_refused(STR("\0{\0}"), JSON, "utf8.invalid", 1, 1);
    assert_refused(STR("\x7f"
                       "ELF\x02\x01\x01\0\0"),
                   JSON, "document.binary", 1, 8);
    assert_refused(STR("[1,\0 2]"), JSON, "document.binary", 1, 4);
}
END_TEST

START_TEST(a_byte_order_mark_is_told)
{
    assert_warned(STR("\xef\xbb\xbf{\"a\":1}"), JSON, "json.bom", 1, 1);
}
END_TEST

START_TEST(the_last_of_equal_keys_wins_and_both_are_told)
{
    assert_reads(STR("{\"a\":1,\"b\":2,\"a\":3}"), JSON, "{\"b\":2,\"a\":3}");
    diags d;
    diags_init(&d);
    document *doc = read_text(STR("{\"a\":1,\n \"\\u0061\":3}"), JSON, &d);
    assert_first(&d, STR("duplicate"), "duplicate-key", 2, 2);
    ck_assert_str_eq(d.items[0].message.data,
                     "duplicate key 'a': this one is used, not the one at 1:2");
    document_free(doc);
    diags_clear(&d);
}
END_TEST

START_TEST(equal_keys_of_a_large_object)
{
    buf text = {0};
    buf_append_char(&text, '{');
    for (int i = 0; i < 1000; i++)
        buf_printf(&text, "\"key%d\":%d,", i % 900, i);
    buf_append(&text, STR("\"z\":0}"));
    diags d;
    diags_init(&d);
    document *doc = read_text(buf_str(&text), JSON, &d);
    const node *root = document_root(doc);
    ck_assert_uint_eq(root->count, 901);
    ck_assert_uint_eq(d.warnings, 100);
    int64_t value;
    for (int i = 0; i < 900; i++) {
        char key[16];
        snprintf(key, sizeof key, "key%d", i);
        ck_assert(node_int64(node_get(root, str_from(key)), &value));
        ck_assert_int_eq(value, i < 100 ? i + 900 : i);
    }
    for (size_t i = 1; i < root->count; i++)
        ck_assert_int_lt(str_compare(member_key(node_sorted_member(root, i - 1)),
                                     member_key(node_sorted_member(root, i))),
                         0);
    document_free(doc);
    diags_clear(&d);
    buf_clear(&text);
}
END_TEST

START_TEST(equal_keys_without_end_cost_no_memory)
{
    buf text = {0};
    buf_append_char(&text, '{');
    for (int i = 0; i < 200000; i++)
        buf_append(&text, STR("\"a\":1,"));
    buf_append(&text, STR("\"b\":0}"));
    diags d;
    diags_init(&d);
    document *doc = read_text(buf_str(&text), JSON, &d);
    ck_assert_uint_eq(document_root(doc)->count, 2);
    ck_assert_uint_le(d.count, 100);
    document_free(doc);
    diags_clear(&d);
    buf_clear(&text);
}
END_TEST

static void nested(buf *text, int depth, const char *open, const char *close)
{
    for (int i = 0; i < depth; i++)
        buf_append(text, str_from(open));
    buf_append(text, STR("1"));
    for (int i = 0; i < depth; i++)
        buf_append(text, str_from(close));
}

START_TEST(depth_is_limited)
{
    buf text = {0};
    diags d;
    diags_init(&d);
    nested(&text, LIMIT_DOCUMENT_DEPTH, "{\"a\":", "}");
    document_free(read_text(buf_str(&text), JSON, &d));
    ck_assert_uint_eq(d.errors, 0);
    text.length = 0;
    nested(&text, LIMIT_DOCUMENT_DEPTH + 1, "[", "]");
    assert_refused(buf_str(&text), JSON, "limit.depth", 1, LIMIT_DOCUMENT_DEPTH + 1);
    text.length = 0;
    nested(&text, 1000000, "[", "]");
    assert_refused(buf_str(&text), JSON, "limit.depth", 1, LIMIT_DOCUMENT_DEPTH + 1);
    buf_clear(&text);
    diags_clear(&d);
}
END_TEST

START_TEST(every_truncation_is_refused)
{
    const str whole =
        STR("{\"a\":[1.5e3,\"x\\n\\ud83d\\ude00\\u00e9\",{\"b\":null,\"c\":true}],\"d\":false}");
    for (size_t length = 0; length < whole.length; length++) {
        diags d;
        diags_init(&d);
        ck_assert_ptr_null(read_text(str_take(whole, length), JSON, &d));
        diags_clear(&d);
    }
}
END_TEST

START_TEST(positions_point_at_values_and_keys)
{
    diags d;
    diags_init(&d);
    str text = STR("{\r\n  \"caf\xc3\xa9\": \"\xe2\x82\xac\", \"n\": [10,\r\n 20]\r\n}\r\n");
    document *doc = read_text(text, JSON, &d);
    const node *root = document_root(doc);
    const member *n = node_get_member(root, STR("n"));
    const node *twenty = node_item(&n->value, 1);
    line_column key = document_position(doc, n->key_start),
                value = document_position(doc, n->value.start);
    line_column last = document_position(doc, twenty->start);
    ck_assert(key.line == 2 && key.column == 16);
    ck_assert(value.line == 2 && value.column == 21);
    ck_assert(last.line == 3 && last.column == 2);
    ck_assert(str_equal(document_line(doc, 3), STR(" 20]")));
    ck_assert_ptr_null(document_line(doc, 9).data);
    ck_assert_uint_eq(root->start, 0);
    ck_assert_uint_eq(root->end, text.length - 2);
    document_free(doc);
    diags_clear(&d);
}
END_TEST

START_TEST(positions_far_down_and_far_right)
{
    buf text = {0};
    buf_append_char(&text, '[');
    for (int i = 0; i < 5000; i++)
        buf_printf(&text, "%d,%s", i, i % 1000 == 999 ? "\n" : "");
    buf_append(&text, STR("\"end\"]"));
    diags d;
    diags_init(&d);
    document *doc = read_text(buf_str(&text), JSON, &d);
    str source = document_source(doc);
    uint32_t line = 1, column = 1;
    for (uint32_t offset = 0; offset < source.length; offset++) {
        line_column at = document_position(doc, offset);
        ck_assert(at.line == line && at.column == column);
        column = source.data[offset] == '\n' ? 1 : column + 1;
        line += source.data[offset] == '\n';
    }
    document_free(doc);
    diags_clear(&d);
    buf_clear(&text);
}
END_TEST

START_TEST(references_are_collected)
{
    diags d;
    diags_init(&d);
    document *doc = read_text(
        STR("{\"$ref\":\"#/"
            "a\",\"a\":[{\"$ref\":\"b\"},{\"$ref\":1},{\"x\":{\"$dynamicRef\":\"#c\"}}]}"),
        JSON, &d);
    size_t count;
    const reference *references = document_references(doc, &count);
    ck_assert_uint_eq(count, 3);
    for (size_t i = 0; i < count; i++)
        ck_assert_ptr_eq(node_get_member(references[i].holder, member_key(references[i].member)),
                         references[i].member);
    document_free(doc);
    diags_clear(&d);
}
END_TEST

START_TEST(a_text_is_parsed_into_an_arena)
{
    arena *a = arena_new();
    diags d;
    diags_init(&d);
    const node *n = node_parse_json(STR("{\"a\":[1]}"), a, &d);
    ck_assert_ptr_nonnull(node_item(node_get(n, STR("a")), 0));
    ck_assert_ptr_null(node_parse_json(STR("{"), a, &d));
    ck_assert_ptr_null(node_parse_json(STR(""), a, NULL));
    ck_assert_uint_eq(d.errors, 1);
    diags_clear(&d);
    arena_free(a);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json");
    TCase *c = tcase_create("json");
    tcase_set_timeout(c, 60);
    tcase_add_test(c, what_is_json_is_read);
    tcase_add_test(c, what_is_not_json_is_refused_where_it_is_wrong);
    tcase_add_test(c, what_is_no_text_is_refused);
    tcase_add_test(c, a_byte_order_mark_is_told);
    tcase_add_test(c, the_last_of_equal_keys_wins_and_both_are_told);
    tcase_add_test(c, equal_keys_of_a_large_object);
    tcase_add_test(c, equal_keys_without_end_cost_no_memory);
    tcase_add_test(c, depth_is_limited);
    tcase_add_test(c, every_truncation_is_refused);
    tcase_add_test(c, positions_point_at_values_and_keys);
    tcase_add_test(c, positions_far_down_and_far_right);
    tcase_add_test(c, references_are_collected);
    tcase_add_test(c, a_text_is_parsed_into_an_arena);
    suite_add_tcase(suite, c);
    return unit_main("doc/json", suite);
}
