#include "inclusion/formula.h"

#include <string.h>

#include "base/limits.h"
#include "inclusion/summary.h"
#include "inclusion/text.h"

static const formula formula_true = {.kind = FORMULA_TRUE};
static const formula formula_false = {.kind = FORMULA_FALSE};

/* What a fact becomes: under which sign, for which kind of value, in which role. */
typedef struct unfolding {
    formulas *f;
    value_kind kind;
    item role;
} unfolding;

void formulas_init(formulas *f, graph *g, arena *a)
{
    memset(f, 0, sizeof *f);
    f->graph = g;
    f->arena = a;
}

/* --- construction, with the obvious simplified away --- */

static const formula *of_item(unfolding *u, item i)
{
    i = item_with_role(i, u->role);
    if (i == ITEM_TRUE)
        return &formula_true;
    if (i == ITEM_FALSE || !(summary_possible_kinds(u->f->graph, i) >> u->kind & 1))
        return &formula_false;
    formula *made = arena_new_of(u->f->arena, formula);
    *made = (formula){.kind = FORMULA_ITEM, .item = i};
    return made;
}

const formula *formula_literal(formulas *f, const literal *l)
{
    formula *made = arena_new_of(f->arena, formula);
    *made = (formula){.kind = FORMULA_LITERAL};
    made->literal = arena_copy(f->arena, l, sizeof *l);
    return made;
}

/* `absorbing` decides alone, `neutral` says nothing. Parts of the same connective are flattened. */
/* The same schema said twice, one shortly after the other: doubling upon doubling costs nothing. */
static bool is_repeated(const formula *const *kept, size_t count, const formula *part)
{
    enum { LOOK_BACK = 8 };
    for (size_t i = count; i > 0 && count - i < LOOK_BACK; i--) {
        const formula *old = kept[i - 1];
        if (part == old ||
            (part->kind == FORMULA_ITEM && old->kind == FORMULA_ITEM && part->item == old->item))
            return true;
    }
    return false;
}

static const formula *join(formulas *f, const formula **parts, size_t count, formula_kind kind,
                           const formula *absorbing, const formula *neutral)
{
    VEC(const formula *) kept = {0};
    for (size_t i = 0; i < count; i++) {
        if (parts[i]->kind == absorbing->kind)
            return absorbing;
        if (parts[i]->kind == neutral->kind)
            continue;
        if (parts[i]->kind != kind) {
            if (!is_repeated(kept.items, kept.count, parts[i]))
                vec_push(f->arena, &kept, parts[i]);
            continue;
        }
        for (uint32_t j = 0; j < parts[i]->count; j++)
            vec_push(f->arena, &kept, parts[i]->parts[j]);
    }
    if (kept.count == 0)
        return neutral;
    if (kept.count == 1)
        return kept.items[0];
    formula *made = arena_new_of(f->arena, formula);
    *made = (formula){.kind = (uint8_t)kind, .parts = kept.items, .count = (uint32_t)kept.count};
    return made;
}

const formula *formula_and(formulas *f, const formula **parts, size_t count)
{
    return join(f, parts, count, FORMULA_AND, &formula_false, &formula_true);
}

const formula *formula_or(formulas *f, const formula **parts, size_t count)
{
    return join(f, parts, count, FORMULA_OR, &formula_true, &formula_false);
}

static const formula *and2(formulas *f, const formula *a, const formula *b)
{
    return formula_and(f, (const formula *[]){a, b}, 2);
}

static const formula *or2(formulas *f, const formula *a, const formula *b)
{
    return formula_or(f, (const formula *[]){a, b}, 2);
}

/* --- one fact, under either sign --- */

static item child_item(const fact *of, uint32_t i, bool negated)
{
    return negated ? item_negate(of->children[i]->item) : of->children[i]->item;
}

static const formula *unfold_values(unfolding *u, const fact *of, bool negated)
{
    const value **values = arena_array_of(u->f->arena, const value *, of->value_count);
    literal l = {.kind = negated ? LITERAL_NOT_IN : LITERAL_IN, .values = values, .fact = of};
    for (uint32_t i = 0; i < of->value_count; i++) {
        const value *v = of->values[i];
        if (u->kind == KIND_DECIMAL)
            v = value_as_decimal(u->f->graph->values, v);
        else
            v = value_as_integer(u->f->graph->values, v);
        if (v->kind == (uint8_t)u->kind)
            values[l.value_count++] = v;
    }
    bool whole = (u->kind == KIND_NULL && l.value_count == 1) ||
                 (u->kind == KIND_BOOLEAN && l.value_count == 2);
    if (l.value_count == 0 || whole)
        return whole == negated ? &formula_false : &formula_true;
    return formula_literal(u->f, &l);
}

