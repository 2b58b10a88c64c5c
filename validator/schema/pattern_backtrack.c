/*
 * ECMA-262 section 22.2.2 by the letter: matchers and continuations. For the few patterns that are
 * neither regular nor pcre2's, so clarity comes before speed. Steps and depth are counted; running
 * out is PATTERN_LIMIT.
 *
 * match() tries a node at a position and then whatever `rest` says comes after; look-behind runs
 * the same code backwards.
 */
#include "schema/pattern_engine.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "schema/pattern_set.h"

#define UNSET SIZE_MAX

typedef struct span {
    size_t start, end;
} span;

typedef struct matcher {
    str subject;
    span *groups; /* from 1 */
    uint32_t group_count;
    unsigned steps, depth;
    arena *arena;
} matcher;

/* What is to match after the node at hand. */
typedef struct rest rest;
struct rest {
    enum { REST_DONE, REST_SEQUENCE, REST_REPEAT, REST_CAPTURE } kind;
    const pattern_node *node;
    const rest *next;
    uint32_t index; /* sequence: children done; repeat: rounds begun */
    size_t start;   /* capture, repeat: where it began */
    bool backwards;
};

static pattern_answer match(matcher *m, const pattern_node *n, size_t at, bool backwards,
                            const rest *next);
static pattern_answer go_on(matcher *m, size_t at, const rest *k);

static bool set_has(const code_set *set, uint32_t code)
{
    bool inside = false;
    for (uint32_t i = 0; i < set->range_count && !inside; i++)
        inside = code >= set->ranges[i].first && code <= set->ranges[i].last;
    return inside != set->negated;
}

/* Moves over one code point in the direction of the match. */
static bool step(const matcher *m, size_t *at, bool backwards, uint32_t *code)
{
    if (!backwards) {
        if (*at >= m->subject.length)
            return false;
        *code = utf8_next(m->subject, at);
        return true;
    }
    if (*at == 0)
        return false;
    do
        (*at)--;
    while (*at > 0 && ((unsigned char)m->subject.data[*at] & 0xC0) == 0x80);
    size_t from = *at;
    *code = utf8_next(m->subject, &from);
    return true;
}

static bool is_word_at(const matcher *m, size_t at)
{
    return at < m->subject.length && code_set_is_word_character((unsigned char)m->subject.data[at]);
}

static bool assertion_holds(const matcher *m, pattern_node_kind kind, size_t at)
{
    if (kind == PATTERN_START)
        return at == 0;
    if (kind == PATTERN_END)
        return at == m->subject.length;
    bool is_edge = (at > 0 && is_word_at(m, at - 1)) != is_word_at(m, at);
    return is_edge == (kind == PATTERN_WORD_EDGE);
}

/* --- groups: forgotten at each round of a loop, restored when a way is given up --- */

static span *groups_save(matcher *m)
{
    if (m->group_count == 0)
        return NULL;
    return arena_copy(m->arena, m->groups, (m->group_count + 1) * sizeof(span));
}

static void groups_restore(matcher *m, const span *saved)
{
    if (saved)
        memcpy(m->groups, saved, (m->group_count + 1) * sizeof(span));
}

static void groups_forget(matcher *m, const pattern_node *n)
{
    if (m->group_count == 0)
        return;
    if (n->kind == PATTERN_CAPTURE)
        m->groups[n->group] = (span){UNSET, UNSET};
    for (uint32_t i = 0; i < n->count; i++)
        groups_forget(m, n->children[i]);
}

/* --- loops --- */

/* A loop over single characters needs no frame a round: run to the end, then give back. */
static pattern_answer repeat_set(matcher *m, const pattern_node *n, size_t at, bool backwards,
                                 const rest *next)
{
    const code_set *set = &n->children[0]->set;
    uint32_t rounds = 0, code;
    size_t ahead = at;
    uint32_t goal = n->lazy ? n->least : n->most;
    while (rounds < goal && step(m, &ahead, backwards, &code) && set_has(set, code)) {
        at = ahead;
        rounds++;
        m->steps++;
    }
    while (rounds >= n->least) {
        pattern_answer answer = go_on(m, at, next);
        if (answer != PATTERN_NO)
            return answer;
        ahead = at;
        if (n->lazy &&
            (rounds == n->most || !step(m, &ahead, backwards, &code) || !set_has(set, code)))
            break;
        if (!n->lazy && (rounds == 0 || !step(m, &ahead, !backwards, &code)))
            break;
        at = ahead;
        rounds += n->lazy ? 1 : UINT32_MAX; /* one less */
    }
    return PATTERN_NO;
}

static pattern_answer repeat_once_more(matcher *m, const pattern_node *n, size_t at, bool backwards,
                                       uint32_t rounds, const rest *next)
{
    rest k = {.kind = REST_REPEAT,
              .node = n,
              .next = next,
              .index = rounds + 1,
              .start = at,
              .backwards = backwards};
    span *saved = groups_save(m);
    groups_forget(m, n->children[0]);
    pattern_answer answer = match(m, n->children[0], at, backwards, &k);
    if (answer == PATTERN_NO)
        groups_restore(m, saved);
    return answer;
}

static pattern_answer repeat(matcher *m, const pattern_node *n, size_t at, bool backwards,
                             uint32_t rounds, const rest *next)
{
    if (rounds < n->least)
        return repeat_once_more(m, n, at, backwards, rounds, next);
    if (rounds >= n->most)
        return go_on(m, at, next);
    pattern_answer answer =
        n->lazy ? go_on(m, at, next) : repeat_once_more(m, n, at, backwards, rounds, next);
    if (answer != PATTERN_NO)
        return answer;
    return n->lazy ? repeat_once_more(m, n, at, backwards, rounds, next) : go_on(m, at, next);
}

