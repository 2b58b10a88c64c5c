/*
 * Splitting a goal into leaves: DPLL over formulas.
 *
 * For each kind of value in turn the items are unfolded; literals and items that must hold are
 * collected, cheap contradictions end a branch at once, and disjunctions are kept until nothing
 * else is left. Then the one with the fewest alternatives that could still hold is branched on. As
 * an alternative dies when it contradicts what is known, "one of B's parts is violated" shrinks to
 * the parts that differ, and a tagged union to the branch with the right tag.
 *
 * The stacks hold indices, not pointers, because they grow while nested goals are attempted.
 */
#include "inclusion/solver.h"

#include <stdlib.h>

#include "base/limits.h"
#include "inclusion/aside.h"
#include "inclusion/literals.h"
#include "inclusion/mention.h"
#include "inclusion/summary.h"

typedef struct search {
    solver *s;
    goal *goal;
    value_kind kind;
    size_t item_base, literal_base;
    leaf_visitor *each;
    uint64_t filter; /* of the items held: a bit a hash */
    size_t checked;  /* literals up to here were looked at by members_fit */
    doubt dropped;
    bool finite; /* an enumeration holds: its values decide */
    bool stop;
} search;

typedef struct mark {
    size_t items, literals, choices, checked;
    uint64_t filter;
    doubt dropped;
    bool finite;
} mark;

static mark save(const search *x)
{
    return (mark){.items = x->s->items.count,
                  .literals = x->s->literals.count,
                  .choices = x->s->choices.count,
                  .checked = x->checked,
                  .filter = x->filter,
                  .dropped = x->dropped,
                  .finite = x->finite};
}

static void restore(search *x, const mark *m)
{
    x->s->items.count = m->items;
    x->s->literals.count = m->literals;
    x->s->choices.count = m->choices;
    x->checked = m->checked;
    x->filter = m->filter;
    x->dropped = m->dropped;
    x->finite = m->finite;
}

/* --- what is known --- */

static uint64_t filter_bit(item i)
{
    return 1ull << ((i * 0x9e3779b1u) >> 26);
}

static bool holds(const search *x, item i)
{
    if (!(x->filter & filter_bit(i)))
        return false;
    for (size_t n = x->item_base; n < x->s->items.count; n++) {
        if (x->s->items.items[n] == i)
            return true;
    }
    return false;
}

/* Roles aside, because a value is of a schema whoever asks. */
static bool refuted(const search *x, item i)
{
    if (i == ITEM_FALSE || !(summary_possible_kinds(x->s->graph, i) >> x->kind & 1))
        return true;
    item no = item_negate(i & ~(item)ITEM_READER);
    return holds(x, no) || holds(x, no | ITEM_READER);
}

/* A negated schema that shares no value with one that holds says nothing new. */
static bool is_apart(const search *x, item i)
{
    if (!item_is_negated(i))
        return false;
    for (size_t n = x->item_base; n < x->s->items.count; n++) {
        item held = x->s->items.items[n];
        if (!item_is_negated(held) && !item_is_value(held) &&
            summary_disjoint(x->s->graph, held, item_negate(i), x->kind))
            return true;
    }
    return false;
}

static bool clashes(const search *x, const literal *l)
{
    for (size_t n = x->literal_base; n < x->s->literals.count; n++) {
        if (literals_contradict(x->s, x->s->literals.items[n], l))
            return true;
    }
    return false;
}

enum { LOOK_AHEAD = 3 };

/* Whether the formula may still hold: looks a little ahead, never searches. */
static bool alive(search *x, const formula *f, int depth)
{
    x->s->steps++;
    switch ((formula_kind)f->kind) {
    case FORMULA_TRUE:
        return true;
    case FORMULA_FALSE:
        return false;
    case FORMULA_LITERAL:
        return !clashes(x, f->literal);
    case FORMULA_ITEM:
        if (refuted(x, f->item))
            return false;
        return depth == 0 || holds(x, f->item) ||
               alive(x, formula_of_item(&x->s->formulas, f->item, x->kind), depth - 1);
    case FORMULA_AND:
        for (uint32_t i = 0; i < f->count; i++) {
            if (!alive(x, f->parts[i], depth))
                return false;
        }
        return true;
    case FORMULA_OR:
        for (uint32_t i = 0; i < f->count && depth > 0; i++) {
            if (alive(x, f->parts[i], depth - 1))
                return true;
        }
        return depth == 0;
    }
    return true;
}

