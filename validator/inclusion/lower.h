/*
 * Lowering: from the keywords of a schema in its dialect to facts (graph.h).
 *
 * schema/keyword.h says which keyword means something in which dialect; a table here says which
 * function lowers it. Annotations have none. A keyword with a value it cannot have
 * (`minLength: "a"`) becomes FACT_OPAQUE, never a guess.
 */
#ifndef HANDOFF_INCLUSION_LOWER_H
#define HANDOFF_INCLUSION_LOWER_H

#include "inclusion/graph.h"
#include "schema/keyword.h"

/* Fills the vertex's facts, in the order of the table, not of the text. */
void lower_vertex(graph *g, vertex *v);

/* The vertex of a schema about what travels as text: a reader is content when either reading of the
 * text satisfies it. Schemas whose `type` leaves one reading have a vertex of that alone. */
vertex *lower_text_vertex(graph *g, registry *r, site s, uint32_t mode, uint32_t scope);

/* Follows schemas that say nothing but $ref. `scope` moves along. */
site lower_skip_references(graph *g, registry *r, site s, uint32_t *scope);

/* --- for the files of this family --- */

typedef struct lowering {
    graph *graph;
    vertex *vertex;
    dialect dialect;
    const node *schema;
    uint32_t waived; /* mode bits for what is applied in place */
    VEC(fact) facts;
} lowering;

typedef void lower_keyword(lowering *l, const member *m);

/* Sets of dialects in which a keyword's value has another form. */
enum {
    DIALECTS_03 = 1u << DIALECT_DRAFT_03,
    DIALECTS_30 = 1u << DIALECT_OPENAPI_30,
    DIALECTS_SWAGGER = 1u << DIALECT_SWAGGER_20,
    DIALECTS_BOOLEAN_BOUNDS = /* exclusiveMinimum is a boolean, and schemas are not */
    DIALECTS_03 | 1u << DIALECT_DRAFT_04 | DIALECTS_SWAGGER | DIALECTS_30,
    DIALECTS_WRITTEN_INTEGERS = DIALECTS_03 | 1u << DIALECT_DRAFT_04, /* 1.0 is none */
    DIALECTS_PREFIX = 1u << DIALECT_2020_12 | 1u << DIALECT_OPENAPI_31,
    DIALECTS_CONTAINS_BOUNDS = 1u << DIALECT_2019_09 | DIALECTS_PREFIX
};

bool lowering_in(const lowering *l, uint32_t dialects);
/* A sibling keyword's value, where it is a keyword; else NULL. */
const node *lowering_get(const lowering *l, const char *name);

void lowering_add(lowering *l, const member *m, fact f);
void lowering_opaque(lowering *l, const member *m, const char *reason);

/* The vertex of a subschema of this schema, and of what a reference in it points to (NULL: to
 * nothing). */
vertex *lowering_child(lowering *l, const node *child);
vertex *lowering_name_schema(lowering *l, const node *child); /* names are strings everywhere */
vertex *lowering_in_place(lowering *l, const node *child); /* for the same value */
vertex *lowering_reference(lowering *l, str ref);
vertex *lowering_site(lowering *l, site s); /* applied in place */

bool lowering_is_schema(const lowering *l, const node *n);
/* Narrows the branches of oneOf or anyOf to what a discriminator beside it selects them for. */
void lowering_select_branches(lowering *l, const member *m, vertex **branches);
vertex *lowering_negation(lowering *l, vertex *of);
vertex *lowering_false(lowering *l);
const keys *lowering_name(lowering *l, const value *name);

/* Whether a property is one the direction hides (readOnly in requests, ...). */
bool lowering_is_hidden(lowering *l, const node *property);

/* Names whose `required` the direction waives: collected, then asked. */
void lowering_find_waived(lowering *l);
bool lowering_is_waived(const lowering *l, const value *name);

/* Sorts by id and drops what is there twice: the form of fact.values. */
uint32_t lowering_sort_values(const value **values, uint32_t count);

/* The kinds that keywords about strings speak of. */
kind_set lowering_string_kinds(const lowering *l);

/* A whole number of at least 0, as sizes are; false otherwise. */
bool lowering_size(const node *n, uint64_t *out);

/* The site a $dynamicRef or $recursiveRef leads to in the vertex's scope; node NULL: unknown. */
site lower_dynamic_target(graph *g, registry *r, site from, uint32_t scope, str written, str ref);

lower_keyword lower_type, lower_enum, lower_const, lower_all_of, lower_any_of, lower_one_of,
    lower_not, lower_if, lower_ref, lower_dynamic_ref, lower_extends, lower_disallow;
lower_keyword lower_minimum, lower_maximum, lower_exclusive_minimum, lower_exclusive_maximum,
    lower_multiple_of, lower_min_length, lower_max_length, lower_pattern, lower_format;
lower_keyword lower_prefix_items, lower_items, lower_additional_items, lower_min_items,
    lower_max_items, lower_unique_items, lower_contains;
lower_keyword lower_properties, lower_pattern_properties, lower_additional_properties,
    lower_required, lower_discriminator, lower_min_properties, lower_max_properties,
    lower_property_names, lower_dependencies, lower_dependent_required, lower_dependent_schemas;
lower_keyword lower_unevaluated_properties, lower_unevaluated_items;

#endif
