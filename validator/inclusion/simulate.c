#include "inclusion/simulate.h"

#include <string.h>

#include "inclusion/aside.h"
#include "inclusion/simulate_private.h"
#include "inclusion/summary.h"

static const vertex *vertex_of(const walk *w, item i)
{
    return w->s->graph->classes.items[item_class(i)].vertex;
}

bool simulate__burn(walk *w, size_t steps)
{
    w->steps += steps;
    return w->steps < w->limit;
}

static bool is_condition(const fact *f)
{
    return f->kind == FACT_ANY || f->kind == FACT_ONE || f->kind == FACT_NOT ||
           f->kind == FACT_IF || f->kind == FACT_DEPENDENT || f->kind == FACT_CASES ||
           f->kind == FACT_CONTAINS;
}

static void learn(walk *w, here *at, item writer, unsigned nesting)
{
    at->kinds &= summary_possible_kinds(w->s->graph, writer);
    if (writer <= ITEM_FALSE || item_is_negated(writer))
        return;
    const vertex *v = vertex_of(w, writer);
    for (uint32_t i = 0; i < v->fact_count; i++) {
        const fact *f = &v->facts[i];
        vec_push(w->a, &at->facts, f);
        if (f->kind == FACT_ANY || f->kind == FACT_ONE)
            vec_push(w->a, &at->unions, f);
        if (is_condition(f))
            vec_push(w->a, &at->conditions, f);
        if (f->kind == FACT_ALL && (nesting == NESTING || !simulate__burn(w, f->child_count)))
            at->is_partial = true;
        for (uint32_t c = 0; f->kind == FACT_ALL && c < f->child_count && !at->is_partial; c++)
            learn(w, at, f->children[c]->item, nesting + 1);
    }
}

/* --- schemas --- */

/* Whatever branch of one of the writer's unions the value is of. */
static bool holds_by_cases(walk *w, here *at, item reader, unsigned nesting, unsigned splits)
{
    for (size_t i = 0; i < at->unions.count; i++) {
        const fact *u = at->unions.items[i];
        bool all = true;
        for (uint32_t c = 0; c < u->child_count && all; c++) {
            here in = *at;
            item branch = u->children[c]->item;
            item writers[WRITERS + SPLITS];
            if (at->count == WRITERS + SPLITS)
                return false;
            memcpy(writers, at->writers, at->count * sizeof *writers);
            writers[at->count] = branch;
            in.writers = writers;
            in.count = at->count + 1;
            simulate__mentions(w, at); /* what is mentioned does not depend on the case */
            in.mentions = at->mentions;
            in.has_mentions = true;
            in.facts.items =
                arena_copy(w->a, at->facts.items, at->facts.count * sizeof *at->facts.items);
            in.facts.capacity = at->facts.count;
            in.unions.items = NULL;
            in.unions.count = in.unions.capacity = 0;
            in.conditions.items = NULL;
            in.conditions.count = in.conditions.capacity = 0;
            for (size_t k = 0; k < at->conditions.count; k++) {
                if (at->conditions.items[k] != u)
                    vec_push(w->a, &in.conditions, at->conditions.items[k]);
            }
            learn(w, &in, branch, 0);
            all = simulate__holds(w, &in, reader, nesting + 1, splits + 1);
        }
        if (all)
            return true;
    }
    return false;
}

static bool listed_hold(walk *w, const fact *values, item reader)
{
    for (uint32_t i = 0; i < values->value_count; i++) {
        if (!simulate__burn(w, values->values[i]->size) ||
            evaluate_item(&w->s->evaluator, reader, values->values[i]) != TRUTH_YES)
            return false;
    }
    return true;
}

bool simulate__holds(walk *w, here *at, item reader, unsigned nesting, unsigned splits)
{
    if (reader == ITEM_TRUE || at->kinds == KINDS_NONE)
        return true;
    if (reader == ITEM_FALSE || nesting > NESTING || !simulate__burn(w, 1))
        return false;
    for (uint32_t i = 0; i < at->count; i++) {
        if (at->writers[i] == reader || at->writers[i] == ITEM_FALSE)
            return true;
    }
    for (size_t i = 0; i < at->facts.count; i++) {
        if (at->facts.items[i]->kind == FACT_VALUES)
            return listed_hold(w, at->facts.items[i], reader);
    }
    if (item_is_negated(reader))
        return simulate__is_apart(w, at, item_negate(reader));
    if (at->is_partial)
        return false;
    const vertex *v = vertex_of(w, reader);
    bool all = true;
    for (uint32_t i = 0; i < v->fact_count && all; i++)
        all = simulate__fact(w, at, &v->facts[i], nesting);
    return all || (splits < SPLITS && holds_by_cases(w, at, reader, nesting, splits));
}

