#include "inclusion/simulate.h"

#include <string.h>

#include "base/limits.h"
#include "inclusion/format_lattice.h"
#include "inclusion/mention.h"
#include "inclusion/summary.h"

/* Writers of one value, in-place nesting, and unions of the writer that are split one within the
 * other: real schemas stay far below. A pair costs the product of what both sides say. */
enum { WRITERS = 8, NESTING = 12, SPLITS = 2, DEPTH = 1000, STEPS_PART = 4 };

typedef enum pair_state { PAIR_NEW, PAIR_OPEN, PAIR_PROVED, PAIR_FAILED } pair_state;

/* "All that these writers send together is the reader's." */
typedef struct pair {
    uint64_t hash;
    const item *writers; /* sorted */
    uint32_t count;
    item reader;
    uint8_t state;
} pair;

typedef struct walk {
    solver *s;
    arena *a;          /* of the walk */
    VEC(pair *) trail; /* assumed or proved on this walk, in order */
    size_t steps, limit;
    unsigned depth;
} walk;

/* What is known of the value at hand. */
typedef struct here {
    kind_set kinds;
    const item *writers;
    uint32_t count;
    VEC(const fact *) facts; /* that hold of it */
    VEC(const fact *) unions;
    VEC(const fact *) conditions; /* hold of it too, but say more in some cases than in others */
    mentions mentions;
    bool has_mentions;
    bool is_partial; /* not all that the writers say was learned */
} here;

static bool enter(walk *w, item *writers, uint32_t count, item reader);
static bool holds(walk *w, here *at, item reader, unsigned nesting, unsigned splits);

static const vertex *vertex_of(const walk *w, item i)
{
    return w->s->graph->classes.items[item_class(i)].vertex;
}

static bool burn(walk *w, size_t steps)
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
        if (f->kind == FACT_ALL && (nesting == NESTING || !burn(w, f->child_count)))
            at->is_partial = true;
        for (uint32_t c = 0; f->kind == FACT_ALL && c < f->child_count && !at->is_partial; c++)
            learn(w, at, f->children[c]->item, nesting + 1);
    }
}

/* --- members --- */

static const mentions *mentions_at(walk *w, here *at)
{
    if (!at->has_mentions) {
        goal g = {.items = at->writers, .count = at->count};
        at->mentions = mention_of_goal(w->s, &g, 0);
        at->has_mentions = true;
    }
    return &at->mentions;
}

/* In the closed reading: a name that the writer, documenting others, does not mention. */
static bool is_unsent(walk *w, here *at, const value *name)
{
    if (!w->s->closed || mentions_at(w, at)->list.count == 0)
        return false;
    for (size_t i = 0; i < at->mentions.list.count; i++) {
        if (evaluate_keys(&w->s->evaluator, at->mentions.list.items[i], name) != TRUTH_NO)
            return false;
    }
    return true;
}

/* In the closed reading what is sent under a name depends on all that is said of it: whether some
 * case says more than the facts that hold in any. */
static bool may_say_more(walk *w, const here *at, const value *name)
{
    for (size_t i = 0; w->s->closed && i < at->conditions.count; i++) {
        const fact *f = at->conditions.items[i];
        for (uint32_t c = 0; f->kind != FACT_CONTAINS && c < f->child_count; c++) {
            item one = f->children[c]->item & ~(item)ITEM_READER;
            goal g = {.items = &one, .count = 1};
            mentions m = mention_of_goal(w->s, &g, 0);
            for (size_t k = 0; k < m.list.count; k++) {
                if (!burn(w, 1) ||
                    evaluate_keys(&w->s->evaluator, m.list.items[k], name) != TRUTH_NO)
                    return true;
            }
        }
    }
    return false;
}

static truth speaks_of(walk *w, const keys *k, const value *name)
{
    if (k->name_count == 1 && !k->complement && !k->pattern_count && !k->schema)
        return k->names[0] == name ? TRUTH_YES : TRUTH_NO;
    return evaluate_keys(&w->s->evaluator, k, name);
}

/* What stands under that name is the reader's. */
static bool member_holds(walk *w, here *at, const value *name, item reader)
{
    item writers[WRITERS];
    uint32_t count = 0;
    if (reader == ITEM_TRUE)
        return true;
    for (size_t i = 0; i < at->facts.count; i++) {
        const fact *f = at->facts.items[i];
        truth covers = f->kind == FACT_MEMBERS ? speaks_of(w, f->keys, name) : TRUTH_NO;
        if (covers == TRUTH_NO)
            continue;
        if (covers == TRUTH_UNKNOWN || count == WRITERS)
            return false;
        writers[count++] = f->children[0]->item;
    }
    if (count == 0)
        return is_unsent(w, at, name);
    return !may_say_more(w, at, name) && enter(w, writers, count, reader);
}

