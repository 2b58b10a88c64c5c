/*
 * Media types: RFC 9110 section 8.3 and the ranges of 12.5.1; and the headers HTTP itself defines.
 */
#ifndef HANDOFF_CONSUMER_MEDIA_H
#define HANDOFF_CONSUMER_MEDIA_H

#include "openapi/api.h"

/* The entry of a content map that a media type falls under: exact, without parameters, by
 * structured suffix, by range. NULL when none does. */
const api_media_type *media_find(const api_media_type *content, size_t count, str media_type);
bool media_matches(str range, str media_type); /* "application/<any>" takes "application/json" */
bool media_is_json(str media_type);
str media_essence(str media_type);             /* without parameters and space */
str media_parameter(str media_type, str name); /* unquoted; STR_NULL when absent */

/* Headers that a contract need not list. */
bool header_is_standard_request(str name);
bool header_is_standard_response(str name);

#endif
