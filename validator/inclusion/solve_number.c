/*
 * Numbers: exact decimals on a line.
 *
 * With a step (1 for integers, the least common multiple of all `multipleOf`) the values are a
 * lattice: it is walked from the finite end, and where a bound is missing, or the walk would be too
 * long, a point one step beyond a common multiple of all forbidden divisors is a value for certain,
 * unless a divisor divides the step itself. Without a step the values are dense: a decimal with
 * more digits than any forbidden divisor is a multiple of none.
 */
#include "base/limits.h"
#include "inclusion/solver.h"

enum { WALK_LIMIT = 4000, PERIOD_TRIES = 64, DIGIT_TRIES = 40 };

typedef struct line {
    solver *s;
    goal *goal;
    const leaf *leaf;
    arena *a;
    const number *low, *high;
    bool low_open, high_open;
    bool stepped, filtered;
    number step;
    VEC(number) barred;
    bool too_large;
} line;

static void raise_low(line *n, const literal *l)
{
    int order = n->low ? number_compare(l->bound, n->low) : 1;
    if (order > 0) {
        n->low = l->bound;
        n->low_open = l->exclusive;
    } else if (order == 0) {
        n->low_open |= l->exclusive;
    }
}

static void lower_high(line *n, const literal *l)
{
    int order = n->high ? number_compare(l->bound, n->high) : -1;
    if (order < 0) {
        n->high = l->bound;
        n->high_open = l->exclusive;
    } else if (order == 0) {
        n->high_open |= l->exclusive;
    }
}

static void add_step(line *n, const number *step)
{
    if (!n->stepped) {
        n->step = *step;
        n->stepped = true;
        return;
    }
    number both;
    if (number_lcm(&both, &n->step, step, n->a))
        n->step = both;
    else
        n->too_large = true;
}

static void read_literals(line *n)
{
    number one = number_from_integer(1, n->a);
    if (n->leaf->kind != KIND_FRACTION)
        add_step(n, &one);
    else
        vec_push(n->a, &n->barred, one);
    for (size_t i = 0; i < n->leaf->count; i++) {
        const literal *l = n->leaf->literals[i];
        switch ((literal_kind)l->kind) {
        case LITERAL_MINIMUM:
            raise_low(n, l);
            break;
        case LITERAL_MAXIMUM:
            lower_high(n, l);
            break;
        case LITERAL_MULTIPLE:
            add_step(n, l->bound);
            break;
        case LITERAL_NOT_MULTIPLE:
            vec_push(n->a, &n->barred, *l->bound);
            break;
        case LITERAL_LENGTH:
        case LITERAL_PATTERN:
        case LITERAL_FORMAT:
            n->filtered = true;
            break;
        default:
            break;
        }
    }
}

static bool is_within(const line *n, const number *x)
{
    int low = n->low ? number_compare(x, n->low) : 1;
    int high = n->high ? number_compare(x, n->high) : -1;
    return (low > 0 || (low == 0 && !n->low_open)) && (high < 0 || (high == 0 && !n->high_open));
}

/* Offers x when it is between the bounds and multiple of nothing barred. */
static bool offer(line *n, const number *x)
{
    if (!solver_burn(n->s, 1) || !is_within(n, x))
        return false;
    for (size_t i = 0; i < n->barred.count; i++) {
        if (number_is_multiple_of(x, &n->barred.items[i]) != NUMBER_NO)
            return false;
    }
    number kept;
    if (!number_parse(&kept, number_text(x, n->s->arena), n->s->arena))
        return false;
    const value *v = value_of_number(n->s->values, &kept);
    if (n->leaf->kind == KIND_DECIMAL)
        v = value_as_decimal(n->s->values, v);
    return v->kind == (uint8_t)n->leaf->kind && !leaf_excludes(n->leaf, v) &&
           solver_offer(n->s, n->goal, v);
}

/* --- lattices --- */

/* The first point of the walk and its direction: from 0 where 0 is between the bounds, else from
 * the finite end. False: too large to say. */
static bool start_walk(line *n, number *at, bool *down)
{
    number zero = number_from_integer(0, n->a);
    *down = false;
    if (is_within(n, &zero)) {
        *at = zero;
        return true;
    }
    if (n->low && (!n->low->negative || !n->high))
        return number_ceiling_to(at, n->low, &n->step, n->a);
    if (n->high) {
        *down = true;
        return number_floor_to(at, n->high, &n->step, n->a);
    }
    return number_ceiling_to(at, n->low, &n->step, n->a);
}

/* Walks until a value is found, the walk leaves the bounds (`*left`), or it is too long. */
static bool walk(line *n, number at, bool down, bool *left)
{
    for (int i = 0; i < WALK_LIMIT; i++) {
        if (offer(n, &at))
            return true;
        const number *end = down ? n->low : n->high;
        if (end && (down ? number_compare(&at, end) < 0 : number_compare(&at, end) > 0)) {
            *left = true;
            return false;
        }
        number next;
        if (n->s->exhausted || !(down ? number_subtract(&next, &at, &n->step, n->a)
                                      : number_add(&next, &at, &n->step, n->a)))
            return false;
        at = next;
    }
    return false;
}

