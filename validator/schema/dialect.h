/*
 * Dialects: which JSON Schema a schema is written in, and what its keywords mean there.
 */
#ifndef HANDOFF_SCHEMA_DIALECT_H
#define HANDOFF_SCHEMA_DIALECT_H

#include "base/str.h"

typedef enum dialect {
    DIALECT_UNKNOWN,
    DIALECT_DRAFT_03,
    DIALECT_DRAFT_04,
    DIALECT_DRAFT_06,
    DIALECT_DRAFT_07,
    DIALECT_2019_09,
    DIALECT_2020_12,
    DIALECT_SWAGGER_20, /* the schema object of Swagger 2.0 */
    DIALECT_OPENAPI_30, /* nullable, boolean exclusive*, no siblings of $ref */
    DIALECT_OPENAPI_31  /* 2020-12 with the OpenAPI base vocabulary; also 3.2 */
} dialect;

/* The dialect of a "$schema" URI (fragment "#" aside), or DIALECT_UNKNOWN. */
dialect dialect_of_uri(str uri);
str dialect_uri(dialect d);
const char *dialect_name(dialect d); /* "2020-12", "openapi-3.0" */

/* Draft-07 and earlier, Swagger 2.0 and OpenAPI 3.0: keywords beside $ref are ignored. */
bool dialect_ref_stands_alone(dialect d);

#endif
