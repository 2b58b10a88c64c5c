#include "schema/keyword.h"

#include <string.h>

enum {
    IN_03 = 1 << DIALECT_DRAFT_03,
    IN_04 = 1 << DIALECT_DRAFT_04,
    IN_2019 = 1 << DIALECT_2019_09,
    IN_SWAGGER = 1 << DIALECT_SWAGGER_20,
    IN_OPENAPI_30 = 1 << DIALECT_OPENAPI_30,
    FROM_2020 = 1 << DIALECT_2020_12 | 1 << DIALECT_OPENAPI_31,
    FROM_2019 = IN_2019 | FROM_2020,
    FROM_07 = 1 << DIALECT_DRAFT_07 | FROM_2019,
    FROM_06 = 1 << DIALECT_DRAFT_06 | FROM_07,
    JSON_SCHEMA = IN_03 | IN_04 | FROM_06,
    OPENAPI = IN_SWAGGER | IN_OPENAPI_30 | 1 << DIALECT_OPENAPI_31,
    ALL = JSON_SCHEMA | OPENAPI
};

/* Sorted by length, then bytes: the search compares lengths first. `dependencies` is still honoured
 * after draft-07: the specification allows it, and schemas that were carried over rely on it. */
/* clang-format off */
static const keyword keywords[] = {
    {STR_INIT("id"), KEYWORD_ID, SHAPE_NONE, IN_03 | IN_04, VOCABULARY_CORE},
    {STR_INIT("if"), KEYWORD_IF, SHAPE_SCHEMA, FROM_07, VOCABULARY_APPLICATOR},
    {STR_INIT("$id"), KEYWORD_ID, SHAPE_NONE, FROM_06, VOCABULARY_CORE},
    {STR_INIT("not"), KEYWORD_NOT, SHAPE_SCHEMA, ALL & ~IN_03 & ~IN_SWAGGER, VOCABULARY_APPLICATOR},
    {STR_INIT("xml"), KEYWORD_NOTE, SHAPE_NONE, OPENAPI, VOCABULARY_OPENAPI},
    {STR_INIT("$ref"), KEYWORD_REF, SHAPE_NONE, ALL, VOCABULARY_CORE},
    {STR_INIT("else"), KEYWORD_ELSE, SHAPE_SCHEMA, FROM_07, VOCABULARY_APPLICATOR},
    {STR_INIT("enum"), KEYWORD_ENUM, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("then"), KEYWORD_THEN, SHAPE_SCHEMA, FROM_07, VOCABULARY_APPLICATOR},
    {STR_INIT("type"), KEYWORD_TYPE, SHAPE_TYPES, IN_03, VOCABULARY_VALIDATION},
    {STR_INIT("type"), KEYWORD_TYPE, SHAPE_NONE, ALL & ~IN_03, VOCABULARY_VALIDATION},
    {STR_INIT("$defs"), KEYWORD_DEFS, SHAPE_MAP, FROM_2019, VOCABULARY_CORE},
    {STR_INIT("allOf"), KEYWORD_ALL_OF, SHAPE_ARRAY, ALL & ~IN_03, VOCABULARY_APPLICATOR},
    {STR_INIT("anyOf"), KEYWORD_ANY_OF, SHAPE_ARRAY, ALL & ~IN_03 & ~IN_SWAGGER, VOCABULARY_APPLICATOR},
    {STR_INIT("const"), KEYWORD_CONST, SHAPE_NONE, FROM_06, VOCABULARY_VALIDATION},
    {STR_INIT("items"), KEYWORD_ITEMS, SHAPE_SCHEMA_OR_ARRAY, ALL & ~FROM_2020, VOCABULARY_APPLICATOR},
    {STR_INIT("items"), KEYWORD_ITEMS, SHAPE_SCHEMA, FROM_2020, VOCABULARY_APPLICATOR},
    {STR_INIT("oneOf"), KEYWORD_ONE_OF, SHAPE_ARRAY, ALL & ~IN_03 & ~IN_SWAGGER, VOCABULARY_APPLICATOR},
    {STR_INIT("title"), KEYWORD_TITLE, SHAPE_NONE, ALL, VOCABULARY_META_DATA},
    {STR_INIT("format"), KEYWORD_FORMAT, SHAPE_NONE, ALL,
     VOCABULARY_FORMAT_ANNOTATION | VOCABULARY_FORMAT_ASSERTION},
    {STR_INIT("$anchor"), KEYWORD_ANCHOR, SHAPE_NONE, FROM_2019, VOCABULARY_CORE},
    {STR_INIT("$schema"), KEYWORD_SCHEMA, SHAPE_NONE, JSON_SCHEMA, VOCABULARY_CORE},
    {STR_INIT("default"), KEYWORD_DEFAULT, SHAPE_NONE, ALL, VOCABULARY_META_DATA},
    {STR_INIT("example"), KEYWORD_EXAMPLES, SHAPE_NONE, OPENAPI, VOCABULARY_OPENAPI},
    {STR_INIT("extends"), KEYWORD_EXTENDS, SHAPE_SCHEMA_OR_ARRAY, IN_03, VOCABULARY_APPLICATOR},
    {STR_INIT("maximum"), KEYWORD_MAXIMUM, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("minimum"), KEYWORD_MINIMUM, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("pattern"), KEYWORD_PATTERN, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("$comment"), KEYWORD_COMMENT, SHAPE_NONE, FROM_07, VOCABULARY_CORE},
    {STR_INIT("contains"), KEYWORD_CONTAINS, SHAPE_SCHEMA, FROM_06, VOCABULARY_APPLICATOR},
    {STR_INIT("disallow"), KEYWORD_DISALLOW, SHAPE_TYPES, IN_03, VOCABULARY_VALIDATION},
    {STR_INIT("examples"), KEYWORD_EXAMPLES, SHAPE_NONE, FROM_06, VOCABULARY_META_DATA},
    {STR_INIT("maxItems"), KEYWORD_MAX_ITEMS, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("minItems"), KEYWORD_MIN_ITEMS, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("nullable"), KEYWORD_NULLABLE, SHAPE_NONE, IN_OPENAPI_30, VOCABULARY_OPENAPI},
    {STR_INIT("readOnly"), KEYWORD_READ_ONLY, SHAPE_NONE, FROM_07 | OPENAPI, VOCABULARY_META_DATA},
    {STR_INIT("required"), KEYWORD_REQUIRED, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("maxLength"), KEYWORD_MAX_LENGTH, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("minLength"), KEYWORD_MIN_LENGTH, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("writeOnly"), KEYWORD_WRITE_ONLY, SHAPE_NONE, FROM_07 | IN_OPENAPI_30,
     VOCABULARY_META_DATA},
    {STR_INIT("deprecated"), KEYWORD_DEPRECATED, SHAPE_NONE, FROM_2019 | IN_OPENAPI_30,
     VOCABULARY_META_DATA},
    {STR_INIT("multipleOf"), KEYWORD_MULTIPLE_OF, SHAPE_NONE, ALL & ~IN_03, VOCABULARY_VALIDATION},
    {STR_INIT("properties"), KEYWORD_PROPERTIES, SHAPE_MAP, ALL, VOCABULARY_APPLICATOR},
    {STR_INIT("$dynamicRef"), KEYWORD_DYNAMIC_REF, SHAPE_NONE, FROM_2020, VOCABULARY_CORE},
    {STR_INIT("$vocabulary"), KEYWORD_VOCABULARY, SHAPE_NONE, FROM_2019, VOCABULARY_CORE},
    {STR_INIT("definitions"), KEYWORD_DEFS, SHAPE_MAP, JSON_SCHEMA, VOCABULARY_CORE},
    {STR_INIT("description"), KEYWORD_DESCRIPTION, SHAPE_NONE, ALL, VOCABULARY_META_DATA},
    {STR_INIT("divisibleBy"), KEYWORD_MULTIPLE_OF, SHAPE_NONE, IN_03, VOCABULARY_VALIDATION},
    {STR_INIT("maxContains"), KEYWORD_MAX_CONTAINS, SHAPE_NONE, FROM_2019, VOCABULARY_VALIDATION},
    {STR_INIT("minContains"), KEYWORD_MIN_CONTAINS, SHAPE_NONE, FROM_2019, VOCABULARY_VALIDATION},
    {STR_INIT("prefixItems"), KEYWORD_PREFIX_ITEMS, SHAPE_ARRAY, FROM_2020, VOCABULARY_APPLICATOR},
    {STR_INIT("uniqueItems"), KEYWORD_UNIQUE_ITEMS, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("dependencies"), KEYWORD_DEPENDENCIES, SHAPE_DEPENDENCIES, JSON_SCHEMA,
     VOCABULARY_APPLICATOR},
    {STR_INIT("externalDocs"), KEYWORD_NOTE, SHAPE_NONE, OPENAPI, VOCABULARY_OPENAPI},
    {STR_INIT("$recursiveRef"), KEYWORD_RECURSIVE_REF, SHAPE_NONE, IN_2019, VOCABULARY_CORE},
    {STR_INIT("contentSchema"), KEYWORD_CONTENT_SCHEMA, SHAPE_SCHEMA, FROM_2019, VOCABULARY_CONTENT},
    {STR_INIT("discriminator"), KEYWORD_DISCRIMINATOR, SHAPE_NONE, OPENAPI, VOCABULARY_OPENAPI},
    {STR_INIT("maxProperties"), KEYWORD_MAX_PROPERTIES, SHAPE_NONE, ALL & ~IN_03, VOCABULARY_VALIDATION},
    {STR_INIT("minProperties"), KEYWORD_MIN_PROPERTIES, SHAPE_NONE, ALL & ~IN_03, VOCABULARY_VALIDATION},
    {STR_INIT("propertyNames"), KEYWORD_PROPERTY_NAMES, SHAPE_SCHEMA, FROM_06, VOCABULARY_APPLICATOR},
    {STR_INIT("$dynamicAnchor"), KEYWORD_DYNAMIC_ANCHOR, SHAPE_NONE, FROM_2020, VOCABULARY_CORE},
    {STR_INIT("additionalItems"), KEYWORD_ADDITIONAL_ITEMS, SHAPE_SCHEMA, JSON_SCHEMA & ~FROM_2020,
     VOCABULARY_APPLICATOR},
    {STR_INIT("contentEncoding"), KEYWORD_CONTENT_ENCODING, SHAPE_NONE, FROM_07, VOCABULARY_CONTENT},
    {STR_INIT("$recursiveAnchor"), KEYWORD_RECURSIVE_ANCHOR, SHAPE_NONE, IN_2019, VOCABULARY_CORE},
    {STR_INIT("contentMediaType"), KEYWORD_CONTENT_MEDIA_TYPE, SHAPE_NONE, FROM_07, VOCABULARY_CONTENT},
    {STR_INIT("dependentSchemas"), KEYWORD_DEPENDENT_SCHEMAS, SHAPE_MAP, FROM_2019,
     VOCABULARY_APPLICATOR},
    {STR_INIT("exclusiveMaximum"), KEYWORD_EXCLUSIVE_MAXIMUM, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("exclusiveMinimum"), KEYWORD_EXCLUSIVE_MINIMUM, SHAPE_NONE, ALL, VOCABULARY_VALIDATION},
    {STR_INIT("unevaluatedItems"), KEYWORD_UNEVALUATED_ITEMS, SHAPE_SCHEMA, FROM_2019,
     VOCABULARY_UNEVALUATED},
    {STR_INIT("dependentRequired"), KEYWORD_DEPENDENT_REQUIRED, SHAPE_NONE, FROM_2019,
     VOCABULARY_VALIDATION},
    {STR_INIT("patternProperties"), KEYWORD_PATTERN_PROPERTIES, SHAPE_MAP, JSON_SCHEMA,
     VOCABULARY_APPLICATOR},
    {STR_INIT("additionalProperties"), KEYWORD_ADDITIONAL_PROPERTIES, SHAPE_SCHEMA, ALL,
     VOCABULARY_APPLICATOR},
    {STR_INIT("unevaluatedProperties"), KEYWORD_UNEVALUATED_PROPERTIES, SHAPE_SCHEMA, FROM_2019,
     VOCABULARY_UNEVALUATED},
};
/* clang-format on */