static const formula *unfold_each(unfolding *u, const fact *of, bool negated, bool conjunction)
{
    const formula **parts = arena_array_of(u->f->arena, const formula *, of->child_count);
    for (uint32_t i = 0; i < of->child_count; i++)
        parts[i] = of_item(u, child_item(of, i, negated));
    return conjunction != negated ? formula_and(u->f, parts, of->child_count)
                                  : formula_or(u->f, parts, of->child_count);
}

static bool apart(unfolding *u, const fact *of, uint32_t i, uint32_t j)
{
    return summary_disjoint(u->f->graph, of->children[i]->item, of->children[j]->item, u->kind);
}

/* One branch holds and no other; branches that share no value with it need not be excluded. */
static const formula *unfold_one(unfolding *u, const fact *of)
{
    uint32_t count = of->child_count;
    const formula **branches = arena_array_of(u->f->arena, const formula *, count);
    const formula **parts = arena_array_of(u->f->arena, const formula *, count);
    for (uint32_t i = 0; i < count; i++) {
        size_t used = 0;
        parts[used++] = of_item(u, child_item(of, i, false));
        for (uint32_t j = 0; j < count && parts[0]->kind != FORMULA_FALSE; j++) {
            if (j != i && !apart(u, of, i, j))
                parts[used++] = of_item(u, child_item(of, j, true));
        }
        branches[i] = formula_and(u->f, parts, used);
    }
    return formula_or(u->f, branches, count);
}

/* None holds, or some two do. */
static const formula *unfold_not_one(unfolding *u, const fact *of)
{
    VEC(const formula *) parts = {0};
    vec_push(u->f->arena, &parts, unfold_each(u, of, true, false));
    for (uint32_t i = 0; i < of->child_count; i++) {
        const formula *first = of_item(u, child_item(of, i, false));
        for (uint32_t j = i + 1; j < of->child_count && first->kind != FORMULA_FALSE; j++) {
            if (apart(u, of, i, j))
                continue;
            const formula *second = of_item(u, child_item(of, j, false));
            vec_push(u->f->arena, &parts, and2(u->f, first, second));
        }
    }
    return formula_or(u->f, parts.items, parts.count);
}

static const formula *unfold_if(unfolding *u, const fact *of, bool negated)
{
    const formula *then =
        and2(u->f, of_item(u, child_item(of, 0, false)), of_item(u, child_item(of, 1, negated)));
    const formula *otherwise =
        and2(u->f, of_item(u, child_item(of, 0, true)), of_item(u, child_item(of, 2, negated)));
    return or2(u->f, then, otherwise);
}

/* least .. most of something, or its complement: two windows at most. */
static const formula *window(unfolding *u, literal l, bool negated)
{
    if (!negated)
        return l.least == 0 && l.most == UINT64_MAX ? &formula_true : formula_literal(u->f, &l);
    const formula *below = &formula_false, *above = &formula_false;
    uint64_t least = l.least, most = l.most;
    if (least > 0) {
        l.least = 0;
        l.most = least - 1;
        below = formula_literal(u->f, &l);
    }
    if (most != UINT64_MAX) {
        l.least = most + 1;
        l.most = UINT64_MAX;
        above = formula_literal(u->f, &l);
    }
    return or2(u->f, below, above);
}

static const formula *unfold_bound(unfolding *u, const fact *of, bool negated)
{
    literal l = {.bound = &of->bound, .fact = of};
    bool is_minimum = of->kind == FACT_MINIMUM;
    l.kind = is_minimum != negated ? LITERAL_MINIMUM : LITERAL_MAXIMUM;
    l.exclusive = of->exclusive != negated;
    return formula_literal(u->f, &l);
}

static const formula *array_of_at_most(unfolding *u, const fact *of, uint64_t most, bool negated)
{
    literal l = {.kind = LITERAL_COUNT, .most = most, .fact = of};
    return window(u, l, negated);
}

static const formula *unfold_items(unfolding *u, const fact *of, bool negated)
{
    item i = item_with_role(child_item(of, 0, negated), u->role);
    if (of->children[0]->item == ITEM_TRUE)
        return negated ? &formula_false : &formula_true;
    if (of->children[0]->item == ITEM_FALSE)
        return array_of_at_most(u, of, of->least, negated);
    literal l = {.kind = negated ? LITERAL_SOME : LITERAL_ALL, .fact = of};
    l.item = i;
    l.least = of->least;
    l.most = of->most;
    return formula_literal(u->f, &l);
}

