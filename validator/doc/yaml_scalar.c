#include "doc/yaml_scalar.h"

#include <string.h>

#include "base/number.h"

static bool is_one_of(str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(s, str_from(words[i])))
            return true;
    return false;
}

#define IS_ONE_OF(s, ...)                                                                          \
    is_one_of((s), (const char *const[]){__VA_ARGS__},                                             \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static yaml_type word_type(str s)
{
    if (IS_ONE_OF(s, "null", "Null", "NULL", "~"))
        return YAML_TYPE_NULL;
    if (IS_ONE_OF(s, "true", "True", "TRUE"))
        return YAML_TYPE_TRUE;
    if (IS_ONE_OF(s, "false", "False", "FALSE"))
        return YAML_TYPE_FALSE;
    if (IS_ONE_OF(s, ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF",
                  "-.inf", "-.Inf", "-.INF"))
        return YAML_TYPE_NOT_FINITE;
    return YAML_TYPE_STRING;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_at(str s, size_t at)
{
    size_t i = at;
    while (i < s.length && is_digit(s.data[i]))
        i++;
    return i - at;
}

static bool is_radix_digit(char c, int radix)
{
    if (radix == 8)
        return c >= '0' && c <= '7';
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static yaml_type radix_type(str s, str *json, arena *a)
{
    int radix = s.data[1] == 'o' ? 8 : 16;
    str digits = str_skip(s, 2);
    for (size_t i = 0; i < digits.length; i++)
        if (!is_radix_digit(digits.data[i], radix))
            return YAML_TYPE_STRING;
    if (digits.length == 0)
        return YAML_TYPE_STRING;
    *json = number_radix_text(digits, radix, a);
    return json->data ? YAML_TYPE_NUMBER : YAML_TYPE_TOO_LARGE;
}

/* [-+]? (digits [. digits?]? | . digits) ([eE] [-+]? digits)? and where its parts are */
typedef struct decimal {
    bool negative;
    bool has_point;
    str whole, fraction, exponent; /* exponent with its 'e' and sign */
} decimal;

static bool parse_decimal(str s, decimal *out)
{
    size_t i = 0;
    *out = (decimal){0};
    if (s.data[0] == '-' || s.data[0] == '+') {
        out->negative = s.data[0] == '-';
        i = 1;
    }
    out->whole = (str){s.data + i, digits_at(s, i)};
    i += out->whole.length;
    if (i < s.length && s.data[i] == '.') {
        out->has_point = true;
        out->fraction = (str){s.data + i + 1, digits_at(s, i + 1)};
        i += 1 + out->fraction.length;
    }
    if (out->whole.length + out->fraction.length == 0)
        return false;
    if (i < s.length && (s.data[i] == 'e' || s.data[i] == 'E')) {
        size_t start = i++;
        if (i < s.length && (s.data[i] == '-' || s.data[i] == '+'))
            i++;
        size_t digits = digits_at(s, i);
        if (digits == 0)
            return false;
        i += digits;
        out->exponent = (str){s.data + start, i - start};
    }
    return i == s.length;
}

static str decimal_json(str s, const decimal *n, arena *a)
{
    str whole = n->whole;
    while (whole.length > 1 && whole.data[0] == '0')
        whole = str_skip(whole, 1);
    bool same = s.data[0] != '+' && whole.length == n->whole.length && whole.length > 0 &&
                n->has_point == (n->fraction.length > 0);
    if (same)
        return s;
    return arena_printf(a, "%s%.*s%s%.*s%.*s", n->negative ? "-" : "",
                        whole.length ? (int)whole.length : 1, whole.length ? whole.data : "0",
                        n->fraction.length ? "." : "", STR_ARG(n->fraction), STR_ARG(n->exponent));
}

yaml_type yaml_type_of(str plain, str *json, arena *a)
{
    if (plain.length == 0)
        return YAML_TYPE_NULL;
    char first = plain.data[0];
    if (!is_digit(first) && first != '-' && first != '+' && first != '.')
        return plain.length <= 5 && strchr("nNtTfF~", first) ? word_type(plain) : YAML_TYPE_STRING;
    if (first == '0' && plain.length > 1 && (plain.data[1] == 'o' || plain.data[1] == 'x'))
        return radix_type(plain, json, a);
    decimal n;
    if (!parse_decimal(plain, &n))
        return word_type(plain);
    *json = decimal_json(plain, &n, a);
    return YAML_TYPE_NUMBER;
}
