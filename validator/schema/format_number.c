/*
 * OpenAPI's number formats (its format registry): ranges of values, judged exactly.
 */
#include "schema/format_check.h"

#include <math.h>

#include "base/number.h"

typedef bool (*number_test)(const number *n);

static bool test_number(str text, number_test test)
{
    arena *a = arena_new();
    number n;
    bool holds = number_parse(&n, text, a) && test(&n);
    arena_free(a);
    return holds;
}

/* An integer of up to 18 digits, as nearly all are, without further ado. */
static bool plain_integer(str text, int64_t *value)
{
    size_t at = text.length > 0 && text.data[0] == '-';
    if (text.length - at < 1 || text.length - at > 18)
        return false;
    int64_t magnitude = 0;
    for (size_t i = at; i < text.length; i++) {
        if (!is_ascii_digit(text.data[i]))
            return false;
        magnitude = magnitude * 10 + (text.data[i] - '0');
    }
    *value = at ? -magnitude : magnitude;
    return true;
}

static bool is_integer_within(str text, int64_t least, int64_t most)
{
    int64_t value;
    if (!plain_integer(text, &value)) {
        arena *a = arena_new();
        number n;
        bool fits = number_parse(&n, text, a) && number_to_int64(&n, &value);
        arena_free(a);
        if (!fits)
            return false;
    }
    return value >= least && value <= most;
}

bool format_is_int8(str text)
{
    return is_integer_within(text, INT8_MIN, INT8_MAX);
}
bool format_is_int16(str text)
{
    return is_integer_within(text, INT16_MIN, INT16_MAX);
}
bool format_is_int32(str text)
{
    return is_integer_within(text, INT32_MIN, INT32_MAX);
}
bool format_is_int64(str text)
{
    return is_integer_within(text, INT64_MIN, INT64_MAX);
}
bool format_is_uint8(str text)
{
    return is_integer_within(text, 0, UINT8_MAX);
}
bool format_is_uint16(str text)
{
    return is_integer_within(text, 0, UINT16_MAX);
}
bool format_is_uint32(str text)
{
    return is_integer_within(text, 0, UINT32_MAX);
}

static bool is_uint64(const number *n)
{
    arena *a = arena_new();
    number most;
    number_parse(&most, STR("18446744073709551615"), a);
    bool fits = number_is_integer(n) && !n->negative && number_compare(n, &most) <= 0;
    arena_free(a);
    return fits;
}

bool format_is_uint64(str text)
{
    int64_t value;
    return plain_integer(text, &value) ? value >= 0 : test_number(text, is_uint64);
}

/* Integers that a double holds exactly whatever they are: up to 2^53 - 1 either way. */
bool format_is_double_int(str text)
{
    const int64_t most = (INT64_C(1) << 53) - 1;
    return is_integer_within(text, -most, most);
}

/* Half a unit in the last place beyond the greatest: 2^128 - 2^103. */
const char format_float_end[] = "340282356779733661637539395458142568448";

static bool is_inside(const number *n, const char *end)
{
    arena *a = arena_new();
    number most, size = *n;
    size.negative = false;
    number_parse(&most, str_from(end), a);
    bool fits = number_compare(&size, &most) < 0;
    arena_free(a);
    return fits;
}

/* Nearly every number is far inside. */
static bool is_float(const number *n)
{
    return fabs(number_to_double(n)) < 1e38 || is_inside(n, format_float_end);
}

/* The number must be in the range; digits beyond the precision are rounded, as JSON allows. */
bool format_is_float(str text)
{
    int64_t value;
    return plain_integer(text, &value) || test_number(text, is_float);
}
