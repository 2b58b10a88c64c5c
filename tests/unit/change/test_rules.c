#include "../unit.h"

#include "base/glob.h"
#include "change/levels.h"

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

/* There is no other source of levels than the table. */
START_TEST(levels_follow_the_law)
{
    for (size_t i = 0; i < rule_count(); i++) {
        const rule *r = rule_at(i);
        const law_row *row = law_row_of(r);
        ck_assert_msg(row != NULL, "%s: no row of the table has its effect and guard", r->id);
        ck_assert_msg(r->level == row->levels[r->direction], "%s is %s", r->id,
                      level_name(r->level));
        ck_assert_msg(!r->keyword || r->guard == GUARD_PLAIN, "%s is guarded", r->id);
    }
}
END_TEST

/* What an edit narrows in one direction it widens in none. */
START_TEST(the_law_breaks_one_direction_at_a_time)
{
    size_t count;
    const law_row *rows = law_rows(&count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].guard != GUARD_PLAIN)
            continue;
        bool request = rows[i].levels[RULE_REQUEST] == LEVEL_BREAKING;
        bool response = rows[i].levels[RULE_RESPONSE] == LEVEL_BREAKING;
        if (rows[i].effect == EFFECT_NARROWS)
            ck_assert(request && !response);
        if (rows[i].effect == EFFECT_WIDENS)
            ck_assert(!request && response);
    }
}
END_TEST

START_TEST(strict_only_raises_and_lenient_only_lowers)
{
    size_t raised = 0, lowered = 0;
    for (size_t i = 0; i < rule_count(); i++) {
        const rule *r = rule_at(i);
        for (level now = LEVEL_INFO; now <= LEVEL_BREAKING; now++) {
            ck_assert_int_eq(level_in_preset(PRESET_DEFAULT, r, now), now);
            ck_assert_int_ge(level_in_preset(PRESET_STRICT, r, now), now);
            ck_assert_int_le(level_in_preset(PRESET_LENIENT, r, now), now);
        }
        raised += level_in_preset(PRESET_STRICT, r, r->level) > r->level;
        lowered += level_in_preset(PRESET_LENIENT, r, r->level) < r->level;
    }
    ck_assert_uint_gt(raised, 0);
    ck_assert_uint_gt(lowered, 0);
}
END_TEST

START_TEST(every_row_of_a_preset_fits_some_rule)
{
    size_t count;
    const preset_row *rows = preset_rows(&count);
    for (size_t i = 0; i < count; i++) {
        bool fits = false;
        for (size_t k = 0; k < rule_count() && !fits; k++) {
            const rule *r = rule_at(k);
            fits = rows[i].rules ? glob_matches(str_from(rows[i].rules), str_from(r->id))
                                 : rows[i].effect == r->effect && rows[i].guard == r->guard;
        }
        ck_assert_msg(fits, "row %zu fits no rule", i);
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
    tcase_add_test(tests, the_law_breaks_one_direction_at_a_time);
    tcase_add_test(tests, strict_only_raises_and_lenient_only_lowers);
    tcase_add_test(tests, every_row_of_a_preset_fits_some_rule);
    tcase_add_test(tests, every_edit_has_a_rule);
    tcase_add_test(tests, a_typing_mistake_finds_its_rule);
    tcase_add_test(tests, families_have_names);
    suite_add_tcase(suite, tests);
    return unit_main("change/rules", suite);
}
