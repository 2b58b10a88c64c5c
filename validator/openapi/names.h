/*
 * The little languages inside an API description's keys: path templates, media type names and
 * response statuses, each brought to the form that is compared.
 *
 * Results live in the arena (or are the text itself where nothing had to change). Nothing fails:
 * text that does not follow its grammar is kept as it is, and lint/ says so.
 */
#ifndef HANDOFF_OPENAPI_NAMES_H
#define HANDOFF_OPENAPI_NAMES_H

#include "base/arena.h"

/* "/pets/{id}/toys/{toy}" -> "/pets/{}/toys/{}". A brace without its partner stays as it is. */
str path_shape(str template, arena *a);

/* The names between braces, in order: *next starts at 0; false when there are no more. */
bool path_next_name(str template, size_t *next, str *name);

/* Index of {name} among the names of the template, or -1. */
int path_name_index(str template, str name);

typedef struct media_name {
    str type;       /* "application/json", lower case */
    str parameters; /* "; charset=utf-8": names lower case, sorted; or empty */
} media_name;

/* RFC 9110, section 8.3.1. The charset's value is lower-cased too, as its registry says. */
media_name media_name_of(str text, arena *a);

/* "2xx" -> "2XX", "DEFAULT" -> "default"; any other text as it is. */
str response_status(str text, arena *a);

/* "2XX", "200", ... "default": what the specification allows as a key of a Responses Object. */
bool response_status_is_valid(str status, bool ranges_allowed);

str str_lower(str s, arena *a); /* ASCII; the text itself when it has no upper case */
str str_upper(str s, arena *a);

#endif
