#include "../unit.h"

#include <string.h>

#include "base/clock.h"
#include "policy/policy.h"
#include "policy/policy_schema.h"

static diags d;

static void setup(void)
{
    diags_init(&d);
}

static void teardown(void)
{
    diags_clear(&d);
}

static policy *read_text(const char *text)
{
    buf source = {0};
    buf_append(&source, str_from(text));
    policy *p = policy_read(&source, STR("handoff.yaml"), &d);
    buf_clear(&source);
    return p;
}

static int64_t at(const char *text)
{
    int64_t seconds = 0;
    ck_assert(clock_parse(str_from(text), &seconds));
    return seconds;
}

static const char whole[] =
    "version: 1\n"
    "against: origin/main\n"
    "fail-on: warning\n"
    "contracts:\n"
    "  - path: 'services/*/openapi.yaml'\n"
    "    except: services/old/openapi.yaml\n"
    "    kind: openapi\n"
    "    producer: payments\n"
    "    owner: team-payments\n"
    "  - path: [events/**/*.json, ./more//*.json]\n"
    "    kind: json-schema\n"
    "    producer: orders\n"
    "    written-by: orders\n"
    "    read-by: [billing, mail]\n"
    "  - plain.yaml\n"
    "exclude: 'events/draft/**'\n"
    "levels:\n"
    "  - {rule: 'response-*', path: '/internal/**', level: info}\n"
    "waivers: []\n"
    "limits: {time: 2m, memory: 1GB, steps: 5000}\n"
    "deprecation: {sunset-after: 12w, sunset-after-beta: 30, least-stability: beta}\n"
    "approvals: {two-person: true, approvers: anna, protected: [production, 'eu-*']}\n"
    "mappings: {'https://schemas.example.com/': schemas/}\n"
    "owners: {teams: [team-payments], codeowners: docs/OWNERS}\n";

START_TEST(a_whole_file_is_read)
{
    policy *p = read_text(whole);
    ck_assert_ptr_nonnull(p);
    ck_assert(str_equal(p->against, STR("origin/main")));
    ck_assert_int_eq(p->fail_on, LEVEL_WARNING);
    ck_assert_uint_eq(p->contract_count, 3);
    ck_assert_int_eq(p->contracts[0].kind, CONTRACT_OPENAPI);
    ck_assert_int_eq(p->contracts[1].compatibility, COMPATIBILITY_FORWARD);
    ck_assert_uint_eq(p->contracts[0].place.line, 5);
    ck_assert_uint_eq(p->limits.seconds, 120);
    ck_assert_uint_eq(p->limits.memory, 1u << 30);
    ck_assert_uint_eq(p->limits.steps, 5000);
    ck_assert_uint_eq(p->deprecation.days_stable, 84);
    ck_assert_uint_eq(p->deprecation.days_beta, 30);
    ck_assert_int_eq(p->deprecation.least, STABILITY_BETA);
    ck_assert(p->approvals.two_person);
    ck_assert_uint_eq(p->approvals.approvers.count, 1);
    ck_assert(str_equal(p->approvals.protected_environments.items[1], STR("eu-*")));
    ck_assert_uint_eq(p->mapping_count, 1);
    ck_assert(str_equal(p->codeowners, STR("docs/OWNERS")));
    policy_free(p);
}
END_TEST

START_TEST(a_file_falls_under_the_first_entry_that_has_it)
{
    policy *p = read_text(whole);
    ck_assert_ptr_nonnull(p);
    ck_assert_ptr_eq(policy_contract_of(p, STR("services/a/openapi.yaml")), &p->contracts[0]);
    ck_assert_ptr_null(policy_contract_of(p, STR("services/old/openapi.yaml")));
    ck_assert_ptr_eq(policy_contract_of(p, STR("events/a/b.json")), &p->contracts[1]);
    ck_assert_ptr_eq(policy_contract_of(p, STR("more/b.json")), &p->contracts[1]);
    ck_assert_ptr_null(policy_contract_of(p, STR("events/draft/b.json")));
    ck_assert_ptr_eq(policy_contract_of(p, STR("plain.yaml")), &p->contracts[2]);
    policy_free(p);
}
END_TEST

typedef struct mistake {
    const char *text, *code;
    uint32_t line, column;
    const char *hint; /* part of it; NULL: not asked */
} mistake;

