/*
 * Finding words of a conjunction.
 *
 * The product of all operands is explored breadth first, each state together with the length so
 * far up to `least`, so the first accepted word is a shortest one. Where that word is not wanted
 * (excluded, or refused by the caller's last say), and where several are asked for, words are
 * enumerated by length: a table says from which state a word of exactly n more characters can
 * end, so that no step of the enumeration is in vain.
 */
#include "inclusion/automaton_internal.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

typedef struct search {
    arena *arena; /* scratch */
    const automaton_query *query;
    const automaton **operands;
    size_t count;
    joint_alphabet joint;
    class_letters letters;
    tuple_set states;
    VEC(uint32_t) next;
    VEC(uint8_t) accepts;
    size_t refusals;
    arena *result;
    str *words;
    size_t want, found;
} search;

/* --- the product --- */

#define DEAD UINT32_MAX

/* The state's number; DEAD when no word can come of it any more. */
static uint32_t state_add(search *s, const uint32_t *tuple)
{
    bool accepts = true, is_new;
    for (size_t i = 0; i < s->count; i++) {
        bool wanted = i < s->query->within_count;
        if (tuple[i] == (wanted ? CODE_STATE_REJECT : CODE_STATE_ACCEPT))
            return DEAD;
        accepts &= (s->operands[i]->x.accepts[tuple[i]] != 0) == wanted;
    }
    uint32_t number = tuple_set_add(&s->states, tuple, &is_new);
    if (is_new)
        vec_push(s->arena, &s->accepts, accepts);
    return number;
}

static bool is_full(const search *s)
{
    return s->states.count > LIMIT_AUTOMATON_STATES || s->next.count > LIMIT_AUTOMATON_TRANSITIONS;
}

/* Transitions of states are made in order of number. */
static void expand_through(search *s, uint32_t number)
{
    uint32_t classes = s->joint.alphabet.class_count;
    uint32_t *from = arena_array_of(s->arena, uint32_t, s->count + 1);
    uint32_t *to = arena_array_of(s->arena, uint32_t, s->count + 1);
    while (s->next.count <= (size_t)number * classes) {
        uint32_t at = (uint32_t)(s->next.count / classes);
        memcpy(from, tuple_set_get(&s->states, at), (s->count + 1) * sizeof *from);
        for (uint32_t class = 0; class < classes; class ++) {
            for (size_t i = 0; i < s->count; i++)
                to[i] = automaton_next(s->operands[i], from[i], s->joint.of[class * s->count + i]);
            vec_push(s->arena, &s->next, state_add(s, to));
        }
    }
}

static bool search_prepare(search *s, const automaton_query *query)
{
    s->query = query;
    s->count = query->within_count + query->without_count;
    s->operands = arena_array_of(s->arena, const automaton *, s->count + 1);
    for (size_t i = 0; i < s->count; i++)
        s->operands[i] =
            i < query->within_count ? query->within[i] : query->without[i - query->within_count];
    if (!joint_alphabet_make(&s->joint, s->operands, s->count, s->arena))
        return false;
    class_letters_init(&s->letters, &s->joint.alphabet, s->arena);
    tuple_set_init(&s->states, s->count + 1, s->arena);
    return true;
}

/* The start state is number 0; false when it is dead. */
static bool search_start(search *s)
{
    uint32_t *tuple = arena_array_of(s->arena, uint32_t, s->count + 1);
    for (size_t i = 0; i < s->count; i++)
        tuple[i] = s->operands[i]->x.start;
    return state_add(s, tuple) != DEAD;
}

/* --- candidates --- */

/* Refusals in a row by the caller's last say before the answer is "unknown". */
#define MOST_REFUSALS 2000

static bool is_wanted(search *s, str word)
{
    for (size_t i = 0; i < s->query->excluded_count; i++)
        if (str_equal(s->query->excluded[i], word))
            return false;
    if (!s->query->accepts || s->query->accepts(word, s->query->context))
        return true;
    s->refusals++;
    return false;
}

static str word_of(search *s, const uint32_t *codes, size_t count)
{
    char *text = arena_alloc(s->result, 4 * count + 1);
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += utf8_encode(codes[i], text + length);
    return str_of(text, length);
}