static bool is_plain(const keys *k)
{
    return !k->pattern_count && !k->schema;
}

/* Members that the writer names and the reader's keys cover. */
static bool named_hold(walk *w, here *at, const keys *of, const value *const *names, uint32_t count,
                       item reader)
{
    for (uint32_t i = 0; i < count; i++) {
        truth covered = speaks_of(w, of, names[i]);
        if (covered == TRUTH_UNKNOWN ||
            (covered == TRUTH_YES && !member_holds(w, at, names[i], reader)))
            return false;
    }
    return true;
}

/* The one fact of the writer about all names it does not list; NULL: none, or too many. */
static const fact *rest_of(const here *at)
{
    const fact *rest = NULL;
    for (size_t i = 0; i < at->facts.count; i++) {
        const fact *f = at->facts.items[i];
        if (f->kind != FACT_MEMBERS || !f->keys->complement)
            continue;
        if (rest)
            return NULL;
        rest = f;
    }
    return rest;
}

/* All names but some, patterns aside. */
static bool others_hold(walk *w, here *at, const fact *f)
{
    item reader = f->children[0]->item;
    if (!is_plain(f->keys) || (w->s->closed && at->conditions.count > 0))
        return false;
    for (size_t i = 0; i < at->facts.count; i++) {
        const fact *named = at->facts.items[i];
        if (named->kind != FACT_MEMBERS || named->keys->complement)
            continue;
        if (!is_plain(named->keys) ||
            !named_hold(w, at, f->keys, named->keys->names, named->keys->name_count, reader))
            return false;
    }
    const fact *rest = rest_of(at);
    if (rest) {
        item writer = rest->children[0]->item;
        return is_plain(rest->keys) &&
               named_hold(w, at, f->keys, rest->keys->names, rest->keys->name_count, reader) &&
               enter(w, &writer, 1, reader);
    }
    /* Of an open writer only names that it mentions are sent, where the reader mentions all. */
    if (!w->s->closed || reader == ITEM_FALSE || mentions_at(w, at)->list.count == 0)
        return false;
    for (size_t i = 0; i < at->mentions.list.count; i++) {
        const keys *k = at->mentions.list.items[i];
        if (!is_plain(k) || k->complement ||
            !named_hold(w, at, f->keys, k->names, k->name_count, reader))
            return false;
    }
    return true;
}

static bool members_hold(walk *w, here *at, const fact *f)
{
    if (f->keys->complement)
        return others_hold(w, at, f);
    return is_plain(f->keys) &&
           named_hold(w, at, f->keys, f->keys->names, f->keys->name_count, f->children[0]->item);
}

static bool items_hold(walk *w, here *at, const fact *f)
{
    item writers[WRITERS];
    uint32_t count = 0;
    if (w->s->closed && at->conditions.count > 0)
        return false;
    for (size_t i = 0; i < at->facts.count; i++) {
        const fact *g = at->facts.items[i];
        if (g->kind != FACT_ITEMS || g->most <= f->least || g->least >= f->most)
            continue;
        if (g->least > f->least || g->most < f->most || count == WRITERS)
            return false;
        writers[count++] = g->children[0]->item;
    }
    return count > 0 && enter(w, writers, count, f->children[0]->item);
}

/* --- facts --- */

static bool listed_hold(walk *w, const fact *values, item reader)
{
    for (uint32_t i = 0; i < values->value_count; i++) {
        if (!burn(w, values->values[i]->size) ||
            evaluate_item(&w->s->evaluator, reader, values->values[i]) != TRUTH_YES)
            return false;
    }
    return true;
}

static bool same_children(const fact *a, const fact *b)
{
    if (a->child_count != b->child_count)
        return false;
    for (uint32_t i = 0; i < a->child_count; i++) {
        if (a->children[i]->item != b->children[i]->item)
            return false;
    }
    return true;
}

static bool same_values(const fact *a, const fact *b)
{
    return a->value_count == b->value_count &&
           (a->value_count == 0 ||
            memcmp(a->values, b->values, a->value_count * sizeof *a->values) == 0);
}

static bool bound_within(const fact *known, const fact *f)
{
    int order = number_compare(&known->bound, &f->bound);
    if (order == 0)
        return known->exclusive || !f->exclusive;
    return f->kind == FACT_MINIMUM ? order > 0 : order < 0;
}

