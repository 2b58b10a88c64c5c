/*
 * Shared by the files of inclusion/automaton*.c, and by nobody else.
 *
 * Every automaton that leaves these files is minimal and in canonical form: classes that no state
 * tells apart are one, classes are numbered by their first code point and states breadth first, so
 * that equal languages are equal tables. State 0 rejects and state 1 accepts everything; both are
 * always there.
 */
#ifndef HANDOFF_INCLUSION_AUTOMATON_INTERNAL_H
#define HANDOFF_INCLUSION_AUTOMATON_INTERNAL_H

#include "base/vec.h"
#include "inclusion/automaton.h"
#include "schema/pattern_automaton.h"

struct automaton {
    code_automaton x;
    uint64_t digest;
    const uint32_t *distance; /* [state]: characters to the nearest end; UINT32_MAX: none */
};

static inline uint32_t automaton_next(const automaton *x, uint32_t state, uint32_t class)
{
    return x->x.next[state * x->x.alphabet->class_count + class];
}

/* The canonical automaton of any table; state 0 and 1 must be its sinks. */
const automaton *automaton_canonical(arena *a, const code_automaton *x);

/* The common refinement of several alphabets. */
typedef struct joint_alphabet {
    code_alphabet alphabet;
    const uint16_t *of; /* [class * count + i]: the class in the i-th operand */
    size_t count;
} joint_alphabet;

bool joint_alphabet_make(joint_alphabet *out, const automaton *const *operands, size_t count,
                         arena *a);

/* Tuples of states, numbered as they come. */
typedef struct tuple_set {
    arena *arena;
    size_t width;
    VEC(uint32_t) items;
    uint32_t *slots;
    size_t slot_count, count;
} tuple_set;

void tuple_set_init(tuple_set *t, size_t width, arena *a);
uint32_t tuple_set_add(tuple_set *t, const uint32_t *tuple, bool *is_new);
static inline const uint32_t *tuple_set_get(const tuple_set *t, uint32_t number)
{
    return t->items.items + (size_t)number * t->width;
}

/* Characters of each class of an alphabet, those that people write first. */
typedef struct class_letters {
    const code_alphabet *alphabet;
    uint32_t *best;  /* [class] */
    uint32_t *order; /* the classes, those with the best letters first */
} class_letters;

void class_letters_init(class_letters *l, const code_alphabet *alphabet, arena *a);
/* Up to `most` different letters of a class, the best first. */
size_t class_letters_list(const class_letters *l, uint32_t class, uint32_t *letters, size_t most);
uint64_t class_size(const code_alphabet *alphabet, uint32_t class);

#endif
