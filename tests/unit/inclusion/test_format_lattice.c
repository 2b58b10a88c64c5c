#include "../unit.h"

#include <string.h>

#include "inclusion/automaton.h"
#include "inclusion/format_lattice.h"

static const format *row_of(const char *name)
{
    size_t count;
    const format *rows = format_table(&count), *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (!strcmp(rows[i].name, name))
            found = &rows[i];
    return found;
}

START_TEST(samples_are_of_their_format)
{
    size_t count, rows;
    const format *f = &format_table(&rows)[_i];
    if (f != row_of(f->name))
        return;
    const char *const *texts = format_samples(str_from(f->name), &count);
    ck_assert_msg(count > 0 || !f->accepts, "%s", f->name);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(f->accepts(str_from(texts[i])), "%s: %s", f->name, texts[i]);
    texts = format_counter_samples(str_from(f->name), &count);
    ck_assert_msg(count > 0 || !f->accepts, "%s", f->name);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(!f->accepts(str_from(texts[i])), "%s: %s", f->name, texts[i]);
}
END_TEST

static bool accepts_word(const format *f, const automaton *x, arena *a, uint64_t *random)
{
    str word;
    bool fine = !automaton_sample(a, x, random, &word) || f->accepts(word);
    if (!fine)
        printf("%s refuses '%.*s'\n", f->name, STR_ARG(word));
    return fine;
}

/* Automata say what the functions say: by samples one way, by words near samples the other. */
START_TEST(automata_agree_with_functions)
{
    size_t count, rows;
    const format *f = &format_table(&rows)[_i];
    if (f != row_of(f->name) || !f->accepts)
        return;
    arena *a = arena_new();
    automaton_problem problem;
    str name = str_from(f->name);
    uint64_t random = 0x9E3779B97F4A7C15u;
    const automaton *exact = automaton_of_format(a, name, &problem);
    const automaton *within = automaton_of_format_bound(a, name, BOUND_WITHIN);
    const automaton *around = automaton_of_format_bound(a, name, BOUND_AROUND);
    for (int i = 0; i < 300; i++) {
        ck_assert(!exact || accepts_word(f, exact, a, &random));
        ck_assert(!within || accepts_word(f, within, a, &random));
        str word;
        if (around && exact && automaton_sample(a, around, &random, &word))
            ck_assert_msg(automaton_accepts(exact, word) == f->accepts(word), "%s: '%.*s'", f->name,
                          STR_ARG(word));
    }
    const char *const *texts = format_samples(name, &count);
    for (size_t i = 0; i < count; i++) {
        ck_assert(!exact || automaton_accepts(exact, str_from(texts[i])));
        ck_assert_msg(!around || automaton_accepts(around, str_from(texts[i])), "%s", texts[i]);
    }
    texts = format_counter_samples(name, &count);
    for (size_t i = 0; i < count; i++) {
        ck_assert(!exact || !automaton_accepts(exact, str_from(texts[i])));
        ck_assert(!within || !automaton_accepts(within, str_from(texts[i])));
    }
    arena_free(a);
}
END_TEST

/* Each date of four centuries at its first, last and impossible days, by both. */
START_TEST(dates_are_exact)
{
    arena *a = arena_new();
    automaton_problem problem;
    const automaton *exact = automaton_of_format(a, STR("date"), &problem);
    const format *f = row_of("date");
    for (int year = 1899; year <= 2301; year++)
        for (int month = 0; month <= 13; month++)
            for (int day = 27; day <= 32; day++) {
                char text[16];
                str date = str_of(
                    text, (size_t)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day));
                ck_assert(automaton_accepts(exact, date) == f->accepts(date));
            }
    arena_free(a);
}
END_TEST

static const automaton *bound(arena *a, const format *f, automaton_bound which)
{
    automaton_problem problem;
    const automaton *exact = strstr(f->name, "time") == NULL
                                 ? automaton_of_format(a, str_from(f->name), &problem)
                                 : NULL;
    return exact ? exact : automaton_of_format_bound(a, str_from(f->name), which);
}

/* What the table says must not be refuted by samples or by the automata. */
START_TEST(relations_are_true)
{
    size_t rows, count;
    const format *table = format_table(&rows), *first = &table[_i];
    arena *a = arena_new();
    for (size_t k = 0; k < rows; k++) {
        const format *second = &table[k];
        if (first != row_of(first->name) || second != row_of(second->name) || !first->accepts ||
            !second->accepts)
            continue;
        format_relation relation = format_relate(str_from(first->name), str_from(second->name));
        const char *const *texts = format_samples(str_from(first->name), &count);
        for (size_t i = 0; i < count; i++) {
            bool accepted = second->accepts(str_from(texts[i]));
            if (relation == FORMATS_WITHIN || relation == FORMATS_EQUAL)
                ck_assert_msg(accepted, "%s in %s: %s", first->name, second->name, texts[i]);
            if (relation == FORMATS_DISJOINT)
                ck_assert_msg(!accepted, "%s and %s: %s", first->name, second->name, texts[i]);
        }
        const automaton *inner = bound(a, first, BOUND_WITHIN);
        uint64_t random = 88172645463325252u;
        for (int i = 0; inner && i < 40; i++) {
            str word;
            if (!automaton_sample(a, inner, &random, &word))
                break;
            if (relation == FORMATS_WITHIN || relation == FORMATS_EQUAL)
                ck_assert_msg(second->accepts(word), "%s in %s: %.*s", first->name, second->name,
                              STR_ARG(word));
            if (relation == FORMATS_DISJOINT)
                ck_assert_msg(!second->accepts(word), "%s and %s: %.*s", first->name, second->name,
                              STR_ARG(word));
        }
    }
    arena_free(a);
}
END_TEST

START_TEST(what_everybody_expects)
{
    static const struct {
        const char *first, *second;
        format_relation relation;
    } facts[] = {
        {"int32", "int64", FORMATS_WITHIN},       {"int64", "int32", FORMATS_OVERLAP},
        {"float", "double", FORMATS_WITHIN},      {"date", "date-time", FORMATS_DISJOINT},
        {"uri", "uri-reference", FORMATS_WITHIN}, {"uri", "iri", FORMATS_WITHIN},
        {"email", "idn-email", FORMATS_WITHIN},   {"hostname", "idn-hostname", FORMATS_WITHIN},
        {"ipv4", "ipv6", FORMATS_DISJOINT},       {"uuid", "date", FORMATS_DISJOINT},
        {"x-own", "x-own", FORMATS_EQUAL},        {"x-own", "date", FORMATS_UNKNOWN},
        {"date", "password", FORMATS_WITHIN},     {"password", "date", FORMATS_OVERLAP},
        {"idn-email", "email", FORMATS_OVERLAP},  {"int32", "date", FORMATS_UNKNOWN},
        {"int32", "uint32", FORMATS_OVERLAP},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        ck_assert_msg(format_relate(str_from(facts[i].first), str_from(facts[i].second)) ==
                          facts[i].relation,
                      "%s, %s", facts[i].first, facts[i].second);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("inclusion/format_lattice");
    TCase *cases = tcase_create("all");
    size_t rows;
    format_table(&rows);
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, samples_are_of_their_format, 0, (int)rows);
    tcase_add_loop_test(cases, automata_agree_with_functions, 0, (int)rows);
    tcase_add_test(cases, dates_are_exact);
    tcase_add_loop_test(cases, relations_are_true, 0, (int)rows);
    tcase_add_test(cases, what_everybody_expects);
    suite_add_tcase(suite, cases);
    return unit_main("inclusion/format_lattice", suite);
}
