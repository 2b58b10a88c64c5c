#include "../unit.h"

#include <string.h>

#include "doc/document.h"
#include "schema/format.h"

/* One row a format: texts separated by '|', so that no text here holds one. */
typedef struct row {
    const char *name, *yes, *no;
    dialect dialect;
} row;

static const row rows[] = {
    {"date", "2024-02-29|2000-02-29|1999-12-31",
     "2023-02-29|1900-02-29|2024-13-01|2024-00-10|"
     "2024-1-01|2024-04-31|20240101|2024-01-01 |\xE0\xA7\xA7"
     "963-06-19",
     0},
    {"time",
     "00:00:00Z|23:59:60Z|23:59:59.123456789012345+00:00|01:29:60+01:30|08:59:60+09:00|"
     "22:29:60-01:30|12:00:00z|12:00:00-23:59",
     "12:00:00|24:00:00Z|12:60:00Z|12:00:60Z|12:00:61Z|23:59:60+01:00|12:00:00.Z|12:00:00+24:00|"
     "12:00:00+01|12:00Z|12:00:00 Z|12:00:00+00:60|",
     0},
    {"date-time", "1985-04-12T23:20:50.52Z|1990-12-31t15:59:60-08:00",
     "1985-04-12 23:20:50Z|1985-04-12T23:20:50|1985-04-31T23:20:50Z|1998-12-31T23:58:60Z", 0},
    {"duration", "P4DT12H30M5S|P4Y|PT0S|P1M|PT1M|PT36H|P1DT12H|P2W|P01D|P1Y2M3D|PT1M3S",
     "|P|PT|P1|1D|P1D2H|P2D1Y|P1YT|PT1D|P1W2D|P0.5Y|P1H|-P1D|PT1H3S|P1Y3D|PT1.5S|p1d", 0},
    {"email",
     "a@b|joe.bloggs@example.com|\"joe bloggs\"@x.com|\"joe\\\"x\"@x.com|"
     "j@[127.0.0.1]|j@[IPv6:::1]|te~st@e.com|!#$%&'*+-/=?^_`{}~@x.y",
     "|a|@b|a@|.a@b|a.@b|a..b@c|a@b@c|a b@c|a@-b|a@b..c|a@[127.0.0.300]|a@[1]|\"a@b|"
     "\"a\"b\"@c|a@b c|\xC3\xA9@x.com|a@x_y.com|Joe <a@b>|\"a\\\"@b",
     0},
    {"idn-email",
     "\xEC\x8B\xA4\xEB\xA1\x80@\xEC\x8B\xA4\xEB\xA1\x80.\xED\x85\x8C\xEC\x8A\xA4\xED\x8A\xB8|a@b.c",
     "2962|@\xC3\xA9|\xC3\xA9", 0},
    {"hostname", "a|www.example.com|xn--4gbwdl.xn--wgbh1c|1host|a-b.c",
     "|.|.a|a.|-a|a-|a_b|a..b|ab--cd|xn--X|a b|\xC3\xA9.com|"
     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl.com",
     0},
    {"hostname", "ab--cd", "a_b", DIALECT_DRAFT_04},
    {"idn-hostname",
     "example.com|\xC3\xA9.com|xn--ihqwcrb4cv8a8dqg056pqjye|a\xE3\x80\x82"
     "b",
     "|-a|a_b|\xE3\x80\x82|\xC2\xB7l|l\xC2\xB7"
     "a|xn--X",
     0},
    {"ipv4", "0.0.0.0|192.168.0.1|255.255.255.255",
     "|1.2.3|1.2.3.4.5|256.1.1.1|01.2.3.4|1.2.3.4 |"
     "0x7f.0.0.1|1..2.3|2130706433|1.2.3.",
     0},
    {"ipv6", "::|::1|1::|1::2|::ffff:1.2.3.4|1:2:3:4:5:6:7:8|1:2:3:4:5:6:1.2.3.4|1:2:3:4:5:6:7::",
     "|:|:::|1|1:2|::1::|12345::|1:2:3:4:5:6:7:8:9|:1:2:3:4:5:6:7|1:2:3:4:5:6:7:|::1.2.3|"
     "1:2:3:4:5:6:7:1.2.3.4|fe80::1%eth0|[::1]|::01.2.3.4|::1.2.3.4:1|1:2:3:4:5:6:7:8::",
     0},
    {"uri",
     "http://a|urn:a:b|mailto:a@b.c|http://[::1]:80/a?b#c|ftp://u:p@h/|tel:+1|a:|"
     "http://087.10.0.1/|http://[v1.fe:]|file:///a|http://a/%20",
     "|a|//a/b|/a|:a|1a:b|http://a b|http://[::1|http://[1]|http://a/%2|http://a:b/|http://a\\b|"
     "http://a/<b>|http://a/[b]|http://\xC3\xA9|http://a@b@c|http://[::ffff:01.2.3.4]|a:#b#c",
     0},
    {"uri-reference", "|a|//a/b|/a?b#c|../a|#f|a:b|?q|./a:b", "\\a|#a#|:a|a b|1:a|\xC3\xA9", 0},
    {"iri", "http://\xC3\xA9.com/\xE6\xBC\xA2?\xEE\x80\x80|http://a",
     "/\xC3\xA9|http://a/\xEE\x80\x80|http://[\xC3\xA9]", 0},
    {"iri-reference", "/\xC3\xA9|#\xC3\xA9|", "\\\\\xC3\xA9|#\xC3\xA9\\", 0},
    {"uri-template", "|a|{a}|{+a}|{#a,b*,c:9999}|a/{?x,y}{&z.w}|{%20a}|{/a,b}|http://x/{;v}",
     "{|}|{}|{a|{a,}|{a,,b}|{a:0}|{a:10000}|{a:01}|{a**}|{a*:1}|{ a}|a b|%2|{a.}|{-a}|<", 0},
    {"json-pointer", "|/|/a~0b~1c|/a/0//", "a|~|/~|/~2|#|/a~", 0},
    {"relative-json-pointer", "0|1#|0/a|120/a~0", "|-1|01|#|a|1a|1##|/a|+1|0#/a", 0},
    {"uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380|00000000-0000-0000-0000-000000000000",
     "|2eb8aa08-aa98-11ea-b4aa-73b441d1638|2eb8aa08aa9811eab4aa73b441d16380|"
     "2eb8aa08-aa98-11ea-b4aa-73b441d1638g|urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380",
     0},
    {"regex", "a+|[^]|(?<n>x)", "(|\\a|(?P<n>x)|[z-a]", 0},
    {"color", "red|FUCHSIA|#C89|#cc8899", "puce|#12|#00332520|ccc", DIALECT_DRAFT_03},
    {"time", "08:30:06", "8:30 AM|25:00:00|08:30:06Z", DIALECT_DRAFT_03},
    {"ip-address", "1.2.3.4", "1.2.3", DIALECT_DRAFT_03},
    {"host-name", "a.b", "a_b", DIALECT_DRAFT_03},
    {"byte", "|YQ==|YWI=|YWJj", "Y|YQ|YQ=|Y===|YW J|YQ==YQ==|YW-_", DIALECT_OPENAPI_30},
    {"base64url", "|YQ|YQ==|-_", "Y|+/|YQ=|a b", DIALECT_OPENAPI_31},
    {"char", "a|\xC3\xA9", "|ab", DIALECT_OPENAPI_31},
};

