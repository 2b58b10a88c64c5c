#include "schema/vocabulary.h"

static const struct {
    str uri;
    uint32_t bits;
} vocabularies[] = {
    {STR_INIT("https://json-schema.org/draft/2019-09/vocab/core"), VOCABULARY_CORE},
    {STR_INIT("https://json-schema.org/draft/2019-09/vocab/applicator"),
     VOCABULARY_APPLICATOR | VOCABULARY_UNEVALUATED},
    {STR_INIT("https://json-schema.org/draft/2019-09/vocab/validation"), VOCABULARY_VALIDATION},
    {STR_INIT("https://json-schema.org/draft/2019-09/vocab/meta-data"), VOCABULARY_META_DATA},
    {STR_INIT("https://json-schema.org/draft/2019-09/vocab/format"), VOCABULARY_FORMAT_ANNOTATION},
    {STR_INIT("https://json-schema.org/draft/2019-09/vocab/content"), VOCABULARY_CONTENT},
    {STR_INIT("https://json-schema.org/draft/2020-12/vocab/core"), VOCABULARY_CORE},
    {STR_INIT("https://json-schema.org/draft/2020-12/vocab/applicator"), VOCABULARY_APPLICATOR},
    {STR_INIT("https://json-schema.org/draft/2020-12/vocab/unevaluated"), VOCABULARY_UNEVALUATED},
    {STR_INIT("https://json-schema.org/draft/2020-12/vocab/validation"), VOCABULARY_VALIDATION},
    {STR_INIT("https://json-schema.org/draft/2020-12/vocab/meta-data"), VOCABULARY_META_DATA},
    {STR_INIT("https://json-schema.org/draft/2020-12/vocab/format-annotation"),
     VOCABULARY_FORMAT_ANNOTATION},
    {STR_INIT("https://json-schema.org/draft/2020-12/vocab/format-assertion"),
     VOCABULARY_FORMAT_ASSERTION},
    {STR_INIT("https://json-schema.org/draft/2020-12/vocab/content"), VOCABULARY_CONTENT},
    {STR_INIT("https://spec.openapis.org/oas/3.1/vocab/base"), VOCABULARY_OPENAPI},
    {STR_INIT("https://spec.openapis.org/oas/3.2/vocab/base"), VOCABULARY_OPENAPI},
};

uint32_t vocabulary_of_uri(str uri, bool required)
{
    if (required && str_equal(uri, STR("https://json-schema.org/draft/2019-09/vocab/format")))
        return VOCABULARY_FORMAT_ANNOTATION | VOCABULARY_FORMAT_ASSERTION;
    for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies; i++)
        if (str_equal(vocabularies[i].uri, uri))
            return vocabularies[i].bits;
    return 0;
}

uint32_t vocabulary_default(dialect d)
{
    bool without_openapi = d == DIALECT_2019_09 || d == DIALECT_2020_12;
    return without_openapi ? VOCABULARY_ALL & ~(uint32_t)VOCABULARY_OPENAPI : VOCABULARY_ALL;
}
