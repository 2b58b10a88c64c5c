#include "schema/pattern_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/utf8.h"

#define SURROGATE_FIRST 0xD800u
#define SURROGATE_LAST  0xDFFFu

/* ECMA-262 22.2.2.9: the digits, the word characters, WhiteSpace with LineTerminator, and what '.'
 * leaves out. */
static const code_range digits[] = {{'0', '9'}};
static const code_range word[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const code_range space[] = {
    {0x09, 0x0D},     {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
    {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
static const code_range line_ends[] = {{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};

void set_add(set_builder *s, uint32_t first, uint32_t last)
{
    vec_push(s->arena, &s->ranges, (code_range){first, last});
}

void set_add_property(set_builder *s, code_property property)
{
    vec_push(s->arena, &s->properties, property);
}

static void add_all(set_builder *s, const code_range *ranges, size_t count, bool negated)
{
    uint32_t next = 0;
    for (size_t i = 0; i < count; i++) {
        if (!negated)
            set_add(s, ranges[i].first, ranges[i].last);
        else if (ranges[i].first > next)
            set_add(s, next, ranges[i].first - 1);
        next = ranges[i].last + 1;
    }
    if (negated && next <= CODE_POINT_LAST)
        set_add(s, next, CODE_POINT_LAST);
}

#define ADD_ALL(s, ranges, negated)                                                                \
    add_all((s), (ranges), sizeof(ranges) / sizeof(ranges)[0], (negated))

void set_add_escape(set_builder *s, char letter)
{
    switch (letter) {
    case 'd':
    case 'D':
        ADD_ALL(s, digits, letter == 'D');
        break;
    case 'w':
    case 'W':
        ADD_ALL(s, word, letter == 'W');
        break;
    case 's':
    case 'S':
        ADD_ALL(s, space, letter == 'S');
        break;
    default:
        ADD_ALL(s, line_ends, true);
        break;
    }
}

bool code_set_is_word_character(uint32_t code)
{
    for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
        if (code >= word[i].first && code <= word[i].last)
            return true;
    return false;
}

static int range_order(const void *a, const void *b)
{
    const code_range *left = a, *right = b;
    return left->first < right->first ? -1 : left->first > right->first;
}

/* Sorts and joins what overlaps or touches; the count that is left. */
static size_t ranges_join(code_range *ranges, size_t count)
{
    if (count == 0)
        return 0;
    qsort(ranges, count, sizeof *ranges, range_order);
    size_t kept = 0;
    for (size_t i = 1; i < count; i++) {
        if (ranges[i].first <= ranges[kept].last + 1) {
            if (ranges[i].last > ranges[kept].last)
                ranges[kept].last = ranges[i].last;
        } else {
            ranges[++kept] = ranges[i];
        }
    }
    return kept + 1;
}

code_set set_finish(set_builder *s, bool negated)
{
    return (code_set){.ranges = s->ranges.items,
                      .range_count = (uint32_t)ranges_join(s->ranges.items, s->ranges.count),
                      .properties = s->properties.items,
                      .property_count = (uint32_t)s->properties.count,
                      .negated = negated};
}

static void add_run(set_builder *s, str every, size_t start, size_t end)
{
    size_t from = start, before = end;
    uint32_t first = utf8_next(every, &from);
    do
        before--;
    while (((unsigned char)every.data[before] & 0xC0) == 0x80);
    set_add(s, first, utf8_next(every, &before));
}

/* The code points of one property, asked of pcre2 itself by searching for runs of it in the text
 * of all scalar values, so that both engines always agree. Some milliseconds, for rare patterns. */
static bool add_property_ranges(set_builder *s, const code_property *property)
{
    char expression[80];
    int length = snprintf(expression, sizeof expression, "[\\%c{%s}]+",
                          property->negated ? 'P' : 'p', property->name);
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)expression, (PCRE2_SIZE)length, PCRE2_UTF, &error, &offset, NULL);
    if (!code)
        return false;
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    pcre2_match_data *match = pcre2_match_data_create(1, NULL);
    char *text = memory_alloc(4 * (size_t)(CODE_POINT_LAST + 1));
    size_t used = 0;
    for (uint32_t c = 0; c <= CODE_POINT_LAST; c++)
        if (c < SURROGATE_FIRST || c > SURROGATE_LAST)
            used += utf8_encode(c, text + used);
    size_t at = 0;
    while (pcre2_match(code, (PCRE2_SPTR)text, used, at, PCRE2_NO_UTF_CHECK, match, NULL) > 0) {
        const PCRE2_SIZE *found = pcre2_get_ovector_pointer(match);
        add_run(s, str_of(text, used), found[0], found[1]);
        at = found[1];
    }
    free(text);
    pcre2_match_data_free(match);
    pcre2_code_free(code);
    return true;
}

/* Ranges without the surrogates, which no text can hold. */
static void add_scalars(set_builder *s, uint32_t first, uint32_t last)
{
    if (first < SURROGATE_FIRST)
        set_add(s, first, last < SURROGATE_FIRST ? last : SURROGATE_FIRST - 1);
    if (last > SURROGATE_LAST)
        set_add(s, first > SURROGATE_LAST ? first : SURROGATE_LAST + 1, last);
}

bool code_set_ranges(const code_set *set, arena *a, const code_range **ranges, size_t *count)
{
    set_builder all = {.arena = a};
    for (size_t i = 0; i < set->range_count; i++)
        set_add(&all, set->ranges[i].first, set->ranges[i].last);
    for (size_t i = 0; i < set->property_count; i++)
        if (!add_property_ranges(&all, &set->properties[i]))
            return false;
    size_t joined = ranges_join(all.ranges.items, all.ranges.count);
    set_builder flipped = {.arena = a}, scalars = {.arena = a};
    add_all(&flipped, all.ranges.items, joined, set->negated);
    for (size_t i = 0; i < flipped.ranges.count; i++)
        if (flipped.ranges.items[i].first <= flipped.ranges.items[i].last)
            add_scalars(&scalars, flipped.ranges.items[i].first, flipped.ranges.items[i].last);
    *count = scalars.ranges.count;
    *ranges = scalars.ranges.items;
    return true;
}
