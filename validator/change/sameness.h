/*
 * What did not change: two subtrees that are equal and reference only what did not change.
 *
 * Structural hashes tell equal text; an equal text may still mean something else when a component
 * it references (through any number of references) was edited. The references of the old side are
 * therefore resolved once on both sides, and change is propagated from edited targets to those who
 * reference them. A question then costs two comparisons and one binary search.
 */
#ifndef HANDOFF_CHANGE_SAMENESS_H
#define HANDOFF_CHANGE_SAMENESS_H

#include "doc/bundle.h"

typedef struct sameness sameness;

/* Lives in the arena and borrows from both bundles. */
sameness *sameness_new(const bundle *old, const bundle *new_, arena *a);

/* Whether nothing that `old` and `new_` say or reach differs. Two NULLs are the same. */
bool sameness_of(const sameness *s, const node *old, const node *new_);

#endif
