/*
 * A growing run of bytes on the heap: for output and for reading files.
 *
 * A zeroed buf is empty and needs no set-up; buf_clear frees it and leaves it empty. The bytes
 * move when it grows, so a view of them (buf_str) lives until the next append.
 */
#ifndef HANDOFF_BASE_BUF_H
#define HANDOFF_BASE_BUF_H

#include "base/str.h"

#include <stdarg.h>

typedef struct buf {
    char *data;
    size_t length, capacity;
} buf;

void buf_clear(buf *b);
void buf_reserve(buf *b, size_t more); /* room for that many more bytes */
void buf_append(buf *b, str s);
void buf_append_char(buf *b, char c);
void buf_printf(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(buf *b, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

str buf_str(const buf *b);
const char *buf_cstr(buf *b); /* the bytes followed by a NUL that the length does not count */

#endif
