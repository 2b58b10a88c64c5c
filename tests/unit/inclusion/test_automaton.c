#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "inclusion/automaton.h"
#include "schema/pattern.h"

static arena *memory;

static void setup(void)
{
    memory = arena_new();
}
static void teardown(void)
{
    arena_free(memory);
}

static const automaton *of(const char *pattern_text)
{
    automaton_problem problem;
    const automaton *x = automaton_of_pattern(memory, str_from(pattern_text), &problem);
    ck_assert_msg(x != NULL, "%s: problem %d", pattern_text, (int)problem);
    return x;
}

/* --- relations of languages --- */

static const struct {
    const char *left, *right;
    bool within, contains; /* left in right, right in left */
} pairs[] = {
    {"^a+$", "^a*$", true, false},
    {"^(a|b)*$", "^[ab]*$", true, true},
    {"a", "a|b", true, false},
    {"^abc", "abc", true, false},
    {"^[a-f]{2,4}$", "^[a-z]{1,5}$", true, false},
    {"^\\d{3}$", "^[0-9]{3}$", true, true},
    {"^.*$", "^[^]*$", true, false},
    {"", "^", true, true},
    {"[]", "^a$", true, false},
    {"^(?!a)", "^(b|[^a]|$)", true, true},
    {"^(?!.*xx)[xy]*$", "^(y|xy)*x?$", true, true},
    {"^(?=.*a)(?=.*b)[ab]*$", "^(a+b|b+a)[ab]*$", true, true},
    {"\\bab\\b", "ab", true, false},
    {"^[^\\p{L}]$", "^\\P{L}$", true, true},
    {"^\\p{Lu}$", "^\\p{L}$", true, false},
    {"^(aa)*$", "^(aaa)*$", false, false},
    {"^(aaaaaa)*$", "^(aa)*$", true, false},
    {"^😀$", "^[\\u{1F600}-\\u{1F602}]$", true, false},
    {"(?<!a)b", "b", true, false},
    {"^((?!-)[a-z-]+(?<!-))$", "^[a-z]([a-z-]*[a-z])?$", true, true},
};

static bool is_within(const automaton *x, const automaton *y)
{
    str word;
    automaton_answer answer = automaton_escape(memory, x, y, &word);
    if (answer == AUTOMATON_FOUND) {
        ck_assert(automaton_accepts(x, word));
        ck_assert(!automaton_accepts(y, word));
    }
    ck_assert_int_ne(answer, AUTOMATON_UNKNOWN);
    return answer == AUTOMATON_NONE;
}

START_TEST(relations)
{
    const automaton *left = of(pairs[_i].left), *right = of(pairs[_i].right);
    ck_assert_msg(is_within(left, right) == pairs[_i].within, "%s in %s", pairs[_i].left,
                  pairs[_i].right);
    ck_assert_msg(is_within(right, left) == pairs[_i].contains, "%s in %s", pairs[_i].right,
                  pairs[_i].left);
    ck_assert(automaton_equal(left, right) == (pairs[_i].within && pairs[_i].contains));
    const automaton *rest = automaton_subtract(memory, left, right);
    ck_assert(automaton_is_nothing(rest) == pairs[_i].within);
}
END_TEST

/* --- the words that come out --- */

static void check_word(const char *pattern_text, const char *expected)
{
    const automaton *x = of(pattern_text);
    automaton_query query = {.within = &x, .within_count = 1, .most = SIZE_MAX};
    str word;
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_FOUND);
    ck_assert_msg(str_equal(word, str_from(expected)), "%s: '%.*s'", pattern_text, STR_ARG(word));
}

START_TEST(words_read_well)
{
    check_word("^[a-z]{3}$", "aaa");
    check_word("^\\d{4}-\\d\\d$", "1111-11");
    check_word("^.$", "a");
    check_word("^[^a-z0-9]$", "A");
    check_word("^(foo|ba)$", "ba");
    check_word("x", "x");
}
END_TEST

START_TEST(conjunctions)
{
    const automaton *within[] = {of("^[a-z]+$"), of("b")}, *without[] = {of("^b"), of("c$")};
    str excluded[] = {STR("ab")}, word;
    automaton_query query = {.within = within,
                             .within_count = 2,
                             .without = without,
                             .without_count = 2,
                             .most = SIZE_MAX};
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_FOUND);
    ck_assert(str_equal(word, STR("ab")));
    query.excluded = excluded;
    query.excluded_count = 1;
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_FOUND);
    ck_assert_uint_eq(word.length, 2);
    ck_assert(str_equal(word, STR("db")) || str_equal(word, STR("cb")));
    query.least = 5;
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_FOUND);
    ck_assert_uint_eq(word.length, 5);
    query.most = 4;
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_NONE);
}
END_TEST

