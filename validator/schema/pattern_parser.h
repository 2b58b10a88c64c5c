/*
 * Shared by the two files that parse patterns, and by nobody else.
 */
#ifndef HANDOFF_SCHEMA_PATTERN_PARSER_H
#define HANDOFF_SCHEMA_PATTERN_PARSER_H

#include "schema/pattern_set.h"

typedef struct pattern_parser {
    arena *arena;
    str text;
    size_t at;
    bool is_wide;   /* annex B is admitted … */
    bool is_legacy; /* … and was needed */
    bool failed;
    pattern_error *error;
    uint32_t group_total; /* in the whole text, counted beforehand: \N needs it */
    bool has_names;
} pattern_parser;

#define PATTERN_NO_CODE UINT32_MAX

/* Fails (once: the first message stays) and returns false. */
bool parser_fail(pattern_parser *p, size_t offset, const char *message);

/* A use of annex B: notes it, or fails with the message where only the strict grammar holds. */
bool parser_legacy(pattern_parser *p, size_t offset, const char *message);

uint32_t parser_peek(const pattern_parser *p); /* PATTERN_NO_CODE at the end */
uint32_t parser_next(pattern_parser *p);
bool parser_take(pattern_parser *p, char c); /* eats it when it is next */
bool parser_looking_at(const pattern_parser *p, str text);

typedef enum escape_kind { ESCAPE_FAILED, ESCAPE_CODE, ESCAPE_SET } escape_kind;

/* What follows a backslash, but for back-references and \b \B. A set goes into `set`. */
escape_kind parser_escape(pattern_parser *p, bool in_class, uint32_t *code, set_builder *set);

/* HHHH or {H...} after \u; with surrogate pairs joined. PATTERN_NO_CODE: none there. */
uint32_t parser_unicode_escape(pattern_parser *p);

/* [...], the bracket already eaten. */
bool parser_class(pattern_parser *p, code_set *out);

#endif
