#include "schema/format_check.h"

#include "base/utf8.h"

/* --- addresses --- */

bool format_is_ipv4(str text)
{
    unsigned parts = 0;
    size_t at = 0;
    for (;;) {
        unsigned value = 0;
        size_t start = at;
        while (at < text.length && is_ascii_digit(text.data[at]) && at - start < 3)
            value = value * 10 + (unsigned)(text.data[at++] - '0');
        size_t digits = at - start;
        if (digits == 0 || value > 255 || (digits > 1 && text.data[start] == '0'))
            return false;
        if (++parts == 4)
            return at == text.length;
        if (at >= text.length || text.data[at++] != '.')
            return false;
    }
}

/* RFC 4291: eight groups, "::" once for one or more of them, the last two maybe as IPv4. */
bool format_is_ipv6(str text)
{
    unsigned groups = 0;
    bool has_gap = false;
    size_t at = 0;
    if (text.length >= 2 && text.data[0] == ':' && text.data[1] == ':') {
        has_gap = true;
        at = 2;
        if (at == text.length)
            return true;
    }
    for (;;) {
        size_t start = at;
        while (at < text.length && is_ascii_hexadecimal(text.data[at]))
            at++;
        if (at < text.length && text.data[at] == '.') {
            groups += 2;
            return format_is_ipv4(str_skip(text, start)) && (has_gap ? groups < 8 : groups == 8);
        }
        if (at == start || at - start > 4)
            return false;
        groups++;
        if (at == text.length)
            return has_gap ? groups < 8 : groups == 8;
        if (text.data[at++] != ':' || groups == 8)
            return false;
        if (at < text.length && text.data[at] == ':') {
            if (has_gap)
                return false;
            has_gap = true;
            if (++at == text.length)
                return groups < 8;
        }
    }
}

/* --- names --- */

static bool is_ascii_label(str label, bool is_international)
{
    if (label.length < 1 || label.length > 63 || label.data[0] == '-' ||
        label.data[label.length - 1] == '-')
        return false;
    for (size_t i = 0; i < label.length; i++)
        if (!is_ascii_letter(label.data[i]) && !is_ascii_digit(label.data[i]) &&
            label.data[i] != '-')
            return false;
    /* "--" in places 3 and 4 is for labels of internationalised names, which must be right. */
    if (is_international && label.length >= 4 && label.data[2] == '-' && label.data[3] == '-')
        return format_is_a_label(label);
    return true;
}

static bool is_host_name(str text, bool is_international)
{
    str label;
    if (text.length == 0 || text.length > 253 || text.data[text.length - 1] == '.')
        return false;
    while (str_split(&text, '.', &label))
        if (!is_ascii_label(label, is_international))
            return false;
    return true;
}

bool format_is_hostname(str text)
{
    return is_host_name(text, true);
}
bool format_is_old_hostname(str text)
{
    return is_host_name(text, false);
}

/* --- mail addresses: RFC 5321 Mailbox; RFC 6531 adds all that is not ASCII --- */

static bool is_atom_character(char c, bool is_international)
{
    if ((unsigned char)c >= 128)
        return is_international;
    if (is_ascii_letter(c) || is_ascii_digit(c))
        return true;
    return c && str_find(STR("!#$%&'*+-/=?^_`{|}~"), c) != SIZE_MAX;
}

static bool is_dot_string(str text, bool is_international)
{
    str atom;
    if (text.length == 0 || text.data[text.length - 1] == '.')
        return false;
    while (str_split(&text, '.', &atom)) {
        if (atom.length == 0)
            return false;
        for (size_t i = 0; i < atom.length; i++)
            if (!is_atom_character(atom.data[i], is_international))
                return false;
    }
    return true;
}

static bool is_quoted_string(str text, bool is_international)
{
    if (text.length < 2 || text.data[0] != '"' || text.data[text.length - 1] != '"')
        return false;
    for (size_t i = 1; i + 1 < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '\\') {
            c = (unsigned char)text.data[++i];
            if (i + 1 >= text.length || c < 32 || c > 126)
                return false;
        } else if (c == '"' || c < 32 || c == 127 || (c > 127 && !is_international)) {
            return false;
        }
    }
    return true;
}

static bool is_address_literal(str text)
{
    if (text.length < 2 || text.data[text.length - 1] != ']')
        return false;
    str inside = str_of(text.data + 1, text.length - 2);
    if (str_equal_ignoring_case(str_take(inside, 5), STR("IPv6:")))
        return format_is_ipv6(str_skip(inside, 5));
    return format_is_ipv4(inside);
}

static bool is_mail_address(str text, bool is_international)
{
    size_t at = str_find_last(text, '@');
    if (at == SIZE_MAX)
        return false;
    str local = str_take(text, at), domain = str_skip(text, at + 1);
    bool is_local = local.length > 0 && local.data[0] == '"'
                        ? is_quoted_string(local, is_international)
                        : is_dot_string(local, is_international);
    if (!is_local || domain.length == 0)
        return false;
    if (domain.data[0] == '[')
        return is_address_literal(domain);
    return is_international ? format_is_idn_mail_domain(domain) : format_is_hostname(domain);
}

bool format_is_email(str text)
{
    return is_mail_address(text, false);
}

bool format_is_idn_email(str text)
{
    return utf8_check(text) == text.length && is_mail_address(text, true);
}