enum { KEYWORD_COUNT = sizeof keywords / sizeof *keywords };

static int compare(str a, str b)
{
    if (a.length != b.length)
        return a.length < b.length ? -1 : 1;
    return memcmp(a.data, b.data, a.length);
}

const keyword *keyword_find(str name, dialect d, uint32_t vocabularies)
{
    size_t low = 0, high = KEYWORD_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare(keywords[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < KEYWORD_COUNT && str_equal(keywords[low].name, name); low++)
        if (keywords[low].dialects & 1u << d && keywords[low].vocabulary & vocabularies)
            return &keywords[low];
    return NULL;
}

const keyword *keyword_table(size_t *count)
{
    *count = KEYWORD_COUNT;
    return keywords;
}

static bool is_schema(const node *n)
{
    return node_is(n, NODE_OBJECT) || node_is(n, NODE_BOOLEAN);
}

static void each_item(const node *value, keyword_visitor *visit, void *context, bool objects_only)
{
    for (uint32_t i = 0; i < value->count; i++)
        if (is_schema(&value->as.items[i]) &&
            (!objects_only || node_is(&value->as.items[i], NODE_OBJECT)))
            visit(context, &value->as.items[i]);
}

void keyword_each_schema(keyword_shape shape, const node *value, keyword_visitor *visit,
                         void *context)
{
    bool is_array = node_is(value, NODE_ARRAY), is_map = node_is(value, NODE_OBJECT);
    switch (shape) {
    case SHAPE_NONE:
        break;
    case SHAPE_ARRAY:
    case SHAPE_TYPES:
        if (is_array)
            each_item(value, visit, context, shape == SHAPE_TYPES);
        else if (is_map && shape == SHAPE_TYPES)
            visit(context, value);
        break;
    case SHAPE_SCHEMA_OR_ARRAY:
        if (is_array) {
            each_item(value, visit, context, false);
            break;
        }
        __attribute__((fallthrough));
    case SHAPE_SCHEMA:
        if (is_schema(value))
            visit(context, value);
        break;
    case SHAPE_MAP:
    case SHAPE_DEPENDENCIES:
        for (uint32_t i = 0; is_map && i < value->count; i++)
            if (is_schema(&value->as.members[i].value))
                visit(context, &value->as.members[i].value);
        break;
    }
}
