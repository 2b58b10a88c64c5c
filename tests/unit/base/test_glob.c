#include "../unit.h"

#include <string.h>
#include <time.h>

#include "base/glob.h"

typedef struct sample {
    const char *pattern, *name;
    bool matches;
} sample;

static const sample samples[] = {
    {"", "", true},
    {"", "a", false},
    {"a", "a", true},
    {"a", "b", false},
    {"*", "", true},
    {"*", "abc", true},
    {"*", "a/b", false},
    {"*.yaml", "api.yaml", true},
    {"*.yaml", "api.yml", false},
    {"*.yaml", "v1/api.yaml", false},
    {"?.yaml", "a.yaml", true},
    {"?.yaml", "/.yaml", false},
    {"?", "\xc3\xa9", true}, /* one code point, two bytes */
    {"**", "a/b/c", true},
    {"**/api.yaml", "api.yaml", true},
    {"**/api.yaml", "v1/api.yaml", true},
    {"**/api.yaml", "v1/x/api.yaml", true},
    {"**/api.yaml", "v1/myapi.yaml", false},
    {"services/**/openapi.*", "services/openapi.json", true},
    {"services/**/openapi.*", "services/a/b/openapi.json", true},
    {"services/**/openapi.*", "other/openapi.json", false},
    {"services/**", "services/a/b", true},
    {"services/**", "services", false},
    {"a/*/c", "a/b/c", true},
    {"a/*/c", "a/b/b/c", false},
    {"a/**/*.y", "a/b/c/d.y", true},
    {"a/**/b/*/c", "a/x/b/y/b/z/c", true},
    {"a/**/b/*/c", "a/x/b/y/z/c", false},
    {"**a*b**c", "xxa/a1b/2/c", true},
    {"[a-c]1", "b1", true},
    {"[a-c]1", "d1", false},
    {"[!a-c]1", "d1", true},
    {"[!a]1", "/1", false},
    {"[]]", "]", true},
    {"[abc", "[abc", true}, /* never closed: plain text */
    {"\\*", "*", true},
    {"\\*", "a", false},
    {"/payments/{id}", "/payments/{id}", true},
    {"GET /payments/**", "GET /payments/{id} response 200 application/json /amount", true},
    {"response-*", "response-body-removed", true},
    {"*a*a*a*b", "aaaaaaaaaaaaaaaaaaaa", false},
};

START_TEST(samples_match_as_told)
{
    const sample *s = &samples[_i];
    ck_assert_msg(glob_matches(str_from(s->pattern), str_from(s->name)) == s->matches,
                  "'%s' and '%s'", s->pattern, s->name);
}
END_TEST

START_TEST(hostile_patterns_end)
{
    char pattern[601], name[2001];
    for (size_t i = 0; i < 300; i++) {
        pattern[2 * i] = '*';
        pattern[2 * i + 1] = 'a';
    }
    memset(name, 'a', sizeof name);
    pattern[600] = 'b';
    clock_t start = clock();
    ck_assert(!glob_matches(str_of(pattern, 601), str_of(name, 2001)));
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 2);
}
END_TEST

START_TEST(plain_names_are_no_patterns)
{
    ck_assert(!glob_is_pattern(STR("a/b.yaml")));
    ck_assert(!glob_is_pattern(STR("/payments/{id}")));
    ck_assert(glob_is_pattern(STR("a/*.yaml")));
    ck_assert(glob_is_pattern(STR("a[1]")));
}
END_TEST

START_TEST(cleaning_drops_what_changes_nothing)
{
    arena *a = arena_new();
    ck_assert(str_equal(glob_clean(STR("./a//b/*.yaml"), a), STR("a/b/*.yaml")));
    ck_assert(str_equal(glob_clean(STR("././x"), a), STR("x")));
    ck_assert(str_equal(glob_clean(STR(".x"), a), STR(".x")));
    arena_free(a);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/glob");
    TCase *one = tcase_create("glob");
    tcase_add_loop_test(one, samples_match_as_told, 0, (int)(sizeof samples / sizeof *samples));
    tcase_add_test(one, hostile_patterns_end);
    tcase_add_test(one, plain_names_are_no_patterns);
    tcase_add_test(one, cleaning_drops_what_changes_nothing);
    suite_add_tcase(suite, one);
    return unit_main("base/glob", suite);
}
