/*
 * Products: alphabets refined together, pairs of states explored as they are reached.
 */
#include "inclusion/automaton_internal.h"

#include <string.h>

#include "base/limits.h"

/* --- tuples --- */

static uint64_t tuple_hash(const uint32_t *tuple, size_t width)
{
    uint64_t hash = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < width; i++) {
        hash = (hash ^ tuple[i]) * 0xFF51AFD7ED558CCDu;
        hash ^= hash >> 32;
    }
    return hash;
}

static void slots_grow(tuple_set *t)
{
    t->slot_count = t->slot_count ? 2 * t->slot_count : 64;
    t->slots = arena_array_of(t->arena, uint32_t, t->slot_count); /* number and one; 0: free */
    for (size_t i = 0; i < t->count; i++) {
        size_t at = tuple_hash(tuple_set_get(t, (uint32_t)i), t->width) & (t->slot_count - 1);
        while (t->slots[at])
            at = (at + 1) & (t->slot_count - 1);
        t->slots[at] = (uint32_t)i + 1;
    }
}

void tuple_set_init(tuple_set *t, size_t width, arena *a)
{
    *t = (tuple_set){.arena = a, .width = width};
    slots_grow(t);
}

uint32_t tuple_set_add(tuple_set *t, const uint32_t *tuple, bool *is_new)
{
    if (2 * (t->count + 1) > t->slot_count)
        slots_grow(t);
    size_t at = tuple_hash(tuple, t->width) & (t->slot_count - 1);
    for (; t->slots[at]; at = (at + 1) & (t->slot_count - 1)) {
        uint32_t number = t->slots[at] - 1;
        if (memcmp(tuple_set_get(t, number), tuple, t->width * sizeof *tuple) == 0) {
            *is_new = false;
            return number;
        }
    }
    for (size_t i = 0; i < t->width; i++)
        vec_push(t->arena, &t->items, tuple[i]);
    t->slots[at] = (uint32_t)++t->count;
    *is_new = true;
    return (uint32_t)t->count - 1;
}

/* --- alphabets --- */

bool joint_alphabet_make(joint_alphabet *out, const automaton *const *operands, size_t count,
                         arena *a)
{
    VEC(uint32_t) starts = {0};
    VEC(uint16_t) classes = {0};
    uint32_t *at = arena_array_of(a, uint32_t, count + 1);
    uint32_t *tuple = arena_array_of(a, uint32_t, count + 1);
    tuple_set tuples;
    tuple_set_init(&tuples, count + 1, a);
    for (uint32_t start = 0; start <= CODE_POINT_LAST;) {
        uint32_t next = CODE_POINT_LAST + 1;
        for (size_t i = 0; i < count; i++) {
            const code_alphabet *from = operands[i]->x.alphabet;
            while (at[i] + 1 < from->interval_count && from->starts[at[i] + 1] <= start)
                at[i]++;
            tuple[i] = from->classes[at[i]];
            if (at[i] + 1 < from->interval_count && from->starts[at[i] + 1] < next)
                next = from->starts[at[i] + 1];
        }
        bool is_new;
        uint32_t class = tuple_set_add(&tuples, tuple, &is_new);
        if (class > UINT16_MAX)
            return false;
        vec_push(a, &starts, start);
        vec_push(a, &classes, (uint16_t) class);
        start = next;
    }
    out->count = count;
    uint16_t *of = arena_array_of(a, uint16_t, tuples.count * count + 1);
    for (uint32_t class = 0; class < tuples.count; class ++)
        for (size_t i = 0; i < count; i++)
            of[class * count + i] = (uint16_t)tuple_set_get(&tuples, class)[i];
    out->of = of;
    out->alphabet = (code_alphabet){.starts = starts.items,
                                    .classes = classes.items,
                                    .interval_count = (uint32_t)starts.count,
                                    .class_count = (uint32_t)tuples.count};
    for (uint32_t code = 0, i = 0; code < 128; code++) {
        while (i + 1 < starts.count && starts.items[i + 1] <= code)
            i++;
        out->alphabet.ascii[code] = classes.items[i];
    }
    return true;
}

/* --- the product of two --- */

typedef enum product_kind { PRODUCT_BOTH, PRODUCT_EITHER, PRODUCT_FIRST_ONLY } product_kind;

static bool holds(product_kind kind, bool first, bool second)
{
    switch (kind) {
    case PRODUCT_BOTH:
        return first && second;
    case PRODUCT_EITHER:
        return first || second;
    case PRODUCT_FIRST_ONLY:
        break;
    }
    return first && !second;
}