static const mistake mistakes[] = {
    {"contract: []\n", "policy.unknown-key", 1, 1, "'contracts'"},
    {"contracts: [a.yaml]\nfail_on: breaking\n", "policy.unknown-key", 2, 1, "'fail-on'"},
    {"contracts: [a.yaml]\nxyzzy: 1\n", "policy.unknown-key", 2, 1, "known here: version"},
    {"contracts:\n  - path: a.yaml\n    onwer: me\n", "policy.unknown-key", 3, 5, "'owner'"},
    {"contracts:\n  - kind: openapi\n", "policy.missing", 2, 5, NULL},
    {"contracts: []\n", "policy.value", 1, 12, NULL},
    {"contracts: {}\n", "policy.type", 1, 12, NULL},
    {"contracts:\n  - path: a.yaml\n    kind: opanapi\n", "policy.value", 3, 11, "'openapi'"},
    {"contracts:\n  - path: 5\n", "policy.type", 2, 11, "quotes"},
    {"contracts:\n  - path: ../a.yaml\n", "policy.value", 2, 5, NULL},
    {"contracts:\n  - path: /etc/passwd\n", "policy.value", 2, 5, NULL},
    {"contracts: ['']\n", "policy.value", 1, 13, NULL},
    {"version: 2\ncontracts: [a.yaml]\n", "policy.value", 1, 10, NULL},
    {"contracts: [a.yaml]\nlevels: {some-rule: loud}\n", "policy.value", 2, 21, NULL},
    {"contracts: [a.yaml]\nlimits: {time: 5 parsecs}\n", "policy.value", 2, 16, NULL},
    {"contracts: [a.yaml]\nlimits: {memory: 99999999999GB}\n", "policy.value", 2, 18, NULL},
    {"contracts: [a.yaml]\nlimits: {steps: 0}\n", "policy.value", 2, 17, NULL},
    {"contracts: [a.yaml]\nmappings: {'http://x/': ../y}\n", "policy.value", 2, 25, NULL},
    {"contracts: [a.yaml]\napprovals: {two-persons: true}\n", "policy.unknown-key", 2, 13,
     "'two-person'"},
    {"contracts: [a.yaml]\napprovals: {two-person: maybe}\n", "policy.type", 2, 25, NULL},
    {"contracts: [a.yaml]\nwaivers: [{rulle: x}]\n", "policy.unknown-key", 2, 12, "'rule'"},
    {"contracts: [a.yaml]\nlevels: {response-required-property-remove: info}\n",
     "policy.unknown-rule", 2, 45, "did you mean"},
    {"contracts: [a.yaml]\nlevels: [{rule: 'x-*', level: info}]\n", "policy.unknown-rule", 2, 17,
     "handoff rules"},
    {"- a\n", "policy.type", 1, 1, NULL},
    {"contracts: [a\n", "yaml.syntax", 2, 1, NULL},
};

START_TEST(a_mistake_is_named_with_its_place)
{
    const mistake *m = &mistakes[_i];
    policy *p = read_text(m->text);
    ck_assert_ptr_null(p);
    ck_assert_uint_ge(d.errors, 1);
    ck_assert_msg(str_equal(d.items[0].code, str_from(m->code)), "%s: got %.*s", m->text,
                  STR_ARG(d.items[0].code));
    ck_assert_msg(d.items[0].line == m->line && d.items[0].column == m->column, "%s: got %u:%u",
                  m->text, d.items[0].line, d.items[0].column);
    if (m->hint)
        ck_assert_msg(str_search(d.items[0].hint, str_from(m->hint)) != SIZE_MAX, "hint %.*s",
                      STR_ARG(d.items[0].hint));
}
END_TEST

START_TEST(all_mistakes_are_named_at_once)
{
    ck_assert_ptr_null(read_text("contracts: [{path: 3}]\nxyzzy: 1\nlimits: {time: never}\n"));
    ck_assert_uint_eq(d.errors, 3);
}
END_TEST

