#include "base/str.h"

#include <string.h>

#include "base/hash.h"

str str_from(const char *text)
{
    return text ? (str){text, strlen(text)} : STR_NULL;
}

str str_of(const char *data, size_t length)
{
    return (str){data, length};
}

bool str_equal(str a, str b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_equal_ignoring_case(str a, str b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++)
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

int str_compare(str a, str b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    if (order != 0)
        return order;
    return a.length < b.length ? -1 : a.length > b.length;
}

bool str_starts_with(str s, str prefix)
{
    return s.length >= prefix.length && str_equal(str_take(s, prefix.length), prefix);
}

bool str_ends_with(str s, str suffix)
{
    return s.length >= suffix.length && str_equal(str_skip(s, s.length - suffix.length), suffix);
}

size_t str_find(str s, char c)
{
    const char *at = s.length ? memchr(s.data, c, s.length) : NULL;
    return at ? (size_t)(at - s.data) : SIZE_MAX;
}

size_t str_find_last(str s, char c)
{
    for (size_t i = s.length; i > 0; i--)
        if (s.data[i - 1] == c)
            return i - 1;
    return SIZE_MAX;
}

size_t str_search(str s, str needle)
{
    for (size_t i = 0; i + needle.length <= s.length; i++)
        if (str_equal((str){s.data + i, needle.length}, needle))
            return i;
    return SIZE_MAX;
}

str str_skip(str s, size_t count)
{
    if (count >= s.length)
        return (str){s.data ? s.data + s.length : NULL, 0};
    return (str){s.data + count, s.length - count};
}

str str_take(str s, size_t count)
{
    return (str){s.data, count < s.length ? count : s.length};
}

str str_trim(str s)
{
    while (s.length && char_is_space(s.data[0]))
        s = str_skip(s, 1);
    while (s.length && char_is_space(s.data[s.length - 1]))
        s.length--;
    return s;
}

bool str_split(str *rest, char separator, str *part)
{
    if (!rest->data)
        return false;
    size_t at = str_find(*rest, separator);
    if (at == SIZE_MAX) {
        *part = *rest;
        *rest = STR_NULL;
    } else {
        *part = str_take(*rest, at);
        *rest = str_skip(*rest, at + 1);
    }
    return true;
}

uint64_t str_hash(str s, uint64_t seed)
{
    return hash_bytes(s.data, s.length, seed);
}

enum { DISTANCE_MAX = 64 };

size_t str_distance(str a, str b, size_t limit)
{
    size_t far = limit + 1;
    if (a.length > DISTANCE_MAX || b.length > DISTANCE_MAX)
        return far;
    size_t rows[3][DISTANCE_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.length; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            size_t best = last[j - 1] + (a.data[i - 1] != b.data[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
                a.data[i - 2] == b.data[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[b.length] < far ? last[b.length] : far;
}
