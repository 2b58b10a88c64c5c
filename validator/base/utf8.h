/*
 * UTF-8: strict decoding (no overlong forms, no surrogates, nothing above U+10FFFF), lengths in
 * code points, and text made safe to show on a terminal.
 */
#ifndef HANDOFF_BASE_UTF8_H
#define HANDOFF_BASE_UTF8_H

#include "base/buf.h"

/* Offset of the first byte that is not valid UTF-8, or s.length when all is. */
size_t utf8_check(str s);

/* The code point at *offset, which moves behind it. UINT32_MAX (and one byte on) when malformed. */
uint32_t utf8_next(str s, size_t *offset);

size_t utf8_length(str s);                      /* code points in valid UTF-8 */
size_t utf8_encode(uint32_t code, char out[4]); /* bytes written; surrogates become U+FFFD */

/* Appends s with each malformed byte as U+FFFD: for forms that must be UTF-8, such as JSON. */
void utf8_append_valid(buf *b, str s);

/* Appends s with control characters, bidirectional overrides and malformed bytes as \u{...} or
 * \x.., so that contract text can neither move a terminal's cursor nor forge a line. */
void utf8_append_printable(buf *b, str s);

#endif
