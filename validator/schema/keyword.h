/*
 * The keyword table: every keyword of every dialect, and where schemas stand in its value.
 *
 * All that walks schemas goes by this table, so that an "$id" or a "$ref" in an `enum`, a `const`,
 * an example or an unknown keyword is never taken for one.
 */
#ifndef HANDOFF_SCHEMA_KEYWORD_H
#define HANDOFF_SCHEMA_KEYWORD_H

#include "doc/node.h"
#include "schema/vocabulary.h"

typedef enum keyword_id {
    KEYWORD_UNKNOWN,
    /* identifiers and references */
    KEYWORD_SCHEMA,
    KEYWORD_ID,
    KEYWORD_ANCHOR,
    KEYWORD_DYNAMIC_ANCHOR,
    KEYWORD_RECURSIVE_ANCHOR,
    KEYWORD_REF,
    KEYWORD_DYNAMIC_REF,
    KEYWORD_RECURSIVE_REF,
    KEYWORD_DEFS, /* $defs, definitions */
    KEYWORD_VOCABULARY,
    KEYWORD_COMMENT,
    /* any value */
    KEYWORD_TYPE,
    KEYWORD_ENUM,
    KEYWORD_CONST,
    KEYWORD_NULLABLE,
    /* numbers */
    KEYWORD_MULTIPLE_OF, /* and divisibleBy */
    KEYWORD_MAXIMUM,
    KEYWORD_EXCLUSIVE_MAXIMUM,
    KEYWORD_MINIMUM,
    KEYWORD_EXCLUSIVE_MINIMUM,
    /* strings */
    KEYWORD_MAX_LENGTH,
    KEYWORD_MIN_LENGTH,
    KEYWORD_PATTERN,
    KEYWORD_FORMAT,
    KEYWORD_CONTENT_ENCODING,
    KEYWORD_CONTENT_MEDIA_TYPE,
    KEYWORD_CONTENT_SCHEMA,
    /* arrays */
    KEYWORD_MAX_ITEMS,
    KEYWORD_MIN_ITEMS,
    KEYWORD_UNIQUE_ITEMS,
    KEYWORD_PREFIX_ITEMS,
    KEYWORD_ITEMS,
    KEYWORD_ADDITIONAL_ITEMS,
    KEYWORD_CONTAINS,
    KEYWORD_MAX_CONTAINS,
    KEYWORD_MIN_CONTAINS,
    /* objects */
    KEYWORD_MAX_PROPERTIES,
    KEYWORD_MIN_PROPERTIES,
    KEYWORD_REQUIRED, /* an array of names; a boolean in draft-03 */
    KEYWORD_DEPENDENT_REQUIRED,
    KEYWORD_PROPERTIES,
    KEYWORD_PATTERN_PROPERTIES,
    KEYWORD_ADDITIONAL_PROPERTIES,
    KEYWORD_PROPERTY_NAMES,
    KEYWORD_DEPENDENT_SCHEMAS,
    KEYWORD_DEPENDENCIES,
    KEYWORD_DISCRIMINATOR,
    /* in place */
    KEYWORD_ALL_OF,
    KEYWORD_ANY_OF,
    KEYWORD_ONE_OF,
    KEYWORD_NOT,
    KEYWORD_IF,
    KEYWORD_THEN,
    KEYWORD_ELSE,
    KEYWORD_EXTENDS,  /* draft-03 */
    KEYWORD_DISALLOW, /* draft-03 */
    /* last: they look at what the others evaluated */
    KEYWORD_UNEVALUATED_ITEMS,
    KEYWORD_UNEVALUATED_PROPERTIES,
    /* notes */
    KEYWORD_TITLE,
    KEYWORD_DESCRIPTION,
    KEYWORD_DEFAULT,
    KEYWORD_EXAMPLES, /* and OpenAPI's example */
    KEYWORD_READ_ONLY,
    KEYWORD_WRITE_ONLY,
    KEYWORD_DEPRECATED,
    KEYWORD_NOTE /* known, says nothing about values: xml, externalDocs */
} keyword_id;

/* Where the value of a keyword holds schemas. */
typedef enum keyword_shape {
    SHAPE_NONE,            /* nowhere */
    SHAPE_SCHEMA,          /* it is one (an object or a boolean) */
    SHAPE_ARRAY,           /* an array of them */
    SHAPE_MAP,             /* an object of them */
    SHAPE_SCHEMA_OR_ARRAY, /* `items` before 2020-12, `extends` */
    SHAPE_DEPENDENCIES,    /* an object of schemas and of names */
    SHAPE_TYPES            /* draft-03's `type` and `disallow`: objects among the names */
} keyword_shape;

typedef struct keyword {
    str name;
    keyword_id id;
    keyword_shape shape;
    uint32_t dialects;   /* bit 1 << dialect: where it is a keyword */
    uint32_t vocabulary; /* enum vocabulary */
} keyword;

/* NULL when the name is no keyword in that dialect with those vocabularies. */
const keyword *keyword_find(str name, dialect d, uint32_t vocabularies);

const keyword *keyword_table(size_t *count); /* sorted by length, then bytes */

/* Calls visit for every schema directly in `value`, the value of a keyword of that shape. */
typedef void keyword_visitor(void *context, const node *schema);
void keyword_each_schema(keyword_shape shape, const node *value, keyword_visitor *visit,
                         void *context);

#endif
