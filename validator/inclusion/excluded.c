#include "inclusion/excluded.h"

enum { HIT_LIMIT = 400, HIT_DEPTH = 60 };

typedef struct other_values {
    solver *s;
    goal *goal;
    const leaf *leaf;
    arena *a;
    doubt *why;
    outcome outcome;
} other_values;

static void note(other_values *o, outcome found)
{
    bool worse =
        o->outcome == OUTCOME_EMPTY || (o->outcome == OUTCOME_UNKNOWN && found == OUTCOME_WAIT);
    if (found == OUTCOME_FOUND || (found != OUTCOME_EMPTY && worse))
        o->outcome = found;
}

/* The leaf with one literal more, unless a value was found already. */
static void try_with(other_values *o, literal more)
{
    if (o->outcome == OUTCOME_FOUND)
        return;
    if (!solver_burn(o->s, 1)) {
        note(o, OUTCOME_UNKNOWN);
        return;
    }
    leaf l = *o->leaf;
    const literal **literals = arena_array_of(o->a, const literal *, l.count + 1);
    for (size_t i = 0; i < l.count; i++)
        literals[i] = l.literals[i];
    literals[l.count++] = arena_copy(o->a, &more, sizeof more);
    l.literals = literals;
    note(o, l.kind == KIND_ARRAY ? solve_array(o->s, o->goal, &l, o->why)
                                 : solve_object(o->s, o->goal, &l, o->why));
}

static void try_arrays(other_values *o, const value *built)
{
    try_with(o, (literal){.kind = LITERAL_COUNT, .least = built->count + 1ULL, .most = UINT64_MAX});
    for (uint32_t i = 0; i < built->count; i++)
        try_with(o, (literal){.kind = LITERAL_SOME,
                              .least = i,
                              .most = i + 1ULL,
                              .item = item_differs(built->items[i])});
    if (built->count > 0)
        try_with(o, (literal){.kind = LITERAL_COUNT, .most = built->count - 1ULL});
}

static const keys *keys_named(arena *a, const value *const *names, uint32_t count, bool complement)
{
    keys *k = arena_new_of(a, keys);
    *k = (keys){.names = names, .name_count = count, .complement = complement};
    return k;
}

static void try_objects(other_values *o, const value *built)
{
    const value **names = arena_array_of(o->a, const value *, built->count);
    for (uint32_t i = 0; i < built->count; i++)
        names[i] = built->members[i].name;
    for (uint32_t i = 0; i < built->count; i++) {
        const keys *one = keys_named(o->a, &names[i], 1, false);
        item differs = item_differs(built->members[i].value);
        try_with(o, (literal){.kind = LITERAL_EXISTS, .keys = one, .item = differs});
    }
    const keys *others = keys_named(o->a, names, built->count, true);
    try_with(o, (literal){.kind = LITERAL_EXISTS, .keys = others, .item = ITEM_TRUE});
    for (uint32_t i = 0; i < built->count; i++) {
        const keys *one = keys_named(o->a, &names[i], 1, false);
        try_with(o, (literal){.kind = LITERAL_EACH, .keys = one, .item = ITEM_FALSE});
    }
}

static outcome solve_others(other_values *o, const value *built)
{
    if (o->leaf->kind == KIND_ARRAY)
        try_arrays(o, built);
    else
        try_objects(o, built);
    return o->outcome;
}

outcome excluded_solve(solver *s, goal *g, const leaf *l, const value *built, doubt *why)
{
    leaf_hits first = {0};
    leaf here = *l;
    if (!here.hits)
        here.hits = &first;
    if (here.hits->count >= HIT_LIMIT || here.hits->depth >= HIT_DEPTH) {
        if (!why->text)
            *why = (doubt){"too many listed arrays or objects are in the way; describe them by "
                           "their items or members instead of listing them in enum",
                           NULL};
        return OUTCOME_UNKNOWN;
    }
    here.hits->count++;
    here.hits->depth++;
    arena *a = arena_new();
    other_values o = {.s = s, .goal = g, .leaf = &here, .a = a, .why = why};
    outcome found = solve_others(&o, built);
    arena_free(a);
    here.hits->depth--;
    return found;
}
