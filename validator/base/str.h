/*
 * String views: bytes with a length, never assumed to end in NUL: JSON text may hold U+0000.
 *
 * A str owns nothing; it lives as long as the memory it points into (an arena, a document's
 * source, a literal). Functions never fail. Comparison is by bytes, which for valid UTF-8 is
 * order by code point.
 */
#ifndef HANDOFF_BASE_STR_H
#define HANDOFF_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct str {
    const char *data;
    size_t length;
} str;

/* A view of a string literal. STR_NULL is the absent string: data is NULL. */
#define STR(literal) ((str){"" literal, sizeof(literal) - 1})
#define STR_NULL     ((str){NULL, 0})
/* The same as an initialiser, for static tables. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).length, (s).data ? (s).data : ""

str str_from(const char *text); /* NULL gives STR_NULL */
str str_of(const char *data, size_t length);

bool str_equal(str a, str b);
bool str_equal_ignoring_case(str a, str b); /* ASCII letters only */
int str_compare(str a, str b);              /* <0, 0, >0 by bytes, then by length */
bool str_starts_with(str s, str prefix);
bool str_ends_with(str s, str suffix);

/* Index of the first (last) occurrence, or SIZE_MAX when there is none. */
size_t str_find(str s, char c);
size_t str_find_last(str s, char c);
size_t str_search(str s, str needle);

str str_skip(str s, size_t count);                    /* without its first count bytes */
str str_take(str s, size_t count);                    /* its first count bytes at most */
/* ASCII white space: blank, and tab to carriage return. */
static inline bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s);                                  /* without ASCII white space at both ends */
bool str_split(str *rest, char separator, str *part); /* next part; false at the end */

/* A 64-bit hash, hard to collide for whoever does not know the seed. */
uint64_t str_hash(str s, uint64_t seed);

/* Edit distance (Damerau-Levenshtein) capped at limit + 1; for "did you mean". */
size_t str_distance(str a, str b, size_t limit);

#endif
