/*
 * RFC 3986 and, with letters beyond ASCII, RFC 3987: a scanner by the grammar, part by part.
 */
#include "schema/format_check.h"

#include "base/utf8.h"

enum {
    ALLOW_COLON = 1,
    ALLOW_AT = 2,
    ALLOW_SLASH = 4,
    ALLOW_QUESTION = 8,
    ALLOW_INTERNATIONAL = 16,
    ALLOW_PRIVATE = 32 /* only in queries */
};

static bool is_international(uint32_t c, unsigned allowed)
{
    if (!(allowed & ALLOW_INTERNATIONAL))
        return false;
    if ((c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && (c & 0xFFFF) <= 0xFFFD))
        return allowed & ALLOW_PRIVATE;
    if (c >= 0x10000)
        return (c & 0xFFFF) <= 0xFFFD && !(c >= 0xE0000 && c <= 0xE0FFF);
    return (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
           (c >= 0xFDF0 && c <= 0xFFEF);
}

static bool is_allowed(char c, unsigned allowed)
{
    if (is_ascii_letter(c) || is_ascii_digit(c))
        return true;
    switch (c) {
    case '-':
    case '.':
    case '_':
    case '~': /* unreserved */
    case '!':
    case '$':
    case '&':
    case '\'':
    case '(':
    case ')':
    case '*':
    case '+':
    case ',':
    case ';':
    case '=': /* sub-delims */
        return true;
    case ':':
        return allowed & ALLOW_COLON;
    case '@':
        return allowed & ALLOW_AT;
    case '/':
        return allowed & ALLOW_SLASH;
    case '?':
        return allowed & ALLOW_QUESTION;
    default:
        return false;
    }
}

static bool is_part(str text, unsigned allowed)
{
    for (size_t at = 0; at < text.length;) {
        unsigned char c = (unsigned char)text.data[at];
        if (c >= 128) {
            if (!is_international(utf8_next(text, &at), allowed))
                return false;
        } else if (c == '%') {
            if (text.length - at < 3 || !is_ascii_hexadecimal(text.data[at + 1]) ||
                !is_ascii_hexadecimal(text.data[at + 2]))
                return false;
            at += 3;
        } else if (is_allowed((char)c, allowed)) {
            at++;
        } else {
            return false;
        }
    }
    return true;
}

/* IPvFuture: "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) */
static bool is_ip_future(str text)
{
    size_t dot = str_find(text, '.');
    if (text.length == 0 || (text.data[0] != 'v' && text.data[0] != 'V') || dot == SIZE_MAX ||
        dot < 2 || dot + 1 == text.length)
        return false;
    for (size_t i = 1; i < dot; i++)
        if (!is_ascii_hexadecimal(text.data[i]))
            return false;
    str rest = str_skip(text, dot + 1);
    return str_find(rest, '%') == SIZE_MAX && is_part(rest, ALLOW_COLON);
}

static bool is_port(str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_ascii_digit(text.data[i]))
            return false;
    return true;
}

static bool is_authority(str text, unsigned base)
{
    size_t at = str_find(text, '@');
    if (at != SIZE_MAX) {
        if (!is_part(str_take(text, at), base | ALLOW_COLON))
            return false;
        text = str_skip(text, at + 1);
    }
    if (text.length > 0 && text.data[0] == '[') {
        size_t close = str_find(text, ']');
        if (close == SIZE_MAX)
            return false;
        str inside = str_of(text.data + 1, close - 1), after = str_skip(text, close + 1);
        if (!format_is_ipv6(inside) && !is_ip_future(inside))
            return false;
        return after.length == 0 || (after.data[0] == ':' && is_port(str_skip(after, 1)));
    }
    size_t colon = str_find(text, ':');
    if (colon != SIZE_MAX && !is_port(str_skip(text, colon + 1)))
        return false;
    return is_part(str_take(text, colon == SIZE_MAX ? text.length : colon), base);
}

/* Up to one of the stops; what is before it is returned and eaten. */
static str take_until(str *text, const char *stops)
{
    size_t at = 0;
    while (at < text->length &&
           (!text->data[at] || str_find(str_from(stops), text->data[at]) == SIZE_MAX))
        at++;
    str part = str_take(*text, at);
    *text = str_skip(*text, at);
    return part;
}

static bool take_scheme(str *text, bool *has_scheme)
{
    str rest = *text, first = take_until(&rest, "/?#");
    size_t colon = str_find(first, ':');
    *has_scheme = colon != SIZE_MAX;
    if (!*has_scheme)
        return true;
    if (colon == 0 || !is_ascii_letter(first.data[0]))
        return false;
    for (size_t i = 1; i < colon; i++) {
        char c = first.data[i];
        if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '+' && c != '-' && c != '.')
            return false;
    }
    *text = str_skip(*text, colon + 1);
    return true;
}

static bool is_reference(str text, bool wants_scheme, unsigned base)
{
    bool has_scheme;
    unsigned segment = base | ALLOW_COLON | ALLOW_AT;
    if (!take_scheme(&text, &has_scheme) || (wants_scheme && !has_scheme))
        return false;
    if (str_starts_with(text, STR("//"))) {
        text = str_skip(text, 2);
        if (!is_authority(take_until(&text, "/?#"), base))
            return false;
    }
    if (!is_part(take_until(&text, "?#"), segment | ALLOW_SLASH))
        return false;
    if (text.length > 0 && text.data[0] == '?') {
        text = str_skip(text, 1);
        if (!is_part(take_until(&text, "#"),
                     segment | ALLOW_SLASH | ALLOW_QUESTION | ALLOW_PRIVATE))
            return false;
    }
    return text.length == 0 || is_part(str_skip(text, 1), segment | ALLOW_SLASH | ALLOW_QUESTION);
}

bool format_is_uri(str text)
{
    return is_reference(text, true, 0);
}
bool format_is_uri_reference(str text)
{
    return is_reference(text, false, 0);
}
bool format_is_iri(str text)
{
    return is_reference(text, true, ALLOW_INTERNATIONAL);
}
bool format_is_iri_reference(str text)
{
    return is_reference(text, false, ALLOW_INTERNATIONAL);
}
