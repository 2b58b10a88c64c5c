#include "doc/lines.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

enum { BLOCK = 1024 };

/* Where a block starts: its line, and the code points before it on that line. */
typedef struct mark {
    uint32_t line, column;
} mark;

/* The marks of a text in one allocation, put in place with one atomic exchange: whoever comes
 * second throws away an equal table. */
struct lines {
    str text;
    size_t count;
    _Atomic(mark *) *marks;
};

lines *lines_new(str text)
{
    lines *l = memory_alloc(sizeof *l);
    l->text = text;
    l->count = text.length / BLOCK + 1;
    l->marks = memory_alloc(sizeof *l->marks);
    return l;
}

void lines_free(lines *l)
{
    if (!l)
        return;
    free(atomic_load(l->marks));
    free(l->marks);
    free(l);
}

/* Eight bytes at a time: 0x80 in each byte that is a line end, or that starts no code point. */
static uint64_t line_ends_in(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101u, low = ones * 0x7f;
    uint64_t other = word ^ ones * '\n';
    return ~(((other & low) + low) | other | low);
}

static uint64_t continuations_in(uint64_t word)
{
    return word & ~(word << 1) & 0x8080808080808080u;
}

/* The bytes whose high bit is set: added up in the highest byte of a product. */
static uint32_t count_marked(uint64_t marked)
{
    return (uint32_t)((marked >> 7) * 0x0101010101010101u >> 56);
}

static uint32_t count_line_ends(const char *from, const char *to)
{
    uint32_t count = 0;
    for (; to - from >= 8; from += 8)
        count += count_marked(line_ends_in(hash_load8(from)));
    for (; from < to; from++)
        count += *from == '\n';
    return count;
}

static uint32_t count_code_points(const char *from, const char *to)
{
    uint32_t count = (uint32_t)(to - from);
    for (; to - from >= 8; from += 8)
        count -= count_marked(continuations_in(hash_load8(from)));
    for (; from < to; from++)
        count -= ((unsigned char)*from & 0xc0) == 0x80;
    return count;
}

/* Moves a mark at `from` to `to`. */
static void advance(mark *m, const char *from, const char *to)
{
    uint32_t ends = count_line_ends(from, to);
    if (ends) {
        const char *line = to;
        while (line[-1] != '\n')
            line--;
        m->line += ends;
        m->column = 0;
        from = line;
    }
    m->column += count_code_points(from, to);
}

static const mark *marks_of(const lines *l)
{
    mark *have = atomic_load_explicit(l->marks, memory_order_acquire);
    if (have)
        return have;
    mark *made = memory_alloc(l->count * sizeof *made);
    mark m = {1, 0};
    for (size_t i = 0; i < l->count; i++) {
        made[i] = m;
        size_t left = l->text.length - i * BLOCK;
        const char *from = l->text.data + i * BLOCK;
        advance(&m, from, from + (left < BLOCK ? left : BLOCK));
    }
    if (atomic_compare_exchange_strong(l->marks, &have, made))
        return made;
    free(made);
    return have;
}

void lines_position(const lines *l, uint32_t offset, uint32_t *line, uint32_t *column)
{
    if (offset > l->text.length)
        offset = (uint32_t)l->text.length;
    mark m = marks_of(l)[offset / BLOCK];
    advance(&m, l->text.data + offset / BLOCK * BLOCK, l->text.data + offset);
    /* a byte order mark takes no column */
    bool shifted = m.line == 1 && offset >= 3 && str_starts_with(l->text, STR("\xef\xbb\xbf"));
    *line = m.line;
    *column = m.column + 1 - shifted;
}

static const char *line_start(const lines *l, uint32_t line)
{
    const mark *marks = marks_of(l);
    size_t low = 0, high = l->count; /* the last block that starts on an earlier line */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (marks[middle].line < line)
            low = middle;
        else
            high = middle;
    }
    const char *p = l->text.data + low * BLOCK, *end = l->text.data + l->text.length;
    for (uint32_t at = marks[low].line; at < line; at++) {
        const char *feed = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        if (!feed)
            return NULL;
        p = feed + 1;
    }
    return p;
}

str lines_text(const lines *l, uint32_t line)
{
    const char *start = line ? line_start(l, line) : NULL;
    if (!start)
        return STR_NULL;
    const char *end = l->text.data + l->text.length;
    const char *feed = start < end ? memchr(start, '\n', (size_t)(end - start)) : NULL;
    str text = {start, (size_t)((feed ? feed : end) - start)};
    if (text.length && text.data[text.length - 1] == '\r')
        text.length--;
    return text;
}

size_t lines_memory(const lines *l)
{
    return sizeof *l + l->count * sizeof(mark);
}
