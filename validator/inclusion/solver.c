#include "inclusion/solver.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "inclusion/aside.h"
#include "inclusion/simulate.h"
#include "inclusion/summary.h"

void solver_init(solver *s, graph *g, value_store *values, arena *a)
{
    memset(s, 0, sizeof *s);
    s->graph = g;
    s->arena = a;
    s->values = values;
    s->goals.arena = s->simulated.arena = a;
    formulas_init(&s->formulas, g, a);
    evaluator_init(&s->evaluator, g, a);
}

void solver_clear(solver *s)
{
    evaluator_clear(&s->evaluator);
}

void solver_begin(solver *s, size_t steps)
{
    s->steps = 0;
    s->step_limit = steps;
    s->memory_limit = arena_used(s->arena) + LIMIT_INCLUSION_MEMORY;
    s->exhausted = false;
    s->dropped = (doubt){0};
    s->evaluator.steps = 0;
    s->evaluator.limit = steps;
}

bool solver_burn(solver *s, size_t steps)
{
    s->steps += steps + s->evaluator.steps;
    s->evaluator.steps = 0;
    if (s->steps > s->step_limit || arena_used(s->arena) > s->memory_limit)
        s->exhausted = true;
    return !s->exhausted;
}

bool items_contradict(solver *s, item a, item b)
{
    if (a == ITEM_FALSE || b == ITEM_FALSE)
        return true;
    if (item_is_value(a) || item_is_value(b))
        return false;
    if ((a & ~(item)ITEM_READER) == item_negate(b & ~(item)ITEM_READER))
        return true;
    return !(summary_possible_kinds(s->graph, a) & summary_possible_kinds(s->graph, b));
}

/* --- the set of goals --- */

static int compare_items(const void *a, const void *b)
{
    item x = *(const item *)a, y = *(const item *)b;
    return x < y ? -1 : x > y;
}

static bool same_goal(const void *kept, const void *wanted)
{
    const goal *a = kept, *b = wanted;
    return a->count == b->count &&
           (a->count == 0 || memcmp(a->items, b->items, a->count * sizeof *a->items) == 0);
}

/* Sorts, drops what says nothing or is there twice; one FALSE or a contradiction stays alone. */
static size_t normalize(solver *s, item *items, size_t count)
{
    if (s->closed)
        count = aside_drop_in_goal(s, items, count);
    if (count > 1)
        qsort(items, count, sizeof *items, compare_items);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i] != ITEM_TRUE && (kept == 0 || items[kept - 1] != items[i]))
            items[kept++] = items[i];
    }
    for (size_t i = 0; i < kept; i++) {
        bool clash = items[i] == ITEM_FALSE;
        for (size_t j = i + 1; j < kept && j < i + 4 && !clash; j++)
            clash = items_contradict(s, items[i], items[j]);
        if (clash) {
            items[0] = ITEM_FALSE;
            return 1;
        }
    }
    return kept;
}

static goal *intern_goal(solver *s, item *items, size_t count)
{
    goal wanted = {.items = items, .count = (uint32_t)normalize(s, items, count)};
    uint64_t hash = s->closed + 2u * s->text;
    for (uint32_t i = 0; i < wanted.count; i++)
        hash = hash_mix(hash, items[i]);
    wanted.hash = hash;
    goal *g = intern_find(&s->goals, hash, &wanted, same_goal);
    if (g)
        return g;
    g = arena_copy(s->arena, &wanted, sizeof wanted);
    g->items = arena_copy(s->arena, items, wanted.count * sizeof *items);
    if (wanted.count == 1 && items[0] == ITEM_FALSE)
        g->state = GOAL_EMPTY;
    intern_add(&s->goals, g);
    return g;
}

static void enqueue(solver *s, goal *g)
{
    if (g->queued)
        return;
    g->queued = true;
    vec_push(s->arena, &s->queue, g);
}

static void found(solver *s, goal *g)
{
    g->state = GOAL_FOUND;
    for (size_t i = 0; i < g->waiters.count; i++) {
        goal *waiter = g->waiters.items[i];
        waiter->stale = true;
        if (waiter->state == GOAL_WAITING)
            enqueue(s, waiter);
    }
    g->waiters.count = 0;
    g->leaves.count = 0;
}

bool solver_offer(solver *s, goal *g, const value *v)
{
    for (uint32_t i = 0; i < g->count; i++) {
        if (evaluate_item(&s->evaluator, g->items[i], v) == TRUTH_NO)
            return false;
    }
    g->witness = v;
    return true;
}

/* --- one attempt --- */

static void doubt_goal(goal *g, doubt why)
{
    if (!g->doubt.text)
        g->doubt = why;
}

/* False when the goal needs no further leaves. */
static bool visit_leaf(solver *s, goal *g, const leaf *l)
{
    doubt why = l->dropped;
    outcome o = solve_leaf(s, g, l, &why);
    if (s->exhausted)
        return false;
    switch (o) {
    case OUTCOME_FOUND:
        return false;
    case OUTCOME_WAIT: {
        leaf kept = *l;
        kept.literals = arena_copy(s->arena, l->literals, l->count * sizeof *l->literals);
        vec_push(s->arena, &g->leaves, kept);
        break;
    }
    case OUTCOME_UNKNOWN:
        doubt_goal(g, why);
        break;
    case OUTCOME_EMPTY:
        break;
    }
    return true;
}