/* The JSON Schema refuses what the tables refuse, by itself; it does not know the rules. */
START_TEST(the_schema_agrees)
{
    if (str_equal(str_from(mistakes[_i].code), STR("policy.unknown-rule")))
        return;
    buf source = {0};
    buf_append(&source, str_from(mistakes[_i].text));
    document *doc = document_read(&source, STR("handoff.yaml"), &(document_options){0}, &d);
    if (doc)
        ck_assert_msg(!policy_fits_schema(doc, &d), "%s", mistakes[_i].text);
    document_free(doc);
    buf_clear(&source);
}
END_TEST

/* --- findings in the light of a policy --- */

static str two_operations[] = {{"GET /a", 6}, {"GET /internal/b", 15}};

static report *one_finding(size_t operations)
{
    report *r = report_new();
    report_add(r, &(finding){.rule = STR("response-required-property-removed"),
                             .level = LEVEL_BREAKING,
                             .message = STR("it is gone"),
                             .where = STR("response 200 application/json /total"),
                             .operations = two_operations + (2 - operations),
                             .operation_count = operations,
                             .new_place = {STR("a.yaml"), 3, 4, STR("/components/schemas/A")},
                             .fingerprint = STR("0123456789abcdef")});
    report_finish(r, true);
    return r;
}

typedef struct application {
    const char *settings; /* below contracts */
    size_t operations;
    level level;
    bool waived;
    size_t about_waivers; /* findings about the waivers themselves */
    const char *about;    /* rule of the first of them */
} application;

#define SOUND "owner: me, reason: because, expires: '2026-12-31'"

static const application applications[] = {
    {"levels: {response-required-property-removed: warning}", 1, LEVEL_WARNING, false, 0, NULL},
    {"levels: {'response-*': info}", 1, LEVEL_INFO, false, 0, NULL},
    {"levels: [{rule: '*', level: info}, {rule: 'resp*', level: warning}]", 1, LEVEL_WARNING, false,
     0, NULL},
    {"levels: [{rule: '*', level: info, contract: 'b*'}]", 1, LEVEL_BREAKING, false, 0, NULL},
    {"levels: [{rule: '*', level: info, operation: 'GET /internal/**'}]", 1, LEVEL_INFO, false, 0,
     NULL},
    {"levels: [{rule: '*', level: info, operation: 'PUT *'}]", 1, LEVEL_BREAKING, false, 0, NULL},
    {"preset: lenient", 1, LEVEL_BREAKING, false, 0, NULL},
    {"preset: strict\nlevels: [{rule: '*', level: info}]", 1, LEVEL_INFO, false, 0, NULL},
    {"levels: [{rule: '*', level: info, path: '/internal/**'}]", 1, LEVEL_INFO, false, 0, NULL},
    /* it reaches GET /a too */
    {"levels: [{rule: '*', level: info, path: '/internal/**'}]", 2, LEVEL_BREAKING, false, 0, NULL},
    {"waivers: [{fingerprint: '01234567', " SOUND "}]", 1, LEVEL_BREAKING, true, 0, NULL},
    {"waivers: [{fingerprint: '11234567', " SOUND "}]", 1, LEVEL_BREAKING, false, 1,
     "waiver-unused"},
    {"waivers: [{fingerprint: '0123456', " SOUND "}]", 1, LEVEL_BREAKING, false, 1,
     "waiver-malformed"},
    {"waivers: [{rule: 'response-*', location: 'GET /internal/b', " SOUND "}]", 1, LEVEL_BREAKING,
     true, 0, NULL},
    /* the other operation is not waived, so the finding is not */
    {"waivers: [{rule: 'response-*', location: 'GET /internal/b', " SOUND "}]", 2, LEVEL_BREAKING,
     false, 1, "waiver-unused"},
    {"waivers: [{rule: 'response-*', location: 'GET /**', " SOUND "}]", 2, LEVEL_BREAKING, true, 0,
     NULL},
    {"waivers: [{rule: 'response-*', location: '/components/schemas/A', " SOUND "}]", 2,
     LEVEL_BREAKING, true, 0, NULL},
    {"waivers: [{rule: 'response-*', location: 'GET /internal/b response 200 **', " SOUND "}]", 1,
     LEVEL_BREAKING, true, 0, NULL},
    {"waivers: [{rule: 'response-*', " SOUND "}]", 1, LEVEL_BREAKING, false, 1, "waiver-malformed"},
    {"waivers: [{rule: 'no-such-rule', location: '**', " SOUND "}]", 1, LEVEL_BREAKING, false, 1,
     "waiver-malformed"},
    {"waivers: [{location: '**', " SOUND "}]", 1, LEVEL_BREAKING, false, 1, "waiver-malformed"},
    {"waivers: [{fingerprint: '01234567', reason: x, expires: '2026-12-31'}]", 1, LEVEL_BREAKING,
     false, 1, "waiver-malformed"},
    {"waivers: [{fingerprint: '01234567', owner: x, reason: x, expires: soon}]", 1, LEVEL_BREAKING,
     false, 1, "waiver-malformed"},
    {"waivers: [{fingerprint: '01234567', owner: x, reason: x}]", 1, LEVEL_BREAKING, false, 1,
     "waiver-malformed"},
    /* the clock stands at noon of 2026-06-01 */
    {"waivers: [{fingerprint: '01234567', owner: x, reason: x, expires: '2026-06-01'}]", 1,
     LEVEL_BREAKING, true, 0, NULL},
    {"waivers: [{fingerprint: '01234567', owner: x, reason: x, expires: '2026-05-31'}]", 1,
     LEVEL_BREAKING, false, 1, "waiver-expired"},
    {"waivers: [{fingerprint: '01234567', owner: x, reason: x, expires: '2026-06-01T11:59:59Z'}]",
     1, LEVEL_BREAKING, false, 1, "waiver-expired"},
};

