/*
 * Arrays: literals are placed on positions, for each length that can matter.
 *
 * Beyond the longest prefix all positions are alike, so an array longer than the prefix plus one
 * position for each existential demand can lose an element and still satisfy them all: lengths up
 * to that bound, or the least allowed, are enough to prove emptiness. Long arrays repeat one
 * element.
 */
#include "inclusion/array.h"
#include "inclusion/excluded.h"

enum { DEMAND_LIMIT = 64, CELL_LIMIT = 600, LONG_ARRAY = 100000 };

void array_doubt(array *x, const char *text)
{
    if (!x->doubt.text)
        x->doubt = (doubt){text, NULL};
}

static void add_demand(array *x, demand d)
{
    for (size_t i = 0; i < x->demands.count; i++) {
        demand *old = &x->demands.items[i];
        if (old->kind != d.kind || old->item != d.item)
            continue;
        if (d.kind == LITERAL_CONTAINS) {
            old->least = d.least > old->least ? d.least : old->least;
            old->most = d.most < old->most ? d.most : old->most;
            return;
        }
        if (old->least == d.least && old->most == d.most)
            return;
    }
    vec_push(x->a, &x->demands, d);
}

static void read_literals(array *x)
{
    x->most = UINT64_MAX;
    for (size_t i = 0; i < x->leaf->count; i++) {
        const literal *l = x->leaf->literals[i];
        switch ((literal_kind)l->kind) {
        case LITERAL_COUNT:
            x->least = l->least > x->least ? l->least : x->least;
            x->most = l->most < x->most ? l->most : x->most;
            break;
        case LITERAL_ALL:
            vec_push(x->a, &x->all, l);
            break;
        case LITERAL_SOME:
        case LITERAL_CONTAINS:
            add_demand(x, (demand){(literal_kind)l->kind, l->least, l->most, l->item});
            break;
        case LITERAL_DISTINCT:
            x->distinct = true;
            break;
        default:
            break;
        }
    }
}

/* Last, because it makes two positions one. */
static void read_repetition(array *x)
{
    for (size_t i = 0; i < x->leaf->count; i++) {
        if (x->leaf->literals[i]->kind == LITERAL_REPEATED) {
            add_demand(x, (demand){.kind = LITERAL_REPEATED});
            return;
        }
    }
}

static void raise(uint64_t *to, uint64_t n)
{
    if (n != UINT64_MAX && n > *to)
        *to = n;
}

/* The prefix, and how many positions the demands may need beside it. */
static void measure(array *x)
{
    for (size_t i = 0; i < x->all.count; i++) {
        raise(&x->prefix, x->all.items[i]->least);
        raise(&x->prefix, x->all.items[i]->most);
    }
    for (size_t i = 0; i < x->demands.count; i++) {
        const demand *d = &x->demands.items[i];
        if (d->kind == LITERAL_SOME) {
            raise(&x->prefix, d->least);
            raise(&x->prefix, d->most);
            x->needed++;
        } else if (d->kind == LITERAL_REPEATED) {
            x->needed += 2;
        } else {
            x->needed += d->least < DEMAND_LIMIT ? d->least : DEMAND_LIMIT + 1;
            x->bounded |= d->most != UINT64_MAX;
        }
    }
}

goal *array_need(array *x, const item *items, size_t count)
{
    item *copy = arena_copy(x->a, items, count * sizeof *items);
    goal *g = solver_need(x->s, x->goal, copy, count);
    if (g->state == GOAL_UNKNOWN && !x->doubt.text)
        x->doubt = g->doubt;
    else if (g->state != GOAL_FOUND && g->state != GOAL_EMPTY && g->state != GOAL_UNKNOWN)
        x->waits = true;
    return g;
}

void array_add(array *x, cell *c, item i)
{
    item *items = arena_array_of(x->a, item, c->count + 1);
    for (size_t n = 0; n < c->count; n++)
        items[n] = c->items[n];
    items[c->count] = i;
    c->items = items;
    c->count++;
}

/* --- from goals to a value --- */

static void offer(array *x, const value *const *items)
{
    const value *v = value_of_items(x->s->values, items, x->length);
    if (leaf_excludes(x->leaf, v))
        x->excluded = v;
    x->done = x->excluded || solver_offer(x->s, x->goal, v);
    if (!x->done)
        array_doubt(x, "a candidate array did not check; state fewer conditions on the same array");
}

