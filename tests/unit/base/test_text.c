/* UTF-8, URIs, paths, digests and the clock: what turns text into other text. */
#include "base/clock.h"
#include "base/digest.h"
#include "base/path.h"
#include "base/uri.h"
#include "base/utf8.h"
#include "tests/unit/unit.h"

#include <string.h>

static arena *a;

static void begin(void)
{
    a = arena_new();
}
static void end(void)
{
    arena_free(a);
}

#define assert_str(actual, expected) ck_assert_str_eq(arena_cstr(a, (actual)), (expected))

START_TEST(utf8_is_strict)
{
    const struct {
        str text;
        size_t bad;
    } cases[] = {
        {STR("plain ascii, longer than a word"), SIZE_MAX},
        {STR("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), SIZE_MAX},
        {STR("12345678\xff"), 8},
        {STR("a\xc0\x80"), 1}, /* overlong */
        {STR("\xe0\x80\x80"), 0},
        {STR("ab\xed\xa0\x80"), 2},   /* surrogate */
        {STR("\xf4\x90\x80\x80"), 0}, /* above U+10FFFF */
        {STR("abc\xe2\x82"), 3},      /* cut off */
        {STR("\x80"), 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t bad = cases[i].bad == SIZE_MAX ? cases[i].text.length : cases[i].bad;
        ck_assert_msg(utf8_check(cases[i].text) == bad, "case %zu", i);
    }
}
END_TEST

START_TEST(utf8_goes_there_and_back)
{
    static const uint32_t codes[] = {0,     'a',    0x7f,   0x80,    0x7ff,
                                     0x800, 0xfffd, 0xffff, 0x10000, 0x10ffff};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char text[4];
        size_t offset = 0, length = utf8_encode(codes[i], text);
        ck_assert_uint_eq(utf8_next((str){text, length}, &offset), codes[i]);
        ck_assert_uint_eq(offset, length);
        ck_assert_uint_eq(utf8_length((str){text, length}), 1);
    }
    char replacement[4];
    ck_assert_uint_eq(utf8_encode(0xd800, replacement), 3);
    ck_assert_mem_eq(replacement, "\xef\xbf\xbd", 3);
}
END_TEST

START_TEST(printable_text_moves_no_cursor)
{
    buf b = {0};
    utf8_append_printable(&b, STR("a\x1b[31m\r\n\xe2\x80\xae\xff\xc3\xa9\xef\xbb\xbf"));
    ck_assert_str_eq(buf_cstr(&b), "a\\u{1b}[31m\\u{d}\\u{a}\\u{202e}\\xff\xc3\xa9\\u{feff}");
    buf_clear(&b);
}
END_TEST

START_TEST(uris_resolve_as_in_rfc_3986)
{
    /* section 5.4, with base http://a/b/c/d;p?q */
    static const char *const cases[][2] = {
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {";x", "http://a/b/c/;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"./../g", "http://a/b/g"},
        {"g;x=1/../y", "http://a/b/c/y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(uri_resolve(STR("http://a/b/c/d;p?q"), str_from(cases[i][0]), a), cases[i][1]);
    assert_str(uri_resolve(STR("urn:x:y"), STR("#/a"), a), "urn:x:y#/a");
    assert_str(uri_resolve(STR(""), STR("a/b"), a), "a/b");
    assert_str(uri_resolve(STR("http://a/b"), STR("\xc3\xa9 {x}|%20"), a),
               "http://a/\xc3\xa9 {x}|%20");
}
END_TEST

START_TEST(uris_come_apart)
{
    uri_parts parts = uri_split(STR("a.json#/x#y"));
    assert_str(parts.without_fragment, "a.json");
    assert_str(parts.fragment, "/x#y");
    ck_assert_ptr_null(uri_split(STR("a")).fragment.data);
    ck_assert(uri_is_absolute(STR("urn:x")));
    ck_assert(!uri_is_absolute(STR("a/b:c")));
    ck_assert(!uri_is_absolute(STR("1:x")));
    str out;
    ck_assert(uri_percent_decode(STR("a%20%C3%a9%00"), &out, a));
    ck_assert_uint_eq(out.length, 5);
    ck_assert_mem_eq(out.data, "a \xc3\xa9\0", 5);
    ck_assert(!uri_percent_decode(STR("%2"), &out, a));
    ck_assert(!uri_percent_decode(STR("%zz"), &out, a));
    assert_str(uri_percent_encode_fragment(STR("/a b/{c}\xc3\xa9"), a), "/a%20b/%7Bc%7D%C3%A9");
}
END_TEST

START_TEST(paths)
{
    static const char *const normal[][2] = {
        {"a//b/./c/", "a/b/c"}, {"a/../b", "b"}, {"./a", "a"}, {"", ""}, {"a/b/../..", ""}};
    for (size_t i = 0; i < sizeof normal / sizeof *normal; i++)
        assert_str(path_normalise(str_from(normal[i][0]), a), normal[i][1]);
    ck_assert_ptr_null(path_normalise(STR("a/../../b"), a).data);
    assert_str(path_folder(STR("a/b")), "a");
    assert_str(path_folder(STR("/b")), "/");
    assert_str(path_folder(STR("b")), "");
    assert_str(path_name(STR("a/b")), "b");
    assert_str(path_join(STR("a"), STR("b"), a), "a/b");
    assert_str(path_join(STR("a"), STR("/b"), a), "/b");
    assert_str(path_relative(STR("/a/b"), STR("/a/c/d"), a), "../c/d");
    assert_str(path_relative(STR("/a/b"), STR("/a/b/c"), a), "c");
    assert_str(path_relative(STR("/a/b"), STR("/a/b"), a), ".");
    ck_assert(path_is_below(STR("/a/b"), STR("/a")));
    ck_assert(path_is_below(STR("/a"), STR("/")));
    ck_assert(!path_is_below(STR("/ab"), STR("/a")));
}
END_TEST

START_TEST(digests_are_sha_256)
{
    assert_str(digest_hex(STR("abc"), a),
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    char left[DIGEST_HEX_LENGTH + 1], right[DIGEST_HEX_LENGTH + 1];
    digest d;
    digest_begin(&d);
    digest_add_framed(&d, STR("ab"));
    digest_add_framed(&d, STR("c"));
    digest_end(&d, left);
    digest_begin(&d);
    digest_add_framed(&d, STR("a"));
    digest_add_framed(&d, STR("bc"));
    digest_end(&d, right);
    ck_assert_str_ne(left, right);
    ck_assert_uint_ne(random_seed(), random_seed());
}
END_TEST

START_TEST(times_go_there_and_back)
{
    static const struct {
        const char *text;
        int64_t seconds;
        const char *back;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
        {"2026-11-21T06:00:00Z", 1795240800, "2026-11-21T06:00:00Z"},
        {"2026-11-21T06:00:00.123+02:00", 1795233600, "2026-11-21T04:00:00Z"},
        {"2026-11-21", 1795219200, "2026-11-21T00:00:00Z"},
        {"2024-02-29t23:59:60z", 1709251200, "2024-03-01T00:00:00Z"},
        {"1969-12-31T23:59:59Z", -1, "1969-12-31T23:59:59Z"},
        {"0001-01-01", -62135596800, "0001-01-01T00:00:00Z"},
    };
    static const char *const bad[] = {"",
                                      "2026",
                                      "2026-13-01",
                                      "2025-02-29",
                                      "2026-11-21T",
                                      "2026-11-21T25:00:00Z",
                                      "2026-11-21T06:00:00",
                                      "2026-11-21T06:00:00+2",
                                      "26-11-21",
                                      "2026-11-21 x"};
    int64_t seconds;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_msg(clock_parse(str_from(cases[i].text), &seconds), "%s", cases[i].text);
        ck_assert_int_eq(seconds, cases[i].seconds);
        assert_str(clock_format(seconds, a), cases[i].back);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!clock_parse(str_from(bad[i]), &seconds), "%s", bad[i]);
    assert_str(clock_format_date(1795240800, a), "2026-11-21");
    ck_assert_int_eq(clock_now(&(clock_source){true, 7}), 7);
    ck_assert_int_gt(clock_now(&(clock_source){0}), 1700000000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *c = tcase_create("text");
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, utf8_is_strict);
    tcase_add_test(c, utf8_goes_there_and_back);
    tcase_add_test(c, printable_text_moves_no_cursor);
    tcase_add_test(c, uris_resolve_as_in_rfc_3986);
    tcase_add_test(c, uris_come_apart);
    tcase_add_test(c, paths);
    tcase_add_test(c, digests_are_sha_256);
    tcase_add_test(c, times_go_there_and_back);
    suite_add_tcase(suite, c);
    return unit_main("base/text", suite);
}
