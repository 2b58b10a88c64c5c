#include "base/limits.h"
#include "doc/pointer.h"
#include "tests/unit/doc/read.h"

#define YAML DOCUMENT_YAML

START_TEST(scalars_have_the_types_of_the_core_schema)
{
    static const char *const cases[][2] = {
        {"~", "null"},
        {"null", "null"},
        {"Null", "null"},
        {"NULL", "null"},
        {"nUll", "\"nUll\""},
        {"true", "true"},
        {"FALSE", "false"},
        {"yes", "\"yes\""},
        {"on", "\"on\""},
        {"y", "\"y\""},
        {"0", "0"},
        {"-0", "-0"},
        {"+12", "12"},
        {"010", "10"},
        {"-007", "-7"},
        {"0o17", "15"},
        {"0x1F", "31"},
        {"0xffffffffffffffffffff", "1208925819614629174706175"},
        {"0x", "\"0x\""},
        {"0o8", "\"0o8\""},
        {"-0x1", "\"-0x1\""},
        {"1_000", "\"1_000\""},
        {"1.", "1"},
        {".5", "0.5"},
        {"-.5e3", "-0.5e3"},
        {"+1.50", "1.50"},
        {"1.e5", "1e5"},
        {"1e3", "1e3"},
        {".", "\".\""},
        {"-", "[null]"},
        {"1e", "\"1e\""},
        {"12:30", "\"12:30\""},
        {"2020-01-01", "\"2020-01-01\""},
        {"1.2.3", "\"1.2.3\""},
        {"'1'", "\"1\""},
        {"\"true\"", "\"true\""},
        {"!!str 1", "\"1\""},
        {"! 1", "\"1\""},
        {"!!int '3'", "3"},
        {"!!float 3", "3"},
        {"!!null ''", "null"},
        {"a b", "\"a b\""},
        {"a#b", "\"a#b\""},
        {"a #b", "\"a\""},
        {"'it''s'", "\"it's\""},
        {"\"\\x41\\u00e9\\0\"", "\"A\xc3\xa9\\u0000\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_reads(str_from(cases[i][0]), YAML, cases[i][1]);
}
END_TEST

START_TEST(structures)
{
    assert_reads(STR("a: 1\nb:\n  - x\n  - y: [z, {w: 1}]\nc:\n"), YAML,
                 "{\"a\":1,\"b\":[\"x\",{\"y\":[\"z\",{\"w\":1}]}],\"c\":null}");
    assert_reads(STR("# first\n---\n- 1\n...\n"), YAML, "[1]");
    assert_reads(STR("t: |\n  a\n  b\nf: >-\n  a\n  b\n"), YAML,
                 "{\"t\":\"a\\nb\\n\",\"f\":\"a b\"}");
    assert_reads(STR("\xef\xbb\xbf"
                     "a: 1\r\nb: |\r\n  x\r\n"),
                 YAML, "{\"a\":1,\"b\":\"x\\n\"}");
    assert_reads(STR("{\"a\":1,\n\t\"b\":[1,2]}"), YAML, "{\"a\":1,\"b\":[1,2]}");
}
END_TEST

START_TEST(scalar_keys_take_their_source_text)
{
    assert_reads(STR("200: a\n0x1F: b\ntrue: c\n~: d\n1.0: e\n'4': f\n? g\n: h\n"), YAML,
                 "{\"200\":\"a\",\"0x1F\":\"b\",\"true\":\"c\",\"~\":\"d\",\"1.0\":\"e\",\"4\":"
                 "\"f\",\"g\":\"h\"}");
}
END_TEST

START_TEST(aliases_and_merges)
{
    assert_reads(STR("a: &x [1, 2]\nb: *x\nc: &k key\n*k : v\n"), YAML,
                 "{\"a\":[1,2],\"b\":[1,2],\"c\":\"key\",\"key\":\"v\"}");
    assert_reads(STR("a: &x {p: 1, q: 2}\nb:\n  q: 3\n  <<: *x\n  r: 4\n"), YAML,
                 "{\"a\":{\"p\":1,\"q\":2},\"b\":{\"q\":3,\"r\":4,\"p\":1}}");
    assert_reads(STR("a: &x {p: 1}\nb: &y {p: 2, q: 3}\nc:\n  <<: [*x, *y, {q: 4, s: 5}]\n"), YAML,
                 "{\"a\":{\"p\":1},\"b\":{\"p\":2,\"q\":3},\"c\":{\"p\":1,\"q\":3,\"s\":5}}");
    assert_reads(STR("\"<<\": 1\n"), YAML, "{\"<<\":1}");
    assert_reads(STR("a: &x 1\nb: &x 2\nc: *x\n"), YAML, "{\"a\":1,\"b\":2,\"c\":2}");
}
END_TEST

START_TEST(aliases_share_nodes)
{
    diags d;
    diags_init(&d);
    document *doc = read_text(STR("a: &x {p: [1]}\nb: *x\n"), YAML, &d);
    const node *a = node_get(document_root(doc), STR("a")),
               *b = node_get(document_root(doc), STR("b"));
    ck_assert_ptr_eq(a->as.members, b->as.members);
    ck_assert(b->flags & NODE_FROM_ALIAS);
    ck_assert(!(a->flags & NODE_FROM_ALIAS));
    ck_assert(node_equal(a, b));
    ck_assert_uint_eq(document_position(doc, b->start).line, 2);
    document_free(doc);
    diags_clear(&d);
}
END_TEST

START_TEST(what_is_wrong_is_refused_where_it_is)
{
    const struct {
        str text;
        const char *code;
        unsigned line, column;
    } cases[] = {
        {STR("a: b: c\n"), "yaml.syntax", 1, 5},
        {STR("a:\n\t- b\n"), "yaml.syntax", 2, 1},
        {STR("a: [1, 2\nb: 3\n"), "yaml.syntax", 2, 2},
        {STR("a: \"x\n"), "yaml.syntax", 2, 1},
        {STR("a: 1\n b: 2\n"), "yaml.syntax", 2, 3},
        {STR("a: @x\n"), "yaml.syntax", 1, 4},
        {STR("a: \x01\n"), "yaml.syntax", 1, 4},
        {STR("caf\xc3\xa9: *x\n"), "yaml.alias", 1, 7},
        {STR("a: &x [*x]\n"), "yaml.alias", 1, 8},
        {STR("\xef\xbb\xbf"
             "a: *x\n"),
         "yaml.alias", 1, 4},
        {STR("\xef\xbb\xbf"
             "a: 1\nb: *x\n"),
         "yaml.alias", 2, 4},
        {STR("a: &x\n  b: *x\n"), "yaml.alias", 2, 6},
        {STR("a: !foo 1\n"), "yaml.tag", 1, 4},
        {STR("a: !<tag:yaml.org,2002:set> {x}\n"), "yaml.tag", 1, 4},
        {STR("a: !!int x\n"), "yaml.tag", 1, 4},
        {STR("a: !!map [1]\n"), "yaml.tag", 1, 4},
        {STR("? [x]\n: 1\n"), "yaml.key", 1, 3},
        {STR("{a: 1}: 2\n"), "yaml.key", 1, 1},
        {STR("a: 1\n: 2\n"), "yaml.syntax", 2, 1},
        {STR("?\n: 2\n"), "yaml.key", 1, 2},
        {STR("a: &b:c d\n"), "yaml.anchor", 1, 4},
        {STR("a: [?x]\n"), "yaml.key", 1, 6},
        {STR("{?a: 1}\n"), "yaml.key", 1, 3},
        {STR("<<: 1\n"), "yaml.merge", 1, 5},
        {STR("a: 1\n---\nb: 1\n"), "yaml.documents", 2, 1},
        {STR("# nothing\n"), "document.empty", 1, 1},
        {STR(""), "document.empty", 1, 1},
        {STR("a: \xff\n"), "utf8.invalid", 1, 4},
        {STR("\xfe\xff\0a"), "utf8.invalid", 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(cases[i].text, YAML, cases[i].code, cases[i].line, cases[i].column);
}
END_TEST

START_TEST(warnings)
{
    assert_warned(STR("a: 1\nb: 2\na: 3\n"), YAML, "duplicate-key", 3, 1);
    assert_warned(STR("1: x\n'1': y\n"), YAML, "duplicate-key", 2, 1);
    assert_warned(STR("a: .inf\n"), YAML, "yaml.not-finite", 1, 4);
}
END_TEST

START_TEST(depth_is_limited)
{
    static const char *const opens[] = {"[", "{a: ", "- ", "[\n", "? "};
    buf text = {0};
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        text.length = 0;
        for (int j = 0; j < LIMIT_DOCUMENT_DEPTH + 20; j++)
            buf_append(&text, str_from(opens[i]));
        diags d;
        diags_init(&d);
        ck_assert_ptr_null(read_text(buf_str(&text), YAML, &d));
        diags_clear(&d);
    }
    buf_clear(&text);
}
END_TEST

START_TEST(an_alias_bomb_is_refused)
{
    buf text = {0};
    buf_append(&text, STR("a0: &a0 [x, x]\n"));
    for (int i = 1; i < 60; i++)
        buf_printf(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
    diags d;
    diags_init(&d);
    ck_assert_ptr_null(read_text(buf_str(&text), YAML, &d));
    ck_assert_str_eq(d.items[0].code.data, "limit.aliases");
    diags_clear(&d);
    buf_clear(&text);
}
END_TEST

START_TEST(a_merge_bomb_is_refused)
{
    buf text = {0};
    buf_append(&text, STR("base: &base\n"));
    for (int i = 0; i < 3000; i++)
        buf_printf(&text, "  key%d: 1\n", i);
    for (int i = 0; i < 8000; i++)
        buf_printf(&text, "m%d: {<<: *base}\n", i);
    diags d;
    diags_init(&d);
    ck_assert_ptr_null(read_text(buf_str(&text), YAML, &d));
    ck_assert_str_eq(d.items[0].code.data, "limit.aliases");
    diags_clear(&d);
    buf_clear(&text);
}
END_TEST

START_TEST(many_directives_are_refused)
{
    buf text = {0};
    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "%%TAG !a%d! x\n", i);
    assert_refused(buf_str(&text), YAML, "limit.directives", 101, 1);
    buf_clear(&text);
}
END_TEST

/* Spans nest, so that a position leads back to its node. */
static void assert_spans(const document *doc, const node *n, arena *a)
{
    ck_assert_uint_le(n->start, n->end);
    ck_assert_uint_le(n->end, document_source(doc).length);
    str pointer = pointer_of(document_root(doc), n, a);
    ck_assert_ptr_nonnull(pointer.data);
    ck_assert_ptr_eq(pointer_resolve(document_root(doc), pointer), n);
    if (n->flags & NODE_FROM_ALIAS)
        return;
    for (uint32_t i = 0; i < n->count && n->kind >= NODE_ARRAY; i++) {
        const node *child = n->kind == NODE_ARRAY ? &n->as.items[i] : &n->as.members[i].value;
        ck_assert(n->start <= child->start && child->end <= n->end);
        assert_spans(doc, child, a);
    }
}

START_TEST(spans_nest)
{
    const str texts[] = {
        STR("a: 1\nb:\n  - x\n  -\n  - y: |\n      text\n    z:\n\n\n# end\n"),
        STR("a: &x {p: 1, q: [2, 3]}\nb: *x\nc:\n  <<: *x\n  r: !!str 4\nd: [{}, [], '', ~]\n"),
        STR("? a\n: - b\n  - c: {d: , e}\n"),
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        diags d;
        diags_init(&d);
        document *doc = read_text(texts[i], YAML, &d);
        assert_spans(doc, document_root(doc), a);
        document_free(doc);
        diags_clear(&d);
    }
    arena_free(a);
}
END_TEST

START_TEST(the_name_and_the_text_say_which_format)
{
    static const struct {
        const char *name, *text;
        document_format format; /* ANY: refused */
    } cases[] = {
        {"a.json", "{\"a\":1}", DOCUMENT_JSON}, {"a.json", "a: 1", DOCUMENT_ANY},
        {"a.yaml", "{\"a\":1}", DOCUMENT_JSON}, {"a.yaml", "{a: 1}", DOCUMENT_YAML},
        {"a.yml", "a: 1", DOCUMENT_YAML},       {"-", "a: 1", DOCUMENT_YAML},
        {"-", " {\"a\":1}", DOCUMENT_JSON},     {"a", "12", DOCUMENT_JSON},
        {"a", "{\"a\":1,}", DOCUMENT_YAML},     {"a", "{\"a\":", DOCUMENT_ANY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        diags d;
        diags_init(&d);
        buf source = {0};
        buf_append(&source, str_from(cases[i].text));
        document *doc = document_read(&source, str_from(cases[i].name), &(document_options){0}, &d);
        document_format format = doc ? document_format_of(doc) : DOCUMENT_ANY;
        ck_assert_msg(format == cases[i].format, "%s: %s", cases[i].name, cases[i].text);
        document_free(doc);
        diags_clear(&d);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml");
    TCase *c = tcase_create("yaml");
    tcase_set_timeout(c, 60);
    tcase_add_test(c, scalars_have_the_types_of_the_core_schema);
    tcase_add_test(c, structures);
    tcase_add_test(c, scalar_keys_take_their_source_text);
    tcase_add_test(c, aliases_and_merges);
    tcase_add_test(c, aliases_share_nodes);
    tcase_add_test(c, what_is_wrong_is_refused_where_it_is);
    tcase_add_test(c, warnings);
    tcase_add_test(c, depth_is_limited);
    tcase_add_test(c, an_alias_bomb_is_refused);
    tcase_add_test(c, a_merge_bomb_is_refused);
    tcase_add_test(c, many_directives_are_refused);
    tcase_add_test(c, spans_nest);
    tcase_add_test(c, the_name_and_the_text_say_which_format);
    suite_add_tcase(suite, c);
    return unit_main("doc/yaml", suite);
}
