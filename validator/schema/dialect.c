#include "schema/dialect.h"

static const struct {
    dialect dialect;
    str uri;
    const char *name;
} dialects[] = {
    /* The first row of a dialect holds its own URI, further rows are other spellings of it. */
    {DIALECT_DRAFT_03, STR_INIT("http://json-schema.org/draft-03/schema"), "draft-03"},
    {DIALECT_DRAFT_04, STR_INIT("http://json-schema.org/draft-04/schema"), "draft-04"},
    {DIALECT_DRAFT_06, STR_INIT("http://json-schema.org/draft-06/schema"), "draft-06"},
    {DIALECT_DRAFT_07, STR_INIT("http://json-schema.org/draft-07/schema"), "draft-07"},
    {DIALECT_2019_09, STR_INIT("https://json-schema.org/draft/2019-09/schema"), "2019-09"},
    {DIALECT_2020_12, STR_INIT("https://json-schema.org/draft/2020-12/schema"), "2020-12"},
    {DIALECT_SWAGGER_20, STR_INIT("https://spec.openapis.org/oas/2.0/dialect"), "swagger-2.0"},
    {DIALECT_OPENAPI_30, STR_INIT("https://spec.openapis.org/oas/3.0/dialect"), "openapi-3.0"},
    {DIALECT_OPENAPI_31, STR_INIT("https://spec.openapis.org/oas/3.1/dialect/base"), "openapi-3.1"},
    {DIALECT_OPENAPI_31, STR_INIT("https://spec.openapis.org/oas/3.1/dialect/2024-10-25"), NULL},
    {DIALECT_OPENAPI_31, STR_INIT("https://spec.openapis.org/oas/3.1/dialect/2024-11-10"), NULL},
    {DIALECT_OPENAPI_31, STR_INIT("https://spec.openapis.org/oas/3.2/dialect/2025-09-17"), NULL},
    {DIALECT_OPENAPI_31, STR_INIT("https://spec.openapis.org/oas/3.2/dialect/base"), NULL},
};

enum { DIALECT_ROWS = sizeof dialects / sizeof *dialects };

/* Real schemas write https for http and the other way round, and it never means anything else. */
static str without_scheme(str uri)
{
    if (str_starts_with(uri, STR("https://")))
        return str_skip(uri, 8);
    if (str_starts_with(uri, STR("http://")))
        return str_skip(uri, 7);
    return STR_NULL;
}

dialect dialect_of_uri(str uri)
{
    if (str_ends_with(uri, STR("#")))
        uri.length--;
    str tail = without_scheme(uri);
    if (!tail.data)
        return DIALECT_UNKNOWN;
    for (size_t i = 0; i < DIALECT_ROWS; i++)
        if (str_equal(without_scheme(dialects[i].uri), tail))
            return dialects[i].dialect;
    return DIALECT_UNKNOWN;
}

str dialect_uri(dialect d)
{
    for (size_t i = 0; i < DIALECT_ROWS; i++)
        if (dialects[i].dialect == d)
            return dialects[i].uri;
    return STR_NULL;
}

const char *dialect_name(dialect d)
{
    for (size_t i = 0; i < DIALECT_ROWS; i++)
        if (dialects[i].dialect == d)
            return dialects[i].name;
    return "unknown";
}

bool dialect_ref_stands_alone(dialect d)
{
    return d != DIALECT_UNKNOWN && d != DIALECT_2019_09 && d != DIALECT_2020_12 &&
           d != DIALECT_OPENAPI_31;
}
