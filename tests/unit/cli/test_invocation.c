#include "cli/invocation.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/suggest.h"
#include "tests/unit/unit.h"

static const char *const colours[] = {"red", "green", NULL};

static const option_row options[] = {
    {.name = "colour",
     .kind = OPTION_CHOICE,
     .argument = "C",
     .choices = colours,
     .with_file = true,
     .repeatable = true,
     .help = "h"},
    {.name = "count",
     .letter = 'n',
     .kind = OPTION_NUMBER,
     .argument = "N",
     .minimum = 1,
     .maximum = 9,
     .help = "h"},
    {.name = "verbose", .letter = 'v', .kind = OPTION_FLAG, .help = "h"},
    {.name = "now", .kind = OPTION_TEXT, .argument = "TIME", .help = "h"},
    OPTIONS_END,
};

static const command sample = {.name = "sample",
                               .operands = "A [B]",
                               .minimum_operands = 1,
                               .maximum_operands = 2,
                               .options = options};

static invocation call;

static bool parse(const char *line)
{
    static char copy[200];
    char *arguments[16];
    int count = 0;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
        arguments[count++] = word;
    return invocation_parse(&call, &sample, count, arguments);
}

static void expect_refusal(const char *line, const char *message, const char *hint)
{
    ck_assert_msg(!parse(line), "%s", line);
    ck_assert_uint_eq(call.diagnostics.count, 1);
    ck_assert_str_eq(call.diagnostics.items[0].message.data, message);
    if (hint != NULL)
        ck_assert_str_eq(call.diagnostics.items[0].hint.data, hint);
    invocation_clear(&call);
}

START_TEST(values_come_attached_or_apart)
{
    static const char *const lines[] = {"--count=3 a", "--count 3 a", "-n3 a",      "-n 3 a",
                                        "-vn3 a",      "a -vn 3",     "a --count 3"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ck_assert_msg(parse(lines[i]), "%s", lines[i]);
        ck_assert_int_eq(invocation_number(&call, "count", 7), 3);
        ck_assert_uint_eq(call.operand_count, 1);
        ck_assert_str_eq(call.operands[0], "a");
        invocation_clear(&call);
    }
}
END_TEST

START_TEST(dashes_end_options)
{
    ck_assert(parse("-v -- --count"));
    ck_assert_str_eq(call.operands[0], "--count");
    ck_assert(invocation_has(&call, "verbose"));
    invocation_clear(&call);
    ck_assert(parse("- -v"));
    ck_assert_str_eq(call.operands[0], "-");
    invocation_clear(&call);
}
END_TEST

START_TEST(repeatable_options_keep_their_order)
{
    ck_assert(parse("--colour red=a=b --colour=green a"));
    ck_assert_uint_eq(invocation_count(&call, "colour"), 2);
    ck_assert_str_eq(invocation_nth(&call, "colour", 0), "red=a=b");
    ck_assert_str_eq(invocation_nth(&call, "colour", 1), "green");
    ck_assert_ptr_null(invocation_nth(&call, "colour", 2));
    ck_assert_str_eq(invocation_text(&call, "now", "then"), "then");
    invocation_clear(&call);
}
END_TEST

START_TEST(mistakes_are_named)
{
    expect_refusal("--coun=3 a", "unknown option '--coun' for 'sample'", "did you mean '--count'?");
    expect_refusal("--verbos a", "unknown option '--verbos' for 'sample'",
                   "did you mean '--verbose'?");
    expect_refusal("--zzzzzz a", "unknown option '--zzzzzz' for 'sample'", "handoff help sample");
    expect_refusal("-x a", "unknown option '-x' for 'sample'", NULL);
    expect_refusal("a --count", "option '--count' needs a value: --count N", NULL);
    expect_refusal("--verbose=1 a", "option '--verbose' takes no value", NULL);
    expect_refusal("-vv a", "option '--verbose' is given twice", NULL);
    expect_refusal("--colour=gren a", "'gren' is no value of '--colour' (red, green)",
                   "did you mean 'green'?");
    expect_refusal("--colour=red= a", "'--colour red=' names no file", NULL);
    expect_refusal("-v", "'sample' needs A [B]: 0 given", NULL);
    expect_refusal("a b c", "unexpected operand 'c'", NULL);
}
END_TEST

START_TEST(numbers_are_whole_and_in_range)
{
    static const char *const bad[] = {"0",  "10", "-1", "3x", "x", "1.5", "99999999999999999999",
                                      "0x3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char line[64];
        snprintf(line, sizeof line, "a --count=%s", bad[i]);
        ck_assert_msg(!parse(line), "%s", line);
        invocation_clear(&call);
    }
    ck_assert(!parse("a --count="));
    invocation_clear(&call);
}
END_TEST

START_TEST(a_clock_can_be_given)
{
    clock_source clock;
    ck_assert(parse("a --now 1970-01-02"));
    ck_assert(invocation_clock(&call, &clock));
    ck_assert_int_eq(clock_now(&clock), 86400);
    invocation_clear(&call);
    ck_assert(parse("a --now tomorrow"));
    ck_assert(!invocation_clock(&call, &clock));
    invocation_clear(&call);
}
END_TEST

START_TEST(help_needs_no_operands)
{
    ck_assert(parse("--help"));
    invocation_clear(&call);
}
END_TEST

START_TEST(the_command_table_is_in_order_and_complete)
{
    for (const command *const *c = commands; *c != NULL; c++) {
        const command *one = *c;
        ck_assert_msg(c == commands || strcmp(c[-1]->name, one->name) < 0, "%s", one->name);
        ck_assert_msg(one->summary != NULL && one->run != NULL, "%s", one->name);
        ck_assert_msg(one->examples != NULL && one->examples->line != NULL, "%s: no example",
                      one->name);
        ck_assert_msg(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", one->summary[0]) == NULL,
                      "%s: its summary begins with a capital", one->name);
        for (const option_row *row = one->options; row != NULL && row->name != NULL; row++) {
            ck_assert_msg(row->help != NULL, "%s --%s", one->name, row->name);
            ck_assert_msg((row->kind == OPTION_FLAG) == (row->argument == NULL), "%s --%s",
                          one->name, row->name);
            ck_assert_msg((row->kind == OPTION_CHOICE) == (row->choices != NULL), "%s --%s",
                          one->name, row->name);
            for (const option_row *other = one->options; other != row; other++)
                ck_assert_msg(strcmp(other->name, row->name) != 0 &&
                                  (row->letter == 0 || other->letter != row->letter),
                              "%s --%s is there twice", one->name, row->name);
            for (const option_row *other = common_options; other->name != NULL; other++)
                ck_assert_msg(strcmp(other->name, row->name) != 0 &&
                                  (row->letter == 0 || other->letter != row->letter),
                              "%s --%s is a common option", one->name, row->name);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("invocation");
    TCase *all = tcase_create("invocation");
    tcase_add_test(all, values_come_attached_or_apart);
    tcase_add_test(all, dashes_end_options);
    tcase_add_test(all, repeatable_options_keep_their_order);
    tcase_add_test(all, mistakes_are_named);
    tcase_add_test(all, numbers_are_whole_and_in_range);
    tcase_add_test(all, a_clock_can_be_given);
    tcase_add_test(all, help_needs_no_operands);
    tcase_add_test(all, the_command_table_is_in_order_and_complete);
    suite_add_tcase(suite, all);
    return unit_main("cli/invocation", suite);
}
