/*
 * What a writer says at a place, as far as it is seen without search: facts that hold of all it
 * sends there, and the branches of its unions. An explanation asks no question about what the
 * writer says as well.
 */
#ifndef HANDOFF_INCLUSION_SAID_H
#define HANDOFF_INCLUSION_SAID_H

#include "base/vec.h"
#include "inclusion/graph.h"

typedef struct said {
    VEC(const fact *) facts;
    VEC(const vertex *) branches;
} said;

void said_add(said *s, const vertex *v, arena *a);

/* What is said of the members or items that the fact speaks of. */
said said_below(const said *s, const fact *f, arena *a);

/* What is said in the branch that this one of the reader most likely comes from: by the members
 * they name. Which one it is, is a guess. */
said said_in_branch(const said *s, const vertex *branch, arena *a);

/* Whether the fact holds of all that is sent. With `parts_aside` what it says of members or items
 * is not looked at, when something is said of them at all. */
bool said_settles(const said *s, const fact *f, bool parts_aside);

/* Whether the same schema is a branch of the writer's. */
bool said_has_branch(const said *s, const vertex *branch);

#endif