/* --- breadth first --- */

typedef struct visit {
    uint32_t state;
    uint32_t length;
    uint32_t parent; /* index of the visit it came from */
    uint32_t code;
} visit;

static str walk_back(search *s, const visit *visits, uint32_t at)
{
    uint32_t length = visits[at].length;
    uint32_t *codes = arena_array_of(s->arena, uint32_t, length + 1);
    for (uint32_t i = length; i > 0; i--) {
        codes[i - 1] = visits[at].code;
        at = visits[at].parent;
    }
    return word_of(s, codes, length);
}

/* A shortest word of at least `least` characters, whoever wants it. */
static automaton_answer shortest(search *s, str *word)
{
    const automaton_query *q = s->query;
    uint32_t classes = s->joint.alphabet.class_count;
    VEC(visit) visits = {0};
    tuple_set seen;
    tuple_set_init(&seen, 2, s->arena);
    bool is_new;
    tuple_set_add(&seen, (const uint32_t[2]){0, 0}, &is_new);
    vec_push(s->arena, &visits, (visit){0});
    for (uint32_t at = 0; at < visits.count; at++) {
        visit v = visits.items[at];
        if (v.length > q->most)
            return AUTOMATON_NONE;
        if (v.length >= q->least && s->accepts.items[v.state]) {
            *word = walk_back(s, visits.items, at);
            return AUTOMATON_FOUND;
        }
        if (is_full(s) || visits.count > LIMIT_AUTOMATON_TRANSITIONS)
            return AUTOMATON_UNKNOWN;
        expand_through(s, v.state);
        uint32_t length = v.length < q->least ? v.length + 1 : (uint32_t)q->least;
        for (uint32_t i = 0; i < classes; i++) {
            uint32_t class = s->letters.order[i];
            uint32_t to = s->next.items[(size_t)v.state * classes + class];
            if (to == DEAD)
                continue;
            tuple_set_add(&seen, (const uint32_t[2]){to, length}, &is_new);
            if (is_new)
                vec_push(s->arena, &visits, (visit){to, v.length + 1, at, s->letters.best[class]});
        }
    }
    return AUTOMATON_NONE;
}

/* --- enumeration --- */

typedef struct letter_list {
    uint32_t *codes;
    size_t count;
} letter_list;

typedef struct enumeration {
    search *search;
    letter_list *letters; /* [class] */
    size_t most_letters;
    bool is_partial;      /* some list of letters is not the whole class */
    VEC(uint8_t *) reach; /* [n][state]: a word of n more characters can end from here */
} enumeration;

static const letter_list *letters_of(enumeration *e, uint32_t class)
{
    letter_list *list = &e->letters[class];
    if (!list->codes) {
        list->codes = arena_array_of(e->search->arena, uint32_t, e->most_letters);
        list->count = class_letters_list(&e->search->letters, class, list->codes, e->most_letters);
        e->is_partial |= list->count < class_size(&e->search->joint.alphabet, class);
    }
    return list;
}

/* Whether any word of exactly `length` characters exists. */
static bool reach_extend(enumeration *e, size_t length)
{
    search *s = e->search;
    size_t states = s->states.count;
    uint32_t classes = s->joint.alphabet.class_count;
    while (e->reach.count <= length) {
        uint8_t *row = arena_alloc(s->arena, states);
        if (e->reach.count == 0)
            memcpy(row, s->accepts.items, states);
        for (size_t state = 0; e->reach.count > 0 && state < states; state++)
            for (uint32_t c = 0; c < classes && !row[state]; c++) {
                uint32_t to = s->next.items[state * classes + c];
                row[state] = to != DEAD && e->reach.items[e->reach.count - 1][to];
            }
        vec_push(s->arena, &e->reach, row);
    }
    return e->reach.items[length][0];
}

typedef struct cursor {
    uint32_t state, class, letter;
} cursor;

/* The next letter at a place from which the word can still end; false when there is no more. */
static bool cursor_settle(enumeration *e, cursor *c, size_t left, uint32_t *to, uint32_t *code)
{
    search *s = e->search;
    uint32_t classes = s->joint.alphabet.class_count;
    for (; c->class < classes; c->class ++, c->letter = 0) {
        uint32_t class = s->letters.order[c->class];
        *to = s->next.items[(size_t)c->state * classes + class];
        if (*to == DEAD || !e->reach.items[left][*to])
            continue;
        const letter_list *list = letters_of(e, class);
        if (c->letter < list->count) {
            *code = list->codes[c->letter];
            return true;
        }
    }
    return false;
}

