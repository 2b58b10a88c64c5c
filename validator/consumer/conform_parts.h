/*
 * What the parts of consumer/conform.h share. Private to consumer/.
 */
#ifndef HANDOFF_CONSUMER_CONFORM_PARTS_H
#define HANDOFF_CONSUMER_CONFORM_PARTS_H

#include "base/map.h"
#include "consumer/conform.h"
#include "consumer/media.h"
#include "consumer/reader_view.h"
#include "schema/schema.h"

struct conformer {
    arena *arena;
    const api *contract; /* NULL: a JSON Schema */
    registry *registry;
    site schema;
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

/* Whether a value satisfies a schema of this registry; where not, a problem with the deepest
 * reason. */
bool conform_value(conforming *c, registry *r, site s, schema_direction direction,
                   const node *value, conform_code code, const node *given, const char *what);

void conform_request(conforming *c);
void conform_response(conforming *c);
void conform_security(conforming *c);
void conform_message(conforming *c);
void conform_rules(conforming *c, const api_media_type *entry);

#endif
