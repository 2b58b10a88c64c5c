/*
 * Subset construction: the deterministic automaton of a pattern.
 *
 * A state is a set of threads. A thread is a node of the non-deterministic automaton together with
 * its duties: for each look-ahead it has passed, the state that the look-ahead's own automaton has
 * reached since. A thread whose duty fails dies; a match counts when every duty is met as well. So
 * look-ahead costs a pair of states, not backtracking, and is exact wherever it stands. A
 * look-behind is an automaton that runs along from the first character; its state is part of ours.
 *
 * Assertions that need the next character ($, \b) wait in the set as threads of their own until it
 * is known; ^ and look-around are decided when a thread reaches them, from what stands before.
 */
#include "schema/pattern_subset.h"

#include <stdlib.h>
#include <string.h>

/* --- sets of threads --- */

static void set_begin(subset *s, uint32_t before, uint32_t after, const uint32_t *trackers)
{
    s->threads.count = s->stack.count = s->seen_with_duties.count = 0;
    s->round++;
    s->before = before;
    s->after = after;
    s->trackers = trackers;
    s->found = false;
}

static bool set_has(subset *s, thread t)
{
    if (s->seen[t.node] == s->round)
        return true;
    if (t.duties == DUTIES_NONE) {
        s->seen[t.node] = s->round;
        return false;
    }
    s->build->work += s->seen_with_duties.count;
    for (size_t i = 0; i < s->seen_with_duties.count; i++)
        if (s->seen_with_duties.items[i].node == t.node &&
            s->seen_with_duties.items[i].duties == t.duties)
            return true;
    vec_push(s->build->scratch, &s->seen_with_duties, t);
    return false;
}

static void set_push(subset *s, uint32_t node, uint32_t duties)
{
    vec_push(s->build->scratch, &s->stack, (thread){node, duties});
}

static void visit_assertion(subset *s, thread t, const nfa_node *n)
{
    bool holds;
    if (n->assertion == PATTERN_START) {
        holds = s->before == BEFORE_START;
    } else if (s->after == NEXT_UNKNOWN) {
        vec_push(s->build->scratch, &s->threads, t);
        return;
    } else if (n->assertion == PATTERN_END) {
        holds = s->after == NEXT_END;
    } else {
        bool is_edge = (s->before == BEFORE_WORD) != (s->after == BEFORE_WORD);
        holds = is_edge == (n->assertion == PATTERN_WORD_EDGE);
    }
    if (holds)
        set_push(s, n->out, t.duties);
}

static void visit_look(subset *s, thread t, const nfa_node *n)
{
    const look *l = &s->looks[n->other];
    if (l->behind) {
        bool holds = l->inner.automaton.accepts[s->trackers[n->other]] != 0;
        if (holds != l->negated)
            set_push(s, n->out, t.duties);
        return;
    }
    uint32_t duties = duties_with(s, t.duties, (duty){n->other, l->inner.starts[s->before]});
    if (duties != DUTIES_FAIL)
        set_push(s, n->out, duties);
}

/* Follows everything that reads nothing. */
static void set_add(subset *s, uint32_t node, uint32_t duties)
{
    set_push(s, node, duties);
    while (s->stack.count > 0) {
        thread t = s->stack.items[--s->stack.count];
        s->build->work++;
        if (set_has(s, t))
            continue;
        const nfa_node *n = &s->nfa.nodes.items[t.node];
        switch (n->kind) {
        case NFA_SPLIT:
            set_push(s, n->other, t.duties);
            set_push(s, n->out, t.duties);
            break;
        case NFA_ASSERT:
            visit_assertion(s, t, n);
            break;
        case NFA_LOOK:
            visit_look(s, t, n);
            break;
        case NFA_FOUND:
            s->found |= t.duties == DUTIES_NONE;
            vec_push(s->build->scratch, &s->threads, t);
            break;
        case NFA_SET:
        case NFA_HERE:
            vec_push(s->build->scratch, &s->threads, t);
            break;
        }
    }
}

static int thread_order(const void *a, const void *b)
{
    const thread *left = a, *right = b;
    if (left->node != right->node)
        return left->node < right->node ? -1 : 1;
    return left->duties < right->duties ? -1 : left->duties > right->duties;
}

/* --- states --- */

static bool state_append(subset *s, state made, uint32_t *number)
{
    automaton_build *b = s->build;
    uint64_t transitions = (uint64_t)(s->states.count + 1) * b->alphabet->class_count;
    if (s->states.count >= b->limits->states || transitions > b->limits->transitions)
        return build_stop(b, CODE_AUTOMATON_TOO_LARGE);
    *number = (uint32_t)s->states.count;
    vec_push(b->scratch, &s->states, made);
    vec_push(b->scratch, &s->accepts, 0);
    for (uint32_t i = 0; i < b->alphabet->class_count; i++)
        vec_push(b->scratch, &s->next, *number);
    return true;
}

