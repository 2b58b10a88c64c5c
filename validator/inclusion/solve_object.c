/*
 * Objects: every "some member" literal is placed in a slot (slots.h), together with what each
 * member there must hold; if nowhere fits, the object has no value. This is where most proofs of
 * inclusion come from. Literals about one written name meet in one member; about other names they
 * take a name each, or share one where the number of members is bounded. Then members are added up
 * to the least number.
 */
#include "inclusion/excluded.h"
#include "inclusion/slots.h"

#include "base/limits.h"

typedef struct instance {
    const slot *slot;
    item *items; /* the goal of this member */
    size_t count;
    goal *goal;
} instance;

typedef struct placing {
    slots t;
    const leaf *leaf;
    VEC(instance) instances;
    bool waits, done; /* done: a value was found, or one that is excluded was built */
    const value *excluded;
    unsigned tries;
} placing;

enum { PLACE_TRIES = 2000, FILL_LIMIT = 200 };

static void doubtful(placing *p, doubt why)
{
    if (!p->t.doubt.text)
        p->t.doubt = why;
}

/* The goal of a member; NULL when it has no value or the answer is not there yet. */
static goal *need(placing *p, const item *items, size_t count)
{
    item *copy = arena_copy(p->t.a, items, count * sizeof *items);
    goal *g = solver_need(p->t.s, p->t.goal, copy, count);
    if (g->state == GOAL_UNKNOWN)
        doubtful(p, g->doubt);
    else if (g->state != GOAL_FOUND && g->state != GOAL_EMPTY)
        p->waits = true;
    return g;
}

static bool is_empty(const goal *g)
{
    return g->state == GOAL_EMPTY;
}

static item *joined(placing *p, const item *a, size_t a_count, item b, size_t *count)
{
    item *all = arena_array_of(p->t.a, item, a_count + 1);
    for (size_t i = 0; i < a_count; i++)
        all[i] = a[i];
    all[a_count] = b;
    *count = a_count + 1;
    return all;
}

/* --- from placed members to a value --- */

static bool is_used(const value_member *members, size_t count, const value *name)
{
    for (size_t i = 0; i < count; i++) {
        if (members[i].name == name)
            return true;
    }
    return false;
}

static const value *name_in(placing *p, const slot *at, const value_member *members, size_t count)
{
    if (at->name)
        return is_used(members, count, at->name) ? NULL : at->name;
    const value **used = arena_array_of(p->t.a, const value *, count);
    size_t used_count = 0;
    for (size_t i = 0; i < count; i++) {
        bool written = false;
        for (size_t n = 0; n < p->t.named.count && !written; n++)
            written = p->t.named.items[n].name == members[i].name;
        if (!written)
            used[used_count++] = members[i].name;
    }
    return slots_new_name(&p->t, at, used, used_count);
}

/* Adds members of the slot while it has names and fewer than `want` members are there. */
static void fill_from(placing *p, const slot *at, value_member *members, size_t *count, size_t want)
{
    while (*count < want && !p->t.s->exhausted) {
        const value *name = name_in(p, at, members, *count);
        if (!name)
            return;
        goal *g = need(p, at->needed, at->needed_count);
        if (g->state != GOAL_FOUND)
            return;
        members[(*count)++] = (value_member){.name = name, .value = g->witness};
    }
}

static void fill(placing *p, value_member *members, size_t *count, size_t want)
{
    if (*count >= want)
        return;
    for (size_t i = 0; i < p->t.named.count; i++)
        fill_from(p, slots_named(&p->t, p->t.named.items[i].name), members, count, want);
    if (*count >= want)
        return;
    if (!slots_others(&p->t)) {
        doubtful(p, (doubt){"there are too many patterns for names at once; use fewer "
                            "patternProperties, or name the members in properties",
                            NULL});
        return;
    }
    for (size_t i = 0; i < p->t.others.count; i++)
        fill_from(p, &p->t.others.items[i], members, count, want);
}

static void offer(placing *p, const value_member *members, size_t count)
{
    value_member *copy = arena_copy(p->t.a, members, count * sizeof *members);
    const value *v = value_of_members(p->t.s->values, copy, count);
    if (leaf_excludes(p->leaf, v))
        p->excluded = v;
    p->done = p->excluded || solver_offer(p->t.s, p->t.goal, v);
    if (!p->done)
        doubtful(
            p,
            (doubt){"a candidate object did not check; state fewer conditions on the same object",
                    NULL});
}

/* All instances have goals with values. */
static void build(placing *p)
{
    size_t placed = p->instances.count;
    size_t want = p->t.least > placed ? (size_t)p->t.least : placed;
    if (want > placed + FILL_LIMIT) {
        doubtful(p,
                 (doubt){"so many members are not built; ask for fewer of them with minProperties",
                         NULL});
        return;
    }
    value_member *members = arena_array_of(p->t.a, value_member, want);
    size_t count = 0;
    for (size_t i = 0; i < placed; i++) {
        const value *name = name_in(p, p->instances.items[i].slot, members, count);
        if (!name)
            return;
        members[count++] =
            (value_member){.name = name, .value = p->instances.items[i].goal->witness};
    }
    fill(p, members, &count, want);
    if (count < want)
        return;
    offer(p, members, count);
}

/* --- placing --- */

static void place(placing *p, size_t next);

