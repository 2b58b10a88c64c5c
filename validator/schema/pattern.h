/*
 * Patterns: regular expressions as JSON Schema has them, ECMA-262 with the `u` flag, compiled once
 * and searched many times.
 *
 * One parser (schema/pattern_parse.c) reads the text; what ECMA-262 refuses is refused, with the
 * offset. Most patterns of real schemas are regular: they become a small deterministic automaton
 * and are searched in time linear in the text, whatever they look like. The rest (back-references,
 * automata that would be too large) is translated for pcre2, compiled by its JIT, and searched
 * under limits: a runaway pattern answers PATTERN_LIMIT, never a hang.
 *
 * A pool owns its patterns and keeps one per text. Building is for one thread; a finished pattern
 * is immutable and may be searched by any number of threads, each with a scratch of its own.
 */
#ifndef HANDOFF_SCHEMA_PATTERN_H
#define HANDOFF_SCHEMA_PATTERN_H

#include "base/arena.h"

typedef struct pattern pattern;
typedef struct pattern_pool pattern_pool;

typedef struct pattern_error {
    const char *message; /* one line, a literal */
    size_t offset;       /* in bytes of the pattern's text */
} pattern_error;

typedef enum pattern_answer { PATTERN_NO, PATTERN_YES, PATTERN_LIMIT } pattern_answer;

/* What a thread needs beside the pattern. Zeroed is ready; it fills itself on first need and is
 * reused, so that searching allocates nothing once warm. pattern_scratch_clear frees it. */
typedef struct pattern_scratch {
    void *match_data, *match_context, *jit_stack; /* private */
    arena *arena;                                 /* private */
} pattern_scratch;

void pattern_scratch_clear(pattern_scratch *scratch);

pattern_pool *pattern_pool_new(void);
void pattern_pool_free(pattern_pool *pool); /* NULL is fine */

/* The compiled pattern; NULL with `error` filled when it is none. Patterns that only the older
 * grammar for the web takes (ECMA-262 annex B: `\-` or `\_` outside a class, `[\w-.]`, a lone `{`)
 * are accepted, because contracts are full of them, and say so by pattern_is_legacy. Escapes keep
 * their meaning under the flag there: an unknown \p{...} is refused all the same. */
const pattern *pattern_pool_get(pattern_pool *pool, str text, pattern_error *error);

str pattern_text(const pattern *p);
bool pattern_is_legacy(const pattern *p);

/* Whether the pattern matches anywhere in the subject (valid UTF-8). */
pattern_answer pattern_search(const pattern *p, str subject, pattern_scratch *scratch);

/* Whether pattern_pool_get takes it. */
bool pattern_is_readable(str text);

/* Whether the text is a pattern by ECMA-262 with the `u` flag and nothing more (format "regex"). */
bool pattern_is_valid(str text, pattern_error *error);

#endif