/* What tells states apart, as bytes: the threads, the look-behinds, and what stands before where
 * a waiting thread still asks for it. */
static str state_key(subset *s, bool waits)
{
    size_t threads = s->threads.count * sizeof(thread);
    size_t trackers = s->has_behind ? s->look_count * sizeof(uint32_t) : 0;
    char *key = arena_alloc(s->build->scratch, 1 + trackers + threads);
    key[0] = (char)(waits ? s->before : 0);
    if (trackers > 0)
        memcpy(key + 1, s->trackers, trackers);
    memcpy(key + 1 + trackers, s->threads.items, threads);
    return str_of(key, 1 + trackers + threads);
}

/* The state of the set in the making. */
static bool set_state(subset *s, uint32_t *number)
{
    automaton_build *b = s->build;
    if (b->work > b->limits->work)
        return build_stop(b, CODE_AUTOMATON_TOO_LARGE);
    *number = s->found ? CODE_STATE_ACCEPT : CODE_STATE_REJECT;
    if (s->found || s->threads.count == 0)
        return true;
    b->work += 4 * s->threads.count; /* sorting and hashing them */
    qsort(s->threads.items, s->threads.count, sizeof(thread), thread_order);
    bool waits = false;
    for (size_t i = 0; i < s->threads.count; i++) {
        const nfa_node *n = &s->nfa.nodes.items[s->threads.items[i].node];
        waits |= n->kind == NFA_ASSERT;
    }
    /* Behind a waiting $ or \b a ^ may stand, and it asks what is before, too. */
    str key = state_key(s, waits);
    void *known = map_get(&s->by_key, key);
    if (known) {
        *number = (uint32_t)(uintptr_t)known;
        return true;
    }
    state made = {.threads =
                      arena_copy(b->scratch, s->threads.items, s->threads.count * sizeof(thread)),
                  .count = (uint32_t)s->threads.count,
                  .before = s->before,
                  .trackers = s->trackers,
                  .waits = waits};
    if (!state_append(s, made, number))
        return false;
    map_put(&s->by_key, key, (void *)(uintptr_t)*number);
    return b->answer == CODE_AUTOMATON_FINE;
}

/* The threads of a state once it is known what follows. */
static void state_resolve(subset *s, const state *from, uint32_t after)
{
    set_begin(s, from->before, after, from->trackers);
    for (uint32_t i = 0; i < from->count; i++)
        set_add(s, from->threads[i].node, from->threads[i].duties);
}

static bool state_accepts(subset *s, const state *from)
{
    state_resolve(s, from, NEXT_END);
    for (size_t i = 0; i < s->threads.count; i++) {
        nfa_kind kind = s->nfa.nodes.items[s->threads.items[i].node].kind;
        if ((kind == NFA_FOUND || kind == NFA_HERE) &&
            duties_met_at_end(s, s->threads.items[i].duties))
            return true;
    }
    return false;
}

static const uint32_t *trackers_step(subset *s, const uint32_t *trackers, uint32_t class)
{
    if (!s->has_behind)
        return NULL;
    uint32_t *moved = arena_array_of(s->build->scratch, uint32_t, s->look_count);
    for (size_t i = 0; i < s->look_count; i++) {
        const code_automaton *inner = &s->looks[i].inner.automaton;
        if (s->looks[i].behind)
            moved[i] = inner->next[trackers[i] * inner->alphabet->class_count + class];
    }
    return moved;
}

static bool state_step(subset *s, const thread_list *from, const state *origin, uint32_t class,
                       uint32_t before, uint32_t *to)
{
    set_begin(s, before, NEXT_UNKNOWN, trackers_step(s, origin->trackers, class));
    for (size_t i = 0; i < from->count; i++) {
        thread t = from->items[i];
        const nfa_node *n = &s->nfa.nodes.items[t.node];
        bool moves = n->kind == NFA_FOUND || (n->kind == NFA_SET && n->members[class]);
        uint32_t duties = moves ? duties_step(s, t.duties, class) : DUTIES_FAIL;
        if (duties != DUTIES_FAIL)
            set_add(s, n->kind == NFA_FOUND ? t.node : n->out, duties);
    }
    return set_state(s, to);
}

static void list_copy(subset *s, thread_list *to, const thread *items, size_t count)
{
    to->count = 0;
    for (size_t i = 0; i < count; i++)
        vec_push(s->build->scratch, to, items[i]);
}

/* All transitions of one state. Where threads wait for the next character, what they become is
 * worked out once for word characters and once for the others. */
