/*
 * A pattern's automaton packed for the hot loop: 16-bit cells, transitions stored as offsets of
 * rows, and the row's last cell saying whether the text may end there. Row 0 rejects and row 1
 * accepts whatever follows, so one comparison ends the search early.
 */
#include "schema/pattern_engine.h"

#include "base/limits.h"
#include "base/utf8.h"

struct pattern_table {
    const uint16_t *cells;
    uint32_t width; /* of a row: classes and one */
    uint32_t start; /* offset of the first state's row */
    const code_alphabet *alphabet;
};

const pattern_table *pattern_table_new(const pattern_tree *tree, arena *a)
{
    static const code_automaton_limits limits = {.states = LIMIT_PATTERN_STATES,
                                                 .transitions = LIMIT_PATTERN_TRANSITIONS,
                                                 .nodes = 2 * LIMIT_PATTERN_STATES,
                                                 .work = 20 * LIMIT_PATTERN_TRANSITIONS};
    code_automaton x;
    if (code_automaton_of_pattern(&x, tree, &limits, a) != CODE_AUTOMATON_FINE)
        return NULL;
    uint32_t classes = x.alphabet->class_count, width = classes + 1;
    if ((uint64_t)x.state_count * width > UINT16_MAX)
        return NULL;
    uint16_t *cells = arena_array_of(a, uint16_t, (size_t)x.state_count * width);
    for (uint32_t state = 0; state < x.state_count; state++) {
        uint16_t *row = cells + (size_t)state * width;
        for (uint32_t class = 0; class < classes; class++)
            row[class] = (uint16_t)(x.next[state * classes + class] * width);
        row[classes] = x.accepts[state];
    }
    pattern_table *t = arena_new_of(a, pattern_table);
    *t = (pattern_table){
        .cells = cells, .width = width, .start = x.start * width, .alphabet = x.alphabet};
    return t;
}

bool pattern_table_search(const pattern_table *t, str subject)
{
    const uint16_t *cells = t->cells;
    const code_alphabet *alphabet = t->alphabet;
    uint32_t row = t->start, width = t->width;
    if (row <= width)
        return row == width;
    for (size_t at = 0; at < subject.length;) {
        unsigned char byte = (unsigned char)subject.data[at];
        uint32_t class;
        if (byte < 128) {
            class = alphabet->ascii[byte];
            at++;
        } else {
            class = code_alphabet_class(alphabet, utf8_next(subject, &at));
        }
        row = cells[row + class];
        if (row <= width)
            return row == width;
    }
    return cells[row + width - 1];
}
