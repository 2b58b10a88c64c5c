/*
 * URI references: RFC 3986 parsing, resolution and normalisation (by uriparser), and the path <->
 * file: URI mapping. Results live in the arena. IRIs pass: bytes above 127 are kept as they are.
 */
#ifndef HANDOFF_BASE_URI_H
#define HANDOFF_BASE_URI_H

#include "base/arena.h"

typedef struct uri_parts {
    str without_fragment; /* the reference before '#', maybe empty */
    str fragment;         /* after '#', still percent-encoded; STR_NULL when there is no '#' */
} uri_parts;

uri_parts uri_split(str reference);

/* RFC 3986 section 5.2, with dot segments removed; a reference that is no URI is returned as is.
 * An empty base gives the reference. Works for urn: and other opaque bases with fragments. */
str uri_resolve(str base, str reference, arena *a);

bool uri_is_absolute(str uri);                         /* has a scheme */
bool uri_percent_decode(str text, str *out, arena *a); /* false: malformed % escape */
str uri_percent_encode_fragment(str text, arena *a);
str uri_percent_encode_path(str text, arena *a); /* '/' stays */

#endif
