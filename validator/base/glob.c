#include "base/glob.h"

#include <string.h>

#include "base/utf8.h"

/* One token of a pattern, as read at an offset. */
typedef struct token {
    enum { ONE_BYTE, ANY_ONE, CLASS, STAR, STAR_STAR } kind;
    size_t end;   /* offset behind it */
    char byte;    /* of ONE_BYTE */
    str class;    /* of CLASS: between the brackets */
    bool folders; /* of STAR_STAR: it was "**" + '/', which may also stand for nothing */
} token;

/* Offset behind the ']' that closes a class opened at `at`, or 0. A ']' first in it is a member. */
static size_t class_end(str pattern, size_t at)
{
    size_t i = at + 1;
    if (i < pattern.length && (pattern.data[i] == '!' || pattern.data[i] == '^'))
        i++;
    for (size_t first = i; i < pattern.length; i++) {
        if (pattern.data[i] == ']' && i > first)
            return i + 1;
        if (pattern.data[i] == '/')
            return 0;
    }
    return 0;
}

static token token_star(str pattern, size_t at)
{
    token t = {.kind = STAR, .end = at + 1};
    if (t.end < pattern.length && pattern.data[t.end] == '*') {
        t.kind = STAR_STAR;
        while (t.end < pattern.length && pattern.data[t.end] == '*')
            t.end++;
        bool starts_segment = at == 0 || pattern.data[at - 1] == '/';
        if (starts_segment && t.end < pattern.length && pattern.data[t.end] == '/') {
            t.folders = true;
            t.end++;
        }
    }
    return t;
}

static token token_at(str pattern, size_t at)
{
    char c = pattern.data[at];
    size_t end;
    if (c == '*')
        return token_star(pattern, at);
    if (c == '?')
        return (token){.kind = ANY_ONE, .end = at + 1};
    if (c == '[' && (end = class_end(pattern, at)) != 0)
        return (token){
            .kind = CLASS, .end = end, .class = str_of(pattern.data + at + 1, end - at - 2)};
    if (c == '\\' && at + 1 < pattern.length)
        return (token){.kind = ONE_BYTE, .end = at + 2, .byte = pattern.data[at + 1]};
    return (token){.kind = ONE_BYTE, .end = at + 1, .byte = c};
}

static bool class_has(str class, uint32_t c)
{
    bool negated = class.length && (class.data[0] == '!' || class.data[0] == '^');
    bool found = false;
    for (size_t i = negated ? 1 : 0; i < class.length;) {
        uint32_t first = utf8_next(class, &i), last = first;
        if (i + 1 < class.length && class.data[i] == '-') {
            i++;
            last = utf8_next(class, &i);
        }
        found |= first <= c && c <= last;
    }
    return found != negated;
}

/* Whether the token takes what stands at *offset, which then moves behind it. */
static bool token_takes(const token *t, str name, size_t *offset)
{
    if (*offset == name.length)
        return false;
    if (t->kind == ONE_BYTE)
        return name.data[(*offset)++] == t->byte;
    if (name.data[*offset] == '/')
        return false;
    uint32_t c = utf8_next(name, offset);
    return t->kind == ANY_ONE || class_has(t->class, c);
}

/* Where to go on from when a star must take more. */
typedef struct retry {
    bool set;
    size_t pattern; /* behind the star */
    size_t name;    /* first byte the star has not taken yet */
    bool folders;
} retry;

/* Lets the star take more; false when it cannot. */
static bool retry_take(retry *r, str name, bool crosses_slashes, size_t *p, size_t *n)
{
    if (!r->set)
        return false;
    do {
        if (r->name == name.length || (!crosses_slashes && name.data[r->name] == '/')) {
            r->set = false;
            return false;
        }
        r->name++;
    } while (r->folders && name.data[r->name - 1] != '/');
    *p = r->pattern;
    *n = r->name;
    return true;
}

bool glob_matches(str pattern, str name)
{
    /* Two places to return to are enough: whatever stands before a star that matched once may
     * stay as it was matched first, because a star takes what an earlier one could have taken. */
    retry star = {0}, star_star = {0};
    size_t p = 0, n = 0;
    for (;;) {
        if (p == pattern.length && n == name.length)
            return true;
        if (p < pattern.length) {
            token t = token_at(pattern, p);
            if (t.kind == STAR || t.kind == STAR_STAR) {
                p = t.end;
                *(t.kind == STAR ? &star : &star_star) = (retry){true, p, n, t.folders};
                if (t.kind == STAR_STAR)
                    star.set = false;
                continue;
            }
            if (token_takes(&t, name, &n)) {
                p = t.end;
                continue;
            }
        }
        if (!retry_take(&star, name, false, &p, &n)) {
            if (!retry_take(&star_star, name, true, &p, &n))
                return false;
            star.set = false;
        }
    }
}

bool glob_is_pattern(str pattern)
{
    for (size_t i = 0; i < pattern.length; i++)
        if (strchr("*?[\\", pattern.data[i]) && pattern.data[i])
            return true;
    return false;
}

str glob_clean(str pattern, arena *a)
{
    while (str_starts_with(pattern, STR("./")))
        pattern = str_skip(pattern, 2);
    char *out = arena_alloc(a, pattern.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < pattern.length; i++)
        if (pattern.data[i] != '/' || length == 0 || out[length - 1] != '/')
            out[length++] = pattern.data[i];
    return str_of(out, length);
}
