#include "base/uri.h"

#include <stdlib.h>
#include <string.h>

#include <uriparser/Uri.h>

#include "base/buf.h"

uri_parts uri_split(str reference)
{
    size_t hash = str_find(reference, '#');
    if (hash == SIZE_MAX)
        return (uri_parts){reference, STR_NULL};
    return (uri_parts){str_take(reference, hash), str_skip(reference, hash + 1)};
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_scheme_character(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

bool uri_is_absolute(str uri)
{
    if (uri.length == 0 || !is_alpha(uri.data[0]))
        return false;
    size_t i = 1;
    while (i < uri.length && is_scheme_character(uri.data[i]))
        i++;
    return i < uri.length && uri.data[i] == ':';
}

/* --- percent-encoding --- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool uri_percent_decode(str text, str *out, arena *a)
{
    char *copy = arena_alloc(a, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '%') {
            int high = i + 1 < text.length ? hex_value(text.data[i + 1]) : -1;
            int low = i + 2 < text.length ? hex_value(text.data[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            i += 2;
        }
        copy[length++] = c;
    }
    *out = (str){copy, length};
    return true;
}

static bool is_unreserved(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c));
}

static str encode(str text, const char *allowed, arena *a)
{
    buf b = {0};
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (is_unreserved(c) || (c != '\0' && strchr(allowed, c)))
            buf_append_char(&b, c);
        else
            buf_printf(&b, "%%%02X", (unsigned char)c);
    }
    str encoded = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return encoded;
}

str uri_percent_encode_fragment(str text, arena *a)
{
    return encode(text, "!$&'()*+,;=:@/?", a);
}

str uri_percent_encode_path(str text, arena *a)
{
    return encode(text, "!$&'()*+,;=:@/", a);
}

/* --- resolution --- */

/*
 * uriparser reads RFC 3986 only. What people also write - spaces, brackets, bytes above 127 - is
 * hidden behind a mark and %XX for it and taken back after. '%' is hidden too, so that nothing of
 * the text can look like the mark and escapes stay as they were written.
 */
#define MARK "%FF%FE"

static bool must_hide(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || u <= 0x20 || u == 0x7f || strchr("%\"<>\\^`{|}", c) != NULL;
}

static char *hide(str text)
{
    buf b = {0};
    for (size_t i = 0; i < text.length; i++) {
        if (must_hide(text.data[i]))
            buf_printf(&b, "%s%%%02X", MARK, (unsigned char)text.data[i]);
        else
            buf_append_char(&b, text.data[i]);
    }
    buf_append_char(&b, '\0');
    return b.data;
}

static str reveal(str text, arena *a)
{
    char *out = arena_alloc(a, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        str rest = str_skip(text, i);
        if (str_starts_with(rest, STR(MARK)) && rest.length >= sizeof MARK + 2) {
            const char *hex = rest.data + sizeof MARK;
            out[length++] = (char)(hex_value(hex[0]) * 16 + hex_value(hex[1]));
            i += sizeof MARK + 1;
        } else {
            out[length++] = text.data[i];
        }
    }
    return (str){out, length};
}

static bool to_text(const UriUriA *uri, arena *a, str *out)
{
    int needed;
    if (uriToStringCharsRequiredA(uri, &needed) != URI_SUCCESS)
        return false;
    char *text = memory_alloc((size_t)needed + 1);
    bool written = uriToStringA(text, uri, needed + 1, NULL) == URI_SUCCESS;
    if (written)
        *out = reveal(str_from(text), a);
    free(text);
    return written;
}

static bool resolve(const char *base, const char *reference, arena *a, str *out)
{
    UriUriA base_uri, reference_uri, resolved;
    const char *error;
    if (uriParseSingleUriA(&base_uri, base, &error) != URI_SUCCESS)
        return false;
    if (uriParseSingleUriA(&reference_uri, reference, &error) != URI_SUCCESS) {
        uriFreeUriMembersA(&base_uri);
        return false;
    }
    bool done = uriAddBaseUriA(&resolved, &reference_uri, &base_uri) == URI_SUCCESS &&
                uriNormalizeSyntaxExA(&resolved, URI_NORMALIZE_PATH) == URI_SUCCESS &&
                to_text(&resolved, a, out);
    uriFreeUriMembersA(&resolved);
    uriFreeUriMembersA(&reference_uri);
    uriFreeUriMembersA(&base_uri);
    return done;
}

str uri_resolve(str base, str reference, arena *a)
{
    if (base.length == 0)
        return reference;
    /* only a fragment: also for bases that have no hierarchy (urn:) */
    if (reference.length == 0 || reference.data[0] == '#')
        return arena_printf(a, "%.*s%.*s", STR_ARG(uri_split(base).without_fragment),
                            STR_ARG(reference));
    char *hidden_base = hide(uri_split(base).without_fragment), *hidden = hide(reference);
    str resolved;
    if (!resolve(hidden_base, hidden, a, &resolved))
        resolved = reference;
    free(hidden_base);
    free(hidden);
    return resolved;
}
