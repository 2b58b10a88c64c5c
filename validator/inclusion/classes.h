/*
 * Classes: schemas that say the same, through cycles and across both documents.
 *
 * Strongly connected components come children first, so outside cycles a vertex is its facts over
 * classes that are known. Inside a cycle colours are refined until stable; then the component is
 * written out from its least colour in one canonical order, and two components with the same text
 * are one. Equal class therefore means equal set of values, whatever the definitions are called;
 * different classes may still accept the same values, which is for the solver to find.
 */
#ifndef HANDOFF_INCLUSION_CLASSES_H
#define HANDOFF_INCLUSION_CLASSES_H

#include "inclusion/graph.h"

/* Gives every vertex in g->unclassed its item, and empties that list. */
void classes_assign(graph *g);

#endif