START_TEST(windows)
{
    automaton_query query = {.least = 3, .most = 3};
    str word;
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_FOUND);
    ck_assert(str_equal(word, STR("aaa")));
    query = (automaton_query){.least = 100000, .most = SIZE_MAX};
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_FOUND);
    ck_assert_uint_eq(word.length, 100000);
    automaton_problem problem;
    const automaton *window = automaton_of_lengths(memory, 2, 4, &problem);
    ck_assert_uint_eq(automaton_least_length(window), 2);
    ck_assert_uint_eq(automaton_most_length(window), 4);
    ck_assert(automaton_equal(window, of("^[^]{2,4}$")));
    ck_assert(automaton_equal(automaton_of_lengths(memory, 2, SIZE_MAX, &problem), of("[^][^]")));
    ck_assert(automaton_is_everything(automaton_of_lengths(memory, 0, SIZE_MAX, &problem)));
    ck_assert_ptr_null(automaton_of_lengths(memory, 1, 1 << 30, &problem));
    ck_assert_int_eq(problem, AUTOMATON_TOO_LARGE);
}
END_TEST

START_TEST(several_words)
{
    const automaton *x = of("^[ab]{1,2}$");
    automaton_query query = {.within = &x, .within_count = 1, .most = SIZE_MAX};
    str words[10];
    size_t found;
    ck_assert_int_eq(automaton_find_many(memory, &query, 10, words, &found), AUTOMATON_NONE);
    ck_assert_uint_eq(found, 6);
    for (size_t i = 0; i < found; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert(!str_equal(words[i], words[k]));
    ck_assert_int_eq(automaton_find_many(memory, &query, 4, words, &found), AUTOMATON_FOUND);
    ck_assert_uint_eq(found, 4);
    ck_assert_uint_eq(automaton_count(x, 100), 6);
    ck_assert_uint_eq(automaton_count(x, 3), 3);
    ck_assert_uint_eq(automaton_count(of("a"), 1000), 1000);
    ck_assert_uint_eq(automaton_count(of("^[^]$"), SIZE_MAX / 4), 0x110000 - 0x800);
    ck_assert_uint_eq(automaton_most_length(x), 2);
    ck_assert_uint_eq(automaton_most_length(of("a")), SIZE_MAX);
    ck_assert_uint_eq(automaton_least_length(of("[]")), SIZE_MAX);
}
END_TEST

static bool is_never(str word, void *context)
{
    (void)word;
    (*(size_t *)context)++;
    return false;
}

START_TEST(a_last_say_that_refuses_all_is_unknown)
{
    size_t asked = 0;
    automaton_query query = {.most = SIZE_MAX, .accepts = is_never, .context = &asked};
    str word;
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_UNKNOWN);
    ck_assert_uint_gt(asked, 100);
    const automaton *x = of("^[ab]$");
    query = (automaton_query){
        .within = &x, .within_count = 1, .most = SIZE_MAX, .accepts = is_never, .context = &asked};
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_NONE);
    query = (automaton_query){.most = 1, .accepts = is_never, .context = &asked};
    ck_assert_int_eq(automaton_find(memory, &query, &word), AUTOMATON_UNKNOWN);
}
END_TEST

START_TEST(word_sets)
{
    str words[] = {STR("red"), STR("green"), STR("é"), STR(""), STR("rec")};
    const automaton *x = automaton_of_words(memory, words, 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert(automaton_accepts(x, words[i]));
    ck_assert(!automaton_accepts(x, STR("re")));
    ck_assert_uint_eq(automaton_count(x, 100), 5);
    ck_assert(automaton_equal(x, of("^(|re[cd]|green|é)$")));
    ck_assert(automaton_is_nothing(automaton_of_words(memory, NULL, 0)));
    ck_assert(automaton_is_everything(automaton_complement(memory, automaton_of_nothing(memory))));
}
END_TEST

START_TEST(what_is_not_regular_says_so)
{
    automaton_problem problem;
    ck_assert_ptr_null(automaton_of_pattern(memory, STR("(a)\\1"), &problem));
    ck_assert_int_eq(problem, AUTOMATON_OPAQUE);
    ck_assert_ptr_null(automaton_of_pattern(memory, STR("("), &problem));
    ck_assert_int_eq(problem, AUTOMATON_INVALID);
    ck_assert_ptr_null(automaton_of_pattern(memory, STR("(a|b)*a(a|b){30}$"), &problem));
    ck_assert_int_eq(problem, AUTOMATON_TOO_LARGE);
    ck_assert_ptr_null(automaton_of_pattern(memory, STR("^a{1,4000000}$"), &problem));
    ck_assert_int_eq(problem, AUTOMATON_TOO_LARGE);
}
END_TEST

/* --- random patterns: the algebra against searching --- */

static uint32_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32);
}

