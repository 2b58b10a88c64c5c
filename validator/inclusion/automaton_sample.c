/*
 * Random words: a walk through the automaton that wanders at first and then heads for an end.
 */
#include "inclusion/automaton_internal.h"

#include "base/buf.h"
#include "base/utf8.h"

static uint32_t next_random(uint64_t *state)
{
    uint64_t x = *state ? *state : 1;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    *state = x;
    return (uint32_t)(x >> 32);
}

/* A letter of the class: mostly the liked one, often an edge of a range, else any of a range. */
static uint32_t random_letter(const code_alphabet *alphabet, uint32_t class, uint32_t best,
                              uint64_t *random)
{
    uint32_t intervals = 0, pick;
    if (next_random(random) % 4 == 0)
        return best;
    for (uint32_t i = 0; i < alphabet->interval_count; i++)
        intervals += alphabet->classes[i] == class;
    pick = next_random(random) % intervals;
    for (uint32_t i = 0; i < alphabet->interval_count; i++) {
        if (alphabet->classes[i] != class || pick-- > 0)
            continue;
        uint32_t first = alphabet->starts[i];
        uint32_t last =
            i + 1 < alphabet->interval_count ? alphabet->starts[i + 1] - 1 : CODE_POINT_LAST;
        uint32_t choice = next_random(random) % 4;
        uint32_t code = choice == 0   ? first
                        : choice == 1 ? last
                                      : first + next_random(random) % (last - first + 1);
        return code >= 0xD800 && code <= 0xDFFF ? best : code;
    }
    return best;
}

/* A class that leads somewhere: any at first, later only ones that lead to an end. */
static uint32_t random_class(const automaton *x, uint32_t state, bool hurry, uint64_t *random)
{
    uint32_t classes = x->x.alphabet->class_count, count = 0, chosen = UINT32_MAX;
    for (uint32_t c = 0; c < classes; c++) {
        uint32_t distance = x->distance[automaton_next(x, state, c)];
        if (distance == UINT32_MAX || (hurry && distance >= x->distance[state]))
            continue;
        if (next_random(random) % ++count == 0)
            chosen = c;
    }
    return chosen;
}

bool automaton_sample(arena *a, const automaton *x, uint64_t *random, str *word)
{
    if (automaton_is_nothing(x))
        return false;
    arena *scratch = arena_new();
    class_letters letters;
    class_letters_init(&letters, x->x.alphabet, scratch);
    buf text = {0};
    uint32_t state = x->x.start, length = 0, patience = next_random(random) % 24;
    for (;;) {
        bool hurry = length >= patience;
        if (x->x.accepts[state] && (hurry || next_random(random) % 6 == 0))
            break;
        uint32_t class = random_class(x, state, hurry && x->distance[state] > 0, random);
        if (class == UINT32_MAX)
            break; /* nothing leads on, so this is an end */
        char bytes[4];
        uint32_t code = random_letter(x->x.alphabet, class, letters.best[class], random);
        buf_append(&text, str_of(bytes, utf8_encode(code, bytes)));
        state = automaton_next(x, state, class);
        length++;
    }
    *word = arena_str(a, buf_str(&text));
    buf_clear(&text);
    arena_free(scratch);
    return true;
}
