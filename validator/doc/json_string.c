#include "doc/json_scan.h"

#include <string.h>

#include "base/utf8.h"

bool json_skip_wide(json_reader *r)
{
    str text = {r->begin, (size_t)(r->end - r->begin)};
    size_t offset = json_offset(r, r->p);
    while (offset < text.length && (unsigned char)text.data[offset] >= 0x80) {
        if (utf8_next(text, &offset) == UINT32_MAX) {
            diag *d =
                tree_error(r->tree, (uint32_t)offset - 1, "utf8.invalid",
                           "byte 0x%02x is not valid UTF-8", (unsigned char)text.data[offset - 1]);
            diags_hint(r->tree->diags, d, "save the file as UTF-8");
            return false;
        }
    }
    r->p = text.data + offset;
    return true;
}

static bool read_hex(json_reader *r, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, r->p++) {
        char c = *r->p;
        uint32_t digit;
        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            digit = (uint32_t)(c - 'A' + 10);
        else
            return json_fail(r, r->p, "a hexadecimal digit");
        *code = *code << 4 | digit;
    }
    return true;
}

/* Behind "\u". */
static bool read_unicode(json_reader *r, uint32_t *code)
{
    const char *start = r->p - 2;
    uint32_t low;
    if (!read_hex(r, code))
        return false;
    if (*code < 0xd800 || *code > 0xdfff)
        return true;
    if (*code <= 0xdbff && r->p[0] == '\\' && r->p[1] == 'u') {
        r->p += 2;
        if (!read_hex(r, &low))
            return false;
        if (low >= 0xdc00 && low <= 0xdfff) {
            *code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
            return true;
        }
    }
    return json_fail_with(r, start, "a surrogate escape without its other half is no character",
                          "write both halves, \\ud83d\\ude00, or the character itself");
}

static bool read_escape(json_reader *r, char **out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    r->p++;
    if (*r->p == 'u') {
        r->p++;
        uint32_t code;
        if (!read_unicode(r, &code))
            return false;
        *out += utf8_encode(code, *out);
        return true;
    }
    const char *known = *r->p ? strchr(from, *r->p) : NULL;
    if (!known)
        return json_fail(r, r->p, "one of \"\\/bfnrtu after '\\'");
    *(*out)++ = to[known - from];
    r->p++;
    return true;
}

/* How far the string goes on: to the first quote that no backslash precedes. */
static size_t bound_of_string(const char *p, const char *end)
{
    const char *start = p;
    while (p < end && *p != '"') {
        if (*p == '\\')
            p += 2;
        else if ((unsigned char)*p < ' ')
            break;
        else
            p = (unsigned char)*p >= 0x80 ? p + 1 : json_skip_plain(p + 1);
    }
    return (size_t)(p - start);
}

/* Decoded text is never longer than its source, whose bound is taken first. */
bool json_read_escaped(json_reader *r, const char *start, str *text)
{
    size_t plain = (size_t)(r->p - start);
    char *copy = arena_alloc(r->tree->arena, plain + bound_of_string(r->p, r->end) + 4),
         *out = copy;
    memcpy(out, start, plain);
    out += plain;
    while (*r->p != '"') {
        const char *from = r->p;
        if (*r->p == '\\') {
            if (!read_escape(r, &out))
                return false;
            continue;
        }
        r->p = json_skip_plain(r->p);
        if ((unsigned char)*r->p >= 0x80 && !json_skip_wide(r))
            return false;
        if (r->p == from)
            break;
        memcpy(out, from, (size_t)(r->p - from));
        out += r->p - from;
    }
    *text = (str){copy, (size_t)(out - copy)};
    return true;
}

bool json_fail_string(json_reader *r, const char *open)
{
    if (r->p >= r->end)
        return json_fail_with(r, open, "the string that starts here is not closed", NULL);
    const char *hint =
        *r->p == '\n' ? "is the closing '\"' missing? a line break is written \\n" : NULL;
    return json_fail_with(r, r->p, "a control character in a string must be escaped", hint);
}
