/*
 * What the parts of consumer/conform.h share. Private to consumer/.
 */
#ifndef HANDOFF_CONSUMER_CONFORM_PARTS_H
#define HANDOFF_CONSUMER_CONFORM_PARTS_H

#include "base/map.h"
#include "consumer/conform.h"
#include "consumer/reader_view.h"
#include "schema/schema.h"

struct conformer {
    arena *arena;
    const api *contract;
    reader_view *view; /* made when the first expectation is checked */
    map schemas;       /* schema node -> compiled schema */
    validation *validation;
};

typedef struct conforming {
    conformer *conformer;
    arena *arena;
    diags *diags;
    const interaction *interaction;
    const api_operation *operation;
    conform_reading reading;
    problems found;
} conforming;

problem *conform_add(conforming *c, conform_code code, const node *given, const node *contract,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Whether a value satisfies a schema of this registry; where not, a problem with the deepest reason. */
bool conform_value(conforming *c, registry *r, site s, schema_direction direction, const node *value,
                   conform_code code, const node *given, const char *what);

void conform_request(conforming *c);
void conform_response(conforming *c);
void conform_security(conforming *c);

/* --- media types (consumer/media.c) --- */

/* The entry of a content map that a media type falls under: exact, without parameters, by structured
 * suffix, by range. NULL when none does. */
const api_media_type *media_find(const api_media_type *content, size_t count, str media_type);
bool media_matches(str range, str media_type);   /* "application/<any>" takes "application/json" */
bool media_is_json(str media_type);
str media_essence(str media_type);               /* without parameters and space */
str media_parameter(str media_type, str name);   /* unquoted; STR_NULL when absent */

/* Headers that HTTP itself defines: a contract need not list them. */
bool header_is_standard_request(str name);
bool header_is_standard_response(str name);

#endif
