/*
 * The non-deterministic automaton between a pattern's tree and its deterministic automaton; shared
 * by schema/pattern_nfa.c (tree to nodes) and schema/pattern_subset.c (nodes to states).
 */
#ifndef HANDOFF_SCHEMA_PATTERN_NFA_H
#define HANDOFF_SCHEMA_PATTERN_NFA_H

#include "base/map.h"
#include "base/vec.h"
#include "schema/pattern_automaton.h"

typedef enum nfa_kind {
    NFA_SET,   /* reads one code point of `members`, goes to `out` */
    NFA_SPLIT, /* goes to `out` and to `other` */
    NFA_ASSERT,
    NFA_LOOK,  /* holds when look `other` does */
    NFA_FOUND, /* the match is complete: the rest of the text is free */
    NFA_HERE   /* the match is complete exactly here (look-behind) */
} nfa_kind;

typedef struct nfa_node {
    nfa_kind kind;
    pattern_node_kind assertion; /* PATTERN_START, _END, _WORD_EDGE, _NO_WORD_EDGE */
    uint32_t out, other;
    const uint8_t *members; /* [class] */
} nfa_node;

typedef enum nfa_shape {
    NFA_SEARCH, /* anywhere in the text */
    NFA_AHEAD,  /* from the first character on, the rest is free */
    NFA_BEHIND  /* anywhere, up to exactly the last character */
} nfa_shape;

typedef struct nfa {
    VEC(nfa_node) nodes;
    VEC(const pattern_node *) looks; /* by number: the look-around in the tree */
    uint32_t entry;
} nfa;

/* What all automata of one pattern (its own and those of its look-arounds) share. */
typedef struct automaton_build {
    arena *scratch, *result;
    const code_automaton_limits *limits;
    uint64_t work;
    code_alphabet *alphabet;
    map members;                  /* of each PATTERN_SET node: const uint8_t * */
    const uint8_t *everything;    /* members of all classes */
    const uint8_t *word;          /* classes of word characters; NULL: no \b in the pattern */
    code_automaton_answer answer; /* what went wrong first */
} automaton_build;

bool build_stop(automaton_build *b, code_automaton_answer answer); /* returns false */

bool build_alphabet(automaton_build *b, const pattern_node *root);
bool build_nfa(automaton_build *b, nfa *out, const pattern_node *root, nfa_shape shape);

/* What stands before a position: it decides ^ and \b. */
enum { BEFORE_START, BEFORE_OTHER, BEFORE_WORD, BEFORE_KINDS };

/* Deterministic, with a start state for each kind of character before. */
typedef struct subset_result {
    code_automaton automaton;
    uint32_t starts[BEFORE_KINDS];
} subset_result;

/* `is_inner`: for a look-around; only then are all start states made. */
bool build_subset(automaton_build *b, subset_result *out, const pattern_node *root, nfa_shape shape,
                  bool is_inner);

#endif
