#include "../unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "schema/pattern_engine.h"

/* --- the grammar --- */

static const char *const accepted[] = {
    "",
    "a|b|",
    "^$",
    "a*?b+?c??",
    "a{2}b{2,}c{2,3}?",
    "(?:a)(b)",
    "(?<n>a)\\k<n>",
    "\\k<n>(?<n>a)",
    "(?<$_\\u0061>x)",
    "(?=a)(?!b)(?<=c)(?<!d)",
    "\\d\\D\\w\\W\\s\\S",
    "[\\d\\-\\b]",
    "[]",
    "[^]",
    "[a-]",
    "[-a]",
    "[a\\-z]",
    "\\cJ\\0\\x41",
    "\\u0041\\u{1F600}",
    "\\uD83D\\uDE00",
    "\\p{L}\\P{Lu}",
    "\\p{Script=Greek}",
    "\\p{sc=Grek}",
    "\\p{scx=Cyrillic}",
    "\\p{General_Category=Letter}",
    "\\p{gc=digit}",
    "\\p{Emoji}",
    "\\p{Any}\\p{Assigned}",
    "\\$\\.\\/\\|\\{\\}",
    "(?<=a+)",
    "(a)\\1",
    "\\1(a)",
    "[\\u{61}-\\u{7a}]",
};

static const char *const refused[] = {
    "(",
    ")",
    "[",
    "a**",
    "*",
    "+a",
    "a{2,1}",
    "(?<1>a)",
    "(?<n>a)(?<n>b)",
    "\\k<n>",
    "\\1",
    "\\a",
    "\\Z",
    "\\_",
    "\\-",
    "\\u{110000}",
    "\\u{}",
    "\\xZ1",
    "\\u12",
    "\\c",
    "\\c1",
    "\\00",
    "[z-a]",
    "[\\d-z]",
    "]",
    "}",
    "{",
    "a{",
    "a{x}",
    "(?=a)*",
    "(?<=a)*",
    "^*",
    "\\b+",
    "(?i)",
    "(?P<n>a)",
    "(?#x)",
    "(?>a)",
    "\\p{letter}",
    "\\p{Foo}",
    "\\p{}",
    "\\p{Script=Foo}",
    "\\pL",
    "\\",
    "[\\",
    "(?",
    "\\8",
    "[\\1]",
    "a{1}{2}",
    "(?<n",
    "(?<>a)",
    "\\p{InGreek}",
    "\\p{IsL}",
    "[b-a]",
    "\\k",
};

static const char *const legacy[] = {
    "\\-", "\\_", "\\a", "[\\w-.]", "{", "}", "]", "a{", "a{x}", "(?=a)*", "\\8", "\\00", "\\c",
};

START_TEST(accepts_the_strict_grammar)
{
    pattern_error error;
    ck_assert_msg(pattern_is_valid(str_from(accepted[_i]), &error), "'%s': %s at %zu", accepted[_i],
                  error.message, error.offset);
}
END_TEST

START_TEST(refuses_what_ecma_refuses)
{
    pattern_error error = {NULL, SIZE_MAX};
    ck_assert_msg(!pattern_is_valid(str_from(refused[_i]), &error), "'%s'", refused[_i]);
    ck_assert_ptr_nonnull(error.message);
    ck_assert_uint_le(error.offset, strlen(refused[_i]));
}
END_TEST

START_TEST(takes_annex_b_and_says_so)
{
    pattern_pool *pool = pattern_pool_new();
    pattern_error error;
    const pattern *p = pattern_pool_get(pool, str_from(legacy[_i]), &error);
    ck_assert_msg(p && pattern_is_legacy(p), "'%s'", legacy[_i]);
    ck_assert_ptr_eq(p, pattern_pool_get(pool, str_from(legacy[_i]), &error));
    pattern_pool_free(pool);
}
END_TEST

START_TEST(names_the_place_of_an_error)
{
    pattern_error error;
    ck_assert(!pattern_is_valid(STR("ab(cd"), &error));
    ck_assert_uint_eq(error.offset, 2);
    ck_assert(!pattern_is_valid(STR("x\\a"), &error));
    ck_assert_uint_eq(error.offset, 1);
}
END_TEST

/* --- matching: each row by every engine that takes the pattern --- */

