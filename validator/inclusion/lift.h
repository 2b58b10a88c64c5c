/*
 * Lifting: what breaks a part, shown to break the whole around it.
 */
#ifndef HANDOFF_INCLUSION_LIFT_H
#define HANDOFF_INCLUSION_LIFT_H

#include "inclusion/session.h"

/* A confirmed value of the question's writer with the part at the end of the way (NULL: with
 * whatever the reader there refuses), or NULL and the goal that was tried last: GOAL_EMPTY where it
 * is proved that there is none. */
const value *lift_witness(question *q, const inclusion_way *way, const value *part,
                          const goal **last);

#endif