/* Whether what the sinks say settles the answer, whatever the other side will say. */
static bool is_settled(product_kind kind, const uint32_t pair[2], bool *accepts)
{
    bool may_accept = false, may_reject = false;
    for (unsigned i = 0; i < 4; i++) {
        bool first = i & 1, second = i & 2;
        bool is_possible =
            (pair[0] > CODE_STATE_ACCEPT || first == (pair[0] == CODE_STATE_ACCEPT)) &&
            (pair[1] > CODE_STATE_ACCEPT || second == (pair[1] == CODE_STATE_ACCEPT));
        if (is_possible && holds(kind, first, second))
            may_accept = true;
        else if (is_possible)
            may_reject = true;
    }
    *accepts = may_accept;
    return may_accept != may_reject;
}

typedef struct product {
    arena *arena;
    product_kind kind;
    const automaton *sides[2];
    joint_alphabet joint;
    tuple_set pairs; /* numbers 0 and 1 are taken by the sinks */
    VEC(uint32_t) next;
} product;

static uint32_t pair_number(product *p, const uint32_t pair[2])
{
    bool accepts, is_new;
    if (is_settled(p->kind, pair, &accepts))
        return accepts ? CODE_STATE_ACCEPT : CODE_STATE_REJECT;
    return tuple_set_add(&p->pairs, pair, &is_new);
}

static bool product_explore(product *p)
{
    uint32_t classes = p->joint.alphabet.class_count;
    for (uint32_t number = 0; number < p->pairs.count; number++) {
        const uint32_t *pair = tuple_set_get(&p->pairs, number);
        uint32_t from[2] = {pair[0], pair[1]};
        if (p->pairs.count > LIMIT_AUTOMATON_STATES ||
            p->next.count + classes > LIMIT_AUTOMATON_TRANSITIONS)
            return false;
        for (uint32_t class = 0; class < classes; class ++) {
            if (number <= CODE_STATE_ACCEPT) {
                vec_push(p->arena, &p->next, number);
                continue;
            }
            const uint16_t *of = p->joint.of + 2 * class;
            uint32_t to[2] = {automaton_next(p->sides[0], from[0], of[0]),
                              automaton_next(p->sides[1], from[1], of[1])};
            vec_push(p->arena, &p->next, pair_number(p, to));
        }
    }
    return true;
}

static const automaton *product_make(arena *a, product_kind kind, const automaton *x,
                                     const automaton *y)
{
    arena *scratch = arena_new();
    const automaton *made = NULL;
    product p = {.arena = scratch, .kind = kind, .sides = {x, y}};
    tuple_set_init(&p.pairs, 2, scratch);
    bool is_new;
    static const uint32_t sinks[2][2] = {{UINT32_MAX, 0}, {UINT32_MAX, 1}};
    tuple_set_add(&p.pairs, sinks[0], &is_new);
    tuple_set_add(&p.pairs, sinks[1], &is_new);
    uint32_t start = 0;
    if (joint_alphabet_make(&p.joint, p.sides, 2, scratch)) {
        start = pair_number(&p, (const uint32_t[2]){x->x.start, y->x.start});
        if (product_explore(&p)) {
            uint8_t *accepts = arena_alloc(scratch, p.pairs.count);
            accepts[CODE_STATE_ACCEPT] = 1;
            for (uint32_t i = CODE_STATE_ACCEPT + 1; i < p.pairs.count; i++) {
                const uint32_t *pair = tuple_set_get(&p.pairs, i);
                accepts[i] = holds(kind, x->x.accepts[pair[0]], y->x.accepts[pair[1]]);
            }
            code_automaton table = {.alphabet = &p.joint.alphabet,
                                    .next = p.next.items,
                                    .accepts = accepts,
                                    .state_count = (uint32_t)p.pairs.count,
                                    .start = start};
            made = automaton_canonical(a, &table);
        }
    }
    arena_free(scratch);
    return made;
}

const automaton *automaton_intersect(arena *a, const automaton *x, const automaton *y)
{
    return product_make(a, PRODUCT_BOTH, x, y);
}

const automaton *automaton_unite(arena *a, const automaton *x, const automaton *y)
{
    return product_make(a, PRODUCT_EITHER, x, y);
}

const automaton *automaton_subtract(arena *a, const automaton *x, const automaton *y)
{
    return product_make(a, PRODUCT_FIRST_ONLY, x, y);
}
