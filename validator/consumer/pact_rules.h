/*
 * Matching rules of Pact files, version 2 to 4, in one form.
 *
 * A rule holds at a path ("$.items[*].id") of a category (body, header, query, path, status,
 * metadata) and below it. Of several that hold at a place the heaviest counts: an exact step weighs
 * 2, a wildcard 1, a step that does not fit 0, multiplied; of equal ones the longer path. Rules
 * borrow from the node they were read from and live in the arena given.
 */
#ifndef HANDOFF_CONSUMER_PACT_RULES_H
#define HANDOFF_CONSUMER_PACT_RULES_H

#include "base/diag.h"
#include "doc/node.h"

typedef enum matcher_kind {
    MATCH_EQUALITY,
    MATCH_REGEX,
    MATCH_TYPE,
    MATCH_INCLUDE,
    MATCH_INTEGER,
    MATCH_DECIMAL,
    MATCH_NUMBER,
    MATCH_BOOLEAN,
    MATCH_NULL,
    MATCH_TIME, /* date, time and timestamp matchers: their format is of Java's */
    MATCH_CONTENT_TYPE,
    MATCH_VALUES,
    MATCH_ARRAY_CONTAINS,
    MATCH_STATUS,
    MATCH_NOT_EMPTY,
    MATCH_SEMVER,
    MATCH_EACH_KEY,
    MATCH_EACH_VALUE,
    MATCH_UNKNOWN
} matcher_kind;

typedef struct matcher {
    matcher_kind kind;
    str name;         /* as written */
    const node *node; /* the matcher's object: regex, value, format, variants, … */
    bool has_minimum, has_maximum;
    int64_t minimum, maximum;
} matcher;

typedef struct path_step {
    str name;      /* STR_NULL: an index or a wildcard */
    int64_t index; /* -1: none */
    bool wildcard;
} path_step;

typedef struct matching_rule {
    str category; /* "body", "header", "query", "path", "status", "metadata" */
    const path_step *steps;
    size_t step_count;
    const matcher *matchers;
    size_t matcher_count;
    bool any; /* combine OR: one of the matchers is enough */
} matching_rule;

typedef struct matching_rules {
    const matching_rule *items;
    size_t count;
} matching_rules;

/* `rules` is the "matchingRules" member of a request, a response or a message; NULL gives none. */
matching_rules matching_rules_read(const node *rules, arena *a);

/* Rules of one category by path: what stands in the variants of an arrayContains matcher. */
matching_rules matching_rules_read_category(str category, const node *paths, arena *a);

/* The rule that holds at a path of a category, or NULL. */
const matching_rule *matching_rules_find(const matching_rules *rules, str category,
                                         const path_step *path, size_t length);

/* Whether that rule was written for exactly this path, not for one above it. */
bool matching_rule_is_exact(const matching_rule *rule, size_t length);

#endif