typedef struct row {
    const char *pattern, *yes, *no; /* subjects separated by '\n'; NULL: none */
} row;

static const row rows[] = {
    {"", "\nabc", NULL},
    {"b", "abc\nb", "ac\n\n "},
    {"^x-", "x-\nx-a", "ax-\nx"},
    {"^[a-z0-9_-]+$", "a\na-b_9", "A\na b\nä"},
    {"a$", "a\nba", "ab"},
    {"^$", "", "a"},
    {"$^", "", "a"},
    {"a^", NULL, "a\naa\n"},
    {"^a|b$", "ac\ncb\na\nb", "ca\nbc\n"},
    {"^(a|bc){2,3}$", "aa\nabc\nbcbca", "a\nbc\naaaa"},
    {"^a{0,2}$", "\na\naa", "aaa"},
    {"^(?:ab)*$", "\nab\nabab", "a\naba"},
    {"^(a*)*$", "\na\naaaa", "b\nab"},
    {"^.$", "a\né\n😀", "\nab"},
    {"^\\W$", "é\n😀\n-", "a\n_\n9"},
    {"^\\s$", "\xC2\xA0\n\xEF\xBB\xBF\n\xE2\x80\xA8\n\x0b", "a\n\xE2\x80\x8B\n\xE1\xA0\x8E"},
    {"^\\d+$", "12", "\xE0\xA7\xAA\xE0\xA7\xA8"},
    {"^\\p{L}+$", "Étude\nλόγος\n漢", "a1\n"},
    {"^\\p{Script=Greek}$", "λ", "l"},
    {"^[^\\p{Lu}]$", "a\n1", "A\nÉ"},
    {"\\u{1F600}", "😀\na😀", "a"},
    {"\\uD83D\\uDE00", "😀", "a"},
    {"^\\cA$", "\x01", "A"},
    {"[]", NULL, "a\n"},
    {"^[^]$", "a\n😀", "\nab"},
    {"\\bfoo\\b", "foo\na foo b\n-foo-", "food\nxfoo\nfoo_"},
    {"^\\Boo", NULL, "oo\nfoo"},
    {"o\\B", "oo\nfoot", "o\nfo"},
    {"\\b", "a\n a", "\n \n--"},
    {"^(?!foo)", "bar\nfo\n", "foo\nfoobar"},
    {"^(?!foo$)[a-z]+$", "bar\nfoobar\nfo", "foo\n"},
    {"^(?=.*\\d)(?=.*[a-z]).{4,8}$", "abc1\n1234567a", "abcd\n1234\nab1\n12345678a"},
    {"^(?:(?!ab).)*$", "\nba\naaa\nbba", "ab\nxxabxx"},
    {"^((?!-)[a-z-]{1,4}(?<!-)\\.)+[a-z]+$", "a.b\na-b.c\nab.cd.e", "-a.b\na-.b\na..b\na"},
    {"(?<=a)b", "ab\nxab", "b\ncb\nba"},
    {"(?<!a)b", "b\ncb\nabb", "ab\naab"},
    {"(?<=^a+)b", "ab\naab", "b\ncab"},
    {"(a)\\1", "aa\nbaa", "a\naba"},
    {"^(?:(a)|b)*\\1$", "b\nbb\nab\naa", "c\nba c"},
    {"^(?<q>['\"]).*\\k<q>$", "'a'\n\"\"", "'a\"\n'"},
    {"(?<=(\\d)+)x\\1", "1x1", "1x2\nx"},
    {"^(?=(a+))\\1b", "aab", "aa\nb"},
    {"^a{70000}$", NULL, "aaa"},
    {"x{3}?y", "xxxy", "xxy"},
};

static pattern_answer by_engine(int engine, const pattern_tree *tree, str subject, arena *a,
                                pattern_scratch *scratch, bool *has)
{
    *has = true;
    if (engine == 0) {
        const pattern_table *t = pattern_table_new(tree, a);
        *has = t != NULL;
        return t && pattern_table_search(t, subject) ? PATTERN_YES : PATTERN_NO;
    }
    pattern_pcre *p = pattern_pcre_new(tree);
    *has = p != NULL;
    pattern_answer answer = p ? pattern_pcre_search(p, subject, scratch) : PATTERN_NO;
    pattern_pcre_free(p);
    return answer;
}

