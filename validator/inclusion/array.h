/*
 * Shared by the files that solve arrays: the array that is being built.
 */
#ifndef HANDOFF_INCLUSION_ARRAY_H
#define HANDOFF_INCLUSION_ARRAY_H

#include "inclusion/distinct.h"

/* "Some item": SOME at a position least .. most - 1, CONTAINS least .. most times, REPEATED. */
typedef struct demand {
    literal_kind kind;
    uint64_t least, most;
    item item;
} demand;

typedef struct array {
    solver *s;
    goal *goal;
    const leaf *leaf;
    arena *a;
    uint64_t least, most;
    VEC(const literal *) all;
    VEC(demand) demands;
    bool distinct, bounded; /* bounded: some CONTAINS has an upper bound */
    uint64_t prefix, needed;
    VEC(cell) base; /* what each position must hold; the last stands for all behind it */
    /* the length being tried */
    size_t length, cell_count;
    cell *cells;      /* explicit positions; the last is repeated when the length is larger */
    bool waits, done; /* done: a value was found, or one that is excluded was built */
    const value *excluded;
    doubt doubt;
    unsigned tries;
} array;

goal *array_need(array *x, const item *items, size_t count);
void array_doubt(array *x, const char *text);
void array_add(array *x, cell *c, item i);

/* Places the demands from number `next` on in every way that can matter, and calls array_build for
 * each until a value is found. */
void array_place(array *x, size_t next);
void array_build(array *x);

#endif