/* Whether the formula holds already, as far as can be seen. */
static bool settled(const search *x, const formula *f)
{
    switch ((formula_kind)f->kind) {
    case FORMULA_TRUE:
        return true;
    case FORMULA_ITEM:
        return holds(x, f->item) || is_apart(x, f->item);
    case FORMULA_LITERAL:
        for (size_t n = x->literal_base; n < x->s->literals.count; n++) {
            if (literal_implies(x->s->literals.items[n], f->literal))
                return true;
        }
        return false;
    case FORMULA_AND:
        for (uint32_t i = 0; i < f->count; i++) {
            if (!settled(x, f->parts[i]))
                return false;
        }
        return true;
    case FORMULA_OR:
        for (uint32_t i = 0; i < f->count; i++) {
            if (settled(x, f->parts[i]))
                return true;
        }
        return false;
    case FORMULA_FALSE:
        break;
    }
    return false;
}

/* --- what must hold --- */

static bool assert_formula(search *x, const formula *f, unsigned depth);

static bool assert_literal(search *x, const literal *l)
{
    if (clashes(x, l))
        return false;
    if (l->kind == LITERAL_OPAQUE && x->s->sure)
        return false;
    if (l->kind == LITERAL_OPAQUE && !x->dropped.text) {
        x->dropped = (doubt){l->fact->reason, l->fact};
        x->s->dropped = x->dropped;
    }
    if (l->kind == LITERAL_IN)
        x->finite = true;
    vec_push(x->s->arena, &x->s->literals, l);
    return true;
}

static bool assert_item(search *x, item i, unsigned depth)
{
    if (i == ITEM_TRUE || holds(x, i))
        return true;
    if (refuted(x, i))
        return false;
    if (is_apart(x, i))
        return true;
    vec_push(x->s->arena, &x->s->items, i);
    x->filter |= filter_bit(i);
    if (depth > LIMIT_SEARCH_DEPTH) {
        x->dropped = (doubt){
            "schemas are applied in place too deeply; make the chain of allOf and $ref shorter",
            NULL};
        return true;
    }
    return assert_formula(x, formula_of_item(&x->s->formulas, i, x->kind), depth + 1);
}

static bool assert_formula(search *x, const formula *f, unsigned depth)
{
    if (!solver_burn(x->s, 1))
        return false;
    switch ((formula_kind)f->kind) {
    case FORMULA_TRUE:
        return true;
    case FORMULA_FALSE:
        return false;
    case FORMULA_ITEM:
        return assert_item(x, f->item, depth);
    case FORMULA_LITERAL:
        return assert_literal(x, f->literal);
    case FORMULA_AND:
        for (uint32_t i = 0; i < f->count; i++) {
            if (!assert_formula(x, f->parts[i], depth))
                return false;
        }
        return true;
    case FORMULA_OR:
        vec_push(x->s->arena, &x->s->choices, f);
        return true;
    }
    return true;
}

/* --- branching --- */

static void reach_leaf(search *x)
{
    leaf l = {.kind = x->kind, .dropped = x->dropped};
    l.count = x->s->literals.count - x->literal_base;
    /* A copy, because the stack may move while nested goals are attempted. */
    const literal **copy = memory_alloc(l.count * sizeof *copy);
    for (size_t i = 0; i < l.count; i++)
        copy[i] = x->s->literals.items[x->literal_base + i];
    l.literals = copy;
    if (!x->each(x->s, x->goal, &l))
        x->stop = true;
    free(copy);
}

static size_t count_alive(search *x, const formula *f, size_t enough)
{
    size_t live = 0;
    for (uint32_t i = 0; i < f->count && live < enough; i++)
        live += alive(x, f->parts[i], LOOK_AHEAD);
    return live;
}

