/*
 * The judge: schema/ itself, on the original documents.
 *
 * Nothing leaves the engine as a witness that the ordinary validator does not accept for the writer
 * and refuse for the reader, in the direction and with the formats of the question. The judge knows
 * nothing of classes or goals: it compiles the sites as they are written.
 */
#ifndef HANDOFF_INCLUSION_JUDGE_H
#define HANDOFF_INCLUSION_JUDGE_H

#include "base/map.h"
#include "inclusion/inclusion.h"
#include "inclusion/value.h"

typedef struct judge_group {
    registry *registry;
    schema_direction direction;
    bool assert_formats;
    schema_group *schemas;
    map troubles; /* by node: why it cannot be compiled (a str) */
} judge_group;

typedef struct judge {
    arena *arena;
    arena *scratch; /* of one validation: shrinking a witness takes thousands */
    value_store *values;
    VEC(judge_group) groups; /* compiled schemas, by registry and options */
    validation *validation;
    const value *last; /* the value that was made a node last */
    const node *last_node;
    size_t refuted; /* candidates that did not check */
    str trouble;    /* why a site could not be compiled, the last time; STR_NULL: never */
    site trouble_at;
} judge;

void judge_init(judge *j, arena *a, value_store *values);
void judge_clear(judge *j);

/* Whether the site accepts the value; UNDECIDED when it cannot be compiled or a limit is reached.
 * On the wire any value with the same text counts. */
validity judge_validate(judge *j, site s, const inclusion_options *options, const value *v);

/* Whether the value is accepted by the writer and refused by the reader. */
bool judge_is_witness(judge *j, site writer, site reader, const inclusion_options *options,
                      const value *v);

/* The value as a node in the arena, without hashes. */
const node *judge_node(judge *j, const value *v);

/* The same, of a value that the writer sends: where its schema knows the text only as a string,
 * the string ("false" for a parameter of type string, not false). */
const node *judge_sent_node(judge *j, site writer, const inclusion_options *options,
                            const value *v);

#endif