/* --- the rest --- */

static pattern_answer match_reference(matcher *m, const pattern_node *n, size_t at, bool backwards,
                                      const rest *next)
{
    span group = m->groups[n->group];
    if (group.start == UNSET)
        return go_on(m, at, next);
    str wanted = str_of(m->subject.data + group.start, group.end - group.start);
    if (backwards) {
        if (at < wanted.length)
            return PATTERN_NO;
        at -= wanted.length;
    }
    if (!str_starts_with(str_skip(m->subject, at), wanted))
        return PATTERN_NO;
    return go_on(m, backwards ? at : at + wanted.length, next);
}

static pattern_answer match_look(matcher *m, const pattern_node *n, size_t at, const rest *next)
{
    static const rest done = {.kind = REST_DONE};
    span *saved = groups_save(m);
    pattern_answer inside = match(m, n->children[0], at, n->kind == PATTERN_LOOK_BEHIND, &done);
    if (inside == PATTERN_LIMIT)
        return inside;
    if (n->negated)
        groups_restore(m, saved);
    if ((inside == PATTERN_YES) == n->negated)
        return PATTERN_NO;
    pattern_answer answer = go_on(m, at, next);
    if (answer == PATTERN_NO)
        groups_restore(m, saved);
    return answer;
}

static pattern_answer match_choice(matcher *m, const pattern_node *n, size_t at, bool backwards,
                                   const rest *next)
{
    pattern_answer answer = PATTERN_NO;
    for (uint32_t i = 0; i < n->count && answer == PATTERN_NO; i++)
        answer = match(m, n->children[i], at, backwards, next);
    return answer;
}

static pattern_answer match_node(matcher *m, const pattern_node *n, size_t at, bool backwards,
                                 const rest *next)
{
    uint32_t code;
    rest k = {.node = n, .next = next, .start = at, .backwards = backwards};
    switch (n->kind) {
    case PATTERN_EMPTY:
        return go_on(m, at, next);
    case PATTERN_SET:
        return step(m, &at, backwards, &code) && set_has(&n->set, code) ? go_on(m, at, next)
                                                                        : PATTERN_NO;
    case PATTERN_SEQUENCE:
        k.kind = REST_SEQUENCE;
        return go_on(m, at, &k);
    case PATTERN_CHOICE:
        return match_choice(m, n, at, backwards, next);
    case PATTERN_REPEAT:
        if (n->children[0]->kind == PATTERN_SET)
            return repeat_set(m, n, at, backwards, next);
        return repeat(m, n, at, backwards, 0, next);
    case PATTERN_CAPTURE:
        k.kind = REST_CAPTURE;
        return match(m, n->children[0], at, backwards, &k);
    case PATTERN_BACK_REFERENCE:
        return match_reference(m, n, at, backwards, next);
    case PATTERN_LOOK_AHEAD:
    case PATTERN_LOOK_BEHIND:
        return match_look(m, n, at, next);
    case PATTERN_START:
    case PATTERN_END:
    case PATTERN_WORD_EDGE:
    case PATTERN_NO_WORD_EDGE:
        break;
    }
    return assertion_holds(m, n->kind, at) ? go_on(m, at, next) : PATTERN_NO;
}

static pattern_answer match(matcher *m, const pattern_node *n, size_t at, bool backwards,
                            const rest *next)
{
    if (++m->steps > LIMIT_PATTERN_STEPS || m->depth >= LIMIT_PATTERN_BACKTRACK_DEPTH)
        return PATTERN_LIMIT;
    m->depth++;
    pattern_answer answer = match_node(m, n, at, backwards, next);
    m->depth--;
    return answer;
}

static pattern_answer capture_end(matcher *m, size_t at, const rest *k)
{
    span *group = &m->groups[k->node->group], before = *group;
    *group = k->backwards ? (span){at, k->start} : (span){k->start, at};
    pattern_answer answer = go_on(m, at, k->next);
    if (answer == PATTERN_NO)
        m->groups[k->node->group] = before;
    return answer;
}

static pattern_answer go_on(matcher *m, size_t at, const rest *k)
{
    const pattern_node *n = k->node;
    switch (k->kind) {
    case REST_DONE:
        break;
    case REST_SEQUENCE: {
        if (k->index == n->count)
            return go_on(m, at, k->next);
        rest after = *k;
        after.index++;
        uint32_t child = k->backwards ? n->count - 1 - k->index : k->index;
        return match(m, n->children[child], at, k->backwards, &after);
    }
    case REST_REPEAT:
        /* A round beyond the least that read nothing leads nowhere new. */
        if (at == k->start && k->index > n->least)
            return PATTERN_NO;
        return repeat(m, n, at, k->backwards, k->index, k->next);
    case REST_CAPTURE:
        return capture_end(m, at, k);
    }
    return PATTERN_YES;
}

pattern_answer pattern_backtrack_search(const pattern_tree *tree, str subject,
                                        pattern_scratch *scratch)
{
    static const rest done = {.kind = REST_DONE};
    if (!scratch->arena)
        scratch->arena = arena_new();
    arena_clear(scratch->arena);
    matcher m = {.subject = subject, .group_count = tree->group_count, .arena = scratch->arena};
    m.groups = arena_array_of(scratch->arena, span, tree->group_count + 1);
    size_t start = 0;
    for (;;) {
        for (uint32_t i = 0; i <= tree->group_count; i++)
            m.groups[i] = (span){UNSET, UNSET};
        pattern_answer answer = match(&m, tree->root, start, false, &done);
        if (answer != PATTERN_NO || start >= subject.length)
            return answer;
        utf8_next(subject, &start);
    }
}
