/*
 * Expected fields as schemas, so that inclusion/ can decide over them: the type of `sku` in
 * every item of `items` is the schema of every value that has, in each item, a member `sku` that is
 * text.
 *
 * All schemas of one producer are written into one document, made here and owned.
 */
#ifndef HANDOFF_CONSUMER_FIELD_SCHEMA_H
#define HANDOFF_CONSUMER_FIELD_SCHEMA_H

#include "consumer/expectation.h"
#include "schema/registry.h"

typedef struct field_schemas field_schemas;

field_schemas *field_schemas_new(const expected_producer *p, diags *d); /* NULL with errors */
void field_schemas_free(field_schemas *f);                              /* NULL is fine */
registry *field_schemas_registry(field_schemas *f);

site field_schemas_of_value(field_schemas *f,
                            const expected_field *field); /* the field's own schema */
site field_schemas_of_field(field_schemas *f, const expected_field *field); /* of the whole value */
site field_schemas_of_body(field_schemas *f,
                           const expected_fields *fields); /* all fields together */

#endif
