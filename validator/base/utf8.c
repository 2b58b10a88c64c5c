#include "base/utf8.h"

#include "base/hash.h"

/* Table 3-7 of the Unicode standard: which second bytes may follow a first byte. */
static bool valid_second(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xe0:
        return second >= 0xa0 && second <= 0xbf;
    case 0xed:
        return second >= 0x80 && second <= 0x9f;
    case 0xf0:
        return second >= 0x90 && second <= 0xbf;
    case 0xf4:
        return second >= 0x80 && second <= 0x8f;
    default:
        return second >= 0x80 && second <= 0xbf;
    }
}

static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef)
        return 3;
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

uint32_t utf8_next(str s, size_t *offset)
{
    const unsigned char *p = (const unsigned char *)s.data + *offset;
    size_t left = s.length - *offset, length = sequence_length(p[0]);
    *offset += 1;
    if (length == 1)
        return p[0];
    if (length == 0 || left < length || !valid_second(p[0], p[1]))
        return UINT32_MAX;
    uint32_t code = p[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return UINT32_MAX;
        code = code << 6 | (p[i] & 0x3fu);
    }
    *offset += length - 1;
    return code;
}

static bool is_ascii_word(const char *p)
{
    return (hash_load8(p) & 0x8080808080808080u) == 0;
}

size_t utf8_check(str s)
{
    size_t offset = 0;
    while (offset < s.length) {
        if (s.length - offset >= 8 && is_ascii_word(s.data + offset)) {
            offset += 8;
            continue;
        }
        size_t before = offset;
        if (utf8_next(s, &offset) == UINT32_MAX)
            return before;
    }
    return s.length;
}

size_t utf8_length(str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.length; i++)
        count += ((unsigned char)s.data[i] & 0xc0) != 0x80;
    return count;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        code = 0xfffd;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

/* Controls, line and paragraph separators, and what reorders or hides text: the bidirectional
 * controls of UAX #9, the zero-width space, the byte order mark, tags and non-characters. */
static bool is_unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x61c ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
           (code >= 0xfff9 && code <= 0xfffb) || (code & 0xfffe) == 0xfffe ||
           (code >= 0xfdd0 && code <= 0xfdef) || (code >= 0xe0000 && code <= 0xe007f);
}

void utf8_append_valid(buf *b, str s)
{
    for (size_t at = 0; at < s.length;) {
        size_t start = at;
        if (utf8_next(s, &at) == UINT32_MAX)
            buf_append(b, STR("\xEF\xBF\xBD"));
        else
            buf_append(b, str_of(s.data + start, at - start));
    }
}

void utf8_append_printable(buf *b, str s)
{
    for (size_t offset = 0; offset < s.length;) {
        size_t before = offset;
        uint32_t code = utf8_next(s, &offset);
        if (code == UINT32_MAX)
            buf_printf(b, "\\x%02x", (unsigned char)s.data[before]);
        else if (is_unsafe(code))
            buf_printf(b, "\\u{%x}", (unsigned)code);
        else
            buf_append(b, (str){s.data + before, offset - before});
    }
}