/* Points one step beyond multiples of everything barred, from the finite end on. */
static bool try_periods(line *n)
{
    number period = n->step, at, next;
    for (size_t i = 0; i < n->barred.count; i++) {
        if (!number_lcm(&next, &period, &n->barred.items[i], n->a))
            return false;
        period = next;
    }
    number zero = number_from_integer(0, n->a);
    const number *from = n->low ? n->low : n->high ? n->high : &zero;
    bool down = !n->low && n->high;
    if (!(down ? number_floor_to(&at, from, &period, n->a)
               : number_ceiling_to(&at, from, &period, n->a)))
        return false;
    for (int i = 0; i < PERIOD_TRIES && !n->s->exhausted; i++) {
        number x;
        if (!(down ? number_subtract(&x, &at, &n->step, n->a)
                   : number_add(&x, &at, &n->step, n->a)))
            return false;
        if (offer(n, &x))
            return true;
        if (!(down ? number_subtract(&next, &at, &period, n->a)
                   : number_add(&next, &at, &period, n->a)))
            return false;
        at = next;
    }
    return false;
}

static outcome solve_lattice(line *n)
{
    for (size_t i = 0; i < n->barred.count; i++) {
        if (number_is_multiple_of(&n->step, &n->barred.items[i]) == NUMBER_YES)
            return OUTCOME_EMPTY;
    }
    number at;
    bool down, left = false, other = false;
    if (!start_walk(n, &at, &down))
        return OUTCOME_UNKNOWN;
    if (walk(n, at, down, &left))
        return OUTCOME_FOUND;
    /* A walk from 0 has seen one half only. */
    bool whole = left && (number_is_zero(&at) ? walk(n, at, !down, &other) || other : true);
    if (n->goal->witness)
        return OUTCOME_FOUND;
    if (whole)
        return OUTCOME_EMPTY;
    return try_periods(n) ? OUTCOME_FOUND : OUTCOME_UNKNOWN;
}

/* --- the dense case: fractions without a step --- */

static int64_t decimals(const number *x)
{
    return x->exponent < 0 ? -x->exponent : 0;
}

static bool try_digits(line *n, int64_t digits)
{
    number unit, at, next, zero = number_from_integer(0, n->a);
    number_from_decimal(&unit, false, STR("1"), -digits);
    const number *from = n->low ? n->low : n->high ? n->high : &zero;
    bool down = !n->low && n->high;
    if (is_within(n, &zero))
        down = false, from = &zero;
    if (!(down ? number_ceiling_to(&at, from, &unit, n->a)
               : number_floor_to(&at, from, &unit, n->a)))
        return false;
    /* Twelve points: some of them have a last digit that is not 0. The fifth is tried first, for
     * 0.5 reads better than 0.1. */
    number first, five = number_from_integer(5, n->a);
    if (number_multiply(&first, &unit, &five, n->a) && number_add(&next, &at, &first, n->a) &&
        !down && offer(n, &next))
        return true;
    for (int i = 0; i < 12 && !n->s->exhausted; i++) {
        if (offer(n, &at))
            return true;
        if (!(down ? number_subtract(&next, &at, &unit, n->a)
                   : number_add(&next, &at, &unit, n->a)))
            return false;
        at = next;
    }
    return false;
}

static outcome solve_dense(line *n)
{
    if (n->low && n->high) {
        int order = number_compare(n->low, n->high);
        if (order > 0 || (order == 0 && (n->low_open || n->high_open)))
            return OUTCOME_EMPTY;
        if (order == 0)
            return offer(n, n->low) ? OUTCOME_FOUND : n->filtered ? OUTCOME_UNKNOWN : OUTCOME_EMPTY;
    }
    int64_t most = 0;
    for (size_t i = 0; i < n->barred.count; i++)
        most = decimals(&n->barred.items[i]) > most ? decimals(&n->barred.items[i]) : most;
    if (n->low && decimals(n->low) > most)
        most = decimals(n->low);
    if (n->high && decimals(n->high) > most)
        most = decimals(n->high);
    for (int64_t digits = 1; digits <= most + DIGIT_TRIES && digits <= 400; digits++) {
        if (try_digits(n, digits))
            return OUTCOME_FOUND;
    }
    return OUTCOME_UNKNOWN;
}

/* Beyond a bound of hundreds of digits (of a `double`, say) 1e309 reads better than the next one.
 */
static bool offer_round(line *n)
{
    enum { READABLE_DIGITS = 20 };
    const number *bound = n->low && !n->high ? n->low : n->high && !n->low ? n->high : NULL;
    if (!bound || bound->is_small || bound->negative != (bound == n->high))
        return false;
    int64_t digits = (int64_t)bound->digits.length + bound->exponent;
    number round;
    number_from_decimal(&round, bound->negative, STR("1"), digits);
    return digits > READABLE_DIGITS && digits < LIMIT_NUMBER_EXPONENT && offer(n, &round);
}

static outcome solve_line(line *n, doubt *why)
{
    read_literals(n);
    if (n->too_large) {
        *why = (doubt){"the common multiple of the steps is too large; use steps that are "
                       "multiples of one another",
                       NULL};
        return OUTCOME_UNKNOWN;
    }
    if (n->low && n->high && number_compare(n->low, n->high) > 0)
        return OUTCOME_EMPTY;
    if (offer_round(n))
        return OUTCOME_FOUND;
    outcome o = n->stepped ? solve_lattice(n) : solve_dense(n);
    if (o == OUTCOME_UNKNOWN && !why->text)
        *why = (doubt){
            n->filtered
                ? "numbers under conditions on their text; bound the number with minimum and "
                  "maximum, not with pattern or length"
                : "numbers with too many forbidden multiples; state fewer multipleOf under not",
            NULL};
    return o;
}

outcome solve_number(solver *s, goal *g, const leaf *l, doubt *why)
{
    line n = {.s = s, .goal = g, .leaf = l, .a = arena_new()};
    outcome o = solve_line(&n, why);
    arena_free(n.a);
    return o;
}
