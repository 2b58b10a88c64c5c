/*
 * Patterns as deterministic automata: what validation runs for nearly every pattern, and what
 * inclusion/ reasons with.
 *
 * An automaton reads code points by class: an alphabet cuts 0 .. U+10FFFF into intervals, and all
 * intervals that no set of the pattern tells apart are one class. Everything regular is covered:
 * anchors and \b anywhere, look-ahead anywhere (also in loops), look-behind outside look-around.
 * Back-references are not regular; they and the rare rest are CODE_AUTOMATON_OPAQUE.
 *
 * Results live in the arena and are immutable.
 */
#ifndef HANDOFF_SCHEMA_PATTERN_AUTOMATON_H
#define HANDOFF_SCHEMA_PATTERN_AUTOMATON_H

#include "schema/pattern_ast.h"

typedef struct code_alphabet {
    const uint32_t *starts;  /* first code point of each interval; starts[0] is 0 */
    const uint16_t *classes; /* class of each interval */
    uint32_t interval_count;
    uint32_t class_count;
    uint16_t ascii[128]; /* class of each ASCII character */
} code_alphabet;

/* The class of a scalar value. Surrogates belong to no class of their own and are never asked. */
uint32_t code_alphabet_class(const code_alphabet *alphabet, uint32_t code);

#define CODE_STATE_REJECT 0u /* and stays so, whatever follows */
#define CODE_STATE_ACCEPT 1u

typedef struct code_automaton {
    const code_alphabet *alphabet;
    const uint32_t *next;   /* [state * class_count + class] */
    const uint8_t *accepts; /* [state], 0 or 1: at the end of the text */
    uint32_t state_count;
    uint32_t start;
} code_automaton;

typedef enum code_automaton_answer {
    CODE_AUTOMATON_FINE,
    CODE_AUTOMATON_TOO_LARGE,
    CODE_AUTOMATON_OPAQUE
} code_automaton_answer;

typedef struct code_automaton_limits {
    uint32_t states, transitions;
    uint32_t nodes; /* of the non-deterministic automaton, where counted loops are spelled out */
    uint64_t work;  /* threads moved */
} code_automaton_limits;

/* The texts in which the pattern matches somewhere. */
code_automaton_answer code_automaton_of_pattern(code_automaton *out, const pattern_tree *tree,
                                                const code_automaton_limits *limits, arena *a);

bool code_automaton_accepts(const code_automaton *x, str text);

#endif
