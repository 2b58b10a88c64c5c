#include "gate/decision.h"

#include "tests/unit/unit.h"

static arena *a;

static void set_up(void)
{
    a = arena_new();
}

static void tear_down(void)
{
    arena_free(a);
}

static gate_meeting meeting(gate_result result)
{
    return (gate_meeting){.consumer = {STR("web"), STR("1"), STR_NULL},
                          .provider = {STR("shop"), STR("2"), STR_NULL},
                          .content = STR("c"),
                          .result = result};
}

static gate_decision decide(const gate_meeting *meetings, size_t count)
{
    const gate_rows rows = {.meetings = meetings, .meeting_count = count};
    return gate_decide(&rows, a);
}

/* A certain no stays a no beside unknowns, whatever the order. */
START_TEST(answers_by_the_worst_meeting)
{
    static const struct {
        gate_result results[3];
        size_t count;
        gate_answer answer;
    } table[] = {
        {{RESULT_NONE}, 0, GATE_YES},
        {{RESULT_PASSED}, 1, GATE_YES},
        {{RESULT_PASSED, RESULT_NONE}, 2, GATE_UNKNOWN},
        {{RESULT_FAILED, RESULT_NONE}, 2, GATE_NO},
        {{RESULT_NONE, RESULT_PASSED, RESULT_FAILED}, 3, GATE_NO},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        gate_meeting meetings[3];
        for (size_t j = 0; j < 3; j++)
            meetings[j] = meeting(table[i].results[j]);
        ck_assert_int_eq(decide(meetings, table[i].count).answer, table[i].answer);
    }
}
END_TEST

START_TEST(an_ignored_meeting_decides_nothing)
{
    gate_meeting failed = meeting(RESULT_FAILED);
    failed.ignored = true;
    gate_decision decision = decide(&failed, 1);
    ck_assert_int_eq(decision.answer, GATE_YES);
    ck_assert_uint_eq(decision.ignored, 1);
    ck_assert_uint_eq(decision.failed, 0);
}
END_TEST

START_TEST(an_unknown_says_which_of_them_it_is)
{
    gate_meeting never = meeting(RESULT_NONE), another = never, hole = never, bare = never;
    another.verified_by = STR("1");
    hole.provider.version = STR_NULL;
    bare.content = STR_NULL;
    ck_assert_int_eq(decide(&never, 1).reasons[0].kind, REASON_NEVER_VERIFIED);
    ck_assert_int_eq(decide(&another, 1).reasons[0].kind, REASON_VERIFIED_BY_ANOTHER);
    ck_assert_int_eq(decide(&hole, 1).reasons[0].kind, REASON_NOT_DEPLOYED);
    ck_assert_int_eq(decide(&bare, 1).reasons[0].kind, REASON_NO_CONTRACT);
}
END_TEST

START_TEST(a_version_nobody_recorded_is_a_no)
{
    const gate_subject subject = {.version = {STR("shop"), STR_NULL, STR("version 9 of shop")}};
    const gate_rows rows = {.subjects = &subject, .subject_count = 1};
    gate_decision decision = gate_decide(&rows, a);
    ck_assert_int_eq(decision.answer, GATE_NO);
    ck_assert(str_equal(decision.reasons[0].text, STR("version 9 of shop is not recorded")));
}
END_TEST

START_TEST(a_waived_meeting_is_told_and_decides_nothing)
{
    const gate_waived waived = {STR("storefront"), STR("we move in May"), STR("2027-05-31"),
                                STR_NULL};
    gate_meeting meetings[] = {meeting(RESULT_FAILED), meeting(RESULT_NONE),
                               meeting(RESULT_PASSED)};
    for (size_t i = 0; i < 3; i++)
        meetings[i].waived = &waived;
    gate_decision decision = decide(meetings, 3);
    ck_assert_int_eq(decision.answer, GATE_YES);
    ck_assert_uint_eq(decision.waived, 2);
    ck_assert_uint_eq(decision.passed, 1);
    ck_assert_int_eq(decision.reasons[0].kind, REASON_WAIVED);
    ck_assert(gate_reason_is_warning(REASON_WAIVED));
    ck_assert_str_eq(arena_cstr(a, decision.reasons[0].text),
                     "version 2 of shop does not give version 1 of web what it relies on; waived "
                     "until 2027-05-31 by storefront: we move in May");
}
END_TEST

