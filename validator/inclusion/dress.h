/*
 * Dressing: a witness whose values are those that the contract gives as examples, where they show
 * the same break.
 */
#ifndef HANDOFF_INCLUSION_DRESS_H
#define HANDOFF_INCLUSION_DRESS_H

#include "inclusion/session.h"

/* The witness with strings and numbers of the writer's `example`, `examples` and `default`, as far
 * as it goes on failing `holds` and the judge confirms it. */
const value *dress_witness(question *q, const value *witness, item holds);

#endif