/* Whether an alternative makes a whole schema hold. Such choices (which branch of a union it is)
 * settle much else, and come before choices of how something is violated: those seldom fail by
 * themselves, and would multiply. */
static bool chooses_schema(const formula *f)
{
    if (f->kind == FORMULA_ITEM)
        return !item_is_negated(f->item);
    for (uint32_t i = 0; (f->kind == FORMULA_OR || f->kind == FORMULA_AND) && i < f->count; i++) {
        if (chooses_schema(f->parts[i]))
            return true;
    }
    return false;
}

enum { LATER = 1 << 20 };

typedef enum pick { PICK_NONE, PICK_DEAD, PICK_ONE } pick;

/* The choice with the fewest live alternatives; those that hold already are dropped on the way. */
static pick pick_choice(search *x, size_t base, size_t *best)
{
    size_t fewest = SIZE_MAX;
    for (size_t i = base; i < x->s->choices.count && fewest > 1;) {
        const formula *f = x->s->choices.items[i];
        if (settled(x, f)) {
            x->s->choices.items[i] = x->s->choices.items[--x->s->choices.count];
            continue;
        }
        size_t later = chooses_schema(f) ? 0 : LATER;
        size_t live = count_alive(x, f, fewest > later ? fewest - later : 2);
        if (live == 0)
            return PICK_DEAD;
        if (live > 1)
            live += later;
        if (live < fewest) {
            fewest = live;
            *best = i;
        }
        i++;
    }
    return fewest == SIZE_MAX ? PICK_NONE : PICK_ONE;
}

/* --- members, before everything else is chosen --- */

enum { MEMBER_ITEMS = 64 };

static bool is_about(const literal *l, const value *name)
{
    return l->keys->name_count == 1 && l->keys->names[0] == name && !l->keys->complement &&
           !l->keys->pattern_count && !l->keys->schema;
}

/* Whether the member that literal n demands, with all that is asked of that name, may have a value.
 */
static bool member_fits(search *x, size_t n)
{
    const value *name = x->s->literals.items[n]->keys->names[0];
    item items[MEMBER_ITEMS];
    size_t count = 0;
    for (size_t i = x->literal_base; i < x->s->literals.count; i++) {
        const literal *l = x->s->literals.items[i];
        bool joins = (l->kind == LITERAL_EXISTS && is_about(l, name)) ||
                     (l->kind == LITERAL_EACH &&
                      evaluate_keys(&x->s->evaluator, l->keys, name) == TRUTH_YES);
        if (joins && count < MEMBER_ITEMS)
            items[count++] = l->item;
    }
    return solver_need(x->s, x->goal, items, count)->state != GOAL_EMPTY;
}

/* Looks at the demands made since the last time, so that one that fails by itself ends the branch
 * before the rest is chosen: what cannot be is then refuted once, not under every other choice. */
static bool members_fit(search *x)
{
    size_t from = x->checked;
    x->checked = x->s->literals.count - x->literal_base;
    for (size_t n = x->literal_base; n < x->s->literals.count; n++) {
        const literal *l = x->s->literals.items[n];
        bool is_new = n - x->literal_base >= from;
        if (l->kind != LITERAL_EXISTS || l->keys->name_count != 1 ||
            !is_about(l, l->keys->names[0]))
            continue;
        /* A later EACH matters to an earlier demand too, but then only where it is about its name.
         */
        for (size_t i = x->literal_base + from; i < x->s->literals.count && !is_new; i++)
            is_new = x->s->literals.items[i]->kind == LITERAL_EACH &&
                     is_about(x->s->literals.items[i], l->keys->names[0]);
        if (is_new && !member_fits(x, n))
            return false;
    }
    return true;
}

static void split(search *x, size_t base);

