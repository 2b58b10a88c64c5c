/*
 * A pattern's tree as a Thompson automaton, built back to front: each node is made knowing where
 * it goes on. Counted loops are spelled out, which is what LIMIT's `nodes` bounds.
 */
#include "schema/pattern_nfa.h"

#include "base/limits.h"

#define NO_NODE UINT32_MAX

typedef struct emitter {
    automaton_build *build;
    nfa *nfa;
} emitter;

static uint32_t emit(emitter *e, const pattern_node *n, uint32_t next);

bool build_stop(automaton_build *b, code_automaton_answer answer)
{
    if (b->answer == CODE_AUTOMATON_FINE)
        b->answer = answer;
    return false;
}

static uint32_t stop(emitter *e, code_automaton_answer answer)
{
    build_stop(e->build, answer);
    return NO_NODE;
}

static uint32_t push(emitter *e, nfa_node n)
{
    if (e->nfa->nodes.count >= e->build->limits->nodes)
        return stop(e, CODE_AUTOMATON_TOO_LARGE);
    vec_push(e->build->scratch, &e->nfa->nodes, n);
    return (uint32_t)(e->nfa->nodes.count - 1);
}

static uint32_t push_split(emitter *e, uint32_t out, uint32_t other)
{
    if (out == NO_NODE || other == NO_NODE)
        return NO_NODE;
    return push(e, (nfa_node){.kind = NFA_SPLIT, .out = out, .other = other});
}

/* The endless part of a loop: a split that its body comes back to. */
static uint32_t emit_loop(emitter *e, const pattern_node *body, uint32_t next, uint32_t *body_entry)
{
    uint32_t loop = push_split(e, next, next);
    if (loop == NO_NODE)
        return NO_NODE;
    *body_entry = emit(e, body, loop);
    if (*body_entry == NO_NODE)
        return NO_NODE;
    e->nfa->nodes.items[loop].out = *body_entry;
    return loop;
}

static uint32_t emit_repeat(emitter *e, const pattern_node *n, uint32_t next)
{
    const pattern_node *body = n->children[0];
    uint32_t entry = next, least = n->least;
    if (n->most == PATTERN_UNBOUNDED) {
        uint32_t body_entry = NO_NODE;
        entry = emit_loop(e, body, next, &body_entry);
        if (entry != NO_NODE && least > 0) {
            entry = body_entry;
            least--;
        }
    } else {
        for (uint32_t i = least; i < n->most && entry != NO_NODE; i++)
            entry = push_split(e, emit(e, body, entry), next);
    }
    for (uint32_t i = 0; i < least && entry != NO_NODE; i++) {
        uint32_t before = entry;
        entry = emit(e, body, entry);
        if (entry == before)
            break; /* the body is empty: so are all further rounds */
    }
    return entry;
}

static uint32_t emit_look(emitter *e, const pattern_node *n, uint32_t next)
{
    size_t number = 0;
    while (number < e->nfa->looks.count && e->nfa->looks.items[number] != n)
        number++;
    if (number == e->nfa->looks.count)
        vec_push(e->build->scratch, &e->nfa->looks, n);
    if (number >= LIMIT_AUTOMATON_LOOKS)
        return stop(e, CODE_AUTOMATON_TOO_LARGE);
    return push(e, (nfa_node){.kind = NFA_LOOK, .out = next, .other = (uint32_t)number});
}

static uint32_t emit_choice(emitter *e, const pattern_node *n, uint32_t next)
{
    uint32_t entry = emit(e, n->children[n->count - 1], next);
    for (uint32_t i = n->count - 1; i-- > 0 && entry != NO_NODE;)
        entry = push_split(e, emit(e, n->children[i], next), entry);
    return entry;
}

static uint32_t emit(emitter *e, const pattern_node *n, uint32_t next)
{
    if (next == NO_NODE)
        return NO_NODE;
    switch (n->kind) {
    case PATTERN_EMPTY:
        return next;
    case PATTERN_SET:
        return push(e, (nfa_node){.kind = NFA_SET,
                                  .out = next,
                                  .members = map_get_pointer(&e->build->members, n)});
    case PATTERN_SEQUENCE:
        for (uint32_t i = n->count; i-- > 0 && next != NO_NODE;)
            next = emit(e, n->children[i], next);
        return next;
    case PATTERN_CHOICE:
        return emit_choice(e, n, next);
    case PATTERN_REPEAT:
        return emit_repeat(e, n, next);
    case PATTERN_CAPTURE:
        return emit(e, n->children[0], next);
    case PATTERN_START:
    case PATTERN_END:
    case PATTERN_WORD_EDGE:
    case PATTERN_NO_WORD_EDGE:
        return push(e, (nfa_node){.kind = NFA_ASSERT, .assertion = n->kind, .out = next});
    case PATTERN_LOOK_AHEAD:
    case PATTERN_LOOK_BEHIND:
        return emit_look(e, n, next);
    case PATTERN_BACK_REFERENCE:
        break;
    }
    return stop(e, CODE_AUTOMATON_OPAQUE);
}

/* Whether every way through begins with ^: then it need not be tried at each character. */
static bool is_anchored(const pattern_node *n)
{
    switch (n->kind) {
    case PATTERN_START:
        return true;
    case PATTERN_SEQUENCE:
        for (uint32_t i = 0; i < n->count; i++) {
            const pattern_node *child = n->children[i];
            if (is_anchored(child))
                return true;
            if (child->kind != PATTERN_LOOK_AHEAD && child->kind != PATTERN_LOOK_BEHIND)
                return false;
        }
        return false;
    case PATTERN_CHOICE:
        for (uint32_t i = 0; i < n->count; i++)
            if (!is_anchored(n->children[i]))
                return false;
        return true;
    case PATTERN_REPEAT:
        return n->least > 0 && is_anchored(n->children[0]);
    case PATTERN_CAPTURE:
        return is_anchored(n->children[0]);
    default:
        return false;
    }
}

bool build_nfa(automaton_build *b, nfa *out, const pattern_node *root, nfa_shape shape)
{
    emitter e = {b, out};
    uint32_t last = push(&e, (nfa_node){.kind = shape == NFA_BEHIND ? NFA_HERE : NFA_FOUND});
    uint32_t entry = emit(&e, root, last);
    if (entry != NO_NODE && shape != NFA_AHEAD && !is_anchored(root)) {
        uint32_t skip = push(&e, (nfa_node){.kind = NFA_SET, .members = b->everything});
        uint32_t loop = push_split(&e, entry, skip);
        if (loop == NO_NODE)
            return false;
        out->nodes.items[skip].out = loop;
        entry = loop;
    }
    out->entry = entry;
    return entry != NO_NODE;
}
