#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#define EXPONENT_LIMIT (INT64_MAX / 4)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t count_digits(str text, size_t from)
{
    size_t i = from;
    while (i < text.length && is_digit(text.data[i]))
        i++;
    return i - from;
}

/* Exponents far out are all one and the same: what digits add to or take from them is nothing. */
static int64_t saturate(int64_t exponent)
{
    if (exponent > EXPONENT_LIMIT / 2)
        return EXPONENT_LIMIT;
    return exponent < -EXPONENT_LIMIT / 2 ? -EXPONENT_LIMIT : exponent;
}

/* [eE] [+-]? digits, all of the rest of the text; no text is 0. */
static bool parse_exponent(str text, int64_t *exponent)
{
    *exponent = 0;
    if (text.length == 0)
        return true;
    if (text.data[0] != 'e' && text.data[0] != 'E')
        return false;
    size_t i = 1;
    bool negative = i < text.length && text.data[i] == '-';
    if (i < text.length && (text.data[i] == '-' || text.data[i] == '+'))
        i++;
    if (i == text.length || count_digits(text, i) != text.length - i)
        return false;
    int64_t value = 0;
    for (; i < text.length; i++)
        value = value < EXPONENT_LIMIT / 10 ? value * 10 + (text.data[i] - '0') : EXPONENT_LIMIT;
    *exponent = negative ? -value : value;
    return true;
}

/* Sets digits and exponent without leading and trailing zeros, then what follows from them. */
static void set_value(number *out, bool negative, str digits, int64_t exponent)
{
    while (digits.length && digits.data[0] == '0')
        digits = str_skip(digits, 1);
    while (digits.length && digits.data[digits.length - 1] == '0') {
        digits.length--;
        exponent++;
    }
    *out = (number){.negative = negative, .digits = digits, .exponent = saturate(exponent)};
    if (digits.length == 0) {
        *out = (number){.is_small = true, .digits = {"", 0}};
        return;
    }
    if (exponent < 0 || exponent > 18 || digits.length + (size_t)exponent > 18)
        return;
    int64_t value = 0;
    for (size_t i = 0; i < digits.length; i++)
        value = value * 10 + (digits.data[i] - '0');
    for (int64_t i = 0; i < exponent; i++)
        value *= 10;
    out->is_small = true;
    out->small = negative ? -value : value;
}

bool number_parse(number *out, str text, arena *a)
{
    bool negative = text.length && text.data[0] == '-';
    str rest = negative ? str_skip(text, 1) : text;
    size_t whole = count_digits(rest, 0);
    if (whole == 0 || (whole > 1 && rest.data[0] == '0'))
        return false;
    size_t fraction = 0, end = whole;
    if (whole < rest.length && rest.data[whole] == '.') {
        fraction = count_digits(rest, whole + 1);
        if (fraction == 0)
            return false;
        end = whole + 1 + fraction;
    }
    int64_t exponent;
    if (!parse_exponent(str_skip(rest, end), &exponent))
        return false;
    str digits = str_take(rest, whole);
    if (fraction && whole == 1 && rest.data[0] == '0') {
        digits = (str){rest.data + 2, fraction};
    } else if (fraction) {
        char *joined = arena_alloc(a, whole + fraction);
        memcpy(joined, rest.data, whole);
        memcpy(joined + whole, rest.data + whole + 1, fraction);
        digits = (str){joined, whole + fraction};
    }
    set_value(out, negative, digits, exponent - (int64_t)fraction);
    return true;
}

number number_from_integer(int64_t value, arena *a)
{
    str text = arena_printf(a, "%lld", (long long)value);
    number n;
    number_parse(&n, text, a);
    return n;
}

void number_from_decimal(number *out, bool negative, str digits, int64_t exponent)
{
    set_value(out, negative, digits, exponent);
}

bool number_is_integer(const number *n)
{
    return n->exponent >= 0;
}

bool number_is_zero(const number *n)
{
    return n->digits.length == 0;
}

static int compare_magnitude(const number *a, const number *b)
{
    int64_t top_a = (int64_t)a->digits.length + a->exponent;
    int64_t top_b = (int64_t)b->digits.length + b->exponent;
    if (top_a != top_b)
        return top_a < top_b ? -1 : 1;
    return str_compare(a->digits, b->digits); /* no trailing zeros: a prefix is the smaller */
}