static bool same_pair(const void *kept, const void *wanted)
{
    const pair *a = kept, *b = wanted;
    return a->reader == b->reader && a->count == b->count &&
           memcmp(a->writers, b->writers, a->count * sizeof *a->writers) == 0;
}

static pair *pair_of(walk *w, item *writers, uint32_t count, item reader)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t to = kept;
        while (to > 0 && writers[to - 1] > writers[i])
            to--;
        if (to > 0 && writers[to - 1] == writers[i])
            continue;
        item moving = writers[i];
        memmove(writers + to + 1, writers + to, (kept - to) * sizeof *writers);
        writers[to] = moving;
        kept++;
    }
    pair wanted = {.hash = hash_mix(w->s->closed, reader), .writers = writers, .count = kept};
    wanted.reader = reader;
    for (uint32_t i = 0; i < kept; i++)
        wanted.hash = hash_mix(wanted.hash, writers[i]);
    pair *p = intern_find(&w->s->simulated, wanted.hash, &wanted, same_pair);
    if (p)
        return p;
    p = arena_copy(w->s->arena, &wanted, sizeof wanted);
    p->writers = arena_copy(w->s->arena, writers, kept * sizeof *writers);
    intern_add(&w->s->simulated, p);
    return p;
}

static bool prove(walk *w, const pair *p)
{
    here at = {.kinds = KINDS_ALL, .writers = p->writers, .count = p->count};
    if (!w->s->graph->has_written_integers)
        at.kinds &= (kind_set)~KINDS_DECIMAL;
    for (uint32_t i = 0; i < p->count; i++)
        learn(w, &at, p->writers[i], 0);
    for (uint32_t i = 0; i < p->count; i++)
        learn(w, &at, aside_beside(w->s, p->writers[i], false), 0);
    return simulate__holds(w, &at, p->reader, 0, 0);
}

/* A value of its own, below the one before or the whole: from here on the pair may be assumed. */
bool simulate__enter(walk *w, item *writers, uint32_t count, item reader)
{
    if (reader == ITEM_TRUE)
        return true;
    for (uint32_t i = 0; i < count; i++) {
        if (writers[i] == ITEM_FALSE || writers[i] == reader)
            return true;
    }
    if (w->s->closed)
        count = (uint32_t)aside_drop(w->s, writers, count);
    pair *p = pair_of(w, writers, count, reader);
    if (p->state == PAIR_FAILED || w->depth == DEPTH || !simulate__burn(w, 1))
        return false;
    if (p->state != PAIR_NEW)
        return true;
    size_t before = w->trail.count;
    p->state = PAIR_OPEN;
    vec_push(w->a, &w->trail, p);
    w->depth++;
    bool proved = prove(w, p);
    w->depth--;
    if (proved) {
        p->state = PAIR_PROVED;
        return true;
    }
    /* What was proved meanwhile may rest on it. */
    while (w->trail.count > before)
        w->trail.items[--w->trail.count]->state = PAIR_NEW;
    if (w->steps < w->limit)
        p->state = PAIR_FAILED;
    return false;
}

bool simulate_goal(solver *s, const goal *g)
{
    item writers[WRITERS], reader = ITEM_TRUE;
    uint32_t count = 0;
    item role = s->closed ? ITEM_READER : 0;
    if (s->text || g->count < 2 || g->count > WRITERS)
        return false;
    for (uint32_t i = 0; i < g->count; i++) {
        item one = g->items[i];
        if (item_is_value(one))
            return false;
        if ((one & ITEM_READER) && aside_is(s, one))
            continue; /* the more a reader mentions the less is sent */
        if (!item_is_negated(one) && !(one & ITEM_READER))
            writers[count++] = one;
        else if (item_is_negated(one) && (one & ITEM_READER) == role && reader == ITEM_TRUE)
            reader = item_negate(one) & ~(item)ITEM_READER;
        else
            return false;
    }
    if (count == 0 || reader == ITEM_TRUE)
        return false;
    walk w = {.s = s, .a = arena_new()};
    w.limit = (s->step_limit - (s->steps < s->step_limit ? s->steps : s->step_limit)) / STEPS_PART;
    bool proved = simulate__enter(&w, writers, count, reader);
    arena_free(w.a);
    solver_burn(s, w.steps);
    return proved;
}