START_TEST(notes_weigh_by_their_kind)
{
    static const struct {
        gate_reason_kind note;
        gate_result result;
        gate_answer answer;
    } table[] = {
        {REASON_CONTRACT_STATE, RESULT_PASSED, GATE_YES},
        {REASON_CONTRACT_RETIRED, RESULT_PASSED, GATE_NO},
        {REASON_APPROVAL_MISSING, RESULT_NONE, GATE_NO},
        {REASON_NO_CONTRACT, RESULT_PASSED, GATE_UNKNOWN},
        {REASON_NO_CONTRACT, RESULT_FAILED, GATE_NO},
        {REASON_APPROVED, RESULT_NONE, GATE_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const gate_note note = {table[i].note, STR("as it is")};
        const gate_meeting m = meeting(table[i].result);
        const gate_rows rows = {
            .meetings = &m, .meeting_count = 1, .notes = &note, .note_count = 1};
        gate_decision decision = gate_decide(&rows, a);
        ck_assert_int_eq(decision.answer, table[i].answer);
        bool told = false;
        for (size_t j = 0; j < decision.reason_count; j++)
            told |= decision.reasons[j].kind == table[i].note;
        ck_assert(told);
    }
}
END_TEST

/* What was recorded and what was compared: any failure is one, else any success. */
START_TEST(both_sources_count)
{
    static const struct {
        gate_result recorded;
        comparison_answer computed;
        gate_result result;
    } table[] = {
        {RESULT_NONE, COMPARISON_NONE, RESULT_NONE},
        {RESULT_NONE, COMPARISON_UNDECIDED, RESULT_NONE},
        {RESULT_NONE, COMPARISON_FITS, RESULT_PASSED},
        {RESULT_NONE, COMPARISON_BREAKS, RESULT_FAILED},
        {RESULT_PASSED, COMPARISON_NONE, RESULT_PASSED},
        {RESULT_PASSED, COMPARISON_UNDECIDED, RESULT_PASSED},
        {RESULT_PASSED, COMPARISON_FITS, RESULT_PASSED},
        {RESULT_PASSED, COMPARISON_BREAKS, RESULT_FAILED},
        {RESULT_FAILED, COMPARISON_NONE, RESULT_FAILED},
        {RESULT_FAILED, COMPARISON_UNDECIDED, RESULT_FAILED},
        {RESULT_FAILED, COMPARISON_FITS, RESULT_FAILED},
        {RESULT_FAILED, COMPARISON_BREAKS, RESULT_FAILED},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const gate_meeting m = {.recorded = table[i].recorded,
                                .computed = {.answer = table[i].computed}};
        ck_assert_int_eq(gate_meeting_result(&m), table[i].result);
    }
}
END_TEST

START_TEST(an_unknown_beside_texts_says_what_they_lack)
{
    gate_meeting m = meeting(RESULT_NONE);
    m.has_text = true;
    ck_assert_int_eq(decide(&m, 1).reasons[0].kind, REASON_NO_CONTRACT);
    m.provided = STR("p");
    ck_assert_int_eq(decide(&m, 1).reasons[0].kind, REASON_NEVER_VERIFIED);
    m.computed = (gate_comparison){COMPARISON_UNDECIDED, STR("why"), STR("e")};
    ck_assert_int_eq(decide(&m, 1).reasons[0].kind, REASON_UNDECIDED);
    ck_assert_uint_ne(str_search(decide(&m, 1).reasons[0].text, STR("why")), SIZE_MAX);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/decision");
    TCase *tests = tcase_create("decision");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, answers_by_the_worst_meeting);
    tcase_add_test(tests, an_ignored_meeting_decides_nothing);
    tcase_add_test(tests, an_unknown_says_which_of_them_it_is);
    tcase_add_test(tests, a_version_nobody_recorded_is_a_no);
    tcase_add_test(tests, a_waived_meeting_is_told_and_decides_nothing);
    tcase_add_test(tests, notes_weigh_by_their_kind);
    tcase_add_test(tests, both_sources_count);
    tcase_add_test(tests, an_unknown_beside_texts_says_what_they_lack);
    suite_add_tcase(suite, tests);
    return unit_main("gate/decision", suite);
}