int number_compare(const number *a, const number *b)
{
    if (a->is_small && b->is_small)
        return a->small < b->small ? -1 : a->small > b->small;
    int sign_a = number_is_zero(a) ? 0 : a->negative ? -1 : 1;
    int sign_b = number_is_zero(b) ? 0 : b->negative ? -1 : 1;
    if (sign_a != sign_b)
        return sign_a < sign_b ? -1 : 1;
    int order = sign_a == 0 ? 0 : compare_magnitude(a, b);
    order = order < 0 ? -1 : order > 0;
    return sign_a < 0 ? -order : order;
}

bool number_equal(const number *a, const number *b)
{
    if (a->is_small || b->is_small)
        return a->is_small && b->is_small && a->small == b->small;
    return a->negative == b->negative && a->exponent == b->exponent &&
           str_equal(a->digits, b->digits);
}

uint64_t number_hash(const number *n, uint64_t seed)
{
    if (n->is_small)
        return number_hash_integer(n->small, seed);
    uint64_t hash = hash_bytes(n->digits.data, n->digits.length, seed);
    return hash_fold(hash ^ (uint64_t)n->negative << 63,
                     (uint64_t)n->exponent ^ seed ^ 0x589965cc75374cc3u);
}

/* Enough digits to round any decimal correctly to a double (767), and a last one that says
 * whether more followed. */
enum { DOUBLE_DIGITS = 780 };

double number_to_double(const number *n)
{
    char text[DOUBLE_DIGITS + 40];
    size_t kept = n->digits.length < DOUBLE_DIGITS ? n->digits.length : DOUBLE_DIGITS;
    if (kept == 0)
        return 0.0;
    int64_t exponent = n->exponent + (int64_t)(n->digits.length - kept);
    bool more = kept < n->digits.length;
    if (exponent > 100000 || exponent < -100000)
        exponent = exponent < 0 ? -100000 : 100000;
    snprintf(text, sizeof text, "%s%.*s%se%lld", n->negative ? "-" : "", (int)kept, n->digits.data,
             more ? "1" : "", (long long)(more ? exponent - 1 : exponent));
    return strtod(text, NULL); /* no decimal point in it, so no locale matters */
}

bool number_to_int64(const number *n, int64_t *out)
{
    if (n->is_small) {
        *out = n->small;
        return true;
    }
    int64_t length = (int64_t)n->digits.length + n->exponent;
    if (n->exponent < 0 || length > 19)
        return false;
    uint64_t value = 0;
    for (int64_t i = 0; i < length; i++) {
        uint64_t digit = i < (int64_t)n->digits.length ? (uint64_t)(n->digits.data[i] - '0') : 0;
        value = value * 10 + digit; /* 19 digits fit 64 bits without a sign */
    }
    if (value > (uint64_t)INT64_MAX + n->negative)
        return false;
    *out = n->negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

static str plain_text(const number *n, int zeros, arena *a)
{
    return arena_printf(a, "%s%.*s%.*s", n->negative ? "-" : "", STR_ARG(n->digits), zeros,
                        "000000000000000000000");
}

static str fraction_text(const number *n, int64_t point, arena *a)
{
    const char *sign = n->negative ? "-" : "";
    if (point > 0)
        return arena_printf(a, "%s%.*s.%s", sign, (int)point, n->digits.data,
                            arena_cstr(a, str_skip(n->digits, (size_t)point)));
    return arena_printf(a, "%s0.%.*s%s", sign, (int)-point, "000000000000",
                        arena_cstr(a, n->digits));
}

/* The layout of ECMAScript's Number::toString, without its rounding. */
str number_text(const number *n, arena *a)
{
    if (number_is_zero(n))
        return STR("0");
    int64_t point = (int64_t)n->digits.length + n->exponent;
    if (n->exponent >= 0 && point <= 21)
        return plain_text(n, (int)n->exponent, a);
    if (n->exponent < 0 && point > -6)
        return fraction_text(n, point, a);
    return arena_printf(a, "%s%c%s%se%s%lld", n->negative ? "-" : "", n->digits.data[0],
                        n->digits.length > 1 ? "." : "", arena_cstr(a, str_skip(n->digits, 1)),
                        point > 0 ? "+" : "", (long long)(point - 1));
}
