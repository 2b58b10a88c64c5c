#include "base/buf.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_clear(buf *b)
{
    free(b->data);
    *b = (buf){0};
}

void buf_reserve(buf *b, size_t more)
{
    if (more > SIZE_MAX / 2 - b->length)
        abort();
    size_t needed = b->length + more;
    if (needed <= b->capacity)
        return;
    size_t capacity = b->capacity ? b->capacity : 256;
    while (capacity < needed)
        capacity *= 2;
    b->data = memory_resize(b->data, capacity);
    memory_expect_use(b->data, capacity);
    b->capacity = capacity;
}

void buf_append(buf *b, str s)
{
    if (s.length == 0)
        return;
    buf_reserve(b, s.length);
    memcpy(b->data + b->length, s.data, s.length);
    b->length += s.length;
}

void buf_append_char(buf *b, char c)
{
    buf_append(b, (str){&c, 1});
}

void buf_vprintf(buf *b, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length < 0)
        abort();
    buf_reserve(b, (size_t)length + 1);
    if (vsnprintf(b->data + b->length, (size_t)length + 1, format, again) != length)
        abort();
    b->length += (size_t)length;
    va_end(again);
}

void buf_printf(buf *b, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buf_vprintf(b, format, arguments);
    va_end(arguments);
}

str buf_str(const buf *b)
{
    return (str){b->data, b->length};
}

const char *buf_cstr(buf *b)
{
    buf_reserve(b, 1);
    b->data[b->length] = '\0';
    return b->data;
}
