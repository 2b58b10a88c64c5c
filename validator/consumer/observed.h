/*
 * What was seen at each place of many JSON values: how often something stood there, of which kinds,
 * and below it the same again. Lives in the arena given, copies all text.
 */
#ifndef HANDOFF_CONSUMER_OBSERVED_H
#define HANDOFF_CONSUMER_OBSERVED_H

#include "base/map.h"
#include "base/vec.h"
#include "doc/node.h"

typedef struct observed observed;

struct observed {
    str name;
    size_t times;   /* a value stood here */
    size_t objects; /* … and was an object */
    unsigned kinds; /* consumer/kinds.h */
    map by_name;    /* -> observed */
    VEC(observed *) members;
    observed *items; /* of lists; NULL: none had any */
};

void observed_add(observed *o, const node *value, arena *a);

observed *observed_member(observed *o, str name, arena *a); /* made when it is not there */

/* Everything seen at `other`, which is not used any more, belongs to `into`. */
void observed_merge(observed *into, observed *other, arena *a);

/* Whether a name looks like data rather than a name somebody chose: a number, a UUID, a hash. */
bool observed_is_key(str name);

#endif
