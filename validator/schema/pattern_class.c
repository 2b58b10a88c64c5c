/*
 * Escapes and character classes: the grammar's CharacterEscape, CharacterClassEscape and
 * CharacterClass (ECMA-262, 22.2.1 and annex B.1.2).
 */
#include "schema/pattern_parser.h"

#include <string.h>

#include "base/utf8.h"
#include "schema/pattern_property.h"

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}
static bool is_octal(uint32_t c)
{
    return c >= '0' && c <= '7';
}
static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static uint32_t hex_value(uint32_t c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return PATTERN_NO_CODE;
}

/* Exactly `count` hexadecimal digits, or nothing is eaten. */
static uint32_t hex_digits(pattern_parser *p, size_t count)
{
    uint32_t value = 0;
    size_t start = p->at;
    for (size_t i = 0; i < count; i++) {
        uint32_t digit = hex_value(parser_peek(p));
        if (digit == PATTERN_NO_CODE) {
            p->at = start;
            return PATTERN_NO_CODE;
        }
        value = value * 16 + digit;
        p->at++;
    }
    return value;
}

static uint32_t braced_code(pattern_parser *p)
{
    size_t start = p->at++;
    uint32_t value = 0, digits = 0, digit;
    while ((digit = hex_value(parser_peek(p))) != PATTERN_NO_CODE) {
        value = value * 16 + digit;
        if (value > CODE_POINT_LAST)
            break;
        digits++;
        p->at++;
    }
    if (digits > 0 && parser_take(p, '}'))
        return value;
    p->at = start;
    return PATTERN_NO_CODE;
}

uint32_t parser_unicode_escape(pattern_parser *p)
{
    if (parser_peek(p) == '{')
        return braced_code(p);
    uint32_t lead = hex_digits(p, 4);
    if (lead < 0xD800 || lead > 0xDBFF || !parser_looking_at(p, STR("\\u")))
        return lead;
    size_t before = p->at;
    p->at += 2;
    uint32_t trail = hex_digits(p, 4);
    if (trail >= 0xDC00 && trail <= 0xDFFF)
        return 0x10000 + ((lead - 0xD800) << 10) + (trail - 0xDC00);
    p->at = before;
    return lead;
}

/* \p{...}, the letter already eaten. */
static escape_kind property_escape(pattern_parser *p, bool negated, size_t start, set_builder *set)
{
    str rest = str_skip(p->text, p->at);
    size_t end = str_find(rest, '}');
    code_property property;
    if (rest.length == 0 || rest.data[0] != '{' || end == SIZE_MAX ||
        !pattern_property_find(&property, str_of(rest.data + 1, end - 1), p->arena)) {
        parser_fail(p, start, "unknown Unicode property");
        return ESCAPE_FAILED;
    }
    p->at += end + 1;
    property.negated ^= negated;
    set_add_property(set, property);
    return ESCAPE_SET;
}

/* \cX: code mod 32. Without a letter annex B reads a backslash and leaves the c. */
static escape_kind control_letter(pattern_parser *p, bool in_class, size_t start, uint32_t *code)
{
    uint32_t c = parser_peek(p);
    if (is_letter(c) || (in_class && p->is_wide && (is_digit(c) || c == '_'))) {
        if (!is_letter(c))
            p->is_legacy = true;
        p->at++;
        *code = c % 32;
        return ESCAPE_CODE;
    }
    if (!parser_legacy(p, start, "\\c without a letter"))
        return ESCAPE_FAILED;
    p->at--;
    *code = '\\';
    return ESCAPE_CODE;
}

/* \0, and annex B's octal numbers and \8 \9. The digit `c` is already eaten. */
static escape_kind digit_escape(pattern_parser *p, uint32_t c, size_t start, uint32_t *code)
{
    *code = 0;
    if (c == '0' && !is_digit(parser_peek(p)))
        return ESCAPE_CODE;
    if (!parser_legacy(p, start, "octal escape, or a reference to a group that is not there"))
        return ESCAPE_FAILED;
    *code = c;
    if (!is_octal(c))
        return ESCAPE_CODE;
    *code = c - '0';
    while (is_octal(parser_peek(p)) && *code * 8 + (parser_peek(p) - '0') <= 0377)
        *code = *code * 8 + (parser_next(p) - '0');
    return ESCAPE_CODE;
}

static bool is_syntax_character(uint32_t c)
{
    return c < 128 && c && strchr("^$\\.*+?()[]{}|/", (int)c);
}