void array_build(array *x)
{
    const value **items = arena_array_of(x->a, const value *, x->length);
    bool ready = true;
    for (size_t n = 0; n < x->cell_count; n++) {
        const goal *g = array_need(x, x->cells[n].items, x->cells[n].count);
        if (g->state == GOAL_EMPTY)
            return;
        ready &= g->state == GOAL_FOUND;
        items[n] = g->witness;
    }
    if (!ready)
        return;
    if (x->distinct) {
        doubt why = {0};
        outcome o = distinct_choose(x->s, x->goal, x->a, x->cells, x->length, items, &why);
        x->waits |= o == OUTCOME_WAIT;
        if (o == OUTCOME_UNKNOWN && !x->doubt.text)
            x->doubt = why;
        if (o != OUTCOME_FOUND)
            return;
    }
    for (size_t n = 0; n < x->length; n++) {
        if (n >= x->cell_count)
            items[n] = items[x->cell_count - 1];
        else
            items[n] = items[x->cells[n].same_as];
    }
    offer(x, items);
}

/* --- lengths --- */

/* The goals of positions by the array's own item schemas, and how long that lets it be. */
static void make_base(array *x)
{
    for (uint64_t n = 0; n <= x->prefix && n < x->most && n <= CELL_LIMIT; n++) {
        cell c = {0};
        array_add(x, &c, ITEM_TRUE);
        for (size_t i = 0; i < x->all.count; i++) {
            if (x->all.items[i]->least <= n && n < x->all.items[i]->most)
                array_add(x, &c, x->all.items[i]->item);
        }
        if (array_need(x, c.items, c.count)->state == GOAL_EMPTY) {
            x->most = n;
            return;
        }
        vec_push(x->a, &x->base, c);
    }
}

static bool fits_somewhere(array *x, const demand *d)
{
    uint64_t found = 0, wanted = d->kind == LITERAL_CONTAINS ? d->least : 1;
    for (size_t n = 0; n < x->base.count && found < wanted; n++) {
        if (d->kind == LITERAL_SOME && (n < d->least || n >= d->most))
            continue;
        cell c = x->base.items[n];
        array_add(x, &c, d->item);
        if (array_need(x, c.items, c.count)->state == GOAL_EMPTY)
            continue;
        /* The last position stands for as many as are wanted. */
        found += n + 1 == x->base.count && n >= x->prefix ? wanted : 1;
    }
    return found >= wanted;
}

/* Whether each demand could be met by itself in the longest array: most proofs end here. */
static bool demands_fit(array *x)
{
    if (x->prefix > CELL_LIMIT)
        return true;
    for (size_t i = 0; i < x->demands.count; i++) {
        if (x->demands.items[i].kind != LITERAL_REPEATED &&
            !fits_somewhere(x, &x->demands.items[i]))
            return false;
    }
    return true;
}

/* False: no array of this length is built. */
static bool start_cells(array *x)
{
    uint64_t explicit = x->prefix + x->needed + 1;
    bool all = x->length <= explicit || x->bounded || x->distinct;
    x->cell_count = all ? x->length : (size_t) explicit;
    if (x->cell_count > CELL_LIMIT || x->length > LONG_ARRAY) {
        array_doubt(
            x, "so many items are not built; ask for fewer of them with minItems or minContains");
        return false;
    }
    x->cells = arena_array_of(x->a, cell, x->cell_count);
    for (size_t n = 0; n < x->cell_count; n++) {
        x->cells[n] = x->base.items[n < x->base.count ? n : x->base.count - 1];
        x->cells[n].same_as = (uint32_t)n;
    }
    return true;
}

static outcome solve_lengths(array *x, doubt *why)
{
    read_literals(x);
    read_repetition(x);
    if (x->least > x->most)
        return OUTCOME_EMPTY;
    measure(x);
    make_base(x);
    if (x->least > x->most || !demands_fit(x))
        return OUTCOME_EMPTY;
    uint64_t last = x->prefix + x->needed > x->least ? x->prefix + x->needed : x->least;
    if (last > x->most)
        last = x->most;
    for (uint64_t n = x->least; n <= last && !x->done && solver_burn(x->s, 1); n++) {
        x->length = (size_t)n;
        x->tries = 0;
        if (!start_cells(x))
            break;
        array_place(x, 0);
    }
    if (x->excluded)
        return excluded_solve(x->s, x->goal, x->leaf, x->excluded, why);
    if (x->done)
        return OUTCOME_FOUND;
    if (x->waits)
        return OUTCOME_WAIT;
    if (!x->doubt.text)
        return OUTCOME_EMPTY;
    if (!why->text)
        *why = x->doubt;
    return OUTCOME_UNKNOWN;
}

outcome solve_array(solver *s, goal *g, const leaf *l, doubt *why)
{
    array x = {.s = s, .goal = g, .leaf = l, .a = arena_new()};
    outcome o = solve_lengths(&x, why);
    arena_free(x.a);
    return o;
}
