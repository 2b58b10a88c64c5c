#include "doc/finding.h"
#include "tests/unit/unit.h"

static report *r;

static void begin(void)
{
    r = report_new();
}
static void end(void)
{
    report_free(r);
}

static finding make(const char *rule, level l, uint32_t line)
{
    return (finding){.rule = str_from(rule),
                     .level = l,
                     .message = STR("message"),
                     .new_place = {.file = STR("new.yaml"), .line = line, .column = 1}};
}

static void add(const char *rule, level l, uint32_t line)
{
    finding f = make(rule, l, line);
    report_add(r, &f);
}

START_TEST(texts_are_copied)
{
    char rule[] = "rule", operation[] = "GET /a";
    str operations[] = {str_from(operation)};
    waiver_note waiver = {.owner = str_from(rule)};
    finding f = make(rule, LEVEL_INFO, 1);
    f.operations = operations;
    f.operation_count = 1;
    f.waived = &waiver;
    finding *kept = report_add(r, &f);
    rule[0] = operation[0] = '!';
    ck_assert_str_eq(kept->rule.data, "rule");
    ck_assert_str_eq(kept->operations[0].data, "GET /a");
    ck_assert_str_eq(kept->waived->owner.data, "rule");
}
END_TEST

START_TEST(worst_first_then_place_and_no_repeats)
{
    add("b", LEVEL_INFO, 1);
    add("a", LEVEL_BREAKING, 9);
    add("a", LEVEL_BREAKING, 2);
    add("a", LEVEL_BREAKING, 9);
    add("c", LEVEL_WARNING, 1);
    finding gone = make("gone", LEVEL_BREAKING, 0);
    gone.old_place = (position){.file = STR("a.yaml"), .line = 7, .column = 1};
    report_add(r, &gone);
    report_finish(r, true);
    static const struct {
        const char *rule;
        uint32_t line;
    } expected[] = {{"gone", 0}, {"a", 2}, {"a", 9}, {"c", 1}, {"b", 1}};
    ck_assert_uint_eq(r->finding_count, 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_str_eq(r->findings[i].rule.data, expected[i].rule);
        ck_assert_uint_eq(r->findings[i].new_place.line, expected[i].line);
    }
    ck_assert_uint_eq(report_count(r, LEVEL_BREAKING), 3);
}
END_TEST

START_TEST(the_verdict_is_the_worst_that_holds)
{
    report_finish(r, false);
    ck_assert_int_eq(r->verdict, VERDICT_IDENTICAL);
    report_finish(r, true);
    ck_assert_int_eq(r->verdict, VERDICT_COMPATIBLE);
    add("i", LEVEL_INFO, 1);
    report_finish(r, true);
    ck_assert_int_eq(r->verdict, VERDICT_COMPATIBLE);
    add("w", LEVEL_WARNING, 1);
    report_finish(r, true);
    ck_assert_int_eq(r->verdict, VERDICT_WARNING);
    report_add_undecided(r, &(undecided){.why = STR("limit")});
    report_finish(r, true);
    ck_assert_int_eq(r->verdict, VERDICT_UNDECIDED);
    add("b", LEVEL_BREAKING, 1);
    report_finish(r, true);
    ck_assert_int_eq(r->verdict, VERDICT_BREAKING);
}
END_TEST

START_TEST(a_waived_finding_leaves_the_verdict_and_stays_listed)
{
    waiver_note waiver = {.owner = STR("team")};
    finding f = make("a", LEVEL_BREAKING, 1);
    f.waived = &waiver;
    report_add(r, &f);
    report_finish(r, true);
    ck_assert_int_eq(r->verdict, VERDICT_COMPATIBLE);
    ck_assert_uint_eq(r->finding_count, 1);
    ck_assert_uint_eq(report_count(r, LEVEL_BREAKING), 0);
}
END_TEST

START_TEST(names_of_levels)
{
    static const struct {
        const char *name;
        level level;
    } names[] = {{"breaking", LEVEL_BREAKING}, {"ERR", LEVEL_BREAKING}, {"error", LEVEL_BREAKING},
                 {"Warn", LEVEL_WARNING},      {"info", LEVEL_INFO},    {"none", LEVEL_NONE}};
    level l;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert(level_parse(&l, str_from(names[i].name)));
        ck_assert_int_eq(l, names[i].level);
    }
    ck_assert(!level_parse(&l, STR("fatal")));
    for (int i = LEVEL_NONE; i <= LEVEL_BREAKING; i++) {
        ck_assert(level_parse(&l, str_from(level_name((level)i))));
        ck_assert_int_eq(l, i);
    }
    ck_assert_str_eq(verdict_name(VERDICT_UNDECIDED), "undecided");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("finding");
    TCase *c = tcase_create("finding");
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, texts_are_copied);
    tcase_add_test(c, worst_first_then_place_and_no_repeats);
    tcase_add_test(c, the_verdict_is_the_worst_that_holds);
    tcase_add_test(c, a_waived_finding_leaves_the_verdict_and_stays_listed);
    tcase_add_test(c, names_of_levels);
    suite_add_tcase(suite, c);
    return unit_main("doc/finding", suite);
}
