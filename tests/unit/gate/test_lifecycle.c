#include "gate/lifecycle.h"

#include "base/clock.h"
#include "tests/unit/unit.h"

static arena *a;
static int64_t now;
static str consumers[2];

static void set_up(void)
{
    a = arena_new();
    ck_assert(clock_parse(STR("2026-11-21"), &now));
    consumers[0] = STR("web@1 in production");
    consumers[1] = STR("app@7 in test");
}

static void tear_down(void)
{
    arena_free(a);
}

/* Everything a move could ask for is there. */
static lifecycle_move well_prepared(lifecycle_state from, lifecycle_state to)
{
    return (lifecycle_move){.from = from,
                            .to = to,
                            .reason = STR("as agreed"),
                            .sunset = STR("2027-06-30"),
                            .promised = STR("2026-10-01"),
                            .now = now,
                            .published = true};
}

static bool allows(const lifecycle_move *m, lifecycle_refusal *refusal)
{
    return lifecycle_allows(m, refusal, a);
}

/* Rows: from; columns: to, in the order of lifecycle_state. Written by hand, apart from the table
 * under test: a move is there ('x') or it is a mistake ('.'). */
static const char *const wanted[LIFECYCLE_STATES] = {
    /*                    ndpadrr   none draft proposed active deprecated retired rejected */
    [STATE_NONE] = ".xxx...",     [STATE_DRAFT] = "..x...x",      [STATE_PROPOSED] = ".x.x..x",
    [STATE_ACTIVE] = "....x..",   [STATE_DEPRECATED] = "...xxx.", [STATE_RETIRED] = ".......",
    [STATE_REJECTED] = ".x.....",
};

START_TEST(every_pair_is_as_listed)
{
    int from = _i / LIFECYCLE_STATES, to = _i % LIFECYCLE_STATES;
    lifecycle_move m = well_prepared((lifecycle_state)from, (lifecycle_state)to);
    lifecycle_refusal refusal;
    bool expected = wanted[from][to] == 'x';
    ck_assert_msg(allows(&m, &refusal) == expected, "%s to %s", lifecycle_name(m.from),
                  lifecycle_name(m.to));
    ck_assert_int_eq(refusal.is_no_move, !expected);
    ck_assert_int_eq(lifecycle_conditions(m.from, m.to) >= 0, expected);
    ck_assert_uint_eq(refusal.missing_count, expected ? 0 : 1);
}
END_TEST

/* Takes one thing away from a move that has everything; exactly the moves that ask for it fail. */
typedef struct lack {
    unsigned condition;
    void (*take)(lifecycle_move *m);
    const char *says;
} lack;

static void take_reason(lifecycle_move *m)
{
    m->reason = STR("  ");
}
static void take_sunset(lifecycle_move *m)
{
    m->sunset = STR_NULL;
}
static void take_future(lifecycle_move *m)
{
    m->sunset = STR("2026-11-21");
}
static void take_date(lifecycle_move *m)
{
    m->sunset = STR("next summer");
}
static void take_patience(lifecycle_move *m)
{
    m->promised = STR("2026-11-22");
}
static void take_peace(lifecycle_move *m)
{
    m->consumers = consumers;
    m->consumer_count = 1;
}
static void take_contract(lifecycle_move *m)
{
    m->published = false;
}

static const lack lacks[] = {
    {CONDITION_REASON, take_reason, "a reason is missing (--reason TEXT)"},
    {CONDITION_SUNSET, take_sunset, "a sunset date is missing (--sunset 2027-06-30)"},
    {CONDITION_SUNSET, take_future, "the sunset 2026-11-21 is past"},
    {CONDITION_SUNSET, take_date, "the sunset 'next summer' is no date (2027-06-30)"},
    {CONDITION_SUNSET_REACHED, take_patience, "consumers were promised it until 2026-11-22"},
    {CONDITION_NO_CONSUMER, take_peace, "web@1 in production relies on it"},
    {CONDITION_PUBLISHED, take_contract,
     "no version of it was published (handoff publish --provides)"},
};