static void random_pattern(buf *out, uint64_t *random, int depth)
{
    static const char *const atoms[] = {"a", "b", "c", "[ab]", "[^a]", ".", "\\w", "^", "$", "\\b"};
    static const char *const loops[] = {")*", ")+", ")?", "){2}"};
    static const char *const looks[] = {"(?=", "(?!", "(?:"};
    uint32_t kind = next_random(random) % (depth > 0 ? 10 : 2);
    if (kind < 2) {
        buf_append(out, str_from(atoms[next_random(random) % 10]));
    } else if (kind < 6) {
        random_pattern(out, random, depth - 1);
        random_pattern(out, random, depth - 1);
    } else if (kind == 6) {
        buf_append(out, STR("(?:"));
        random_pattern(out, random, depth - 1);
        buf_append_char(out, '|');
        random_pattern(out, random, depth - 1);
        buf_append_char(out, ')');
    } else if (kind < 9) {
        buf_append(out, STR("(?:"));
        random_pattern(out, random, depth - 1);
        buf_append(out, str_from(loops[next_random(random) % 4]));
    } else {
        buf_append(out, str_from(looks[next_random(random) % 3]));
        random_pattern(out, random, depth - 1);
        buf_append_char(out, ')');
    }
}

typedef struct sides {
    const pattern *patterns[2];
    const automaton *automata[2];
    pattern_scratch scratch;
} sides;

static bool searches(sides *s, int side, str word)
{
    return pattern_search(s->patterns[side], word, &s->scratch) == PATTERN_YES;
}

/* Every word of length up to 4 over a few letters, so that the law is checked, not sampled. */
static void check_all_words(sides *s, const automaton *both, const automaton *either,
                            const automaton *only, const automaton *not_first)
{
    static const char letters[] = "abc-";
    for (unsigned number = 0; number < 341; number++) {
        char text[5];
        size_t length = 0;
        for (unsigned rest = number; rest > 0; rest = (rest - 1) / 4)
            text[length++] = letters[(rest - 1) % 4];
        str word = str_of(text, length);
        bool first = searches(s, 0, word), second = searches(s, 1, word);
        ck_assert(automaton_accepts(s->automata[0], word) == first);
        ck_assert(automaton_accepts(both, word) == (first && second));
        ck_assert(automaton_accepts(either, word) == (first || second));
        ck_assert(automaton_accepts(only, word) == (first && !second));
        ck_assert(automaton_accepts(not_first, word) == !first);
    }
}

static void check_samples(sides *s, const automaton *only, bool included, uint64_t *random)
{
    for (int i = 0; i < 10; i++) {
        str word;
        if (automaton_sample(memory, s->automata[0], random, &word)) {
            ck_assert_msg(searches(s, 0, word), "%.*s has no match in '%.*s'",
                          STR_ARG(pattern_text(s->patterns[0])), STR_ARG(word));
            ck_assert(!included || searches(s, 1, word));
        }
        if (automaton_sample(memory, only, random, &word))
            ck_assert(searches(s, 0, word) && !searches(s, 1, word));
    }
}

START_TEST(algebra_agrees_with_searching)
{
    uint64_t random = 0xD1B54A32D192ED03u * (uint64_t)(_i + 1);
    for (int round = 0; round < 40; round++) {
        pattern_pool *pool = pattern_pool_new();
        sides s = {0};
        for (int side = 0; side < 2; side++) {
            buf text = {0};
            pattern_error error;
            automaton_problem problem;
            random_pattern(&text, &random, 4);
            s.patterns[side] = pattern_pool_get(pool, buf_str(&text), &error);
            s.automata[side] = automaton_of_pattern(memory, buf_str(&text), &problem);
            ck_assert_ptr_nonnull(s.automata[side]);
            buf_clear(&text);
        }
        const automaton *only = automaton_subtract(memory, s.automata[0], s.automata[1]);
        check_all_words(&s, automaton_intersect(memory, s.automata[0], s.automata[1]),
                        automaton_unite(memory, s.automata[0], s.automata[1]), only,
                        automaton_complement(memory, s.automata[0]));
        bool included = is_within(s.automata[0], s.automata[1]);
        ck_assert(automaton_is_nothing(only) == included);
        check_samples(&s, only, included, &random);
        pattern_scratch_clear(&s.scratch);
        pattern_pool_free(pool);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("inclusion/automaton");
    TCase *cases = tcase_create("all");
    tcase_set_timeout(cases, 60);
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_loop_test(cases, relations, 0, sizeof pairs / sizeof *pairs);
    tcase_add_test(cases, words_read_well);
    tcase_add_test(cases, conjunctions);
    tcase_add_test(cases, windows);
    tcase_add_test(cases, several_words);
    tcase_add_test(cases, a_last_say_that_refuses_all_is_unknown);
    tcase_add_test(cases, word_sets);
    tcase_add_test(cases, what_is_not_regular_says_so);
    tcase_add_loop_test(cases, algebra_agrees_with_searching, 0, 10);
    suite_add_tcase(suite, cases);
    return unit_main("inclusion/automaton", suite);
}
