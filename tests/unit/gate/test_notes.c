#include "gate/notes.h"

#include "tests/unit/gate/memory_ledger.h"

static const gate_selector shop2 = {
    .service = {"shop", 4}, .kind = SELECT_VERSION, .version = {"2", 1}};
static const gate_selector web1 = {
    .service = {"web", 3}, .kind = SELECT_VERSION, .version = {"1", 1}};
static gate_conditions conditions;

static void set_up(void)
{
    open_ledger();
    conditions = (gate_conditions){.now = now};
    record(
        "{\"fact\":\"environment\",\"name\":\"prod\"}\n"
        "{\"fact\":\"contract\",\"consumer\":\"web\",\"version\":\"1\",\"provider\":\"shop\","
        "\"content\":\"c\"}\n"
        "{\"fact\":\"verification\",\"consumer\":\"web\",\"provider\":\"shop\",\"content\":\"c\","
        "\"provider_version\":\"2\",\"success\":false}\n"
        "{\"fact\":\"deployment\",\"service\":\"web\",\"version\":\"1\",\"environment\":\"prod\"}"
        "\n");
}

static gate_rows ask(const gate_selector *selector)
{
    const gate_question question = {.selectors = selector,
                                    .selector_count = 1,
                                    .target = TARGET_ENVIRONMENT,
                                    .target_name = STR("prod")};
    gate_rows rows;
    ck_assert(gate_gather(l, &question, NULL, &rows, a, &d));
    ck_assert(gate_add_notes(l, &question, &conditions, &rows, a, &d));
    return rows;
}

static const char *only_note(const gate_rows *rows, gate_reason_kind kind)
{
    ck_assert_uint_eq(rows->note_count, 1);
    ck_assert_str_eq(gate_reason_name(rows->notes[0].kind), gate_reason_name(kind));
    return c_text(rows->notes[0].text);
}

START_TEST(nothing_special_is_no_note)
{
    gate_rows rows = ask(&shop2);
    ck_assert_uint_eq(rows.note_count, 0);
    ck_assert_ptr_null(rows.meetings[0].waived);
}
END_TEST

START_TEST(a_waiver_names_both_contracts)
{
    gate_rows rows = ask(&shop2);
    const char *fingerprint = c_text(gate_meeting_fingerprint(&rows.meetings[0], a));
    ck_assert_str_eq(c_text(gate_meeting_contract(&rows.meetings[0], a)), "shop@2");
    record(
        c_text(arena_printf(a,
                            "{\"fact\":\"waiver\",\"fingerprint\":\"%s\",\"contract\":\"shop@2\","
                            "\"owner\":\"o\",\"reason\":\"r\",\"expires\":\"2026-11-21\"}\n",
                            fingerprint)));
    rows = ask(&shop2);
    ck_assert_str_eq(c_text(rows.meetings[0].waived->owner), "o");
    conditions.now = now + 24 * 3600;
    rows = ask(&shop2);
    ck_assert_ptr_null(rows.meetings[0].waived);
    ck_assert_str_eq(only_note(&rows, REASON_WAIVER_LAPSED),
                     "the waiver of o for web with shop does not count: it expired on 2026-11-21");
}
END_TEST

START_TEST(the_most_specific_state_counts)
{
    record("{\"fact\":\"provides\",\"service\":\"shop\",\"version\":\"2\",\"name\":\"a\","
           "\"content\":\"x\"}\n"
           "{\"fact\":\"state\",\"service\":\"shop\",\"state\":\"retired\"}\n");
    gate_rows rows = ask(&shop2);
    ck_assert_str_eq(only_note(&rows, REASON_CONTRACT_RETIRED), "the contract of shop is retired");
    record("{\"fact\":\"state\",\"service\":\"shop\",\"contract\":\"a\",\"state\":\"deprecated\","
           "\"sunset\":\"2027-01-31\"}\n");
    rows = ask(&shop2);
    ck_assert_str_eq(only_note(&rows, REASON_CONTRACT_STATE),
                     "contract a of shop is deprecated and goes on 2027-01-31");
    record("{\"fact\":\"state\",\"service\":\"shop\",\"contract\":\"a\",\"version\":\"2\","
           "\"state\":\"active\"}\n");
    rows = ask(&shop2);
    ck_assert_uint_eq(rows.note_count, 0);
}
END_TEST

/* One retired contract of two leaves another to rely on. */
START_TEST(nothing_new_relies_on_what_is_retired)
{
    record(
        "{\"fact\":\"deployment\",\"service\":\"shop\",\"version\":\"2\",\"environment\":\"prod\"}"
        "\n"
        "{\"fact\":\"provides\",\"service\":\"shop\",\"version\":\"2\",\"name\":\"a\","
        "\"content\":\"x\"}\n"
        "{\"fact\":\"provides\",\"service\":\"shop\",\"version\":\"2\",\"name\":\"b\","
        "\"content\":\"y\"}\n"
        "{\"fact\":\"state\",\"service\":\"shop\",\"contract\":\"a\",\"state\":\"retired\"}\n");
    gate_rows rows = ask(&web1);
    ck_assert_str_eq(only_note(&rows, REASON_CONTRACT_STATE),
                     "web relies on shop: contract a of shop is retired");
    record("{\"fact\":\"state\",\"service\":\"shop\",\"contract\":\"b\",\"state\":\"rejected\"}\n");
    rows = ask(&web1);
    ck_assert_uint_eq(rows.note_count, 2);
    ck_assert_int_eq(rows.notes[0].kind, REASON_CONTRACT_RETIRED);
}
END_TEST

START_TEST(a_word_nobody_knows_protects)
{
    record("{\"fact\":\"environment\",\"name\":\"prod\",\"protection\":\"three-person\"}\n");
    gate_rows rows = ask(&shop2);
    only_note(&rows, REASON_APPROVAL_MISSING);
    record("{\"fact\":\"release-approval\",\"service\":\"shop\",\"version\":\"2\",\"environment\":"
           "\"prod\",\"owner\":\"o\",\"approver\":\"bo\",\"rollback_plan\":\"p\"}\n");
    rows = ask(&shop2);
    ck_assert_str_eq(only_note(&rows, REASON_APPROVED),
                     "bo approved shop@2 for prod; it is owned by o, and comes back by: p");
}
END_TEST

/* A waiver that lets something into a two-person environment is under the same rule. */
START_TEST(two_persons_for_waivers_too)
{
    gate_rows rows = ask(&shop2);
    record(c_text(arena_printf(
        a,
        "{\"fact\":\"waiver\",\"fingerprint\":\"%s\",\"contract\":\"shop@2\",\"owner\":\"o\","
        "\"reason\":\"r\",\"expires\":\"2027-01-01\",\"author\":\"anna\"}\n"
        "{\"fact\":\"environment\",\"name\":\"prod\",\"protection\":\"two-person\"}\n",
        c_text(gate_meeting_fingerprint(&rows.meetings[0], a)))));
    rows = ask(&shop2);
    ck_assert_ptr_null(rows.meetings[0].waived);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/notes");
    TCase *tests = tcase_create("notes");
    tcase_add_checked_fixture(tests, set_up, close_ledger);
    tcase_add_test(tests, nothing_special_is_no_note);
    tcase_add_test(tests, a_waiver_names_both_contracts);
    tcase_add_test(tests, the_most_specific_state_counts);
    tcase_add_test(tests, nothing_new_relies_on_what_is_retired);
    tcase_add_test(tests, a_word_nobody_knows_protects);
    tcase_add_test(tests, two_persons_for_waivers_too);
    suite_add_tcase(suite, tests);
    return unit_main("gate/notes", suite);
}
