#include "../unit.h"

#include "policy/codeowners.h"

static diags d;
static arena *a;

static void setup(void)
{
    diags_init(&d);
    a = arena_new();
}

static void teardown(void)
{
    diags_clear(&d);
    arena_free(a);
}

typedef struct ownership {
    codeowners_dialect dialect;
    const char *text, *path;
    const char *owners; /* joined by blanks; NULL: no line matches */
} ownership;

#define HUB CODEOWNERS_GITHUB
#define LAB CODEOWNERS_GITLAB

static const ownership ownerships[] = {
    {HUB, "* @all\n", "a/b.yaml", "@all"},
    {HUB, "* @all\n*.yaml @yaml\n", "a/b.yaml", "@yaml"},
    {HUB, "*.yaml @yaml\n* @all\n", "a/b.yaml", "@all"}, /* last match wins */
    {HUB, "* @all\n/docs/\n", "docs/x.md", ""},          /* a line without owners un-owns */
    {HUB, "/docs/ @d\n", "a/docs/x.md", NULL},
    {HUB, "docs/ @d\n", "a/docs/x.md", "@d"},
    {HUB, "docs/* @d\n", "docs/x.md", "@d"},
    {HUB, "docs/* @d\n", "docs/a/x.md", NULL},
    {HUB, "docs/a @d\n", "docs/a/x.md", "@d"},
    {HUB, "docs/a @d\n", "x/docs/a/x.md", NULL},
    {LAB, "docs/a.md @d\n", "x/docs/a.md", "@d"},
    {LAB, "docs/a @d\n", "docs/a/x.md", NULL},
    {LAB, "docs/a/ @d\n", "docs/a/x/y.md", "@d"},
    {HUB, "/apps/github @o/team\n", "apps/github/x.c", "@o/team"},
    {HUB, "**/logs @l\n", "build/logs/x.log", "@l"},
    {HUB, "apps @l\n", "x/apps/y", "@l"},
    {HUB, "my\\ file.yaml @m\n", "my file.yaml", "@m"},
    {HUB, "a.yaml @m mail@example.com # why\n", "a.yaml", "@m mail@example.com"},
    {HUB, "# a.yaml @m\n\n   \n", "a.yaml", NULL},
    {HUB, "!a.yaml @m\n", "a.yaml", NULL},
    {HUB, "[ab].yaml @m\n", "a.yaml", NULL},
    {LAB, "* @all\n[Docs]\n*.md @docs\n", "a.md", "@all @docs"},
    {LAB, "[Docs] @docs\n*.md\n*.txt @txt\n", "a.md", "@docs"},
    {LAB, "[Docs][2] @docs\n*.md\n", "a.md", "@docs"},
    {LAB, "^[Optional thing] @docs\n*.md\n", "a.md", "@docs"},
    {LAB, "[A]\n*.md @a\n*.md @b\n[B]\n*.md @c\n", "x/a.md", "@b @c"},
    {HUB, "a.yaml @m\r\n", "a.yaml", "@m"},
    /* sections of one name are one, whatever their case */
    {LAB, "[Docs]\n*.md @a\n[Code]\n*.c @c\n[DOCS]\nx/*.md @b\n", "x/a.md", "@b"},
    /* an exclusion: nobody of this section, the others all the same */
    {LAB, "* @all\n!a.md\n", "a.md", ""},
    {LAB, "* @all\n[Docs]\n*.md @docs\n!a.md\n", "a.md", "@all"},
    {LAB, "[Docs]\n*.md @docs\n!a.md\n", "b.md", "@docs"},
    {LAB, "[Docs]\n!a.md\n*.md @docs\n", "a.md", ""},
    {LAB, "my\\ file.md @m\n", "my file.md", "@m"},
    {LAB, "\\#notes.md @m\n", "#notes.md", "@m"},
    {LAB, "[Docs] @docs\n*.md @@maintainer\n", "a.md", "@@maintainer"},
};

START_TEST(the_last_line_that_matches_wins)
{
    const ownership *one = &ownerships[_i];
    codeowners *c = codeowners_parse(str_from(one->text), STR("CODEOWNERS"), one->dialect, a, &d);
    text_list owners;
    bool found = codeowners_of(c, str_from(one->path), &owners, NULL);
    ck_assert_msg(found == (one->owners != NULL), "%s: %s", one->text, one->path);
    if (!found)
        return;
    buf all = {0};
    for (size_t i = 0; i < owners.count; i++)
        buf_printf(&all, "%s%.*s", i ? " " : "", STR_ARG(owners.items[i]));
    ck_assert_str_eq(buf_cstr(&all), one->owners);
    buf_clear(&all);
}
END_TEST

START_TEST(what_is_skipped_is_said)
{
    codeowners_parse(STR("* @a\n!b @c\nd nobody\n"), STR("CODEOWNERS"), HUB, a, &d);
    ck_assert_uint_eq(d.count, 2);
    ck_assert(str_equal(d.items[0].code, STR("codeowners.pattern")));
    ck_assert_uint_eq(d.items[0].line, 2);
    ck_assert(str_equal(d.items[1].code, STR("codeowners.owner")));
    ck_assert_uint_eq(d.items[1].line, 3);
}
END_TEST

START_TEST(the_dialect_is_guessed)
{
    ck_assert_int_eq(codeowners_guess(STR(".gitlab/CODEOWNERS"), STR("")), LAB);
    ck_assert_int_eq(codeowners_guess(STR(".github/CODEOWNERS"), STR("[A]\n")), HUB);
    ck_assert_int_eq(codeowners_guess(STR("CODEOWNERS"), STR("* @a\n^[B] @c\n")), LAB);
    ck_assert_int_eq(codeowners_guess(STR("CODEOWNERS"), STR("* @a\n")), HUB);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("policy/codeowners");
    TCase *one = tcase_create("codeowners");
    tcase_add_checked_fixture(one, setup, teardown);
    tcase_add_loop_test(one, the_last_line_that_matches_wins, 0,
                        (int)(sizeof ownerships / sizeof *ownerships));
    tcase_add_test(one, what_is_skipped_is_said);
    tcase_add_test(one, the_dialect_is_guessed);
    suite_add_tcase(suite, one);
    return unit_main("policy/codeowners", suite);
}
