/*
 * Patterns for pcre2. What the two languages spell differently is settled by never copying text:
 * sets become explicit ranges (so \d \w \s and '.' are ECMA's, whatever pcre2's options), every
 * character is written \x{...}, `$` is \z, properties carry pcre2's names.
 */
#include "schema/pattern_engine.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/limits.h"

/* --- translation --- */

static void put_ranges(buf *out, const code_set *set)
{
    for (uint32_t i = 0; i < set->range_count; i++) {
        uint32_t first = set->ranges[i].first, last = set->ranges[i].last;
        /* pcre2 has no surrogates, and neither has the text. */
        if (first >= 0xD800 && first <= 0xDFFF)
            first = 0xE000;
        if (last >= 0xD800 && last <= 0xDFFF)
            last = 0xD7FF;
        if (first > last)
            continue;
        buf_printf(out, "\\x{%x}", (unsigned)first);
        if (last > first)
            buf_printf(out, "-\\x{%x}", (unsigned)last);
    }
    for (uint32_t i = 0; i < set->property_count; i++)
        buf_printf(out, "\\%c{%s}", set->properties[i].negated ? 'P' : 'p',
                   set->properties[i].name);
}

static void put_set(buf *out, const code_set *set)
{
    buf inside = {0};
    put_ranges(&inside, set);
    if (inside.length == 0) {
        buf_append(out, set->negated ? STR("[\\x{0}-\\x{10ffff}]") : STR("(?!)"));
    } else {
        buf_append(out, set->negated ? STR("[^") : STR("["));
        buf_append(out, buf_str(&inside));
        buf_append_char(out, ']');
    }
    buf_clear(&inside);
}

static void put_node(buf *out, const pattern_node *n, bool captures);

static void put_group(buf *out, const char *opening, const pattern_node *inside, bool captures)
{
    buf_append(out, str_from(opening));
    put_node(out, inside, captures);
    buf_append_char(out, ')');
}

static void put_repeat(buf *out, const pattern_node *n, bool captures)
{
    if (n->children[0]->kind == PATTERN_SET)
        put_set(out, &n->children[0]->set);
    else
        put_group(out, "(?:", n->children[0], captures);
    if (n->most == PATTERN_UNBOUNDED)
        buf_printf(out, "{%u,}", (unsigned)n->least);
    else
        buf_printf(out, "{%u,%u}", (unsigned)n->least, (unsigned)n->most);
    if (n->lazy)
        buf_append_char(out, '?');
}

static void put_look(buf *out, const pattern_node *n, bool captures)
{
    bool behind = n->kind == PATTERN_LOOK_BEHIND;
    const char *opening = behind ? (n->negated ? "(?<!" : "(?<=") : (n->negated ? "(?!" : "(?=");
    put_group(out, opening, n->children[0], captures);
}

static void put_node(buf *out, const pattern_node *n, bool captures)
{
    switch (n->kind) {
    case PATTERN_EMPTY:
        break;
    case PATTERN_SET:
        put_set(out, &n->set);
        break;
    case PATTERN_SEQUENCE:
        for (uint32_t i = 0; i < n->count; i++) {
            if (n->children[i]->kind == PATTERN_CHOICE)
                put_group(out, "(?:", n->children[i], captures);
            else
                put_node(out, n->children[i], captures);
        }
        break;
    case PATTERN_CHOICE:
        for (uint32_t i = 0; i < n->count; i++) {
            if (i > 0)
                buf_append_char(out, '|');
            put_node(out, n->children[i], captures);
        }
        break;
    case PATTERN_REPEAT:
        put_repeat(out, n, captures);
        break;
    case PATTERN_CAPTURE:
        put_group(out, captures ? "(" : "(?:", n->children[0], captures);
        break;
    case PATTERN_BACK_REFERENCE:
        buf_printf(out, "\\g{%u}", (unsigned)n->group);
        break;
    case PATTERN_START:
        buf_append(out, STR("\\A"));
        break;
    case PATTERN_END:
        buf_append(out, STR("\\z"));
        break;
    case PATTERN_WORD_EDGE:
        buf_append(out, STR("\\b"));
        break;
    case PATTERN_NO_WORD_EDGE:
        buf_append(out, STR("\\B"));
        break;
    case PATTERN_LOOK_AHEAD:
    case PATTERN_LOOK_BEHIND:
        put_look(out, n, captures);
        break;
    }
}