static bool state_expand(subset *s, uint32_t number, thread_list lists[BEFORE_KINDS])
{
    automaton_build *b = s->build;
    state from = s->states.items[number];
    bool found[BEFORE_KINDS] = {false};
    for (uint32_t after = BEFORE_OTHER; after <= BEFORE_WORD; after++) {
        if (from.waits) {
            state_resolve(s, &from, after);
            list_copy(s, &lists[after], s->threads.items, s->threads.count);
            found[after] = s->found;
        } else {
            list_copy(s, &lists[after], from.threads, from.count);
        }
    }
    uint32_t classes = b->alphabet->class_count;
    for (uint32_t class = 0; class < classes; class ++) {
        uint32_t before = b->word && b->word[class] ? BEFORE_WORD : BEFORE_OTHER;
        uint32_t to = CODE_STATE_ACCEPT;
        if (!found[before] && !state_step(s, &lists[before], &from, class, before, &to))
            return false;
        s->next.items[number * classes + class] = to;
    }
    s->accepts.items[number] = state_accepts(s, &from);
    return true;
}

/* --- the whole --- */

static bool looks_build(subset *s, bool is_inner)
{
    s->look_count = s->nfa.looks.count;
    s->looks = arena_array_of(s->build->scratch, look, s->look_count);
    for (size_t i = 0; i < s->look_count; i++) {
        const pattern_node *n = s->nfa.looks.items[i];
        look *l = &s->looks[i];
        l->negated = n->negated;
        l->behind = n->kind == PATTERN_LOOK_BEHIND;
        s->has_behind |= l->behind;
        /* A look-behind inside would have to start before its look-around does. */
        if (l->behind && is_inner)
            return build_stop(s->build, CODE_AUTOMATON_OPAQUE);
        if (!build_subset(s->build, &l->inner, n->children[0], l->behind ? NFA_BEHIND : NFA_AHEAD,
                          true))
            return false;
    }
    return true;
}

/* A look-behind is asked before the next character is known, so nothing in it may wait for that. */
static bool has_waiting(const nfa *n)
{
    for (size_t i = 0; i < n->nodes.count; i++)
        if (n->nodes.items[i].kind == NFA_LOOK ||
            (n->nodes.items[i].kind == NFA_ASSERT && n->nodes.items[i].assertion != PATTERN_START))
            return true;
    return false;
}

static bool subset_prepare(subset *s, const pattern_node *root, nfa_shape shape, bool is_inner)
{
    automaton_build *b = s->build;
    if (!build_nfa(b, &s->nfa, root, shape))
        return false;
    if (shape == NFA_BEHIND && has_waiting(&s->nfa))
        return build_stop(b, CODE_AUTOMATON_OPAQUE);
    if (!looks_build(s, is_inner))
        return false;
    s->seen = arena_array_of(b->scratch, uint32_t, s->nfa.nodes.count);
    map_init(&s->by_key, b->scratch, 1);
    map_init(&s->duties_by_key, b->scratch, 1);
    vec_push(b->scratch, &s->duties, (duty_set){0});
    uint32_t number;
    if (!state_append(s, (state){0}, &number) || !state_append(s, (state){0}, &number))
        return false;
    s->accepts.items[CODE_STATE_ACCEPT] = 1;
    return true;
}

static bool subset_start(subset *s, uint32_t before, uint32_t *number)
{
    uint32_t *trackers = arena_array_of(s->build->scratch, uint32_t, s->look_count);
    for (size_t i = 0; i < s->look_count; i++)
        trackers[i] = s->looks[i].inner.starts[BEFORE_START];
    set_begin(s, before, NEXT_UNKNOWN, trackers);
    set_add(s, s->nfa.entry, DUTIES_NONE);
    return set_state(s, number);
}

bool build_subset(automaton_build *b, subset_result *out, const pattern_node *root, nfa_shape shape,
                  bool is_inner)
{
    subset s = {.build = b};
    if (!subset_prepare(&s, root, shape, is_inner))
        return false;
    for (uint32_t before = 0; before < (is_inner ? BEFORE_KINDS : 1); before++)
        if (!subset_start(&s, before, &out->starts[before]))
            return false;
    thread_list lists[BEFORE_KINDS] = {0};
    for (uint32_t i = CODE_STATE_ACCEPT + 1; i < s.states.count; i++)
        if (!state_expand(&s, i, lists))
            return false;
    arena *a = is_inner ? b->scratch : b->result;
    out->automaton =
        (code_automaton){.alphabet = b->alphabet,
                         .next = arena_copy(a, s.next.items, s.next.count * sizeof(uint32_t)),
                         .accepts = arena_copy(a, s.accepts.items, s.accepts.count),
                         .state_count = (uint32_t)s.states.count,
                         .start = out->starts[BEFORE_START]};
    return true;
}

code_automaton_answer code_automaton_of_pattern(code_automaton *out, const pattern_tree *tree,
                                                const code_automaton_limits *limits, arena *a)
{
    if (tree->has_back_references)
        return CODE_AUTOMATON_OPAQUE;
    automaton_build b = {.scratch = arena_new(), .result = a, .limits = limits};
    subset_result made = {0};
    if (build_alphabet(&b, tree->root) && build_subset(&b, &made, tree->root, NFA_SEARCH, false))
        *out = made.automaton;
    arena_free(b.scratch);
    return b.answer;
}