static const formula *contains(unfolding *u, literal l)
{
    if (l.least == 0 && l.most == UINT64_MAX)
        return &formula_true;
    if (l.most == 0) {
        l.kind = LITERAL_ALL;
        l.item = item_negate(l.item);
        l.most = UINT64_MAX;
    } else if (l.least == 1 && l.most == UINT64_MAX) {
        l.kind = LITERAL_SOME;
        l.least = 0;
    }
    return formula_literal(u->f, &l);
}

static const formula *unfold_contains(unfolding *u, const fact *of, bool negated)
{
    item i = item_with_role(of->children[0]->item, u->role);
    literal l = {.kind = LITERAL_CONTAINS, .fact = of, .item = i};
    l.least = of->least;
    l.most = of->most;
    if (i == ITEM_TRUE) {
        l.kind = LITERAL_COUNT;
        return window(u, l, negated);
    }
    if (i == ITEM_FALSE)
        return (of->least > 0) != negated ? &formula_false : &formula_true;
    if (!negated)
        return contains(u, l);
    const formula *below = &formula_false, *above = &formula_false;
    if (of->least > 0) {
        l.least = 0;
        l.most = of->least - 1;
        below = contains(u, l);
    }
    if (of->most != UINT64_MAX) {
        l.least = of->most + 1;
        l.most = UINT64_MAX;
        above = contains(u, l);
    }
    return or2(u->f, below, above);
}

/* Every member with a name in keys holds i; negated: some such member holds not i. */
static const formula *members(unfolding *u, const fact *of, const keys *names, item i, bool negated)
{
    if (i == ITEM_TRUE)
        return negated ? &formula_false : &formula_true;
    literal l = {.kind = negated ? LITERAL_EXISTS : LITERAL_EACH, .keys = names, .fact = of};
    l.item = item_with_role(negated ? item_negate(i) : i, u->role);
    return formula_literal(u->f, &l);
}

static const formula *has_name(unfolding *u, const fact *of, const value *name, bool negated)
{
    const keys *names = graph_keys(u->f->graph, &name, 1, NULL, 0, false, 0);
    return members(u, of, names, ITEM_FALSE, !negated);
}

static const formula *unfold_names(unfolding *u, const fact *of, bool negated)
{
    item i = item_with_role(of->children[0]->item, u->role);
    if (i == ITEM_TRUE)
        return negated ? &formula_false : &formula_true;
    if (i == ITEM_FALSE)
        return array_of_at_most(u, of, 0, negated);
    const keys *names = graph_keys(u->f->graph, NULL, 0, NULL, 0, true, i);
    return members(u, of, names, ITEM_FALSE, negated);
}

static const formula *unfold_dependent_required(unfolding *u, const fact *of, bool negated)
{
    const formula **parts = arena_array_of(u->f->arena, const formula *, of->value_count);
    for (uint32_t i = 0; i < of->value_count; i++)
        parts[i] = has_name(u, of, of->values[i], negated);
    const formula *trigger = has_name(u, of, of->name, !negated);
    if (negated)
        return and2(u->f, trigger, formula_or(u->f, parts, of->value_count));
    return or2(u->f, trigger, formula_and(u->f, parts, of->value_count));
}

static const formula *unfold_dependent(unfolding *u, const fact *of, bool negated)
{
    const formula *trigger = has_name(u, of, of->name, !negated);
    const formula *then = of_item(u, child_item(of, 0, negated));
    return negated ? and2(u->f, trigger, then) : or2(u->f, trigger, then);
}

static const formula *case_rest(unfolding *u, const fact *of, const fact_case *c, bool negated)
{
    item rest = of->children[c->rest]->item;
    if (u->kind == KIND_OBJECT)
        return c->keys   ? members(u, of, c->keys, rest, negated)
               : negated ? &formula_false
                         : &formula_true;
    if (c->from == UINT64_MAX || rest == ITEM_TRUE)
        return negated ? &formula_false : &formula_true;
    if (rest == ITEM_FALSE)
        return array_of_at_most(u, of, c->from, negated);
    literal l = {.kind = negated ? LITERAL_SOME : LITERAL_ALL, .fact = of, .most = UINT64_MAX};
    l.least = c->from;
    l.item = item_with_role(negated ? item_negate(rest) : rest, u->role);
    return formula_literal(u->f, &l);
}

/* The cases are disjoint and cover everything, so negation only reaches what each leaves over. */
static const formula *unfold_cases(unfolding *u, const fact *of, bool negated)
{
    const formula **cases = arena_array_of(u->f->arena, const formula *, of->case_count);
    for (uint32_t i = 0; i < of->case_count; i++) {
        const fact_case *c = &of->cases[i];
        const formula **parts =
            arena_array_of(u->f->arena, const formula *, c->condition_count + 1);
        for (size_t j = 0; j < c->condition_count; j++)
            parts[j] = of_item(u, child_item(of, c->conditions[j] / 2, c->conditions[j] & 1));
        parts[c->condition_count] = case_rest(u, of, c, negated);
        cases[i] = formula_and(u->f, parts, c->condition_count + 1);
    }
    return formula_or(u->f, cases, of->case_count);
}

