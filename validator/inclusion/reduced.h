/*
 * Reduced readers: schemas that say less than the reader does, for asking what breaks and where.
 *
 * A reader reduced so far would mention fewer names, which matters to the writer-closed reading; a
 * starred one keeps what it mentions.
 */
#ifndef HANDOFF_INCLUSION_REDUCED_H
#define HANDOFF_INCLUSION_REDUCED_H

#include "inclusion/session.h"

/* Says one fact. */
vertex *reduced_fact(question *q, fact f);

/* Applies in place all of these together with one more, as the kind says. */
vertex *reduced_join(question *q, fact_kind kind, vertex *const *vertices, size_t count,
                     vertex *last);

/* The same as `v`, but mentions what these schemas do: v or (they and nothing). */
vertex *reduced_star(question *q, vertex *const *mentioned, size_t count, vertex *v);

#endif
