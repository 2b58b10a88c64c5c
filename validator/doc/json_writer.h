/*
 * Nodes written as JSON: exact numbers, U+0000 as \u0000, members in source order or sorted.
 *
 * The canonical form (sorted by key bytes, no white space, numbers by value) is what digests and
 * fingerprints are made of: equal values have equal text.
 */
#ifndef HANDOFF_DOC_JSON_WRITER_H
#define HANDOFF_DOC_JSON_WRITER_H

#include "base/buf.h"
#include "doc/node.h"

void json_write(buf *out, const node *n);          /* compact, source order */
void json_write_indented(buf *out, const node *n); /* two spaces a level */
void json_write_canonical(buf *out, const node *n);
void json_write_string(buf *out, str s); /* quoted and escaped */

/* SHA-256 of the canonical form, hexadecimal, in the arena. */
str json_digest(const node *n, arena *a);

#endif
