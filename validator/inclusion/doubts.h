/*
 * Why a question stayed open, for its `reason`: what stopped the search, where, and what to write
 * instead.
 */
#ifndef HANDOFF_INCLUSION_DOUBTS_H
#define HANDOFF_INCLUSION_DOUBTS_H

#include "inclusion/session.h"

/* `last` is the goal that was solved last. */
void doubts_explain(const question *q, const goal *last, inclusion_result *out);

#endif
