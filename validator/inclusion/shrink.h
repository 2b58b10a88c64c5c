/*
 * Shrinking: a smaller value that still shows the same, with the judge asked at each step.
 */
#ifndef HANDOFF_INCLUSION_SHRINK_H
#define HANDOFF_INCLUSION_SHRINK_H

#include "inclusion/session.h"

/* The witness without members, items and letters that it does not need. */
const value *shrink_witness(question *q, const value *witness);

/* The same, while it goes on failing `holds`: one break does not turn into another. */
const value *shrink_break(question *q, const value *witness, item holds);

#endif
