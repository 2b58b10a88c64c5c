/*
 * Explanations: every independent way in which a writer's value is refused, each with a witness of
 * its own, the place in the value, and the schemas and keywords on both sides.
 */
#ifndef HANDOFF_INCLUSION_EXPLAIN_H
#define HANDOFF_INCLUSION_EXPLAIN_H

#include "inclusion/session.h"

/* Fills the breaks; `witness` has been confirmed. */
void explain_breaks(question *q, const value *witness, inclusion_result *out);

/* One break, with the witness and no reason. */
void explain_nothing(question *q, const value *witness, inclusion_result *out);

#endif