static bool is_done(const search *s)
{
    return s->found == s->want || s->refusals > MOST_REFUSALS;
}

static void enumerate_length(enumeration *e, size_t length)
{
    search *s = e->search;
    cursor *cursors = arena_array_of(s->arena, cursor, length + 1);
    uint32_t *codes = arena_array_of(s->arena, uint32_t, length + 1);
    size_t at = 0;
    while (!is_done(s)) {
        uint32_t to;
        bool is_end = at == length;
        if (is_end) {
            str word = word_of(s, codes, length);
            if (is_wanted(s, word))
                s->words[s->found++] = word;
        } else if (cursor_settle(e, &cursors[at], length - at - 1, &to, &codes[at])) {
            cursors[++at] = (cursor){.state = to};
            continue;
        }
        if (at == 0)
            return;
        cursors[--at].letter++;
    }
}

/* Lengths from least on. A word far beyond the last length that has one could be shortened by a
 * loop of at most all states, so a gap of that many lengths is the end. */
static automaton_answer enumerate(search *s)
{
    const automaton_query *q = s->query;
    enumeration e = {.search = s,
                     .letters =
                         arena_array_of(s->arena, letter_list, s->joint.alphabet.class_count),
                     .most_letters = s->want + q->excluded_count + 1 + (q->accepts ? 300 : 0)};
    size_t states = s->states.count, gap = 0;
    for (size_t length = q->least; length <= q->most && gap <= states; length++) {
        if ((length + 1) * states > LIMIT_AUTOMATON_WORK)
            return AUTOMATON_UNKNOWN;
        if (!reach_extend(&e, length)) {
            gap++;
            continue;
        }
        gap = 0;
        enumerate_length(&e, length);
        if (s->found == s->want)
            return AUTOMATON_FOUND;
        if (is_done(s))
            return AUTOMATON_UNKNOWN;
    }
    /* Enough letters for all words wanted and excluded; not for those refused. */
    return e.is_partial && s->refusals > 0 ? AUTOMATON_UNKNOWN : AUTOMATON_NONE;
}

static automaton_answer expand_all(search *s)
{
    for (uint32_t at = 0; at < s->states.count; at++) {
        if (is_full(s))
            return AUTOMATON_UNKNOWN;
        expand_through(s, at);
    }
    return AUTOMATON_FOUND;
}

automaton_answer automaton_find_many(arena *a, const automaton_query *query, size_t want,
                                     str *words, size_t *found)
{
    search s = {.arena = arena_new(), .result = a, .words = words, .want = want};
    automaton_answer answer = AUTOMATON_UNKNOWN;
    if (query->least > query->most)
        answer = AUTOMATON_NONE;
    else if (search_prepare(&s, query))
        answer = !search_start(&s) ? AUTOMATON_NONE : expand_all(&s);
    if (answer == AUTOMATON_FOUND)
        answer = enumerate(&s);
    arena_free(s.arena);
    *found = s.found;
    return answer;
}

automaton_answer automaton_find(arena *a, const automaton_query *query, str *word)
{
    search s = {.arena = arena_new(), .result = a};
    automaton_answer answer = AUTOMATON_UNKNOWN;
    if (query->least > query->most)
        answer = AUTOMATON_NONE;
    else if (search_prepare(&s, query))
        answer = !search_start(&s) ? AUTOMATON_NONE : shortest(&s, word);
    bool is_fine = answer != AUTOMATON_FOUND || is_wanted(&s, *word);
    arena_free(s.arena);
    if (is_fine)
        return answer;
    size_t found;
    return automaton_find_many(a, query, 1, word, &found);
}

automaton_answer automaton_escape(arena *a, const automaton *x, const automaton *y, str *word)
{
    automaton_query query = {
        .within = &x, .within_count = 1, .without = &y, .without_count = 1, .most = SIZE_MAX};
    return automaton_find(a, &query, word);
}
