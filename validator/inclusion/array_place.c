/*
 * Placing what an array demands on its positions.
 *
 * Positions behind the prefix on which nothing was placed yet are alike: only the first of them is
 * tried, so that the ways to place n demands do not multiply with the length.
 */
#include "inclusion/array.h"

enum { PLACE_TRIES = 4000 };

static bool is_like_others(const array *x, size_t n)
{
    return n >= x->prefix && !x->cells[n].touched;
}

static bool is_possible(array *x, size_t n)
{
    return array_need(x, x->cells[n].items, x->cells[n].count)->state != GOAL_EMPTY;
}

static void place_some(array *x, size_t next, const demand *d)
{
    bool fresh_tried = false;
    for (size_t n = d->least; n < x->cell_count && n < d->most && !x->done; n++) {
        if (is_like_others(x, n)) {
            if (fresh_tried)
                continue;
            fresh_tried = true;
        }
        cell kept = x->cells[n];
        array_add(x, &x->cells[n], d->item);
        x->cells[n].touched = true;
        if (is_possible(x, n))
            array_place(x, next + 1);
        x->cells[n] = kept;
    }
}

/* From position n on, `chosen` items are the demand's so far. Of positions that are alike the first
 * are chosen: once one was passed over, so are the others. */
static void place_count(array *x, size_t next, const demand *d, size_t n, uint64_t chosen,
                        bool passed)
{
    if (x->done || !solver_burn(x->s, 1))
        return;
    if (chosen > d->most || chosen + (x->cell_count - n) < d->least)
        return;
    bool enough = chosen >= d->least && d->most == UINT64_MAX;
    if (n == x->cell_count || enough) {
        array_place(x, next + 1);
        return;
    }
    cell kept = x->cells[n];
    bool alike = is_like_others(x, n);
    if (!alike || !passed) {
        array_add(x, &x->cells[n], d->item);
        x->cells[n].touched = true;
        if (is_possible(x, n))
            place_count(x, next, d, n + 1, chosen + 1, passed);
        x->cells[n] = kept;
    }
    if (x->done)
        return;
    if (d->most != UINT64_MAX)
        array_add(x, &x->cells[n], item_negate(d->item));
    if (d->most == UINT64_MAX || is_possible(x, n))
        place_count(x, next, d, n + 1, chosen, passed || alike);
    x->cells[n] = kept;
}

static void place_pair(array *x, size_t next, size_t i, size_t j)
{
    cell first = x->cells[i], second = x->cells[j];
    for (size_t n = 0; n < second.count; n++)
        array_add(x, &x->cells[i], second.items[n]);
    x->cells[j].items = x->cells[i].items;
    x->cells[j].count = x->cells[i].count;
    x->cells[j].same_as = (uint32_t)i;
    x->cells[i].touched = x->cells[j].touched = true;
    if (is_possible(x, i))
        array_place(x, next + 1);
    x->cells[i] = first;
    x->cells[j] = second;
}

static void place_repeated(array *x, size_t next)
{
    size_t fresh_first = SIZE_MAX;
    for (size_t i = 0; i < x->cell_count && !x->done; i++) {
        if (is_like_others(x, i)) {
            if (fresh_first != SIZE_MAX)
                continue;
            fresh_first = i;
        }
        bool fresh_second = false;
        for (size_t j = i + 1; j < x->cell_count && !x->done; j++) {
            if (is_like_others(x, j)) {
                if (fresh_second)
                    continue;
                fresh_second = true;
            }
            place_pair(x, next, i, j);
        }
    }
}

void array_place(array *x, size_t next)
{
    if (x->done || !solver_burn(x->s, 1))
        return;
    if (++x->tries > PLACE_TRIES) {
        array_doubt(
            x, "there are too many ways to place items; state fewer contains on the same array");
        return;
    }
    if (next == x->demands.count) {
        array_build(x);
        return;
    }
    const demand *d = &x->demands.items[next];
    if (d->kind == LITERAL_SOME)
        place_some(x, next, d);
    else if (d->kind == LITERAL_CONTAINS)
        place_count(x, next, d, 0, 0, false);
    else
        place_repeated(x, next);
}