START_TEST(every_condition_of_every_move)
{
    for (int i = 0; i < LIFECYCLE_STATES * LIFECYCLE_STATES; i++) {
        lifecycle_move m = well_prepared((lifecycle_state)(i / LIFECYCLE_STATES),
                                         (lifecycle_state)(i % LIFECYCLE_STATES));
        int conditions = lifecycle_conditions(m.from, m.to);
        lacks[_i].take(&m);
        lifecycle_refusal refusal;
        bool asks = conditions >= 0 && ((unsigned)conditions & lacks[_i].condition);
        ck_assert_int_eq(allows(&m, &refusal), conditions >= 0 && !asks);
        if (asks)
            ck_assert_str_eq(arena_cstr(a, refusal.missing[0]), lacks[_i].says);
    }
}
END_TEST

START_TEST(all_that_is_missing_is_said)
{
    lifecycle_move m = well_prepared(STATE_DEPRECATED, STATE_RETIRED);
    lifecycle_refusal refusal;
    m.promised = STR("2027-01-01");
    m.consumers = consumers;
    m.consumer_count = 2;
    ck_assert(!allows(&m, &refusal));
    ck_assert_uint_eq(refusal.missing_count, 3);
    m = well_prepared(STATE_ACTIVE, STATE_RETIRED);
    ck_assert(!allows(&m, &refusal));
    ck_assert_str_eq(arena_cstr(a, refusal.missing[0]), "from active one may go to: deprecated");
}
END_TEST

START_TEST(every_state_can_be_reached_and_only_retired_is_an_end)
{
    for (int to = STATE_DRAFT; to < LIFECYCLE_STATES; to++) {
        int ways = 0, on = 0;
        for (int from = STATE_NONE; from < LIFECYCLE_STATES; from++) {
            ways +=
                from != to && lifecycle_conditions((lifecycle_state)from, (lifecycle_state)to) >= 0;
            on += lifecycle_conditions((lifecycle_state)to, (lifecycle_state)from) >= 0;
        }
        ck_assert_int_gt(ways, 0);
        ck_assert_int_eq(on == 0, to == STATE_RETIRED);
    }
}
END_TEST

START_TEST(names_are_read_back)
{
    for (int i = STATE_DRAFT; i < LIFECYCLE_STATES; i++) {
        lifecycle_state read = STATE_NONE;
        ck_assert(lifecycle_parse(&read, str_from(lifecycle_name((lifecycle_state)i))));
        ck_assert_int_eq(read, i);
    }
    lifecycle_state state;
    ck_assert(!lifecycle_parse(&state, STR("none")));
    ck_assert(!lifecycle_parse(&state, STR("Active")));
}
END_TEST

START_TEST(a_state_means_something_to_a_deployment)
{
    static const lifecycle_effect effects[LIFECYCLE_STATES] = {
        [STATE_DRAFT] = EFFECT_WARNS,      [STATE_PROPOSED] = EFFECT_WARNS,
        [STATE_DEPRECATED] = EFFECT_WARNS, [STATE_RETIRED] = EFFECT_REFUSES,
        [STATE_REJECTED] = EFFECT_REFUSES,
    };
    for (int i = 0; i < LIFECYCLE_STATES; i++)
        ck_assert_int_eq(lifecycle_effect_of((lifecycle_state)i), effects[i]);
    ck_assert_str_eq(arena_cstr(a, lifecycle_phrase(STATE_DEPRECATED, STR("2027-01-31"), now, a)),
                     "is deprecated and goes on 2027-01-31");
    ck_assert_str_eq(arena_cstr(a, lifecycle_phrase(STATE_DEPRECATED, STR("2026-01-31"), now, a)),
                     "is deprecated and should have gone on 2026-01-31");
    ck_assert_str_eq(arena_cstr(a, lifecycle_phrase(STATE_RETIRED, STR_NULL, now, a)),
                     "is retired");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/lifecycle");
    TCase *tests = tcase_create("lifecycle");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, every_pair_is_as_listed, 0, LIFECYCLE_STATES * LIFECYCLE_STATES);
    tcase_add_loop_test(tests, every_condition_of_every_move, 0,
                        (int)(sizeof lacks / sizeof *lacks));
    tcase_add_test(tests, all_that_is_missing_is_said);
    tcase_add_test(tests, every_state_can_be_reached_and_only_retired_is_an_end);
    tcase_add_test(tests, names_are_read_back);
    tcase_add_test(tests, a_state_means_something_to_a_deployment);
    suite_add_tcase(suite, tests);
    return unit_main("gate/lifecycle", suite);
}
