/*
 * Leaves: which solver takes a conjunction of literals, and the kinds that need none.
 */
#include "inclusion/solver.h"

bool leaf_excludes(const leaf *l, const value *v)
{
    for (size_t i = 0; i < l->count; i++) {
        const literal *n = l->literals[i];
        for (uint32_t j = 0; n->kind == LITERAL_NOT_IN && j < n->value_count; j++) {
            if (n->values[j] == v)
                return true;
        }
    }
    return false;
}

static const literal *enumeration(const leaf *l)
{
    const literal *least = NULL;
    for (size_t i = 0; i < l->count; i++) {
        const literal *n = l->literals[i];
        if (n->kind == LITERAL_IN && (!least || n->value_count < least->value_count))
            least = n;
    }
    return least;
}

/* Whether a number stands in some list as it is written: 1.0 may be meant where 1 is listed, but
 * nobody who lists 1 sends 1.0. */
static bool is_written(const leaf *l, const value *v)
{
    if (v->kind != KIND_INTEGER && v->kind != KIND_DECIMAL)
        return true;
    for (size_t i = 0; i < l->count; i++) {
        const literal *n = l->literals[i];
        for (uint32_t j = 0; n->kind == LITERAL_IN && j < n->fact->value_count; j++) {
            if (n->fact->values[j] == v)
                return true;
        }
    }
    return false;
}

/* Each listed value is checked against the goal itself: exact for every keyword. */
static outcome solve_enumeration(solver *s, goal *g, const leaf *l, const literal *in, doubt *why)
{
    bool unsure = false;
    for (uint32_t i = 0; i < in->value_count; i++) {
        if (!solver_burn(s, 1))
            return OUTCOME_UNKNOWN;
        if (leaf_excludes(l, in->values[i]) || !is_written(l, in->values[i]))
            continue;
        bool certain = true, holds = true;
        for (uint32_t n = 0; n < g->count && holds; n++) {
            truth t = evaluate_item(&s->evaluator, g->items[n], in->values[i]);
            holds = t != TRUTH_NO;
            certain &= t == TRUTH_YES;
        }
        if (holds && certain) {
            g->witness = in->values[i];
            return OUTCOME_FOUND;
        }
        unsure |= holds;
    }
    if (unsure && !why->text)
        *why = (doubt){"a listed value cannot be checked; write its other conditions without "
                       "references to nothing and irregular patterns",
                       NULL};
    return unsure ? OUTCOME_UNKNOWN : OUTCOME_EMPTY;
}

static outcome solve_listed(solver *s, goal *g, const leaf *l, const value *const *values,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!leaf_excludes(l, values[i]) && solver_offer(s, g, values[i]))
            return OUTCOME_FOUND;
    }
    /* The few values there are were all checked, whatever was dropped. */
    return OUTCOME_EMPTY;
}

static outcome solve_kind(solver *s, goal *g, const leaf *l, doubt *why)
{
    switch (l->kind) {
    case KIND_NULL:
        return solve_listed(s, g, l, &s->values->null, 1);
    case KIND_BOOLEAN:
        return solve_listed(s, g, l, s->values->truth, 2);
    case KIND_INTEGER:
    case KIND_FRACTION:
    case KIND_DECIMAL:
        return solve_number(s, g, l, why);
    case KIND_STRING:
        return solve_string(s, g, l, why);
    case KIND_ARRAY:
        return solve_array(s, g, l, why);
    case KIND_OBJECT:
        return solve_object(s, g, l, why);
    case KIND_COUNT:
        break;
    }
    return OUTCOME_EMPTY;
}

outcome solve_leaf(solver *s, goal *g, const leaf *l, doubt *why)
{
    if (!solver_burn(s, 1))
        return OUTCOME_UNKNOWN;
    const literal *in = enumeration(l);
    outcome o = in ? solve_enumeration(s, g, l, in, why) : solve_kind(s, g, l, why);
    if (o == OUTCOME_UNKNOWN && !why->text)
        *why = (doubt){"a candidate did not check; state fewer conditions on the same value", NULL};
    return o;
}
