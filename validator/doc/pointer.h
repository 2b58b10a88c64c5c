/*
 * JSON Pointer, RFC 6901: both directions.
 */
#ifndef HANDOFF_DOC_POINTER_H
#define HANDOFF_DOC_POINTER_H

#include "base/buf.h"
#include "doc/node.h"

/* Resolves a pointer ("" or "/a/0/b") against a tree. NULL when nothing stands there. */
const node *pointer_resolve(const node *root, str pointer);

/* The same for a URI fragment, percent-decoded first. */
const node *pointer_resolve_fragment(const node *root, str fragment, arena *a);

/* Appends "/token" with ~ and / escaped, or "/index". */
void pointer_append(buf *b, str token);
void pointer_append_index(buf *b, size_t index);
str pointer_join(str pointer, str token, arena *a);

/* Where `target` (by identity, or a copy of it that a YAML merge made) stands below root, walking
 * by source offsets: "" for root itself, STR_NULL when it is not there. */
str pointer_of(const node *root, const node *target, arena *a);

#endif
