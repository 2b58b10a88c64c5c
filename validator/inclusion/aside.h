/*
 * Asides: what the writer-closed reading has to remember below a choice.
 *
 * A schema mentions the names of a member's members whatever branch is taken (mention.h). But the
 * goal of that member only holds what the branch taken asks of it. An aside is a schema that every
 * value satisfies and that mentions, at the value and at each of its members and items, what some
 * schema does in any of its in-place applicators. It stands in the goal beside what is asked, so
 * that whatever remembers goals tells them apart.
 */
#ifndef HANDOFF_INCLUSION_ASIDE_H
#define HANDOFF_INCLUSION_ASIDE_H

#include "inclusion/solver.h"

/* Whether the item is an aside. */
bool aside_is(const solver *s, item i);

/* The aside that has to stand beside an item of a goal, in its role; ITEM_TRUE: none. `alone`: the
 * item is the only one of its role, asides aside, and what it leaves unasked does not matter. */
item aside_beside(solver *s, item i, bool alone);

/* Drops asides of what stands in the list itself. Returns how many items are left. */
size_t aside_drop(const solver *s, item *items, size_t count);

/* The same for a goal: where nothing is asked of the reader no name is unsent, and none is kept. */
size_t aside_drop_in_goal(const solver *s, item *items, size_t count);

#endif