static void check_texts(const row *r, const char *texts, bool expected)
{
    const format *f = format_find(str_from(r->name), r->dialect ? r->dialect : DIALECT_2020_12);
    ck_assert_ptr_nonnull(f);
    const char *start = texts;
    for (const char *at = texts;; at++) {
        if (*at && *at != '|')
            continue;
        str text = str_of(start, (size_t)(at - start));
        ck_assert_msg(f->accepts(text) == expected, "%s: '%.*s' is %s", r->name, STR_ARG(text),
                      expected ? "refused" : "accepted");
        if (!*at)
            break;
        start = at + 1;
    }
}

START_TEST(strings)
{
    check_texts(&rows[_i], rows[_i].yes, true);
    check_texts(&rows[_i], rows[_i].no, false);
}
END_TEST

/* Whatever follows a valid text, a line end or U+0000 never belongs to it. */
START_TEST(nothing_trails)
{
    const row *r = &rows[_i];
    const format *f = format_find(str_from(r->name), r->dialect ? r->dialect : DIALECT_2020_12);
    if (f->kind != FORMAT_OF_STRINGS || !strcmp(r->name, "json-pointer") ||
        !strcmp(r->name, "relative-json-pointer") || !strcmp(r->name, "regex") ||
        !strcmp(r->name, "char"))
        return;
    str rest = str_from(r->yes), text;
    while (str_split(&rest, '|', &text)) {
        char room[200];
        for (int i = 0; i < 2; i++) {
            int length = snprintf(room, sizeof room, "%.*s%c", STR_ARG(text), i ? '\n' : 0);
            ck_assert_msg(!f->accepts(str_of(room, (size_t)length)), "%s: '%s'", r->name, room);
        }
    }
}
END_TEST

