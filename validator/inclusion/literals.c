#include "inclusion/literals.h"

#include "inclusion/format_lattice.h"

static bool lists(const literal *l, const value *v)
{
    for (uint32_t i = 0; i < l->value_count; i++) {
        if (l->values[i] == v)
            return true;
    }
    return false;
}

/* Whether some listed value is (is not) among those of the other. */
static bool any_listed(const literal *in, const literal *other, bool wanted)
{
    for (uint32_t i = 0; i < in->value_count; i++) {
        if (lists(other, in->values[i]) == wanted)
            return true;
    }
    return false;
}

static bool bounds_cross(const literal *minimum, const literal *maximum)
{
    int order = number_compare(minimum->bound, maximum->bound);
    return order > 0 || (order == 0 && (minimum->exclusive || maximum->exclusive));
}

static bool windows_apart(const literal *a, const literal *b)
{
    return a->least > b->most || b->least > a->most;
}

/* Whether a single name is for certain one of the keys. */
static bool keys_have(solver *s, const keys *k, const value *name)
{
    return evaluate_keys(&s->evaluator, k, name) == TRUTH_YES;
}

static bool is_single(const keys *k)
{
    return k->name_count == 1 && !k->complement && !k->pattern_count && !k->schema;
}

static bool member_contradicts(solver *s, const literal *exists, const literal *each)
{
    if (!items_contradict(s, exists->item, each->item))
        return false;
    if (exists->keys == each->keys)
        return true;
    if (!is_single(exists->keys))
        return false;
    if (is_single(each->keys))
        return exists->keys->names[0] == each->keys->names[0];
    return keys_have(s, each->keys, exists->keys->names[0]);
}

static bool position_contradicts(solver *s, const literal *some, const literal *all)
{
    return all->least <= some->least && some->most <= all->most &&
           items_contradict(s, some->item, all->item);
}

static bool formats_contradict(const literal *a, const literal *b)
{
    if (a->negated && b->negated)
        return false;
    format_relation r =
        a->text == b->text ? FORMATS_EQUAL : format_relate(a->text->text, b->text->text);
    if (!a->negated && !b->negated)
        return r == FORMATS_DISJOINT;
    if (r == FORMATS_EQUAL)
        return true;
    if (a->negated)
        r = format_relate(b->text->text, a->text->text);
    return r == FORMATS_WITHIN;
}

/* a->kind <= b->kind */
static bool contradict(solver *s, const literal *a, const literal *b)
{
    switch ((literal_kind)a->kind) {
    case LITERAL_IN:
        if (b->kind == LITERAL_IN)
            return !any_listed(a, b, true);
        return b->kind == LITERAL_NOT_IN && !any_listed(a, b, false);
    case LITERAL_MINIMUM:
        return b->kind == LITERAL_MAXIMUM && bounds_cross(a, b);
    case LITERAL_MULTIPLE:
        return b->kind == LITERAL_NOT_MULTIPLE &&
               number_is_multiple_of(a->bound, b->bound) == NUMBER_YES;
    case LITERAL_LENGTH:
        return b->kind == LITERAL_LENGTH && windows_apart(a, b);
    case LITERAL_COUNT:
        if (b->kind == LITERAL_SOME)
            return a->most <= b->least;
        if (b->kind == LITERAL_EXISTS)
            return a->most == 0;
        return b->kind == LITERAL_COUNT && windows_apart(a, b);
    case LITERAL_PATTERN:
        return b->kind == LITERAL_PATTERN && a->text == b->text && a->negated != b->negated;
    case LITERAL_FORMAT:
        return b->kind == LITERAL_FORMAT && formats_contradict(a, b);
    case LITERAL_ALL:
        return b->kind == LITERAL_SOME && position_contradicts(s, b, a);
    case LITERAL_DISTINCT:
        return b->kind == LITERAL_REPEATED;
    case LITERAL_EACH:
        return b->kind == LITERAL_EXISTS && member_contradicts(s, b, a);
    case LITERAL_OPAQUE:
        return b->kind == LITERAL_OPAQUE && a->fact == b->fact && a->negated != b->negated;
    default:
        return false;
    }
}

bool literals_contradict(solver *s, const literal *a, const literal *b)
{
    return a->kind <= b->kind ? contradict(s, a, b) : contradict(s, b, a);
}

static bool bound_implies(const literal *known, const literal *l)
{
    int order = number_compare(known->bound, l->bound);
    if (known->kind == LITERAL_MAXIMUM)
        order = -order;
    return order > 0 || (order == 0 && (known->exclusive || !l->exclusive));
}

bool literal_implies(const literal *known, const literal *l)
{
    if (known == l)
        return true;
    if (known->kind == LITERAL_IN && l->kind == LITERAL_IN)
        return !any_listed(known, l, false);
    if (known->kind == LITERAL_IN && l->kind == LITERAL_NOT_IN)
        return !any_listed(known, l, true);
    if (known->kind != l->kind)
        return false;
    switch ((literal_kind)l->kind) {
    case LITERAL_NOT_IN:
        return !any_listed(l, known, false);
    case LITERAL_MINIMUM:
    case LITERAL_MAXIMUM:
        return bound_implies(known, l);
    case LITERAL_MULTIPLE:
        return number_is_multiple_of(known->bound, l->bound) == NUMBER_YES;
    case LITERAL_LENGTH:
    case LITERAL_COUNT:
        return known->least >= l->least && known->most <= l->most;
    case LITERAL_PATTERN:
    case LITERAL_FORMAT:
        return known->text == l->text && known->negated == l->negated;
    case LITERAL_EXISTS:
        return known->keys == l->keys && (l->item == ITEM_TRUE || known->item == l->item);
    case LITERAL_EACH:
        return known->keys == l->keys && (known->item == ITEM_FALSE || known->item == l->item);
    case LITERAL_ALL:
        return known->item == l->item && known->least <= l->least && known->most >= l->most;
    case LITERAL_DISTINCT:
    case LITERAL_REPEATED:
        return true;
    default:
        return false;
    }
}

const literal *literal_of_value(solver *s, const value *v, bool negated)
{
    const value **values = arena_array_of(s->arena, const value *, 1);
    values[0] = v;
    literal *l = arena_new_of(s->arena, literal);
    *l = (literal){
        .kind = negated ? LITERAL_NOT_IN : LITERAL_IN, .values = values, .value_count = 1};
    return l;
}
