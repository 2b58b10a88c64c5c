/*
 * The engines behind pattern_search; shared by the files that hold them.
 *
 * Regular patterns run as an automaton (schema/pattern_table.c). The rest goes to pcre2
 * (schema/pattern_pcre.c), and what pcre2 cannot express (look-behind of variable width, the
 * forgetting of groups inside loops, counts beyond 65535) to a small backtracking matcher that
 * follows the letter of ECMA-262 (schema/pattern_backtrack.c).
 */
#ifndef HANDOFF_SCHEMA_PATTERN_ENGINE_H
#define HANDOFF_SCHEMA_PATTERN_ENGINE_H

#include "base/buf.h"
#include "schema/pattern_automaton.h"

/* --- automata, packed for running --- */

typedef struct pattern_table pattern_table;

/* NULL when the pattern is not regular or its automaton too large for the purpose. */
const pattern_table *pattern_table_new(const pattern_tree *tree, arena *a);
bool pattern_table_search(const pattern_table *t, str subject);

/* --- pcre2 --- */

typedef struct pattern_pcre pattern_pcre;

/* NULL when pcre2 would refuse it or mean something else. */
pattern_pcre *pattern_pcre_new(const pattern_tree *tree);
void pattern_pcre_free(pattern_pcre *p);
pattern_answer pattern_pcre_search(const pattern_pcre *p, str subject, pattern_scratch *scratch);

/* The tree as pcre2 text. */
void pattern_pcre_translate(buf *out, const pattern_tree *tree);

/* --- by the letter --- */

pattern_answer pattern_backtrack_search(const pattern_tree *tree, str subject,
                                        pattern_scratch *scratch);

#endif
