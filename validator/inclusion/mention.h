/*
 * Mentions: the member names a schema speaks of, for the writer-closed reading.
 *
 * At each object the writer does not send a name that the reader mentions and the writer does not.
 * A schema mentions a name through `properties`, `required`, `dependent*`, a matching
 * `patternProperties` or a constraining `additionalProperties` schema, in any in-place applicator;
 * `additionalProperties: true` or `false` mention nothing. A writer's object that mentions nothing
 * is a map: it may send any name.
 */
#ifndef HANDOFF_INCLUSION_MENTION_H
#define HANDOFF_INCLUSION_MENTION_H

#include "inclusion/solver.h"

typedef struct mentions {
    VEC(const keys *) list;
    bool only_names; /* no patterns, no complements */
} mentions;

/* What the goal's items of one role (0 or ITEM_READER) mention at their object. */
mentions mention_of_goal(solver *s, const goal *g, item role);

/* "No member has a name that only the reader lists", or NULL when that says nothing. Names only
 * mentioned by patterns are left to mention_is_unsent. */
const literal *mention_literal(solver *s, const goal *g);

#endif
