/*
 * Slots: the member names of an object, as far as they differ in what is asked of them.
 *
 * Each name that is written somewhere is a slot of its own. All other names are told apart by the
 * patterns and name schemas that they satisfy: a slot a combination of signs, if there is a name
 * for it at all. A name in such a slot is a value of a goal (a string with those signs, none of the
 * written ones), so that names are found and proved absent like any other value.
 */
#ifndef HANDOFF_INCLUSION_SLOTS_H
#define HANDOFF_INCLUSION_SLOTS_H

#include "inclusion/mention.h"
#include "inclusion/solver.h"

typedef struct slot {
    const value *name;  /* NULL: names that nobody writes */
    uint32_t signs;     /* of those: bit n says whether atom n holds */
    const item *needed; /* what every member here must hold: a goal's items */
    size_t needed_count;
} slot;

/* A pattern or a name schema, as an item that names satisfy. */
typedef struct atom {
    const value *pattern; /* or NULL */
    item schema;
} atom;

typedef struct slots {
    solver *s;
    goal *goal;
    arena *a; /* the leaf's */
    VEC(const literal *) each;
    VEC(const literal *) exists;
    uint64_t least, most;
    VEC(slot) named;
    VEC(slot) others;
    bool others_known; /* slots_others has been called */
    VEC(atom) atoms;
    mentions writer, reader; /* of the writer-closed reading */
    bool waits;              /* for a goal about names */
    doubt doubt;
} slots;

void slots_init(slots *t, solver *s, goal *g, const leaf *l, arena *a);

/* The slot of a written name. */
slot *slots_named(slots *t, const value *name);

/* Finds the slots of names nobody writes. False: too many patterns at once. */
bool slots_others(slots *t);

/* Whether the members of the slot are among the keys. */
bool slots_within(slots *t, const slot *at, const keys *k);

/* A name for the slot that is not among those used; NULL: none, or not known (t->doubt or
 * t->waits). */
const value *slots_new_name(slots *t, const slot *at, const value *const *used, size_t count);

#endif
