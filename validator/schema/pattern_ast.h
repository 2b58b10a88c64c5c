/*
 * The syntax tree of a pattern (ECMA-262, section 22.2, `u` flag), for whoever turns patterns into
 * something else: pcre2 text (schema/pattern_pcre.c), automata (schema/pattern_automaton.c).
 *
 * Trees live in the arena they were parsed into and are never changed. A tree is at most
 * LIMIT_PATTERN_DEPTH deep, so code may recurse over it.
 */
#ifndef HANDOFF_SCHEMA_PATTERN_AST_H
#define HANDOFF_SCHEMA_PATTERN_AST_H

#include "schema/pattern.h"

#define CODE_POINT_LAST 0x10FFFFu

typedef struct code_range {
    uint32_t first, last; /* both within */
} code_range;

/* A property of code points by its canonical pcre2 name ("Lu", "sc:Greek", "Alphabetic"). */
typedef struct code_property {
    const char *name;
    bool negated;
} code_property;

/* The code points in some range or with some property; or, negated, all others. */
typedef struct code_set {
    const code_range *ranges; /* sorted, disjoint, not adjacent */
    const code_property *properties;
    uint32_t range_count, property_count;
    bool negated;
} code_set;

typedef enum pattern_node_kind {
    PATTERN_EMPTY,
    PATTERN_SET,      /* one code point of `set` */
    PATTERN_SEQUENCE, /* children one after the other */
    PATTERN_CHOICE,   /* one of the children */
    PATTERN_REPEAT,   /* first child, least to most times */
    PATTERN_CAPTURE,  /* first child, remembered as group `group` */
    PATTERN_BACK_REFERENCE,
    PATTERN_START,        /* ^ */
    PATTERN_END,          /* $ */
    PATTERN_WORD_EDGE,    /* \b */
    PATTERN_NO_WORD_EDGE, /* \B */
    PATTERN_LOOK_AHEAD,   /* (?=..) or, negated, (?!..) */
    PATTERN_LOOK_BEHIND   /* (?<=..) or, negated, (?<!..) */
} pattern_node_kind;

#define PATTERN_UNBOUNDED UINT32_MAX

typedef struct pattern_node pattern_node;

struct pattern_node {
    pattern_node_kind kind;
    bool negated; /* look-around */
    bool lazy;    /* repeat: fewest first (never changes whether a pattern matches) */
    uint32_t least, most;
    uint32_t group; /* capture, back-reference: from 1 */
    uint32_t count;
    const pattern_node *const *children;
    code_set set;
};

typedef struct pattern_tree {
    const pattern_node *root;
    uint32_t group_count;
    bool is_legacy; /* only annex B takes it */
    bool has_back_references;
} pattern_tree;

typedef enum pattern_grammar {
    PATTERN_GRAMMAR_STRICT, /* ECMA-262 with the `u` flag */
    PATTERN_GRAMMAR_WIDE    /* also what annex B takes */
} pattern_grammar;

/* false with `error` filled when the text is no pattern. */
bool pattern_parse(pattern_tree *out, str text, pattern_grammar grammar, arena *a,
                   pattern_error *error);

/* The set as plain ranges, sorted, disjoint, without surrogates; properties looked up in the same
 * tables that the matcher uses. false: a property that the tables do not know. */
bool code_set_ranges(const code_set *set, arena *a, const code_range **ranges, size_t *count);

#endif
