#include "base/number.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>

static arena *a;

static void begin(void)
{
    a = arena_new();
}
static void end(void)
{
    arena_free(a);
}

static number parse(const char *text)
{
    number n;
    ck_assert_msg(number_parse(&n, str_from(text), a), "'%s' was refused", text);
    return n;
}

static const char *text_of(const number *n)
{
    return arena_cstr(a, number_text(n, a));
}

START_TEST(only_json_numbers_are_numbers)
{
    static const char *const bad[] = {"",    "-",   "+1", "01", "-01", ".5",   "1.",  "1.e1", "1e",
                                      "1e+", "0x1", "1 ", " 1", "NaN", "1.5.", "--1", "1e1.5"};
    static const char *const good[] = {"0", "-0", "10", "0.5", "-0.0", "1e5", "1E+05", "1.25e-07"};
    number n;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!number_parse(&n, str_from(bad[i]), a), "'%s' was accepted", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        parse(good[i]);
}
END_TEST

START_TEST(equal_values_are_equal_however_written)
{
    static const char *const same[][3] = {
        {"1", "1.0", "1e0"},
        {"100", "1e2", "0.1e3"},
        {"0", "-0", "0e99"},
        {"0.5", "5e-1", "0.50"},
        {"-120", "-1.2e2", "-120.0"},
        {"1e400", "10e399", "0.1e401"},
        {"123456789012345678901234567890", "1.23456789012345678901234567890e29",
         "1234567890123456789012345678900e-1"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        for (int j = 1; j < 3; j++) {
            number x = parse(same[i][0]), y = parse(same[i][j]);
            ck_assert_msg(number_equal(&x, &y), "%s = %s", same[i][0], same[i][j]);
            ck_assert_int_eq(number_compare(&x, &y), 0);
            ck_assert_uint_eq(number_hash(&x, 42), number_hash(&y, 42));
        }
    }
}
END_TEST

START_TEST(order_is_exact)
{
    static const char *const rising[] = {"-1e1000000000000",
                                         "-1e400",
                                         "-9007199254740993",
                                         "-9007199254740992",
                                         "-1",
                                         "-0.1",
                                         "-1e-400",
                                         "0",
                                         "1e-1000000000000",
                                         "1e-400",
                                         "0.1",
                                         "0.10000000000000000000001",
                                         "1",
                                         "9007199254740992",
                                         "9007199254740993",
                                         "9223372036854775807",
                                         "9223372036854775808",
                                         "1e400",
                                         "1e1000000000000"};
    size_t count = sizeof rising / sizeof *rising;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            number x = parse(rising[i]), y = parse(rising[j]);
            int expected = i < j ? -1 : i > j;
            ck_assert_msg(number_compare(&x, &y) == expected, "%s <> %s", rising[i], rising[j]);
            ck_assert_int_eq(number_equal(&x, &y), i == j);
        }
}
END_TEST

