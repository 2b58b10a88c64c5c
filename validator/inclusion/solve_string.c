/*
 * Strings: the conjunction of patterns, formats, lengths and excluded words, by automata.
 *
 * Formats that are no regular language, and patterns that are none, are tried on words and samples:
 * a word that fits is a value, but that none fits proves nothing.
 */
#include "inclusion/solver.h"

#include "base/utf8.h"
#include "inclusion/format_lattice.h"
#include "inclusion/text.h"

typedef struct words {
    solver *s;
    goal *goal;
    const leaf *leaf;
    arena *a;
    uint64_t least, most;
    VEC(const automaton *) within;
    VEC(const automaton *) without;
    VEC(str) excluded;
    VEC(const literal *) opaque; /* patterns and formats without an automaton */
    bool too_large;
} words;

static automaton_slot *slot_of(solver *s, automaton_slot **items, size_t *count, size_t *capacity,
                               uint32_t id)
{
    VEC(automaton_slot) list = {.items = *items, .count = *count, .capacity = *capacity};
    while (list.count <= id)
        vec_push(s->arena, &list, (automaton_slot){0});
    *items = list.items;
    *count = list.count;
    *capacity = list.capacity;
    return &list.items[id];
}

static const automaton *automaton_for(solver *s, const literal *l, automaton_problem *problem)
{
    bool is_pattern = l->kind == LITERAL_PATTERN;
    automaton_slot *slot =
        is_pattern
            ? slot_of(s, &s->patterns.items, &s->patterns.count, &s->patterns.capacity, l->text->id)
            : slot_of(s, &s->formats.items, &s->formats.count, &s->formats.capacity, l->text->id);
    if (!slot->known) {
        slot->known = true;
        slot->automaton = is_pattern ? automaton_of_pattern(s->arena, l->text->text, &slot->problem)
                                     : automaton_of_format(s->arena, l->text->text, &slot->problem);
        if (slot->automaton)
            solver_burn(s, automaton_state_count(slot->automaton));
    }
    *problem = slot->problem;
    return slot->automaton;
}

/* A negated format leaves out at least what lies within it, a positive one all that is not around.
 */
static const automaton *bound_for(solver *s, const literal *l)
{
    const automaton *x = automaton_of_format_bound(s->arena, l->text->text,
                                                   l->negated ? BOUND_WITHIN : BOUND_AROUND);
    if (x)
        solver_burn(s, automaton_state_count(x));
    return x;
}

static void add_language(words *w, const literal *l)
{
    automaton_problem problem;
    const automaton *x = automaton_for(w->s, l, &problem);
    if (!x) {
        vec_push(w->a, &w->opaque, l);
        /* Judged as a whole in the end; what surrounds it, or lies within it, prunes before that
         * and may already prove that no word is left. */
        if (l->kind == LITERAL_FORMAT)
            x = bound_for(w->s, l);
    }
    if (!x)
        return;
    if (l->negated)
        vec_push(w->a, &w->without, x);
    else
        vec_push(w->a, &w->within, x);
}

static void read_literals(words *w)
{
    w->most = UINT64_MAX;
    for (size_t i = 0; i < w->leaf->count; i++) {
        const literal *l = w->leaf->literals[i];
        if (l->kind == LITERAL_LENGTH) {
            w->least = l->least > w->least ? l->least : w->least;
            w->most = l->most < w->most ? l->most : w->most;
        } else if (l->kind == LITERAL_PATTERN || l->kind == LITERAL_FORMAT) {
            add_language(w, l);
        } else if (l->kind == LITERAL_NOT_IN) {
            for (uint32_t n = 0; n < l->value_count; n++) {
                if (l->values[n]->kind == KIND_STRING)
                    vec_push(w->a, &w->excluded, l->values[n]->text);
            }
        }
    }
}

static bool offer(words *w, str text)
{
    if (!solver_burn(w->s, 1))
        return false;
    const value *v = value_of_string(w->s->values, text);
    if (w->s->text)
        v = text_canonical(w->s->values, v);
    return v->kind == KIND_STRING && !leaf_excludes(w->leaf, v) && solver_offer(w->s, w->goal, v);
}

/* --- without patterns and formats: any text of the right length --- */

enum { PLAIN_LENGTH = 4096 };

