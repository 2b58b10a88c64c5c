/*
 * A pattern's automaton packed for the hot loop: 16-bit cells, transitions stored as offsets of
 * rows, and the row's last cell saying whether the text may end there. Row 0 rejects and row 1
 * accepts whatever follows, so one comparison ends the search early.
 */
#include "schema/pattern_engine.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

struct pattern_table {
    const uint16_t *cells;
    uint32_t width; /* of a row: classes and one */
    uint32_t start; /* offset of the first state's row */
    const code_alphabet *alphabet;
    uint16_t ascii[128]; /* the alphabet's, near at hand */
};

/* States from which no text is accepted become the one that rejects at once. */
static uint8_t *mark_alive(const code_automaton *x, arena *scratch)
{
    uint32_t classes = x->alphabet->class_count;
    uint8_t *alive = arena_copy(scratch, x->accepts, x->state_count);
    /* Rounds backwards over the states: chains, which are the long ones, are done in one. */
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t state = x->state_count; state-- > 0;)
            for (uint32_t class = 0; class < classes && !alive[state]; class ++)
                if (alive[x->next[state * classes + class]]) {
                    alive[state] = 1;
                    changed = true;
                }
    }
    return alive;
}

static const uint16_t *pack(const code_automaton *x, uint32_t width, arena *a, arena *scratch)
{
    uint32_t classes = width - 1;
    const uint8_t *alive = mark_alive(x, scratch);
    uint16_t *cells = arena_array_of(a, uint16_t, (size_t)x->state_count * width);
    for (uint32_t state = 0; state < x->state_count; state++) {
        uint16_t *row = cells + (size_t)state * width;
        for (uint32_t class = 0; class < classes; class ++) {
            uint32_t to = x->next[state * classes + class];
            row[class] = (uint16_t)(alive[to] ? to * width : CODE_STATE_REJECT);
        }
        row[classes] = x->accepts[state];
    }
    return cells;
}

const pattern_table *pattern_table_new(const pattern_tree *tree, arena *a)
{
    static const code_automaton_limits limits = {.states = LIMIT_PATTERN_STATES,
                                                 .transitions = LIMIT_PATTERN_TRANSITIONS,
                                                 .nodes = 2 * LIMIT_PATTERN_STATES,
                                                 .work = 10 * LIMIT_PATTERN_TRANSITIONS};
    arena *scratch = arena_new();
    pattern_table *t = NULL;
    code_automaton x;
    bool fits = code_automaton_of_pattern(&x, tree, &limits, scratch) == CODE_AUTOMATON_FINE;
    uint32_t width = fits ? x.alphabet->class_count + 1 : 0;
    if (fits && (uint64_t)x.state_count * width <= UINT16_MAX) {
        code_alphabet *alphabet = arena_copy(a, x.alphabet, sizeof *alphabet);
        alphabet->starts =
            arena_copy(a, alphabet->starts, alphabet->interval_count * sizeof(uint32_t));
        alphabet->classes =
            arena_copy(a, alphabet->classes, alphabet->interval_count * sizeof(uint16_t));
        t = arena_new_of(a, pattern_table);
        *t = (pattern_table){.cells = pack(&x, width, a, scratch),
                             .width = width,
                             .start = x.start * width,
                             .alphabet = alphabet};
        memcpy(t->ascii, alphabet->ascii, sizeof t->ascii);
    }
    arena_free(scratch);
    return t;
}

bool pattern_table_search(const pattern_table *t, str subject)
{
    const uint16_t *cells = t->cells, *ascii = t->ascii;
    uint32_t row = t->start, width = t->width;
    const unsigned char *p = (const unsigned char *)subject.data, *end = p + subject.length;
    if (row <= width)
        return row == width;
    while (p < end) {
        if (*p < 128) {
            row = cells[row + ascii[*p++]];
        } else {
            size_t at = 0;
            str rest = {(const char *)p, (size_t)(end - p)};
            uint32_t code = utf8_next(rest, &at);
            row = cells[row + code_alphabet_class(t->alphabet, code)];
            p += at;
        }
        if (row <= width)
            return row == width;
    }
    return cells[row + width - 1];
}