static void branch(search *x, size_t base, const formula *f)
{
    size_t end = x->s->choices.count;
    for (uint32_t i = 0; i < f->count && !x->stop; i++) {
        if (!alive(x, f->parts[i], LOOK_AHEAD))
            continue;
        mark m = save(x);
        for (size_t c = base; c < end; c++)
            vec_push(x->s->arena, &x->s->choices, x->s->choices.items[c]);
        if (assert_formula(x, f->parts[i], 0))
            split(x, end);
        restore(x, &m);
    }
}

static void split(search *x, size_t base)
{
    if (!solver_burn(x->s, 1)) {
        x->stop = true;
        return;
    }
    if (x->kind == KIND_OBJECT && !x->finite && x->s->choices.count > base && !members_fit(x))
        return;
    size_t best = 0;
    pick p = x->finite ? PICK_NONE : pick_choice(x, base, &best);
    if (p == PICK_DEAD)
        return;
    if (p == PICK_NONE) {
        reach_leaf(x);
        return;
    }
    if (x->s->depth >= LIMIT_SEARCH_DEPTH) {
        x->dropped = (doubt){"too many choices depend on one another; make the branches of anyOf "
                             "and oneOf easier to tell apart",
                             NULL};
        reach_leaf(x);
        return;
    }
    const formula *f = x->s->choices.items[best];
    x->s->choices.items[best] = x->s->choices.items[--x->s->choices.count];
    x->s->depth++;
    branch(x, base, f);
    x->s->depth--;
}

/* What is mentioned below in branches that are not taken: all of it, before any is. */
static bool assert_asides(search *x)
{
    if (!x->s->closed || (x->kind != KIND_OBJECT && x->kind != KIND_ARRAY))
        return true;
    size_t asked = 0;
    for (uint32_t i = 0; i < x->goal->count; i++) {
        item wanted = x->goal->items[i];
        asked += !item_is_value(wanted) && (wanted & ITEM_READER) && !aside_is(x->s, wanted);
    }
    for (uint32_t i = 0; i < x->goal->count && asked > 0; i++) {
        item wanted = x->goal->items[i];
        bool alone = asked == 1 && !item_is_value(wanted) && wanted & ITEM_READER;
        if (!assert_item(x, aside_beside(x->s, wanted, alone), 0))
            return false;
    }
    return true;
}

/* "This value", or "not this value". */
static bool assert_value(search *x, item wanted)
{
    const value *v = x->s->values->all.items[item_value(wanted)];
    if (x->kind == KIND_DECIMAL)
        v = value_as_decimal(x->s->values, v);
    else
        v = value_as_integer(x->s->values, v);
    if (v->kind != (uint8_t)x->kind)
        return item_is_negated(wanted);
    return assert_literal(x, literal_of_value(x->s, v, item_is_negated(wanted)));
}

static bool assert_goal(search *x)
{
    for (uint32_t i = 0; i < x->goal->count; i++) {
        item wanted = x->goal->items[i];
        if (item_is_value(wanted) ? !assert_value(x, wanted) : !assert_item(x, wanted, 0))
            return false;
    }
    if (!assert_asides(x))
        return false;
    if (x->kind != KIND_OBJECT || !x->s->closed)
        return true;
    const literal *unsent = mention_literal(x->s, x->goal);
    return !unsent || assert_literal(x, unsent);
}

static void split_kind(solver *s, goal *g, value_kind k, search *x)
{
    *x = (search){.s = s, .goal = g, .kind = k, .each = x->each};
    x->item_base = s->items.count;
    x->literal_base = s->literals.count;
    mark m = save(x);
    if (assert_goal(x))
        split(x, m.choices);
    restore(x, &m);
}

void split_goal(solver *s, goal *g, leaf_visitor *each)
{
    kind_set kinds = KINDS_ALL;
    if (!s->graph->has_written_integers)
        kinds &= (kind_set)~KINDS_DECIMAL;
    for (uint32_t i = 0; i < g->count; i++)
        kinds &= summary_possible_kinds(s->graph, g->items[i]);
    search x = {.each = each};
    for (value_kind k = KIND_NULL; k < KIND_COUNT && !x.stop && !s->exhausted; k++) {
        if (kinds >> k & 1)
            split_kind(s, g, k, &x);
    }
}
