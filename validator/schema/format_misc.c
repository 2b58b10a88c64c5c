#include "schema/format_check.h"

#include "base/utf8.h"
#include "schema/pattern.h"

/* RFC 4122: any version and variant, no "urn:". */
bool format_is_uuid(str text)
{
    if (text.length != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash ? text.data[i] != '-' : !is_ascii_hexadecimal(text.data[i]))
            return false;
    }
    return true;
}

bool format_is_json_pointer(str text)
{
    if (text.length > 0 && text.data[0] != '/')
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] == '~' &&
            (i + 1 == text.length || (text.data[i + 1] != '0' && text.data[i + 1] != '1')))
            return false;
    return true;
}

/* draft-handrews-relative-json-pointer: a number without leading zeros, then "#" or a pointer. */
bool format_is_relative_json_pointer(str text)
{
    size_t digits = 0;
    while (digits < text.length && is_ascii_digit(text.data[digits]))
        digits++;
    if (digits == 0 || (digits > 1 && text.data[0] == '0'))
        return false;
    str rest = str_skip(text, digits);
    return str_equal(rest, STR("#")) || format_is_json_pointer(rest);
}

bool format_is_regex(str text)
{
    return pattern_is_valid(text, NULL);
}

/* CSS 2.1, section 4.3.6 (draft-03, section 5.23). */
bool format_is_color(str text)
{
    static const char *const names[] = {"aqua", "black",  "blue", "fuchsia", "gray",   "green",
                                        "lime", "maroon", "navy", "olive",   "orange", "purple",
                                        "red",  "silver", "teal", "white",   "yellow"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_equal_ignoring_case(text, str_from(names[i])))
            return true;
    if ((text.length != 4 && text.length != 7) || text.data[0] != '#')
        return false;
    for (size_t i = 1; i < text.length; i++)
        if (!is_ascii_hexadecimal(text.data[i]))
            return false;
    return true;
}

static bool is_base64_character(char c, const char *others)
{
    return is_ascii_letter(c) || is_ascii_digit(c) || c == others[0] || c == others[1];
}

/* RFC 4648, section 4, padded. */
bool format_is_byte(str text)
{
    size_t end = text.length;
    if (end % 4 != 0)
        return false;
    for (int i = 0; i < 2 && end > 0 && text.data[end - 1] == '='; i++)
        end--;
    for (size_t i = 0; i < end; i++)
        if (!is_base64_character(text.data[i], "+/"))
            return false;
    return true;
}

/* Section 5, the padding left out or right. */
bool format_is_base64url(str text)
{
    size_t end = text.length;
    for (int i = 0; i < 2 && end > 0 && text.data[end - 1] == '='; i++)
        end--;
    if (end % 4 == 1 || (end < text.length && text.length % 4 != 0))
        return false;
    for (size_t i = 0; i < end; i++)
        if (!is_base64_character(text.data[i], "-_"))
            return false;
    return true;
}

bool format_is_character(str text)
{
    return utf8_length(text) == 1;
}
