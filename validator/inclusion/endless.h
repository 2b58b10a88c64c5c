/*
 * Schemas that apply themselves to the same value, directly or through others: `{"$ref": "#"}`,
 * `{"not": {"$ref": "#"}}`. The standard leaves undefined what they accept (core, section 9.4.1),
 * so no question about them has an answer.
 */
#ifndef HANDOFF_INCLUSION_ENDLESS_H
#define HANDOFF_INCLUSION_ENDLESS_H

#include "inclusion/graph.h"

/* Marks those among the vertices that have no class yet; others do not reach these. */
void endless_mark(graph *g);

/* One that is reached from here, in place or below; NULL: none. */
const vertex *endless_reached(graph *g, vertex *from);

#endif