static void check_subjects(const row *r, const char *subjects, pattern_answer expected)
{
    if (!subjects)
        return;
    arena *a = arena_new();
    pattern_scratch scratch = {0};
    pattern_pool *pool = pattern_pool_new();
    pattern_error error;
    pattern_tree tree;
    ck_assert(pattern_parse(&tree, str_from(r->pattern), PATTERN_GRAMMAR_WIDE, a, &error));
    const pattern *p = pattern_pool_get(pool, str_from(r->pattern), &error);
    str rest = str_from(subjects), subject;
    if (rest.length == 0)
        ck_assert_int_eq(pattern_search(p, rest, &scratch), expected);
    while (str_split(&rest, '\n', &subject)) {
        ck_assert_msg(pattern_search(p, subject, &scratch) == expected, "'%s' on '%.*s'",
                      r->pattern, STR_ARG(subject));
        for (int engine = 0; engine < 2; engine++) {
            bool has;
            pattern_answer answer = by_engine(engine, &tree, subject, a, &scratch, &has);
            ck_assert_msg(!has || answer == expected, "engine %d: '%s' on '%.*s'", engine,
                          r->pattern, STR_ARG(subject));
        }
        if (!strstr(r->pattern, "\\p"))
            ck_assert_msg(pattern_backtrack_search(&tree, subject, &scratch) == expected,
                          "backtrack: '%s' on '%.*s'", r->pattern, STR_ARG(subject));
    }
    pattern_pool_free(pool);
    pattern_scratch_clear(&scratch);
    arena_free(a);
}

START_TEST(engines_agree_on_rows)
{
    check_subjects(&rows[_i], rows[_i].yes, PATTERN_YES);
    check_subjects(&rows[_i], rows[_i].no, PATTERN_NO);
}
END_TEST

START_TEST(line_end_is_not_the_end)
{
    pattern_pool *pool = pattern_pool_new();
    pattern_scratch scratch = {0};
    pattern_error error;
    ck_assert_int_eq(
        pattern_search(pattern_pool_get(pool, STR("^abc$"), &error), STR("abc\n"), &scratch),
        PATTERN_NO);
    ck_assert_int_eq(
        pattern_search(pattern_pool_get(pool, STR("^(a)\\1$"), &error), STR("aa\n"), &scratch),
        PATTERN_NO);
    ck_assert_int_eq(
        pattern_search(pattern_pool_get(pool, STR("^a.b$"), &error), STR("a\0b"), &scratch),
        PATTERN_YES);
    pattern_scratch_clear(&scratch);
    pattern_pool_free(pool);
}
END_TEST

/* --- runaways --- */

START_TEST(runaways_answer_in_time)
{
    static const struct {
        const char *pattern;
        pattern_answer expected;
    } runaways[] = {{"^(a+)+$", PATTERN_NO},          {"^(a|aa)+$", PATTERN_NO},
                    {"^(a|a?)+$", PATTERN_NO},        {"(x+x+)+y", PATTERN_NO},
                    {"^(a+)+\\1\\1$", PATTERN_LIMIT}, {"^((a+)+)+\\2$", PATTERN_LIMIT}};
    char subject[64];
    memset(subject, 'a', sizeof subject);
    subject[sizeof subject - 1] = '!';
    pattern_pool *pool = pattern_pool_new();
    pattern_scratch scratch = {0};
    pattern_error error;
    const pattern *p = pattern_pool_get(pool, str_from(runaways[_i].pattern), &error);
    clock_t start = clock();
    ck_assert_int_eq(pattern_search(p, str_of(subject, sizeof subject), &scratch),
                     runaways[_i].expected);
    int seconds = getenv("HANDOFF_HARD") ? 120 : 2; /* valgrind alone takes fifty times as long */
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, seconds);
    pattern_scratch_clear(&scratch);
    pattern_pool_free(pool);
}
END_TEST

/* --- random patterns: the three engines against each other --- */

static uint32_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32);
}

