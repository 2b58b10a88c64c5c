#include "doc/excerpt.h"

#define LINES_SHOWN 4
#define BYTES_SHOWN 400
#define LONG_LINE   160

static str cut_at_character(str s, size_t most)
{
    if (s.length <= most)
        return s;
    while (most > 0 && ((unsigned char)s.data[most] & 0xC0) == 0x80)
        most--;
    return str_take(s, most);
}

str document_excerpt(const document *doc, uint32_t line, uint32_t offset, arena *a)
{
    if (line == 0)
        return STR_NULL;
    str source = document_source(doc), first = document_line(doc, line);
    size_t start = (size_t)(first.data - source.data);
    if (first.length > LONG_LINE && offset > start)
        start = offset;
    str rest = str_skip(source, start), shown = cut_at_character(rest, BYTES_SHOWN);
    size_t end = 0;
    for (int lines = 0; lines < LINES_SHOWN && end < shown.length; end++)
        lines += shown.data[end] == '\n';
    while (end > 0 && (shown.data[end - 1] == '\n' || shown.data[end - 1] == '\r'))
        end--;
    return arena_str(a, str_take(shown, end));
}
