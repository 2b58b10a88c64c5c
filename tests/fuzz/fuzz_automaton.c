/*
 * Automata: three lines, two patterns and a text. Products must say of the text what the patterns
 * say, and words that are found must be words.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "inclusion/automaton.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check(arena *a, const automaton *x, const automaton *y, str text)
{
    bool first = automaton_accepts(x, text), second = automaton_accepts(y, text);
    const automaton *both = automaton_intersect(a, x, y), *either = automaton_unite(a, x, y);
    const automaton *only = automaton_subtract(a, x, y), *none = automaton_complement(a, x);
    require(!both || automaton_accepts(both, text) == (first && second));
    require(!either || automaton_accepts(either, text) == (first || second));
    require(!only || automaton_accepts(only, text) == (first && !second));
    require(automaton_accepts(none, text) == !first);
    require(automaton_equal(automaton_complement(a, none), x));
    str word;
    automaton_answer answer = automaton_escape(a, x, y, &word);
    if (answer == AUTOMATON_FOUND)
        require(automaton_accepts(x, word) && !automaton_accepts(y, word));
    require(!only || answer == AUTOMATON_UNKNOWN ||
            automaton_is_nothing(only) == (answer == AUTOMATON_NONE));
    uint64_t random = 88172645463325252u;
    if (automaton_sample(a, x, &random, &word))
        require(automaton_accepts(x, word) && utf8_check(word) == word.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str rest = str_of((const char *)data, size), lines[3] = {STR(""), STR(""), STR("")};
    if (size > 120 || utf8_check(rest) != size)
        return 0;
    for (int i = 0; i < 3; i++)
        str_split(&rest, '\n', &lines[i]);
    arena *a = arena_new();
    automaton_problem problem;
    const automaton *x = automaton_of_pattern(a, lines[0], &problem);
    const automaton *y = x ? automaton_of_pattern(a, lines[1], &problem) : NULL;
    if (y && automaton_state_count(x) < 300 && automaton_state_count(y) < 300)
        check(a, x, y, lines[2]);
    arena_free(a);
    return 0;
}