static escape_kind identity_escape(pattern_parser *p, uint32_t c, bool in_class, size_t start,
                                   uint32_t *code)
{
    *code = c;
    if (is_syntax_character(c) || (in_class && c == '-'))
        return ESCAPE_CODE;
    if (c == 'k' && p->has_names) {
        parser_fail(p, start, "\\k without a group name");
        return ESCAPE_FAILED;
    }
    return parser_legacy(p, start, "this character has no escape") ? ESCAPE_CODE : ESCAPE_FAILED;
}

static escape_kind hex_escape(pattern_parser *p, uint32_t letter, size_t start, uint32_t *code)
{
    *code = letter == 'x' ? hex_digits(p, 2) : parser_unicode_escape(p);
    if (*code != PATTERN_NO_CODE)
        return ESCAPE_CODE;
    *code = letter;
    return parser_legacy(p, start, "wrong number of hexadecimal digits") ? ESCAPE_CODE
                                                                         : ESCAPE_FAILED;
}

escape_kind parser_escape(pattern_parser *p, bool in_class, uint32_t *code, set_builder *set)
{
    size_t start = p->at - 1;
    uint32_t c = parser_next(p);
    if (c == PATTERN_NO_CODE) {
        parser_fail(p, start, "\\ at the end");
        return ESCAPE_FAILED;
    }
    if (c < 128 && c && strchr("dDsSwW", (int)c)) {
        set_add_escape(set, (char)c);
        return ESCAPE_SET;
    }
    static const char controls[] = "fnrtv", values[] = "\f\n\r\t\v";
    const char *control = c < 128 && c ? strchr(controls, (int)c) : NULL;
    if (control) {
        *code = (unsigned char)values[control - controls];
        return ESCAPE_CODE;
    }
    if (c == 'p' || c == 'P')
        return property_escape(p, c == 'P', start, set);
    if (c == 'c')
        return control_letter(p, in_class, start, code);
    if (c == 'x' || c == 'u')
        return hex_escape(p, c, start, code);
    if (is_digit(c))
        return digit_escape(p, c, start, code);
    if (in_class && c == 'b') {
        *code = '\b';
        return ESCAPE_CODE;
    }
    return identity_escape(p, c, in_class, start, code);
}

static escape_kind class_atom(pattern_parser *p, uint32_t *code, set_builder *set)
{
    uint32_t c = parser_next(p);
    if (c == '\\')
        return parser_escape(p, true, code, set);
    *code = c;
    return ESCAPE_CODE;
}

/* After an atom and '-': the other end of a range. Where an end is a set, annex B takes the '-' as
 * itself. */
static bool class_range(pattern_parser *p, escape_kind first_kind, uint32_t first, size_t start,
                        set_builder *set)
{
    uint32_t last = 0;
    escape_kind last_kind = class_atom(p, &last, set);
    if (last_kind == ESCAPE_FAILED)
        return false;
    if (first_kind == ESCAPE_CODE && last_kind == ESCAPE_CODE) {
        if (first > last)
            return parser_fail(p, start, "range out of order in a character class");
        set_add(set, first, last);
        return true;
    }
    if (!parser_legacy(p, start, "a range in a character class ends in a set"))
        return false;
    set_add(set, '-', '-');
    if (first_kind == ESCAPE_CODE)
        set_add(set, first, first);
    if (last_kind == ESCAPE_CODE)
        set_add(set, last, last);
    return true;
}

bool parser_class(pattern_parser *p, code_set *out)
{
    size_t open = p->at - 1;
    set_builder set = {.arena = p->arena};
    bool negated = parser_take(p, '^');
    while (!parser_take(p, ']')) {
        if (p->at >= p->text.length)
            return parser_fail(p, open, "[ without ]");
        size_t start = p->at;
        uint32_t first = 0;
        escape_kind kind = class_atom(p, &first, &set);
        if (kind == ESCAPE_FAILED)
            return false;
        bool is_range = parser_looking_at(p, STR("-")) && !parser_looking_at(p, STR("-]")) &&
                        p->at + 1 < p->text.length;
        if (is_range) {
            p->at++;
            if (!class_range(p, kind, first, start, &set))
                return false;
        } else if (kind == ESCAPE_CODE) {
            set_add(&set, first, first);
        }
    }
    *out = set_finish(&set, negated);
    return true;
}