static void conclude(solver *s, goal *g)
{
    if (g->witness) {
        found(s, g);
    } else if (s->exhausted) {
        g->state = GOAL_NEW; /* another question may have the steps for it */
        g->leaves.count = g->needs.count = 0;
        g->doubt = (doubt){0};
    } else if (g->leaves.count > 0) {
        g->state = GOAL_WAITING;
        if (g->stale)
            enqueue(s, g);
    } else {
        g->state = g->doubt.text ? GOAL_UNKNOWN : GOAL_EMPTY;
    }
}

static void attempt(solver *s, goal *g)
{
    if (simulate_goal(s, g)) {
        g->state = GOAL_EMPTY;
        return;
    }
    g->state = GOAL_OPEN;
    g->stale = false;
    g->needs.count = 0;
    s->depth++;
    split_goal(s, g, visit_leaf);
    s->depth--;
    conclude(s, g);
}

/* The leaves that waited, once more. */
static void resume(solver *s, goal *g)
{
    leaf *waiting = g->leaves.items;
    size_t count = g->leaves.count;
    g->state = GOAL_OPEN;
    g->stale = false;
    g->leaves.items = NULL;
    g->leaves.count = g->leaves.capacity = 0;
    g->needs.count = 0;
    s->depth++;
    for (size_t i = 0; i < count; i++) {
        if (!visit_leaf(s, g, &waiting[i]))
            break;
    }
    s->depth--;
    conclude(s, g);
}

goal *solver_need(solver *s, goal *parent, item *items, size_t count)
{
    goal *g = intern_goal(s, items, count);
    solver_burn(s, 1);
    if (g->state == GOAL_NEW && !s->exhausted) {
        if (s->depth < LIMIT_SEARCH_DEPTH)
            attempt(s, g);
        else
            enqueue(s, g);
    }
    if (g->state == GOAL_NEW || g->state == GOAL_OPEN || g->state == GOAL_WAITING) {
        if (g->waiters.count == 0 || g->waiters.items[g->waiters.count - 1] != parent)
            vec_push(s->arena, &g->waiters, parent);
        vec_push(s->arena, &parent->needs, g);
    }
    return g;
}

/* --- the fixpoint --- */

/* Goals that are not decided and that `root` depends on. False: one of them was never attempted,
 * and is in the queue now. */
static bool collect(solver *s, goal *root, goal ***out, size_t *count)
{
    VEC(goal *) all = {0};
    bool complete = true;
    vec_push(s->arena, &all, root);
    root->marked = true;
    for (size_t i = 0; i < all.count; i++) {
        goal *g = all.items[i];
        if (g->state == GOAL_NEW) {
            enqueue(s, g);
            complete = false;
        }
        for (size_t j = 0; j < g->needs.count; j++) {
            goal *need = g->needs.items[j];
            bool undecided = need->state == GOAL_NEW || need->state == GOAL_WAITING;
            if (!undecided || need->marked)
                continue;
            need->marked = true;
            vec_push(s->arena, &all, need);
        }
    }
    for (size_t i = 0; i < all.count; i++)
        all.items[i]->marked = false;
    *out = all.items;
    *count = all.count;
    return complete;
}

/* Nothing moves any more: what waits has no value, unless something unknown is behind it. */
static void close_fixpoint(goal **goals, size_t count)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < count; i++) {
            goal *g = goals[i];
            for (size_t j = 0; j < g->needs.count && !g->doubt.text; j++) {
                if (g->needs.items[j]->doubt.text && g->needs.items[j]->state != GOAL_FOUND) {
                    g->doubt = g->needs.items[j]->doubt;
                    changed = true;
                }
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        goals[i]->state = goals[i]->doubt.text ? GOAL_UNKNOWN : GOAL_EMPTY;
        goals[i]->leaves.count = goals[i]->needs.count = goals[i]->waiters.count = 0;
    }
}

static bool is_decided(const goal *g)
{
    return g->state == GOAL_FOUND || g->state == GOAL_EMPTY || g->state == GOAL_UNKNOWN;
}

static void drain(solver *s, const goal *root)
{
    while (s->queue_next < s->queue.count && !is_decided(root) && !s->exhausted) {
        goal *g = s->queue.items[s->queue_next++];
        g->queued = false;
        if (g->state == GOAL_NEW)
            attempt(s, g);
        else if (g->state == GOAL_WAITING)
            resume(s, g);
    }
    if (s->queue_next == s->queue.count)
        s->queue_next = s->queue.count = 0;
}

const goal *solver_solve(solver *s, item *items, size_t count)
{
    goal *root = intern_goal(s, items, count);
    if (root->state == GOAL_NEW)
        attempt(s, root);
    while (!is_decided(root) && !s->exhausted) {
        drain(s, root);
        if (is_decided(root) || s->exhausted)
            break;
        goal **open;
        size_t open_count;
        if (collect(s, root, &open, &open_count))
            close_fixpoint(open, open_count);
    }
    return root;
}