START_TEST(a_policy_is_applied)
{
    const application *one = &applications[_i];
    buf text = {0};
    buf_printf(&text, "contracts: [a.yaml]\n%s\n", one->settings);
    policy *p = read_text(buf_cstr(&text));
    ck_assert_msg(p != NULL, "%s: %.*s", one->settings,
                  STR_ARG(d.count ? d.items[0].message : STR_NULL));
    report *r = one_finding(one->operations), *about = report_new();
    arena *a = arena_new();
    policy_run run;
    policy_run_begin(&run, p, at("2026-06-01T12:00:00Z"), a);
    policy_apply(&run, r, STR("a.yaml"));
    policy_report_waivers(&run, about);
    ck_assert_uint_eq(r->finding_count, 1);
    ck_assert_msg(r->findings[0].level == one->level, "%s", one->settings);
    ck_assert_msg((r->findings[0].waived != NULL) == one->waived, "%s", one->settings);
    bool breaking = one->level == LEVEL_BREAKING && !one->waived;
    ck_assert_msg((r->verdict == VERDICT_BREAKING) == breaking, "%s", one->settings);
    ck_assert_msg(about->finding_count == one->about_waivers, "%s", one->settings);
    if (one->about)
        ck_assert_msg(str_equal(about->findings[0].rule, str_from(one->about)), "%s",
                      one->settings);
    report_free(r);
    report_free(about);
    policy_free(p);
    arena_free(a);
    buf_clear(&text);
}
END_TEST

START_TEST(level_none_switches_a_rule_off)
{
    policy *p =
        read_text("contracts: [a.yaml]\nlevels: {response-required-property-removed: none}\n");
    report *r = one_finding(1);
    arena *a = arena_new();
    policy_run run;
    policy_run_begin(&run, p, 0, a);
    policy_apply(&run, r, STR("a.yaml"));
    ck_assert_uint_eq(r->finding_count, 0);
    ck_assert_int_eq(r->verdict, VERDICT_COMPATIBLE);
    report_free(r);
    policy_free(p);
    arena_free(a);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    Suite *suite = suite_create("policy/policy");
    TCase *one = tcase_create("policy");
    tcase_add_checked_fixture(one, setup, teardown);
    tcase_add_test(one, a_whole_file_is_read);
    tcase_add_test(one, a_file_falls_under_the_first_entry_that_has_it);
    tcase_add_loop_test(one, a_mistake_is_named_with_its_place, 0, COUNT(mistakes));
    tcase_add_loop_test(one, the_schema_agrees, 0, COUNT(mistakes));
    tcase_add_test(one, all_mistakes_are_named_at_once);
    tcase_add_loop_test(one, a_policy_is_applied, 0, COUNT(applications));
    tcase_add_test(one, level_none_switches_a_rule_off);
    suite_add_tcase(suite, one);
    return unit_main("policy/policy", suite);
}
