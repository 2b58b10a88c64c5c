/*
 * Vocabularies: the groups of keywords that a meta-schema's `$vocabulary` puts in force (JSON
 * Schema core 2019-09 and 2020-12, section 8.1.2). Dialects before 2019-09 have them all.
 */
#ifndef HANDOFF_SCHEMA_VOCABULARY_H
#define HANDOFF_SCHEMA_VOCABULARY_H

#include "schema/dialect.h"

enum vocabulary {
    VOCABULARY_CORE = 1,
    VOCABULARY_APPLICATOR = 2,
    VOCABULARY_UNEVALUATED = 4, /* 2019-09 has these keywords in its applicator vocabulary */
    VOCABULARY_VALIDATION = 8,
    VOCABULARY_META_DATA = 16,
    VOCABULARY_FORMAT_ANNOTATION = 32,
    VOCABULARY_FORMAT_ASSERTION = 64,
    VOCABULARY_CONTENT = 128,
    VOCABULARY_OPENAPI = 256,
    VOCABULARY_ALL = 511 & ~64 /* assertion of formats is never the default */
};

/* The bits behind a vocabulary's URI; 0 when it is not known here. `required` is the value that
 * `$vocabulary` gives it: 2019-09's format vocabulary asserts when it is required. */
uint32_t vocabulary_of_uri(str uri, bool required);

/* What is in force in a dialect's own meta-schema. */
uint32_t vocabulary_default(dialect d);

#endif
