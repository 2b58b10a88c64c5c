/*
 * Simulation: a proof of inclusion read off the schemas, without search.
 *
 * The writer simulates the reader when it says, fact for fact, at least as much: the types the
 * reader takes or fewer, its required names or more, under each member a schema that simulates the
 * reader's there. Pairs below members and items may be assumed while they are being proved, because
 * values are finite trees and each step goes down one. Large recursive contracts that changed a
 * little are decided so in one walk, where a search would refute every way to differ.
 *
 * It only ever proves: where it fails, nothing is known.
 */
#ifndef HANDOFF_INCLUSION_SIMULATE_H
#define HANDOFF_INCLUSION_SIMULATE_H

#include "inclusion/solver.h"

/* Whether the goal says "of these schemas, but not of this one" and is so proved to have no value.
 */
bool simulate_goal(solver *s, const goal *g);

#endif
