/*
 * What the files that make clauses share. Private to schema/plan_*.c.
 */
#ifndef HANDOFF_SCHEMA_PLAN_CLAUSES_H
#define HANDOFF_SCHEMA_PLAN_CLAUSES_H

#include "schema/plan.h"

/* The clauses of one schema object in the making. */
typedef struct builder {
    plan *plan;
    subschema *of;
    dialect dialect;
    VEC(clause) clauses;
} builder;

/* Makes the clauses of a keyword's member; none where its value is not what the keyword takes (the
 * meta-schema has complained then). */
typedef void clause_maker(builder *b, keyword_id id, const member *m);

clause *clause_add(builder *b, keyword_id id, const member *m);

/* A sibling keyword, where the dialect has it. */
const member *clause_get(const builder *b, const char *name);

/* Names and schemas side by side; where no schema stands (draft-04's `dependencies`), NULL. */
clause *clause_map(builder *b, keyword_id id, const member *m);

/* A length or count; one beyond what fits is as good as the largest that does. */
bool clause_size(const node *n, uint64_t *size, arena *a);

clause_maker make_pattern, make_pattern_properties, make_format, make_type, make_number, make_size,
    make_required, make_discriminator, make_content;

#endif
