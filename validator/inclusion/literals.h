/*
 * Pairs of literals about the same value: cheap contradictions and implications. A "no" only means
 * that nothing was seen at a glance.
 */
#ifndef HANDOFF_INCLUSION_LITERALS_H
#define HANDOFF_INCLUSION_LITERALS_H

#include "inclusion/solver.h"

bool literals_contradict(solver *s, const literal *a, const literal *b);
bool literal_implies(const literal *known, const literal *l);

/* "This value", or, negated, "not this value". */
const literal *literal_of_value(solver *s, const value *v, bool negated);

#endif
