/*
 * The outline of a schema: which members, items and map values it documents at a place, followed
 * through $ref and everything in place (allOf, anyOf, oneOf, if).
 *
 * A place may be described by several schemas at once. An outline tells what is written, not what
 * it means: whether a member is always there is for inclusion/ to decide.
 */
#ifndef HANDOFF_CONSUMER_OUTLINE_H
#define HANDOFF_CONSUMER_OUTLINE_H

#include "consumer/field_path.h"
#include "schema/registry.h"

typedef struct outline_place {
    const site *sites;
    size_t count;
} outline_place;

typedef struct outline_member {
    str name;
    bool required; /* somewhere in place */
    outline_place place;
} outline_member;

typedef struct outline {
    unsigned kinds; /* consumer/kinds.h */
    const outline_member *members;
    size_t member_count;
    outline_place items, values; /* count 0: none is described */
    const node *const *schemas;  /* every schema in place, references followed */
    size_t schema_count;
} outline;

/* In the arena. */
outline outline_of(registry *r, const outline_place *place, arena *a);

/* What stands a step below; count 0: nothing is mentioned there. */
outline_place outline_below(const outline *o, const field_step *step);

/* Whether a schema mentions what stands at the path. */
bool outline_documents(registry *r, site s, const field_path *path);

#endif
