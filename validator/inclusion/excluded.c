#include "inclusion/excluded.h"

enum { HIT_LIMIT = 1000, HIT_DEPTH = 100 };

typedef struct other_values {
    solver *s;
    goal *goal;
    leaf leaf;
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

/* The leaf from now on: what was tried is left out, so that no value is met twice. */
static void keep(other_values *o, literal more)
{
    leaf *l = &o->leaf;
    const literal **literals = arena_array_of(o->a, const literal *, l->count + 1);
    for (size_t i = 0; i < l->count; i++)
        literals[i] = l->literals[i];
    literals[l->count++] = arena_copy(o->a, &more, sizeof more);
    l->literals = literals;
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
    leaf kept = o->leaf;
    keep(o, more);
    note(o, kept.kind == KIND_ARRAY ? solve_array(o->s, o->goal, &o->leaf, o->why)
                                    : solve_object(o->s, o->goal, &o->leaf, o->why));
    o->leaf = kept;
}

/* Arrays and objects with 1 are equal to those with 1.0, which draft-04 tells apart. */
static bool is_one_value(const value *v)
{
    return v->kind != KIND_ARRAY && v->kind != KIND_OBJECT;
}

static literal item_at(literal_kind kind, uint32_t at, item i)
{
    return (literal){.kind = kind, .least = at, .most = at + 1ULL, .item = i};
}

static void try_arrays(other_values *o, const value *built)
{
    uint64_t length = built->count;
    try_with(o, (literal){.kind = LITERAL_COUNT, .least = length + 1, .most = UINT64_MAX});
    if (length > 0)
        try_with(o, (literal){.kind = LITERAL_COUNT, .most = length - 1});
    keep(o, (literal){.kind = LITERAL_COUNT, .least = length, .most = length});
    for (uint32_t i = 0; i < length; i++) {
        try_with(o, item_at(LITERAL_SOME, i, item_differs(built->items[i])));
        if (is_one_value(built->items[i]))
            keep(o, item_at(LITERAL_ALL, i, item_equals(built->items[i])));
    }
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
    const keys *others = keys_named(o->a, names, built->count, true);
    try_with(o, (literal){.kind = LITERAL_EXISTS, .keys = others, .item = ITEM_TRUE});
    keep(o, (literal){.kind = LITERAL_EACH, .keys = others, .item = ITEM_FALSE});
    for (uint32_t i = 0; i < built->count; i++) {
        const keys *one = keys_named(o->a, &names[i], 1, false);
        const value *v = built->members[i].value;
        try_with(o, (literal){.kind = LITERAL_EXISTS, .keys = one, .item = item_differs(v)});
        try_with(o, (literal){.kind = LITERAL_EACH, .keys = one, .item = ITEM_FALSE});
        if (is_one_value(v))
            keep(o, (literal){.kind = LITERAL_EXISTS, .keys = one, .item = item_equals(v)});
    }
}

static outcome solve_others(other_values *o, const value *built)
{
    if (o->leaf.kind == KIND_ARRAY)
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
    other_values o = {.s = s, .goal = g, .leaf = here, .a = a, .why = why};
    outcome found = solve_others(&o, built);
    arena_free(a);
    here.hits->depth--;
    return found;
}