void pattern_pcre_translate(buf *out, const pattern_tree *tree)
{
    put_node(out, tree->root, tree->has_back_references);
}

/* --- what pcre2 cannot say --- */

/* Inside a loop ECMA-262 forgets groups at each round and pcre2 does not; forward and inward
 * references differ likewise. Only seen through back-references. */
static bool has_group_in_loop(const pattern_node *n, bool in_loop)
{
    if (n->kind == PATTERN_CAPTURE && in_loop)
        return true;
    in_loop |= n->kind == PATTERN_REPEAT && n->most > 1;
    in_loop |= n->kind == PATTERN_LOOK_AHEAD || n->kind == PATTERN_LOOK_BEHIND;
    for (uint32_t i = 0; i < n->count; i++)
        if (has_group_in_loop(n->children[i], in_loop))
            return true;
    return false;
}

/* --- compiling and searching --- */

struct pattern_pcre {
    pcre2_code *code;
};

pattern_pcre *pattern_pcre_new(const pattern_tree *tree)
{
    if (tree->has_back_references && has_group_in_loop(tree->root, false))
        return NULL;
    buf text = {0};
    pattern_pcre_translate(&text, tree);
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)buf_cstr(&text), text.length,
                                     PCRE2_UTF | PCRE2_NEVER_UCP | PCRE2_DOLLAR_ENDONLY |
                                         PCRE2_MATCH_UNSET_BACKREF | PCRE2_ALLOW_EMPTY_CLASS,
                                     &error, &offset, NULL);
    buf_clear(&text);
    if (!code)
        return NULL;
    /* Without JIT (not on every machine) the interpreter does the same, slower. */
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    pattern_pcre *p = memory_alloc(sizeof *p);
    p->code = code;
    return p;
}

void pattern_pcre_free(pattern_pcre *p)
{
    if (!p)
        return;
    pcre2_code_free(p->code);
    free(p);
}

static bool scratch_prepare(pattern_scratch *scratch)
{
    if (scratch->match_context)
        return true;
    scratch->match_data = pcre2_match_data_create(1, NULL);
    scratch->match_context = pcre2_match_context_create(NULL);
    scratch->jit_stack = pcre2_jit_stack_create(32 * 1024, LIMIT_PATTERN_JIT_STACK, NULL);
    if (!scratch->match_data || !scratch->match_context) {
        pattern_scratch_clear(scratch);
        return false;
    }
    pcre2_match_context *context = scratch->match_context;
    pcre2_set_match_limit(context, LIMIT_PATTERN_STEPS);
    pcre2_set_depth_limit(context, LIMIT_PATTERN_STEPS);
    pcre2_set_heap_limit(context, LIMIT_PATTERN_HEAP_KILOBYTES);
    if (scratch->jit_stack)
        pcre2_jit_stack_assign(context, NULL, scratch->jit_stack);
    return true;
}

void pattern_scratch_clear(pattern_scratch *scratch)
{
    pcre2_match_data_free(scratch->match_data);
    pcre2_match_context_free(scratch->match_context);
    pcre2_jit_stack_free(scratch->jit_stack);
    arena_free(scratch->arena);
    *scratch = (pattern_scratch){0};
}

pattern_answer pattern_pcre_search(const pattern_pcre *p, str subject, pattern_scratch *scratch)
{
    if (!scratch_prepare(scratch))
        return PATTERN_LIMIT;
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.data ? subject.data : "");
    int found = pcre2_match(p->code, text, subject.length, 0, PCRE2_NO_UTF_CHECK,
                            scratch->match_data, scratch->match_context);
    if (found == PCRE2_ERROR_JIT_STACKLIMIT)
        found = pcre2_match(p->code, text, subject.length, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT,
                            scratch->match_data, scratch->match_context);
    if (found >= 0)
        return PATTERN_YES;
    return found == PCRE2_ERROR_NOMATCH ? PATTERN_NO : PATTERN_LIMIT;
}
