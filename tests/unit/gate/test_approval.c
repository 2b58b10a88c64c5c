#include "gate/approval.h"

#include "base/clock.h"
#include "tests/unit/unit.h"

static arena *a;
static int64_t now;
static given_approval approvals[2];

static void set_up(void)
{
    a = arena_new();
    ck_assert(clock_parse(STR("2026-11-21T12:00:00Z"), &now));
    approvals[0] = (given_approval){STR("bob"), STR("fine with us"), STR_NULL};
    approvals[1] = (given_approval){STR("eve"), STR_NULL, STR_NULL};
}

static void tear_down(void)
{
    arena_free(a);
}

static given_waiver waiver(void)
{
    return (given_waiver){.fingerprint = STR("0123456789abcdef"),
                          .contract = STR("c1"),
                          .owner = STR("storefront"),
                          .reason = STR("we move in May"),
                          .expires = STR("2026-11-21"),
                          .author = STR("anna")};
}

static void expect(standing s, standing_kind kind, const char *why)
{
    ck_assert_str_eq(standing_name(s.kind), standing_name(kind));
    ck_assert_str_eq(s.why.data ? arena_cstr(a, s.why) : "", why);
}

START_TEST(a_waiver_counts_until_its_last_second)
{
    const approval_policy anyone = {0};
    given_waiver w = waiver();
    expect(waiver_standing(&w, STR("c1"), &anyone, now, a), STANDING_COUNTS, "");
    expect(waiver_standing(&w, STR("c1"), &anyone, now + 12 * 3600 - 1, a), STANDING_COUNTS, "");
    expect(waiver_standing(&w, STR("c1"), &anyone, now + 12 * 3600, a), STANDING_EXPIRED,
           "it expired on 2026-11-21");
    w.expires = STR("2026-11-21T12:00:00Z");
    expect(waiver_standing(&w, STR("c1"), &anyone, now, a), STANDING_EXPIRED,
           "it expired on 2026-11-21T12:00:00Z");
    w.expires = STR("when hell freezes");
    expect(waiver_standing(&w, STR("c1"), &anyone, now, a), STANDING_EXPIRED,
           "it expired on when hell freezes");
}
END_TEST

START_TEST(a_waiver_is_bound_to_its_contract)
{
    const approval_policy anyone = {0};
    given_waiver w = waiver();
    expect(waiver_standing(&w, STR("c2"), &anyone, now, a), STANDING_OTHER_CONTRACT,
           "the contract was changed after it was given");
    expect(waiver_standing(&w, STR_NULL, &anyone, now, a), STANDING_COUNTS, "");
}
END_TEST

START_TEST(a_revoked_waiver_says_by_whom)
{
    const approval_policy anyone = {0};
    given_waiver w = waiver();
    w.revoked_by = STR("carol");
    expect(waiver_standing(&w, STR("c1"), &anyone, now, a), STANDING_REVOKED, "carol revoked it");
    w.revoked_because = STR("fixed");
    expect(waiver_standing(&w, STR("c1"), &anyone, now, a), STANDING_REVOKED,
           "carol revoked it: fixed");
}
END_TEST

START_TEST(two_persons_are_two)
{
    const approval_policy two = {.two_person = true};
    given_waiver w = waiver();
    expect(waiver_standing(&w, STR("c1"), &two, now, a), STANDING_UNAPPROVED,
           "nobody approved of it");
    w.approvals = approvals;
    w.approval_count = 1;
    approvals[0].approver = STR("@Anna ");
    expect(waiver_standing(&w, STR("c1"), &two, now, a), STANDING_UNAPPROVED,
           "@Anna  asked for it and cannot approve of it");
    w.approval_count = 2;
    standing s = waiver_standing(&w, STR("c1"), &two, now, a);
    expect(s, STANDING_COUNTS, "");
    ck_assert_str_eq(arena_cstr(a, s.approver), "eve");
    w.author = STR_NULL;
    expect(waiver_standing(&w, STR("c1"), &two, now, a), STANDING_UNAPPROVED,
           "nobody knows who asked for it, so no one else can be told apart");
    w.author = STR(" ");
    expect(waiver_standing(&w, STR("c1"), &two, now, a), STANDING_UNAPPROVED,
           "nobody knows who asked for it, so no one else can be told apart");
}
END_TEST

START_TEST(only_approvers_approve)
{
    const str names[] = {STR("dora"), STR("@eve")};
    const approval_policy listed = {.approvers = names, .approver_count = 2};
    given_waiver w = waiver();
    w.approvals = approvals;
    expect(waiver_standing(&w, STR("c1"), &listed, now, a), STANDING_UNAPPROVED,
           "nobody approved of it");
    w.approval_count = 1;
    expect(waiver_standing(&w, STR("c1"), &listed, now, a), STANDING_UNAPPROVED,
           "bob is none of those who may approve");
    w.approval_count = 2;
    expect(waiver_standing(&w, STR("c1"), &listed, now, a), STANDING_COUNTS, "");
    approvals[1].expires = STR("2026-11-20");
    expect(waiver_standing(&w, STR("c1"), &listed, now, a), STANDING_UNAPPROVED,
           "the approval of eve expired on 2026-11-20");
}
END_TEST

START_TEST(a_release_needs_another_person)
{
    const approval_policy anyone = {0}, two = {.two_person = true};
    release_approval r = {.service = STR("shop"),
                          .version = STR("2"),
                          .environment = STR("production"),
                          .owner = STR("orders"),
                          .approver = STR("bob"),
                          .rollback_plan = STR("deploy 1 again")};
    expect(release_standing(&r, STR("bob"), &anyone, now, a), STANDING_COUNTS, "");
    expect(release_standing(&r, STR("BOB"), &two, now, a), STANDING_UNAPPROVED,
           "bob asks for it and cannot approve of it");
    expect(release_standing(&r, STR("anna"), &two, now, a), STANDING_COUNTS, "");
    expect(release_standing(&r, STR_NULL, &two, now, a), STANDING_UNAPPROVED,
           "nobody knows who asks for it, so no one else can be told apart (--by)");
    expect(release_standing(&r, STR(" @ "), &two, now, a), STANDING_UNAPPROVED,
           "nobody knows who asks for it, so no one else can be told apart (--by)");
    r.author = STR("bob");
    expect(release_standing(&r, STR("anna"), &two, now, a), STANDING_UNAPPROVED,
           "bob asks for it and cannot approve of it");
    r.author = STR("anna");
    expect(release_standing(&r, STR_NULL, &two, now, a), STANDING_COUNTS, "");
    r.expires = STR("2026-11-20");
    expect(release_standing(&r, STR("anna"), &anyone, now, a), STANDING_EXPIRED,
           "it expired on 2026-11-20");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/approval");
    TCase *tests = tcase_create("approval");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_waiver_counts_until_its_last_second);
    tcase_add_test(tests, a_waiver_is_bound_to_its_contract);
    tcase_add_test(tests, a_revoked_waiver_says_by_whom);
    tcase_add_test(tests, two_persons_are_two);
    tcase_add_test(tests, only_approvers_approve);
    tcase_add_test(tests, a_release_needs_another_person);
    suite_add_tcase(suite, tests);
    return unit_main("gate/approval", suite);
}