static void random_pattern(buf *out, uint64_t *random, int depth)
{
    static const char *const atoms[] = {"a", "b", "c", "-", "[ab]", "[^a]", ".", "\\w", "é", "\\W"};
    static const char *const assertions[] = {"^", "$", "\\b", "\\B"};
    uint32_t kind = next_random(random) % (depth > 0 ? 13 : 3);
    if (kind < 3) {
        buf_append(out, str_from(atoms[next_random(random) % 10]));
    } else if (kind == 3) {
        buf_append(out, str_from(assertions[next_random(random) % 4]));
    } else if (kind < 8) {
        random_pattern(out, random, depth - 1);
        random_pattern(out, random, depth - 1);
    } else if (kind == 8) {
        buf_append(out, STR("(?:"));
        random_pattern(out, random, depth - 1);
        buf_append_char(out, '|');
        random_pattern(out, random, depth - 1);
        buf_append_char(out, ')');
    } else if (kind < 11) {
        static const char *const loops[] = {")*", ")+", ")?", "){2}", "){1,2}", "){2,}?"};
        buf_append(out, STR("(?:"));
        random_pattern(out, random, depth - 1);
        buf_append(out, str_from(loops[next_random(random) % 6]));
    } else {
        static const char *const looks[] = {"(?=", "(?!", "(?=", "(?!", "(?<=", "(?<!"};
        buf_append(out, str_from(looks[next_random(random) % 6]));
        random_pattern(out, random, depth - 1);
        buf_append_char(out, ')');
    }
}

static str random_subject(char room[64], uint64_t *random)
{
    static const char *const letters[] = {"a", "b", "c", "-", "é", "a", "b"};
    size_t length = 0;
    for (uint32_t i = next_random(random) % 9; i > 0; i--) {
        const char *letter = letters[next_random(random) % 7];
        memcpy(room + length, letter, strlen(letter));
        length += strlen(letter);
    }
    return str_of(room, length);
}

START_TEST(engines_agree_on_random_patterns)
{
    uint64_t random = 0x9E3779B97F4A7C15u + (uint64_t)_i;
    pattern_scratch scratch = {0};
    size_t compared = 0;
    for (int round = 0; round < 300; round++) {
        arena *a = arena_new();
        buf text = {0};
        random_pattern(&text, &random, 5);
        pattern_tree tree;
        pattern_error error;
        ck_assert(pattern_parse(&tree, buf_str(&text), PATTERN_GRAMMAR_STRICT, a, &error));
        const pattern_table *t = pattern_table_new(&tree, a);
        pattern_pcre *p = pattern_pcre_new(&tree);
        for (int i = 0; i < 20; i++) {
            char room[64];
            str subject = random_subject(room, &random);
            pattern_answer letter = pattern_backtrack_search(&tree, subject, &scratch);
            pattern_answer pcre = p ? pattern_pcre_search(p, subject, &scratch) : letter;
            if (letter == PATTERN_LIMIT || pcre == PATTERN_LIMIT)
                continue;
            ck_assert_msg(!t || pattern_table_search(t, subject) == (letter == PATTERN_YES),
                          "automaton: '%s' on '%.*s' is %d", buf_cstr(&text), STR_ARG(subject),
                          letter);
            ck_assert_msg(pcre == letter, "pcre2: '%s' on '%.*s' is %d", buf_cstr(&text),
                          STR_ARG(subject), letter);
            compared += t != NULL;
        }
        pattern_pcre_free(p);
        buf_clear(&text);
        arena_free(a);
    }
    ck_assert_uint_gt(compared, 2000);
    pattern_scratch_clear(&scratch);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("schema/pattern");
    TCase *cases = tcase_create("all");
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, accepts_the_strict_grammar, 0, sizeof accepted / sizeof *accepted);
    tcase_add_loop_test(cases, refuses_what_ecma_refuses, 0, sizeof refused / sizeof *refused);
    tcase_add_loop_test(cases, takes_annex_b_and_says_so, 0, sizeof legacy / sizeof *legacy);
    tcase_add_test(cases, names_the_place_of_an_error);
    tcase_add_loop_test(cases, engines_agree_on_rows, 0, sizeof rows / sizeof *rows);
    tcase_add_test(cases, line_end_is_not_the_end);
    tcase_add_loop_test(cases, runaways_answer_in_time, 0, 6);
    tcase_add_loop_test(cases, engines_agree_on_random_patterns, 0, 10);
    suite_add_tcase(suite, cases);
    return unit_main("schema/pattern", suite);
}