static const formula *plain_literal(unfolding *u, const fact *of, literal_kind kind, bool negated)
{
    literal l = {.kind = (uint8_t)kind, .negated = negated, .bound = &of->bound, .text = of->text};
    l.fact = of;
    return formula_literal(u->f, &l);
}

static const formula *unfold_fact(unfolding *u, const fact *of, bool negated)
{
    if (!(of->kinds >> u->kind & 1))
        return negated ? &formula_false : &formula_true;
    literal counted = {.least = of->least, .most = of->most, .fact = of};
    switch ((fact_kind)of->kind) {
    case FACT_KINDS:
        return (of->mask >> u->kind & 1) != negated ? &formula_true : &formula_false;
    case FACT_VALUES:
        return unfold_values(u, of, negated);
    case FACT_ALL:
        return unfold_each(u, of, negated, true);
    case FACT_ANY:
        return unfold_each(u, of, negated, false);
    case FACT_ONE:
        return negated ? unfold_not_one(u, of) : unfold_one(u, of);
    case FACT_NOT:
        return of_item(u, child_item(of, 0, !negated));
    case FACT_IF:
        return unfold_if(u, of, negated);
    case FACT_MINIMUM:
    case FACT_MAXIMUM:
        return unfold_bound(u, of, negated);
    case FACT_MULTIPLE:
        return plain_literal(u, of, negated ? LITERAL_NOT_MULTIPLE : LITERAL_MULTIPLE, false);
    case FACT_LENGTH:
        counted.kind = LITERAL_LENGTH;
        return window(u, counted, negated);
    case FACT_COUNT:
        counted.kind = LITERAL_COUNT;
        return window(u, counted, negated);
    case FACT_PATTERN:
        return plain_literal(u, of, LITERAL_PATTERN, negated);
    case FACT_FORMAT:
        return plain_literal(u, of, LITERAL_FORMAT, negated);
    case FACT_ITEMS:
        return unfold_items(u, of, negated);
    case FACT_UNIQUE:
        return plain_literal(u, of, negated ? LITERAL_REPEATED : LITERAL_DISTINCT, false);
    case FACT_CONTAINS:
        return unfold_contains(u, of, negated);
    case FACT_MEMBERS:
        return members(u, of, of->keys, of->children[0]->item, negated);
    case FACT_REQUIRED:
        return has_name(u, of, of->name, negated);
    case FACT_NAMES:
        return unfold_names(u, of, negated);
    case FACT_DEPENDENT_REQUIRED:
        return unfold_dependent_required(u, of, negated);
    case FACT_DEPENDENT:
        return unfold_dependent(u, of, negated);
    case FACT_CASES:
        return unfold_cases(u, of, negated);
    case FACT_ASIDE:
        return negated ? &formula_false : &formula_true;
    case FACT_OPAQUE:
        return plain_literal(u, of, LITERAL_OPAQUE, negated);
    }
    return &formula_true;
}

static const formula *unfold(formulas *f, item i, value_kind k)
{
    const vertex *v = f->graph->classes.items[item_class(i)].vertex;
    unfolding u = {.f = f, .kind = k, .role = i & ITEM_READER};
    const formula **parts = arena_array_of(f->arena, const formula *, v->fact_count);
    for (uint32_t n = 0; n < v->fact_count; n++) {
        parts[n] = unfold_fact(&u, &v->facts[n], item_is_negated(i));
        if (parts[n]->kind == (item_is_negated(i) ? FORMULA_TRUE : FORMULA_FALSE))
            return parts[n];
    }
    return item_is_negated(i) ? formula_or(f, parts, v->fact_count)
                              : formula_and(f, parts, v->fact_count);
}

const formula *formula_of_item(formulas *f, item i, value_kind k)
{
    if (i <= ITEM_FALSE)
        return i == ITEM_TRUE ? &formula_true : &formula_false;
    while (f->unfolded.count <= i)
        vec_push(f->arena, &f->unfolded, NULL);
    if (!f->unfolded.items[i])
        f->unfolded.items[i] = arena_array_of(f->arena, const formula *, KIND_COUNT);
    const formula **slot = &f->unfolded.items[i][k];
    if (!*slot)
        *slot = unfold(f, i, k);
    return *slot;
}
