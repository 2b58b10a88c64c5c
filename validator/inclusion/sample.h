/*
 * Samples: values of a schema, biased to boundaries, to attack an answer "included" with.
 *
 * The values are made by changing what the engine found and what the documents list (enumerations,
 * examples, defaults), and are kept when schema/ accepts them: the solver has no say in it.
 */
#ifndef HANDOFF_INCLUSION_SAMPLE_H
#define HANDOFF_INCLUSION_SAMPLE_H

#include "inclusion/inclusion.h"

/* Tries up to `want` different values of the writer on the reader. A value that the reader refuses
 * refutes the inclusion; NULL when there is none. `*tried` is how many were found to try. */
const node *sample_refutation(inclusion *i, site writer, site reader,
                              const inclusion_options *options, size_t want, size_t *tried);

#endif
