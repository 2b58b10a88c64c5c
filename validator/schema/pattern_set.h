/*
 * Building sets of code points: ranges and properties in any order in, a code_set out.
 */
#ifndef HANDOFF_SCHEMA_PATTERN_SET_H
#define HANDOFF_SCHEMA_PATTERN_SET_H

#include "base/vec.h"
#include "schema/pattern_ast.h"

typedef struct set_builder {
    arena *arena;
    VEC(code_range) ranges;
    VEC(code_property) properties;
} set_builder;

void set_add(set_builder *s, uint32_t first, uint32_t last);
void set_add_property(set_builder *s, code_property property);

/* \d \D \w \W \s \S by their letter; '.' for "all but line ends". */
void set_add_escape(set_builder *s, char letter);

code_set set_finish(set_builder *s, bool negated);

bool code_set_is_word_character(uint32_t code); /* [A-Za-z0-9_] */

#endif