START_TEST(integers_fit_or_do_not)
{
    static const struct {
        const char *text;
        bool integer, fits;
        int64_t value;
    } cases[] = {
        {"9223372036854775807", true, true, INT64_MAX},
        {"-9223372036854775808", true, true, INT64_MIN},
        {"9223372036854775808", true, false, 0},
        {"-9223372036854775809", true, false, 0},
        {"1.0", true, true, 1},
        {"1e3", true, true, 1000},
        {"1e18", true, true, 1000000000000000000},
        {"1e19", true, false, 0},
        {"1.5", false, false, 0},
        {"1e1000000", true, false, 0},
        {"-0.0", true, true, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number n = parse(cases[i].text);
        int64_t value = 0;
        ck_assert_msg(number_is_integer(&n) == cases[i].integer, "%s", cases[i].text);
        ck_assert_msg(number_to_int64(&n, &value) == cases[i].fits, "%s", cases[i].text);
        ck_assert_int_eq(value, cases[i].value);
    }
}
END_TEST

START_TEST(doubles_are_the_nearest)
{
    static const char *const texts[] = {
        "0.1",
        "1e23",
        "9007199254740993",
        "2.2250738585072011e-308",
        "5e-324",
        "2e-324",
        "1.7976931348623157e308",
        "1e309",
        "-1e-400",
        "2.47032822920623272088284396434110686182e-324",
        "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649"
        "017977587207096330286416692887910946555547851940402630657488671505820681908902000708383"
        "676273854845817711531764475730270069855571366959622842914819860834936475292719074168444"
        "365510704342711559699508093042880177904174497791"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        number n = parse(texts[i]);
        ck_assert_double_eq(number_to_double(&n), strtod(texts[i], NULL));
    }
    number huge = parse("1e100000000000"), tiny = parse("-1e-100000000000");
    ck_assert(isinf(number_to_double(&huge)));
    ck_assert_double_eq(number_to_double(&tiny), 0.0);
}
END_TEST

START_TEST(multiples_are_exact)
{
    static const struct {
        const char *value, *divisor;
        number_answer answer;
    } cases[] = {
        {"0.3", "0.1", NUMBER_YES},
        {"0.35", "0.1", NUMBER_NO},
        {"1e308", "0.123456789", NUMBER_NO},
        {"1e400", "3", NUMBER_NO},
        {"9e400", "3", NUMBER_YES},
        {"12391239123", "1e-8", NUMBER_YES},
        {"0.0075", "0.0001", NUMBER_YES},
        {"0.00751", "0.0001", NUMBER_NO},
        {"-4", "2", NUMBER_YES},
        {"4", "-2", NUMBER_YES},
        {"0", "0", NUMBER_YES},
        {"1", "0", NUMBER_NO},
        {"0", "7", NUMBER_YES},
        {"1e1000000", "7", NUMBER_NO},
        {"1e1000000", "16", NUMBER_YES},
        {"1e9000000000000000", "12.5", NUMBER_YES},
        {"7", "1e5", NUMBER_NO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number value = parse(cases[i].value), divisor = parse(cases[i].divisor);
        ck_assert_msg(number_is_multiple_of(&value, &divisor) == cases[i].answer, "%s / %s",
                      cases[i].value, cases[i].divisor);
    }
}
END_TEST

START_TEST(arithmetic_is_exact)
{
    static const struct {
        const char *left, *right, *sum, *difference, *product;
    } cases[] = {
        {"0.1", "0.2", "0.3", "-0.1", "0.02"},
        {"1e20", "1", "100000000000000000001", "99999999999999999999", "100000000000000000000"},
        {"-1.5", "0", "-1.5", "-1.5", "0"},
        {"0", "7", "7", "-7", "0"},
        {"9007199254740993", "-1", "9007199254740992", "9007199254740994", "-9007199254740993"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number left = parse(cases[i].left), right = parse(cases[i].right), n;
        ck_assert(number_add(&n, &left, &right, a));
        ck_assert_str_eq(text_of(&n), cases[i].sum);
        ck_assert(number_subtract(&n, &left, &right, a));
        ck_assert_str_eq(text_of(&n), cases[i].difference);
        ck_assert(number_multiply(&n, &left, &right, a));
        ck_assert_str_eq(text_of(&n), cases[i].product);
    }
    number one = parse("1"), huge = parse("1e1000000"), n;
    ck_assert_msg(!number_add(&n, &huge, &one, a), "a million digits were written out");
    ck_assert(number_multiply(&n, &huge, &huge, a));
    ck_assert_str_eq(text_of(&n), "1e+2000000");
}
END_TEST

START_TEST(multiples_around_a_value)
{
    static const struct {
        const char *value, *step, *floor, *ceiling;
    } cases[] = {
        {"7", "2", "6", "8"}, {"-7", "2", "-8", "-6"}, {"0.35", "0.1", "0.3", "0.4"},
        {"6", "2", "6", "6"}, {"0", "5", "0", "0"},    {"1e3", "7", "994", "1001"},
    };
    number n;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number value = parse(cases[i].value), step = parse(cases[i].step);
        ck_assert(number_floor_to(&n, &value, &step, a));
        ck_assert_str_eq(text_of(&n), cases[i].floor);
        ck_assert(number_ceiling_to(&n, &value, &step, a));
        ck_assert_str_eq(text_of(&n), cases[i].ceiling);
    }
    number x = parse("0.6"), y = parse("0.4");
    ck_assert(number_lcm(&n, &x, &y, a));
    ck_assert_str_eq(text_of(&n), "1.2");
}
END_TEST

START_TEST(text_is_short_and_reads_back)
{
    static const char *const cases[][2] = {
        {"1.0", "1"},
        {"1e2", "100"},
        {"-0", "0"},
        {"1e20", "100000000000000000000"},
        {"1e21", "1e+21"},
        {"0.000001", "0.000001"},
        {"0.0000001", "1e-7"},
        {"12.50", "12.5"},
        {"1234567890123456789012345", "1.234567890123456789012345e+24"},
        {"-1.5e-9", "-1.5e-9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        number n = parse(cases[i][0]);
        ck_assert_str_eq(text_of(&n), cases[i][1]);
        number again = parse(cases[i][1]);
        ck_assert(number_equal(&n, &again));
    }
    ck_assert_str_eq(arena_cstr(a, number_radix_text(STR("ffffffffffffffffffff"), 16, a)),
                     "1208925819614629174706175");
    ck_assert_str_eq(arena_cstr(a, number_radix_text(STR("0017"), 8, a)), "15");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("number");
    TCase *c = tcase_create("number");
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, only_json_numbers_are_numbers);
    tcase_add_test(c, equal_values_are_equal_however_written);
    tcase_add_test(c, order_is_exact);
    tcase_add_test(c, integers_fit_or_do_not);
    tcase_add_test(c, doubles_are_the_nearest);
    tcase_add_test(c, multiples_are_exact);
    tcase_add_test(c, arithmetic_is_exact);
    tcase_add_test(c, multiples_around_a_value);
    tcase_add_test(c, text_is_short_and_reads_back);
    suite_add_tcase(suite, c);
    return unit_main("base/number", suite);
}
