/*
 * What the files that judge schemas share; private to lint/.
 */
#ifndef HANDOFF_LINT_SCHEMAS_H
#define HANDOFF_LINT_SCHEMAS_H

#include "lint/context.h"
#include "schema/keyword.h"
#include "schema/pattern.h"

typedef struct schema_walk {
    lint *lint;
    map visited;       /* schema nodes */
    VEC(site) waiting; /* every schema, in the order they were reached */
    map extended;      /* schemas that an allOf refers to */
    VEC(site) discriminated;
    pattern_pool *patterns;
    map meta_schemas; /* root of a meta-schema -> struct schema, compiled once */
} schema_walk;

/* Whether the dialect's meta-schema accepts it; subschemas included. */
void check_meta_schema(schema_walk *w, site s);
void end_meta_schemas(schema_walk *w);

/* Which of all the schemas that were walked no value satisfies. Where one is the reason for
 * another, only the innermost is told; what cannot be decided is no mistake. */
void check_satisfiable(schema_walk *w);

/* default, example, examples and enum members against the schema they stand in. */
void check_values(schema_walk *w, site s);

/* Discriminators can only be judged when all schemas are known: who extends whom. */
void note_discriminator(schema_walk *w, site s);
void check_discriminators(schema_walk *w);

/* Values tried against one schema, which is compiled when the first one comes, and once for all. */
typedef struct judge {
    lint *lint;
    site site;
    schema_direction direction; /* NONE: may be meant for either; the one that accepts it counts */
    schema *made[3];            /* by direction */
    bool tried[3];
    validation *validation;
} judge;

judge judge_of(lint *l, site s, schema_direction direction);
void judge_end(judge *j);

/* Says so when the value does not satisfy the schema. `what` begins the message: "the default". */
void judge_value(judge *j, lint_rule rule, const node *value, const char *what);

#endif
