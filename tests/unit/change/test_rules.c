#include "../unit.h"

#include "change/rules.h"

START_TEST(every_rule_is_found_by_its_id)
{
    for (size_t i = 0; i < rule_count(); i++)
        ck_assert_ptr_eq(rule_find(str_from(rule_at(i)->id)), rule_at(i));
}
END_TEST

START_TEST(every_rule_has_its_texts)
{
    for (size_t i = 0; i < rule_count(); i++) {
        const rule *r = rule_at(i);
        ck_assert_msg(*r->title && *r->why && *r->before && *r->after && *r->fix, "%s", r->id);
        ck_assert_msg(r->level != LEVEL_NONE, "%s has no level", r->id);
    }
}
END_TEST

/* Removed and added, lowered and raised, narrowed and widened: each names the other. */
START_TEST(a_mirror_is_a_rule)
{
    for (size_t i = 0; i < rule_count(); i++) {
        const rule *r = rule_at(i);
        if (r->mirror)
            ck_assert_msg(rule_find(str_from(r->mirror)) != NULL, "%s mirrors %s, which is no rule",
                          r->id, r->mirror);
    }
}
END_TEST

/* What an edit narrows in one direction it widens in none: the law, row by row. */
START_TEST(levels_follow_the_law)
{
    for (size_t i = 0; i < rule_count(); i++) {
        const rule *r = rule_at(i);
        if (!r->keyword)
            continue;
        bool harmful = r->effect == EFFECT_INCOMPARABLE ||
                       (r->effect == EFFECT_NARROWS && r->direction == RULE_REQUEST) ||
                       (r->effect == EFFECT_WIDENS && r->direction == RULE_RESPONSE);
        bool doubtful = r->effect == EFFECT_UNKNOWN;
        level wanted = harmful ? LEVEL_BREAKING : doubtful ? LEVEL_WARNING : LEVEL_INFO;
        ck_assert_msg(r->level == wanted, "%s is %s", r->id, level_name(r->level));
    }
}
END_TEST

/* Every edit has a rule in every scope; those said by another rule lead to one that is listed. */
START_TEST(every_edit_has_a_rule)
{
    for (int scope = 0; scope < SCOPE_COUNT; scope++)
        for (int edit = 0; edit < EDIT_COUNT; edit++) {
            const rule *r = rule_of_edit((rule_scope)scope, (schema_edit)edit);
            ck_assert_ptr_eq(rule_find(str_from(r->id)), r);
        }
}
END_TEST

START_TEST(a_typing_mistake_finds_its_rule)
{
    const rule *near = rule_nearest(STR("response-propery-became-optional"));
    ck_assert_ptr_nonnull(near);
    ck_assert_str_eq(near->id, "response-property-became-optional");
    ck_assert_ptr_null(rule_nearest(STR("zzzzzzzz")));
}
END_TEST

START_TEST(families_have_names)
{
    rule_family family;
    ck_assert(rule_family_parse(&family, STR("security")));
    ck_assert_int_eq(family, FAMILY_SECURITY);
    ck_assert(!rule_family_parse(&family, STR("insecurity")));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("change/rules");
    TCase *tests = tcase_create("rules");
    tcase_add_test(tests, every_rule_is_found_by_its_id);
    tcase_add_test(tests, every_rule_has_its_texts);
    tcase_add_test(tests, a_mirror_is_a_rule);
    tcase_add_test(tests, levels_follow_the_law);
    tcase_add_test(tests, every_edit_has_a_rule);
    tcase_add_test(tests, a_typing_mistake_finds_its_rule);
    tcase_add_test(tests, families_have_names);
    suite_add_tcase(suite, tests);
    return unit_main("change/rules", suite);
}
