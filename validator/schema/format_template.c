/*
 * URI templates, RFC 6570 section 2.
 */
#include "schema/format_check.h"

#include "base/utf8.h"

static bool is_percent(str text, size_t at)
{
    return text.data[at] == '%' && text.length - at >= 3 &&
           is_ascii_hexadecimal(text.data[at + 1]) && is_ascii_hexadecimal(text.data[at + 2]);
}

/* The length of the varchar at the head; 0: none. */
static size_t variable_character(str text, size_t at)
{
    char c = text.data[at];
    if (is_ascii_letter(c) || is_ascii_digit(c) || c == '_')
        return 1;
    return is_percent(text, at) ? 3 : 0;
}

/* varname = varchar *( ["."] varchar ) */
static size_t variable_name(str text)
{
    size_t at = 0;
    while (at < text.length) {
        size_t dot = at > 0 && text.data[at] == '.' && at + 1 < text.length;
        size_t length = variable_character(text, at + dot);
        if (length == 0)
            break;
        at += dot + length;
    }
    return at;
}

/* varspec = varname [ "*" / ":" max-length ], max-length below 10000 without leading zeros */
static bool is_variable(str text)
{
    size_t name = variable_name(text);
    str modifier = str_skip(text, name);
    if (name == 0)
        return false;
    if (modifier.length == 0 || str_equal(modifier, STR("*")))
        return true;
    if (modifier.data[0] != ':' || modifier.length < 2 || modifier.length > 5 ||
        modifier.data[1] == '0')
        return false;
    for (size_t i = 1; i < modifier.length; i++)
        if (!is_ascii_digit(modifier.data[i]))
            return false;
    return true;
}

static bool is_expression(str text)
{
    if (text.length > 0 && text.data[0] && str_find(STR("+#./;?&=,!@|"), text.data[0]) != SIZE_MAX)
        text = str_skip(text, 1);
    if (text.length == 0 || text.data[text.length - 1] == ',')
        return false;
    str variable;
    while (str_split(&text, ',', &variable))
        if (!is_variable(variable))
            return false;
    return true;
}

static bool is_literal(uint32_t c)
{
    if (c < 128)
        return c > 0x20 && c != 0x7F && str_find(STR("\"%<>\\^`{|}"), (char)c) == SIZE_MAX;
    return c >= 0xA0 && c <= 0x10FFFD && !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE &&
           !(c >= 0xFFF0 && c <= 0xFFFF);
}

bool format_is_uri_template(str text)
{
    for (size_t at = 0; at < text.length;) {
        if (text.data[at] == '{') {
            size_t length = str_find(str_skip(text, at), '}');
            if (length == SIZE_MAX || !is_expression(str_of(text.data + at + 1, length - 1)))
                return false;
            at += length + 1;
        } else if (text.data[at] == '%') {
            if (!is_percent(text, at))
                return false;
            at += 3;
        } else if (!is_literal(utf8_next(text, &at))) {
            return false;
        }
    }
    return true;
}