/* Whether one fact that holds makes another hold, for the kinds of values that there are. */
static bool fact_within(const fact *known, const fact *f, kind_set kinds)
{
    if (known->kind != f->kind || (f->kinds & kinds & ~known->kinds))
        return false;
    switch ((fact_kind)f->kind) {
    case FACT_MINIMUM:
    case FACT_MAXIMUM:
        return bound_within(known, f);
    case FACT_MULTIPLE:
        return number_is_multiple_of(&known->bound, &f->bound) == NUMBER_YES;
    case FACT_LENGTH:
    case FACT_COUNT:
        return known->least >= f->least && known->most <= f->most;
    case FACT_PATTERN:
        return known->text == f->text;
    case FACT_FORMAT:
        return known->text == f->text ||
               format_relate(known->text->text, f->text->text) == FORMATS_WITHIN;
    case FACT_UNIQUE:
        return true;
    case FACT_REQUIRED:
        return known->name == f->name;
    case FACT_CONTAINS:
        return known->least >= f->least && known->most <= f->most && same_children(known, f);
    case FACT_NOT:
    case FACT_IF:
    case FACT_NAMES:
    case FACT_DEPENDENT:
    case FACT_DEPENDENT_REQUIRED:
        return known->name == f->name && same_children(known, f) && same_values(known, f);
    default:
        return false;
    }
}

static bool is_apart(walk *w, const here *at, item other)
{
    kind_set left = at->kinds;
    for (uint32_t i = 0; i < at->count; i++) {
        for (value_kind k = KIND_NULL; k < KIND_COUNT; k++) {
            if (left >> k & 1 && summary_disjoint(w->s->graph, at->writers[i], other, k))
                left &= (kind_set) ~(1u << k);
        }
    }
    return left == KINDS_NONE;
}

static bool choice_holds(walk *w, here *at, const fact *f, unsigned nesting)
{
    for (uint32_t i = 0; i < f->child_count; i++) {
        item branch = f->children[i]->item;
        if (!burn(w, 1) || is_apart(w, at, branch) || !holds(w, at, branch, nesting + 1, SPLITS))
            continue;
        bool alone = true;
        for (uint32_t c = 0; f->kind == FACT_ONE && c < f->child_count && alone; c++)
            alone = c == i || is_apart(w, at, f->children[c]->item);
        if (alone)
            return true;
    }
    return false;
}

static bool fact_holds(walk *w, here *at, const fact *f, unsigned nesting)
{
    if (!burn(w, 1 + at->facts.count / 8))
        return false;
    if (!(f->kinds & at->kinds))
        return true;
    switch ((fact_kind)f->kind) {
    case FACT_KINDS:
        return !(at->kinds & f->kinds & ~f->mask);
    case FACT_ALL:
        for (uint32_t i = 0; i < f->child_count; i++) {
            if (!holds(w, at, f->children[i]->item, nesting + 1, SPLITS))
                return false;
        }
        return true;
    case FACT_ANY:
    case FACT_ONE:
        return choice_holds(w, at, f, nesting);
    case FACT_MEMBERS:
        return members_hold(w, at, f);
    case FACT_ITEMS:
        return items_hold(w, at, f);
    case FACT_NOT:
        if (is_apart(w, at, f->children[0]->item))
            return true;
        break;
    case FACT_DEPENDENT:
    case FACT_DEPENDENT_REQUIRED:
        if (is_unsent(w, at, f->name))
            return true;
        break;
    default:
        break;
    }
    for (size_t i = 0; i < at->facts.count; i++) {
        if (fact_within(at->facts.items[i], f, at->kinds))
            return true;
    }
    return false;
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
            mentions_at(w, at); /* what is mentioned does not depend on the case */
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
            all = holds(w, &in, reader, nesting + 1, splits + 1);
        }
        if (all)
            return true;
    }
    return false;
}

static bool holds(walk *w, here *at, item reader, unsigned nesting, unsigned splits)
{
    if (reader == ITEM_TRUE || at->kinds == KINDS_NONE)
        return true;
    if (reader == ITEM_FALSE || nesting > NESTING || !burn(w, 1))
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
        return is_apart(w, at, item_negate(reader));
    if (at->is_partial)
        return false;
    const vertex *v = vertex_of(w, reader);
    bool all = true;
    for (uint32_t i = 0; i < v->fact_count && all; i++)
        all = fact_holds(w, at, &v->facts[i], nesting);
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
    return holds(w, &at, p->reader, 0, 0);
}

/* A value of its own, below the one before or the whole: from here on the pair may be assumed. */
static bool enter(walk *w, item *writers, uint32_t count, item reader)
{
    if (reader == ITEM_TRUE)
        return true;
    for (uint32_t i = 0; i < count; i++) {
        if (writers[i] == ITEM_FALSE || writers[i] == reader)
            return true;
    }
    pair *p = pair_of(w, writers, count, reader);
    if (p->state == PAIR_FAILED || w->depth == DEPTH || !burn(w, 1))
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
        if (item_is_differs(one))
            return false;
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
    bool proved = enter(&w, writers, count, reader);
    arena_free(w.a);
    solver_burn(s, w.steps);
    return proved;
}
