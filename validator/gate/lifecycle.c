#include "gate/lifecycle.h"

#include <string.h>

#include "base/clock.h"
#include "base/vec.h"

/* --- the table --- */

typedef struct transition {
    lifecycle_state from, to;
    unsigned conditions;
} transition;

/* Every move there is. A deprecated contract may be given another sunset, and may come back to
 * life; a retired one stays where it is: a new contract takes a new name. */
static const transition transitions[] = {
    {STATE_NONE, STATE_DRAFT, 0},
    {STATE_NONE, STATE_PROPOSED, CONDITION_PUBLISHED},
    {STATE_NONE, STATE_ACTIVE, CONDITION_PUBLISHED},
    {STATE_DRAFT, STATE_PROPOSED, CONDITION_PUBLISHED},
    {STATE_DRAFT, STATE_REJECTED, CONDITION_REASON},
    {STATE_PROPOSED, STATE_DRAFT, CONDITION_REASON},
    {STATE_PROPOSED, STATE_ACTIVE, CONDITION_PUBLISHED},
    {STATE_PROPOSED, STATE_REJECTED, CONDITION_REASON},
    {STATE_REJECTED, STATE_DRAFT, CONDITION_REASON},
    {STATE_ACTIVE, STATE_DEPRECATED, CONDITION_SUNSET | CONDITION_REASON},
    {STATE_DEPRECATED, STATE_DEPRECATED, CONDITION_SUNSET | CONDITION_REASON},
    {STATE_DEPRECATED, STATE_ACTIVE, CONDITION_REASON},
    {STATE_DEPRECATED, STATE_RETIRED, CONDITION_SUNSET_REACHED | CONDITION_NO_CONSUMER},
};

enum { TRANSITIONS = sizeof transitions / sizeof *transitions };

static const struct {
    const char *name;
    lifecycle_effect effect;
} states[LIFECYCLE_STATES] = {
    [STATE_NONE] = {"none", EFFECT_NOTHING},
    [STATE_DRAFT] = {"draft", EFFECT_WARNS},
    [STATE_PROPOSED] = {"proposed", EFFECT_WARNS},
    [STATE_ACTIVE] = {"active", EFFECT_NOTHING},
    [STATE_DEPRECATED] = {"deprecated", EFFECT_WARNS},
    [STATE_RETIRED] = {"retired", EFFECT_REFUSES},
    [STATE_REJECTED] = {"rejected", EFFECT_REFUSES},
};

int lifecycle_conditions(lifecycle_state from, lifecycle_state to)
{
    for (size_t i = 0; i < TRANSITIONS; i++)
        if (transitions[i].from == from && transitions[i].to == to)
            return (int)transitions[i].conditions;
    return -1;
}

const char *lifecycle_name(lifecycle_state state)
{
    return states[state].name;
}

bool lifecycle_parse(lifecycle_state *out, str name)
{
    for (size_t i = STATE_DRAFT; i < LIFECYCLE_STATES; i++)
        if (str_equal(name, str_from(states[i].name))) {
            *out = (lifecycle_state)i;
            return true;
        }
    return false;
}

str lifecycle_next(lifecycle_state from, arena *a)
{
    str list = STR_NULL;
    for (size_t i = 0; i < TRANSITIONS; i++)
        if (transitions[i].from == from)
            list = arena_printf(a, "%.*s%s%s", STR_ARG(list), list.length ? ", " : "",
                                lifecycle_name(transitions[i].to));
    return list.length ? list : STR("nowhere");
}

/* --- conditions --- */

typedef VEC(str) text_vec;

static bool has_text(str s)
{
    return str_trim(s).length > 0;
}

static void check_sunset(const lifecycle_move *m, text_vec *missing, arena *a)
{
    int64_t sunset;
    if (!has_text(m->sunset))
        vec_push(a, missing, STR("a sunset date is missing (--sunset 2027-06-30)"));
    else if (!clock_parse(m->sunset, &sunset))
        vec_push(a, missing,
                 arena_printf(a, "the sunset '%.*s' is no date (2027-06-30)", STR_ARG(m->sunset)));
    else if (sunset <= m->now)
        vec_push(a, missing, arena_printf(a, "the sunset %.*s is past", STR_ARG(m->sunset)));
}

static void check_reached(const lifecycle_move *m, text_vec *missing, arena *a)
{
    int64_t sunset;
    if (m->promised.data && clock_parse(m->promised, &sunset) && m->now < sunset)
        vec_push(a, missing,
                 arena_printf(a, "consumers were promised it until %.*s", STR_ARG(m->promised)));
}

static void check_consumers(const lifecycle_move *m, text_vec *missing, arena *a)
{
    for (size_t i = 0; i < m->consumer_count; i++)
        vec_push(a, missing, arena_printf(a, "%.*s relies on it", STR_ARG(m->consumers[i])));
}

bool lifecycle_allows(const lifecycle_move *m, lifecycle_refusal *refusal, arena *a)
{
    text_vec missing = {0};
    int conditions = lifecycle_conditions(m->from, m->to);
    bool is_no_move = conditions < 0;
    if (is_no_move) {
        vec_push(a, &missing,
                 arena_printf(a, "from %s one may go to: %.*s", lifecycle_name(m->from),
                              STR_ARG(lifecycle_next(m->from, a))));
        conditions = 0;
    }
    if ((conditions & CONDITION_REASON) && !has_text(m->reason))
        vec_push(a, &missing, STR("a reason is missing (--reason TEXT)"));
    if ((conditions & CONDITION_PUBLISHED) && !m->published)
        vec_push(a, &missing, STR("no version of it was published (handoff publish --provides)"));
    if (conditions & CONDITION_SUNSET)
        check_sunset(m, &missing, a);
    if (conditions & CONDITION_SUNSET_REACHED)
        check_reached(m, &missing, a);
    if (conditions & CONDITION_NO_CONSUMER)
        check_consumers(m, &missing, a);
    *refusal = (lifecycle_refusal){is_no_move, missing.items, missing.count};
    return missing.count == 0;
}

/* --- deployments --- */

lifecycle_effect lifecycle_effect_of(lifecycle_state state)
{
    return states[state].effect;
}

str lifecycle_phrase(lifecycle_state state, str sunset, int64_t now, arena *a)
{
    int64_t at;
    if (state != STATE_DEPRECATED || !sunset.data)
        return arena_printf(a, "is %s", lifecycle_name(state));
    bool past = clock_parse(sunset, &at) && at <= now;
    return arena_printf(a, "is deprecated and %s on %.*s", past ? "should have gone" : "goes",
                        STR_ARG(sunset));
}