static bool offer_repeated(words *w, char c, uint64_t length)
{
    if (length < w->least || length > w->most || length > PLAIN_LENGTH)
        return false;
    buf text = {0};
    for (uint64_t i = 0; i < length; i++)
        buf_append_char(&text, c);
    bool fits = offer(w, buf_str(&text));
    buf_clear(&text);
    return fits;
}

static bool solve_plain(words *w)
{
    uint64_t length = w->least > 0 ? w->least : 1;
    for (int c = 'a'; c <= 'z'; c++) {
        if (offer_repeated(w, (char)c, length))
            return true;
    }
    return offer_repeated(w, 'a', 0) || offer_repeated(w, 'a', length + 1);
}

/* --- with them --- */

static void add_words_of_other_kinds(words *w)
{
    static const str booleans[] = {{"true", 4}, {"false", 5}};
    automaton_problem problem;
    const automaton *numbers = automaton_of_pattern(w->s->arena, text_number_pattern(), &problem);
    if (numbers)
        vec_push(w->a, &w->without, numbers);
    for (size_t i = 0; i < 2; i++)
        vec_push(w->a, &w->excluded, booleans[i]);
}

static automaton_query query_of(const words *w)
{
    return (automaton_query){
        .within = w->within.items,
        .within_count = w->within.count,
        .without = w->without.items,
        .without_count = w->without.count,
        .least = w->least > SIZE_MAX ? SIZE_MAX : (size_t)w->least,
        .most = w->most > SIZE_MAX ? SIZE_MAX : (size_t)w->most,
        .excluded = w->excluded.items,
        .excluded_count = w->excluded.count,
    };
}

enum { WORD_TRIES = 40 };

/* Words of the regular part, until one satisfies the rest as well. */
static outcome try_words(words *w, const automaton_query *query)
{
    str found[WORD_TRIES];
    size_t count = 0, want = w->opaque.count ? WORD_TRIES : 1;
    automaton_answer answer = automaton_find_many(w->a, query, want, found, &count);
    solver_burn(w->s, 50);
    for (size_t i = 0; i < count; i++) {
        if (offer(w, found[i]))
            return OUTCOME_FOUND;
    }
    return answer == AUTOMATON_NONE ? OUTCOME_EMPTY : OUTCOME_UNKNOWN;
}

static bool try_samples(words *w)
{
    for (size_t i = 0; i < w->leaf->count; i++) {
        const literal *l = w->leaf->literals[i];
        if (l->kind != LITERAL_FORMAT)
            continue;
        size_t count;
        const char *const *samples = l->negated ? format_counter_samples(l->text->text, &count)
                                                : format_samples(l->text->text, &count);
        for (size_t n = 0; n < count; n++) {
            if (offer(w, str_from(samples[n])))
                return true;
        }
    }
    return false;
}

static bool try_common(words *w)
{
    static const char *const common[] = {"a",  "",      "A", "0", "1",  "abc",
                                         "a1", "1.0.0", "-", " ", "a b"};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        if (offer(w, str_from(common[i])))
            return true;
    }
    return false;
}

static outcome solve_words(words *w, doubt *why)
{
    if (try_samples(w)) /* before automata are built: those of dates are large */
        return OUTCOME_FOUND;
    read_literals(w);
    if (w->least > w->most)
        return OUTCOME_EMPTY;
    bool plain = w->within.count + w->without.count + w->opaque.count == 0;
    if (plain && solve_plain(w))
        return OUTCOME_FOUND;
    if (w->opaque.count && try_common(w))
        return OUTCOME_FOUND;
    if (w->s->text)
        add_words_of_other_kinds(w);
    automaton_query query = query_of(w);
    outcome o = try_words(w, &query);
    if (o == OUTCOME_UNKNOWN && !why->text) {
        const fact *f = w->opaque.count ? w->opaque.items[0]->fact : NULL;
        *why = (doubt){f ? "it is not a regular language; write it without look-around and "
                           "back-references, or as a pattern"
                         : "the automaton is too large; bound the repetitions with maxLength, and "
                           "make the pattern simpler",
                       f};
    }
    return o;
}

outcome solve_string(solver *s, goal *g, const leaf *l, doubt *why)
{
    words w = {.s = s, .goal = g, .leaf = l, .a = arena_new()};
    outcome o = solve_words(&w, why);
    arena_free(w.a);
    return o;
}
