/*
 * The object model of the four specifications as data: which fields each object has, of what kind,
 * since and until which version, and which of them are required.
 *
 * lint/walk.c reads it to check a document's structure; nothing else knows the fields.
 */
#ifndef HANDOFF_LINT_OBJECTS_H
#define HANDOFF_LINT_OBJECTS_H

#include "openapi/api.h"

/* Bits of the versions, in the order of api_version. */
enum {
    V20 = 1 << API_SWAGGER_20,
    V30 = 1 << API_OPENAPI_30,
    V31 = 1 << API_OPENAPI_31,
    V32 = 1 << API_OPENAPI_32,
    V3 = V30 | V31 | V32,
    V31_ON = V31 | V32,
    VALL = V20 | V3
};

/* Kinds of values; those below KIND_OBJECTS are no objects of the specification. */
typedef enum object_kind {
    KIND_ANY,
    KIND_STRING,
    KIND_BOOLEAN,
    KIND_NUMBER,
    KIND_COUNT,  /* a whole number, not negative */
    KIND_ARRAY,  /* of anything */
    KIND_SCHEMA, /* walked by lint/schemas.c */
    KIND_OBJECTS,
    KIND_ROOT = KIND_OBJECTS,
    KIND_INFO,
    KIND_CONTACT,
    KIND_LICENSE,
    KIND_SERVER,
    KIND_SERVER_VARIABLE,
    KIND_COMPONENTS,
    KIND_PATHS,
    KIND_PATH_ITEM,
    KIND_OPERATION,
    KIND_EXTERNAL_DOCUMENTATION,
    KIND_PARAMETER,
    KIND_ITEMS, /* Swagger 2.0 */
    KIND_REQUEST_BODY,
    KIND_MEDIA_TYPE,
    KIND_ENCODING,
    KIND_RESPONSES,
    KIND_RESPONSE,
    KIND_CALLBACK,
    KIND_EXAMPLE,
    KIND_LINK,
    KIND_HEADER,
    KIND_TAG,
    KIND_SECURITY_SCHEME,
    KIND_OAUTH_FLOWS,
    KIND_OAUTH_FLOW,
    KIND_SECURITY_REQUIREMENT,
    KIND_COUNT_OF_ALL
} object_kind;

typedef enum field_shape { FIELD_ONE, FIELD_LIST, FIELD_MAP } field_shape;

typedef struct field_row {
    object_kind object;
    const char *name; /* "*": every name that no other row has (paths, statuses, expressions) */
    field_shape shape;
    object_kind kind;
    unsigned versions, required; /* bits */
    const char *choices;         /* of strings: "a|b|c"; NULL: any text */
} field_row;

typedef struct object_row {
    const char *name;   /* with its article: "a path item" */
    unsigned referable; /* versions where a Reference Object may stand instead */
    bool without_extensions;
} object_row;

extern const object_row object_rows[KIND_COUNT_OF_ALL];

/* The rows of one object stand together. */
const field_row *object_fields(object_kind kind, size_t *count);

#endif
