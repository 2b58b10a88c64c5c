/*
 * Contents of strings: contentEncoding (base64) and contentMediaType (application/json), which
 * draft-07 lets a validator assert. Other encodings and media types say nothing.
 */
#ifndef HANDOFF_SCHEMA_CONTENT_H
#define HANDOFF_SCHEMA_CONTENT_H

#include "base/str.h"

/* Both may be STR_NULL. */
bool content_accepts(str encoding, str media_type, str text);

#endif
