#include "../unit.h"

#include "policy/owners.h"

static arena *a;
static diags d;
static catalog all;

static void setup(void)
{
    a = arena_new();
    diags_init(&d);
    all = (catalog){.arena = a};
}

static void teardown(void)
{
    arena_free(a);
    diags_clear(&d);
}

/* --- the catalogue --- */

static const char components[] = "apiVersion: backstage.io/v1alpha1\n"
                                 "kind: Component\n"
                                 "metadata: {name: web}\n"
                                 "spec: {owner: group:default/shop, consumesApis: [default/pay]}\n"
                                 "---\n"
                                 "# no document\n"
                                 "--- {kind: Location, metadata: {name: x}}\n"
                                 "---\n"
                                 "kind: API\n"
                                 "metadata:\n"
                                 "  name: pay\n"
                                 "spec:\n"
                                 "  owner: payments\n"
                                 "  definition: {$text: ../api/pay.yaml}\n"
                                 "---\n"
                                 "kind: Group\n"
                                 "metadata: {name: payments}\n";

START_TEST(a_catalogue_is_read)
{
    catalog_read(&all, str_from(components), STR("services/catalog-info.yaml"), &d);
    ck_assert_uint_eq(d.count, 0);
    ck_assert_uint_eq(all.entities.count, 3);
    const catalog_entity *web = catalog_find(&all, ENTITY_COMPONENT, STR("web"));
    ck_assert_ptr_nonnull(web);
    ck_assert(str_equal(web->consumes.items[0], STR("pay")));
    const catalog_entity *pay = catalog_api_of_file(&all, STR("api/pay.yaml"));
    ck_assert_ptr_nonnull(pay);
    ck_assert(str_equal(pay->owner, STR("payments")));
    ck_assert_uint_eq(pay->place.line, 9);
    ck_assert_ptr_null(catalog_find(&all, ENTITY_COMPONENT, STR("payments")));
}
END_TEST

START_TEST(a_broken_document_leaves_the_others)
{
    catalog_read(&all,
                 STR("kind: Group\nmetadata: {name: a}\n---\nkind: [\n---\nkind: Group\n"
                     "metadata: {name: b}\n"),
                 STR("catalog-info.yaml"), &d);
    ck_assert_uint_eq(all.entities.count, 2);
    ck_assert_uint_eq(d.count, 1);
    ck_assert(str_equal(d.items[0].code, STR("catalog.syntax")));
    ck_assert_uint_ge(d.items[0].line, 4);
    ck_assert_uint_le(d.items[0].line, 5);
}
END_TEST

/* --- names --- */

typedef struct pair {
    const char *one, *other;
    bool same;
} pair;

static const pair pairs[] = {
    {"@acme/payments", "group:default/payments", true},
    {"payments", "@Payments", true},
    {"user:anna", "@anna", true},
    {"@acme/payments", "@acme/orders", false},
    {"a@example.com", "a@example.com", true},
    {"a@example.com", "b@example.com", false},
    {"@@maintainer", "maintainer", true},
};

START_TEST(teams_are_known_by_their_names)
{
    ck_assert_int_eq(owners_same_team(str_from(pairs[_i].one), str_from(pairs[_i].other)),
                     pairs[_i].same);
}
END_TEST

/* --- findings --- */

typedef struct judgement {
    const char *settings_owner, *codeowners, *entities; /* NULL: the source is not there */
    const char *teams;
    const char *rules; /* in order, joined by blanks */
} judgement;

#define API_OF(owner)                                                                              \
    "kind: API\nmetadata: {name: pay}\nspec: {owner: " owner ", definition: {$text: ./a.yaml}}\n"

static const judgement judgements[] = {
    {NULL, NULL, NULL, NULL, "contract-without-owner"},
    {"pay", NULL, NULL, NULL, ""},
    {NULL, "* @acme/pay\n", NULL, NULL, ""},
    {NULL, NULL, API_OF("pay"), NULL, ""},
    {"pay", "* @acme/pay\n", API_OF("group:pay"), NULL, ""},
    {"pay", "* @acme/orders\n", NULL, NULL, "owners-disagree"},
    {"pay", "* @acme/orders @acme/pay\n", NULL, NULL, ""},
    {"pay", "* @acme/orders\n", API_OF("web"), NULL,
     "owners-disagree owners-disagree owners-disagree"},
    {NULL, "* @acme/pay\na.yaml\n", NULL, NULL, "contract-without-owner"}, /* un-owned again */
    {"pay", "* @acme/pay\na.yaml\n", NULL, NULL, "owners-disagree"},
    {NULL, "b.yaml @acme/pay\n", NULL, NULL, "contract-without-owner"},
    {"pay", NULL, NULL, "@acme/pay", ""},
    {"pya", NULL, NULL, "@acme/pay", "owner-unknown"},
    {"pya", NULL, "kind: Group\nmetadata: {name: pay}\n", NULL, "owner-unknown"},
    {"anna", NULL, "kind: User\nmetadata: {name: anna}\n", NULL, ""},
};

START_TEST(owners_are_judged)
{
    const judgement *one = &judgements[_i];
    str team = str_from(one->teams);
    policy p = {.teams = {&team, one->teams ? 1 : 0}};
    ownership o = {.policy = &p, .catalog = &all};
    if (one->codeowners)
        o.codeowners = codeowners_parse(str_from(one->codeowners), STR("CODEOWNERS"),
                                        CODEOWNERS_GITHUB, a, &d);
    if (one->entities)
        catalog_read(&all, str_from(one->entities), STR("catalog-info.yaml"), &d);
    policy_contract contract = {.owner = str_from(one->settings_owner),
                                .place = {STR("handoff.yaml"), 3, 5, STR("")}};
    report *r = report_new();
    owners_judge(&o, STR("a.yaml"), &contract, r);
    buf rules = {0};
    for (size_t i = 0; i < r->finding_count; i++) {
        buf_printf(&rules, "%s%.*s", i ? " " : "", STR_ARG(r->findings[i].rule));
        for (size_t k = 0; k < i; k++)
            ck_assert(!str_equal(r->findings[i].fingerprint, r->findings[k].fingerprint));
    }
    ck_assert_str_eq(buf_cstr(&rules), one->rules);
    buf_clear(&rules);
    report_free(r);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    Suite *suite = suite_create("policy/owners");
    TCase *one = tcase_create("owners");
    tcase_add_checked_fixture(one, setup, teardown);
    tcase_add_test(one, a_catalogue_is_read);
    tcase_add_test(one, a_broken_document_leaves_the_others);
    tcase_add_loop_test(one, teams_are_known_by_their_names, 0, COUNT(pairs));
    tcase_add_loop_test(one, owners_are_judged, 0, COUNT(judgements));
    suite_add_tcase(suite, one);
    return unit_main("policy/owners", suite);
}