static const struct {
    const char *name, *text;
    bool accepted;
} numbers[] = {
    {"int32", "2147483647", true},
    {"int32", "2147483648", false},
    {"int32", "-2147483648", true},
    {"int32", "1.0", true},
    {"int32", "1.5", false},
    {"int32", "1e3", true},
    {"int32", "1e400", false},
    {"int32", "1e999999999", false},
    {"int64", "9223372036854775807", true},
    {"int64", "9223372036854775808", false},
    {"int64", "-9223372036854775808", true},
    {"int64", "12345678901234567890123", false},
    {"int8", "127", true},
    {"int8", "128", false},
    {"int16", "-32769", false},
    {"uint8", "255", true},
    {"uint8", "-1", false},
    {"uint16", "65536", false},
    {"uint32", "4294967295", true},
    {"uint64", "18446744073709551615", true},
    {"uint64", "18446744073709551616", false},
    {"uint64", "-1", false},
    {"float", "3.4e38", true},
    {"float", "3.5e38", false},
    {"double-int", "9007199254740992", false},
};

START_TEST(number_formats)
{
    const format *f = format_find(str_from(numbers[_i].name), DIALECT_OPENAPI_31);
    ck_assert_msg(f->accepts(str_from(numbers[_i].text)) == numbers[_i].accepted, "%s: %s",
                  numbers[_i].name, numbers[_i].text);
    ck_assert_ptr_null(format_find(str_from(numbers[_i].name), DIALECT_2020_12));
}
END_TEST

START_TEST(other_kinds_pass)
{
    diags d;
    diags_init(&d);
    arena *a = arena_new();
    const node *values = node_parse_json(STR("[12, 1.5, null, true, [], {}, \"x\"]"), a, &d);
    const format *date = format_find(STR("date"), DIALECT_2020_12);
    const format *small = format_find(STR("int32"), DIALECT_OPENAPI_30);
    for (uint32_t i = 0; i < 6; i++)
        ck_assert(format_accepts(date, node_item(values, i)));
    ck_assert(!format_accepts(date, node_item(values, 6)));
    ck_assert(format_accepts(small, node_item(values, 6)));
    ck_assert(!format_accepts(small, node_item(values, 1)));
    ck_assert(format_accepts(format_find(STR("binary"), DIALECT_OPENAPI_30), node_item(values, 6)));
    ck_assert_ptr_null(format_find(STR("unheard-of"), DIALECT_2020_12));
    arena_free(a);
    diags_clear(&d);
}
END_TEST

START_TEST(table_is_sorted)
{
    size_t count;
    const format *table = format_table(&count);
    for (size_t i = 1; i < count; i++) {
        int order = str_compare(str_from(table[i - 1].name), str_from(table[i].name));
        ck_assert(order < 0 || (order == 0 && !(table[i - 1].dialects & table[i].dialects)));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("schema/format");
    TCase *cases = tcase_create("all");
    tcase_add_loop_test(cases, strings, 0, sizeof rows / sizeof *rows);
    tcase_add_loop_test(cases, nothing_trails, 0, sizeof rows / sizeof *rows);
    tcase_add_loop_test(cases, number_formats, 0, sizeof numbers / sizeof *numbers);
    tcase_add_test(cases, other_kinds_pass);
    tcase_add_test(cases, table_is_sorted);
    suite_add_tcase(suite, cases);
    return unit_main("schema/format", suite);
}