static bool settle_instances(placing *p)
{
    bool ready = true;
    for (size_t i = 0; i < p->instances.count; i++) {
        instance *of = &p->instances.items[i];
        of->goal = need(p, of->items, of->count);
        if (is_empty(of->goal))
            return false;
        ready &= of->goal->state == GOAL_FOUND;
    }
    return ready;
}

static void place_new(placing *p, size_t next, const slot *at, item wanted)
{
    instance of = {.slot = at};
    of.items = joined(p, at->needed, at->needed_count, wanted, &of.count);
    if (is_empty(need(p, of.items, of.count)))
        return;
    vec_push(p->t.a, &p->instances, of);
    place(p, next + 1);
    p->instances.count--;
}

static void place_with(placing *p, size_t next, size_t i, item wanted)
{
    instance kept = p->instances.items[i];
    instance both = kept;
    both.items = joined(p, kept.items, kept.count, wanted, &both.count);
    if (is_empty(need(p, both.items, both.count)))
        return;
    p->instances.items[i] = both;
    place(p, next + 1);
    p->instances.items[i] = kept;
}

/* In a slot with one name literals must share the member; elsewhere they may. */
static void place_in(placing *p, size_t next, const slot *at, item wanted)
{
    bool there = false;
    for (size_t i = 0; i < p->instances.count && at->name && !there; i++) {
        if (p->instances.items[i].slot == at) {
            there = true;
            place_with(p, next, i, wanted);
        }
    }
    if (there)
        return;
    if (p->instances.count < p->t.most)
        place_new(p, next, at, wanted);
    /* Sharing only matters where members or names may run out. */
    bool may_share = p->t.most != UINT64_MAX || p->t.atoms.count > 0;
    for (size_t i = 0; i < p->instances.count && !at->name && !p->done; i++) {
        if (p->instances.items[i].slot == at && may_share)
            place_with(p, next, i, wanted);
    }
}

static void place(placing *p, size_t next)
{
    if (p->done || !solver_burn(p->t.s, 1))
        return;
    if (++p->tries > PLACE_TRIES) {
        doubtful(p,
                 (doubt){"there are too many ways to place members; name the members in properties",
                         NULL});
        return;
    }
    if (next == p->t.exists.count) {
        if (p->instances.count <= p->t.most && settle_instances(p))
            build(p);
        return;
    }
    const literal *l = p->t.exists.items[next];
    bool single = l->keys->name_count == 1 && !l->keys->complement && !l->keys->pattern_count &&
                  !l->keys->schema;
    if (single) {
        place_in(p, next, slots_named(&p->t, l->keys->names[0]), l->item);
        return;
    }
    for (size_t i = 0; i < p->t.named.count && !p->done; i++) {
        const slot *at = slots_named(&p->t, p->t.named.items[i].name);
        if (slots_within(&p->t, at, l->keys))
            place_in(p, next, at, l->item);
    }
    for (size_t i = 0; i < p->t.others.count && !p->done; i++) {
        if (slots_within(&p->t, &p->t.others.items[i], l->keys))
            place_in(p, next, &p->t.others.items[i], l->item);
    }
}

/* Literals about one name first: they fail soonest. True when some are about other names. */
static bool order_literals(placing *p)
{
    size_t singles = 0;
    for (size_t i = 0; i < p->t.exists.count; i++) {
        const literal *l = p->t.exists.items[i];
        if (l->keys->name_count == 1 && !l->keys->complement && !l->keys->pattern_count &&
            !l->keys->schema) {
            p->t.exists.items[i] = p->t.exists.items[singles];
            p->t.exists.items[singles++] = l;
        }
    }
    return singles < p->t.exists.count;
}

/* Whether every "some member" literal about one name can hold by itself. */
static bool singles_fit(placing *p)
{
    for (size_t i = 0; i < p->t.exists.count; i++) {
        const literal *l = p->t.exists.items[i];
        if (l->keys->name_count != 1 || l->keys->complement || l->keys->pattern_count ||
            l->keys->schema)
            break;
        const slot *at = slots_named(&p->t, l->keys->names[0]);
        size_t count;
        const item *items = joined(p, at->needed, at->needed_count, l->item, &count);
        if (is_empty(need(p, items, count)))
            return false;
    }
    return true;
}

static outcome solve_placing(placing *p, doubt *why)
{
    if (p->t.least > p->t.most)
        return OUTCOME_EMPTY;
    bool others = order_literals(p);
    if (!singles_fit(p))
        return OUTCOME_EMPTY;
    if (others && !slots_others(&p->t))
        doubtful(p, (doubt){"there are too many patterns for names at once; use fewer "
                            "patternProperties, or name the members in properties",
                            NULL});
    else
        place(p, 0);
    if (p->excluded)
        return excluded_solve(p->t.s, p->t.goal, p->leaf, p->excluded, why);
    if (p->done)
        return OUTCOME_FOUND;
    if (p->waits || p->t.waits)
        return OUTCOME_WAIT;
    if (!p->t.doubt.text)
        return OUTCOME_EMPTY;
    if (!why->text)
        *why = p->t.doubt;
    return OUTCOME_UNKNOWN;
}

outcome solve_object(solver *s, goal *g, const leaf *l, doubt *why)
{
    placing p = {.leaf = l};
    arena *a = arena_new();
    slots_init(&p.t, s, g, l, a);
    outcome o = solve_placing(&p, why);
    arena_free(a);
    return o;
}
