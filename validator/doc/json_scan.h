/*
 * What the parts of the JSON reader share: its state, its errors, and the scanning that looks at
 * eight bytes together. Private to doc/json_*.c.
 *
 * The text is followed by NULs (TREE_PADDING), so that no loop needs to ask for its end: a NUL is
 * no JSON, and where one is met the offset tells the end from a NUL in the text.
 */
#ifndef HANDOFF_DOC_JSON_SCAN_H
#define HANDOFF_DOC_JSON_SCAN_H

#include "doc/tree.h"

typedef struct json_reader {
    tree *tree;
    const char *begin, *end;
    const char *p;
    unsigned depth;
} json_reader;

static inline uint32_t json_offset(const json_reader *r, const char *p)
{
    return (uint32_t)(p - r->begin);
}

/* --- errors (doc/json_error.c); all return false --- */

bool json_fail(json_reader *r, const char *at, const char *expected);
bool json_fail_with(json_reader *r, const char *at, const char *message, const char *hint);
bool json_fail_value(json_reader *r);                       /* no value stands here */
bool json_fail_separator(json_reader *r, const char *open); /* neither ',' nor the end */

/* --- slow ways through strings (doc/json_string.c) --- */

bool json_skip_wide(json_reader *r); /* characters above 127 */

/* From the first escape on; what precedes it is plain and starts at `start`. */
bool json_read_escaped(json_reader *r, const char *start, str *text);

/* Where neither a quote nor an escape ends the string that opened at `open`. */
bool json_fail_string(json_reader *r, const char *open);

/* --- scanning --- */

#define JSON_ONES  0x0101010101010101u
#define JSON_HIGHS 0x8080808080808080u

/* How many bytes of a word, in the order of memory, come before the first that is not zero (its
 * high bit, for masks of high bits). */
static inline unsigned json_leading_bytes(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (unsigned)__builtin_ctzll(word) >> 3;
#else
    return (unsigned)__builtin_clzll(word) >> 3;
#endif
}

static inline const char *json_skip_long_space(const char *p)
{
    for (;;) {
        uint64_t other = hash_load8(p) ^ JSON_ONES * ' ';
        if (other == 0) {
            p += 8;
            continue;
        }
        p += json_leading_bytes(other);
        if (*p != '\n' && *p != '\r' && *p != '\t')
            return p;
        p++;
    }
}

static inline void json_skip_space(json_reader *r)
{
    if ((unsigned char)*r->p <= ' ')
        r->p = json_skip_long_space(r->p);
}

/* The first of '"', '\\', a control character, a byte above 127. Only the low seven bits of each
 * byte are added to, so no carry reaches the next one. */
static inline const char *json_skip_plain(const char *p)
{
    const uint64_t low = JSON_ONES * 0x7f;
    for (;; p += 8) {
        uint64_t word = hash_load8(p), bits = word & low;
        uint64_t not_quote = (bits ^ JSON_ONES * '"') + low,
                 not_escape = (bits ^ JSON_ONES * '\\') + low;
        uint64_t not_control = bits + JSON_ONES * (0x80 - ' ');
        uint64_t hit = (~(not_quote & not_escape & not_control) | word) & JSON_HIGHS;
        if (hit)
            return p + json_leading_bytes(hit);
    }
}

#endif
