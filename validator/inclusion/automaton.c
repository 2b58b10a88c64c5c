#include "inclusion/automaton_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

static const automaton *canonical_of(arena *a, const code_automaton *x, arena *scratch)
{
    const automaton *made = automaton_canonical(a, x);
    arena_free(scratch);
    return made;
}

const automaton *automaton_of_pattern(arena *a, str text, automaton_problem *problem)
{
    static const code_automaton_limits limits = {.states = LIMIT_AUTOMATON_STATES,
                                                 .transitions = LIMIT_AUTOMATON_TRANSITIONS,
                                                 .nodes = LIMIT_AUTOMATON_NODES,
                                                 .work = LIMIT_AUTOMATON_WORK};
    arena *scratch = arena_new();
    pattern_error error;
    pattern_tree tree;
    code_automaton x;
    *problem = AUTOMATON_INVALID;
    if (pattern_parse(&tree, text, PATTERN_GRAMMAR_WIDE, scratch, &error)) {
        switch (code_automaton_of_pattern(&x, &tree, &limits, scratch)) {
        case CODE_AUTOMATON_FINE:
            *problem = AUTOMATON_FINE;
            return canonical_of(a, &x, scratch);
        case CODE_AUTOMATON_TOO_LARGE:
            *problem = AUTOMATON_TOO_LARGE;
            break;
        case CODE_AUTOMATON_OPAQUE:
            *problem = AUTOMATON_OPAQUE;
            break;
        }
    }
    arena_free(scratch);
    return NULL;
}

/* --- simple ones, as tables --- */

typedef struct table {
    arena *arena;
    code_alphabet alphabet;
    VEC(uint32_t) next;
    VEC(uint8_t) accepts;
} table;

static uint32_t table_row(table *t, bool accepts, uint32_t fill)
{
    vec_push(t->arena, &t->accepts, accepts);
    for (uint32_t i = 0; i < t->alphabet.class_count; i++)
        vec_push(t->arena, &t->next, fill);
    return (uint32_t)t->accepts.count - 1;
}

static void table_init(table *t, arena *scratch)
{
    t->arena = scratch;
    table_row(t, false, CODE_STATE_REJECT);
    table_row(t, true, CODE_STATE_ACCEPT);
}

static void one_class(table *t, arena *scratch)
{
    static const uint32_t start = 0;
    static const uint16_t class = 0;
    t->alphabet =
        (code_alphabet){.starts = &start, .classes = &class, .interval_count = 1, .class_count = 1};
    table_init(t, scratch);
}

static const automaton *table_finish(arena *a, table *t, uint32_t start)
{
    code_automaton x = {.alphabet = &t->alphabet,
                        .next = t->next.items,
                        .accepts = t->accepts.items,
                        .state_count = (uint32_t)t->accepts.count,
                        .start = start};
    return canonical_of(a, &x, t->arena);
}

const automaton *automaton_of_everything(arena *a)
{
    table t = {0};
    one_class(&t, arena_new());
    return table_finish(a, &t, CODE_STATE_ACCEPT);
}

const automaton *automaton_of_nothing(arena *a)
{
    table t = {0};
    one_class(&t, arena_new());
    return table_finish(a, &t, CODE_STATE_REJECT);
}

const automaton *automaton_of_lengths(arena *a, size_t least, size_t most,
                                      automaton_problem *problem)
{
    *problem = AUTOMATON_FINE;
    if (least > most)
        return automaton_of_nothing(a);
    size_t chain = most == SIZE_MAX ? least : most;
    if (chain + 3 > LIMIT_AUTOMATON_STATES) {
        *problem = AUTOMATON_TOO_LARGE;
        return NULL;
    }
    table t = {0};
    one_class(&t, arena_new());
    uint32_t to = most == SIZE_MAX ? CODE_STATE_ACCEPT : CODE_STATE_REJECT;
    if (most != SIZE_MAX)
        to = table_row(&t, true, to);
    for (size_t left = chain; left-- > 0;)
        to = table_row(&t, left >= least, to);
    return table_finish(a, &t, to);
}

static int code_order(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* One class for each character of the words, and one for all others. */
static bool words_alphabet(table *t, const str *words, size_t count, arena *scratch)
{
    VEC(uint32_t) codes = {0};
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < words[i].length;)
            vec_push(scratch, &codes, utf8_next(words[i], &at));
    if (codes.count > LIMIT_AUTOMATON_NODES)
        return false;
    if (codes.count > 0)
        qsort(codes.items, codes.count, sizeof(uint32_t), code_order);
    uint32_t *starts = arena_array_of(scratch, uint32_t, 2 * codes.count + 2);
    uint16_t *classes = arena_array_of(scratch, uint16_t, 2 * codes.count + 2);
    uint32_t intervals = 1, class_count = 1; /* starts[0] is 0, class 0: the others */
    for (size_t i = 0; i < codes.count; i++) {
        uint32_t code = codes.items[i];
        if (code > CODE_POINT_LAST || (i > 0 && code == codes.items[i - 1]))
            continue;
        if (starts[intervals - 1] == code)
            intervals--;
        if (class_count == UINT16_MAX)
            return false;
        starts[intervals] = code;
        classes[intervals++] = (uint16_t)class_count++;
        if (code == CODE_POINT_LAST)
            continue;
        starts[intervals] = code + 1;
        classes[intervals++] = 0;
    }
    t->alphabet = (code_alphabet){.starts = starts,
                                  .classes = classes,
                                  .interval_count = intervals,
                                  .class_count = class_count};
    for (uint32_t code = 0, i = 0; code < 128; code++) {
        while (i + 1 < intervals && starts[i + 1] <= code)
            i++;
        t->alphabet.ascii[code] = classes[i];
    }
    return true;
}

static bool words_add(table *t, uint32_t root, str word)
{
    uint32_t state = root;
    for (size_t at = 0; at < word.length;) {
        uint32_t class = code_alphabet_class(&t->alphabet, utf8_next(word, &at));
        uint32_t cell = state * t->alphabet.class_count + class;
        if (t->next.items[cell] == CODE_STATE_REJECT) {
            if (t->next.count > LIMIT_AUTOMATON_TRANSITIONS)
                return false;
            uint32_t made = table_row(t, false, CODE_STATE_REJECT);
            t->next.items[cell] = made;
        }
        state = t->next.items[cell];
    }
    t->accepts.items[state] = 1;
    return true;
}

const automaton *automaton_of_words(arena *a, const str *words, size_t count)
{
    arena *scratch = arena_new();
    table t = {0};
    if (!words_alphabet(&t, words, count, scratch)) {
        arena_free(scratch);
        return NULL;
    }
    table_init(&t, scratch);
    uint32_t root = table_row(&t, false, CODE_STATE_REJECT);
    for (size_t i = 0; i < count; i++)
        if (!words_add(&t, root, words[i])) {
            arena_free(scratch);
            return NULL;
        }
    return table_finish(a, &t, root);
}

const automaton *automaton_complement(arena *a, const automaton *x)
{
    arena *scratch = arena_new();
    size_t cells = (size_t)x->x.state_count * x->x.alphabet->class_count;
    uint32_t *next = arena_array_of(scratch, uint32_t, cells);
    uint8_t *accepts = arena_alloc(scratch, x->x.state_count);
    /* The sinks change places, so each state below 2 is renamed wherever it is mentioned. */
    for (uint32_t state = 0; state < x->x.state_count; state++) {
        uint32_t to = state <= CODE_STATE_ACCEPT ? 1 - state : state;
        accepts[to] = !x->x.accepts[state];
        for (uint32_t c = 0; c < x->x.alphabet->class_count; c++) {
            uint32_t target = automaton_next(x, state, c);
            next[(size_t)to * x->x.alphabet->class_count + c] =
                target <= CODE_STATE_ACCEPT ? 1 - target : target;
        }
    }
    code_automaton flipped = {.alphabet = x->x.alphabet,
                              .next = next,
                              .accepts = accepts,
                              .state_count = x->x.state_count,
                              .start =
                                  x->x.start <= CODE_STATE_ACCEPT ? 1 - x->x.start : x->x.start};
    return canonical_of(a, &flipped, scratch);
}

/* --- questions --- */

bool automaton_accepts(const automaton *x, str text)
{
    return code_automaton_accepts(&x->x, text);
}

/* Minimal, so these are the only automata of their languages. */
bool automaton_is_nothing(const automaton *x)
{
    return x->x.start == CODE_STATE_REJECT;
}
bool automaton_is_everything(const automaton *x)
{
    return x->x.start == CODE_STATE_ACCEPT;
}

size_t automaton_state_count(const automaton *x)
{
    return x->x.state_count;
}

uint64_t automaton_digest(const automaton *x)
{
    return x->digest;
}

bool automaton_equal(const automaton *x, const automaton *y)
{
    const code_automaton *a = &x->x, *b = &y->x;
    const code_alphabet *left = a->alphabet, *right = b->alphabet;
    if (x->digest != y->digest || a->state_count != b->state_count || a->start != b->start ||
        left->interval_count != right->interval_count || left->class_count != right->class_count)
        return false;
    size_t cells = (size_t)a->state_count * left->class_count;
    return memcmp(left->starts, right->starts, left->interval_count * sizeof(uint32_t)) == 0 &&
           memcmp(left->classes, right->classes, left->interval_count * sizeof(uint16_t)) == 0 &&
           memcmp(a->accepts, b->accepts, a->state_count) == 0 &&
           memcmp(a->next, b->next, cells * sizeof(uint32_t)) == 0;
}

size_t automaton_least_length(const automaton *x)
{
    arena *scratch = arena_new();
    uint32_t n = x->x.state_count, count = 0, done = 0;
    uint32_t *queue = arena_array_of(scratch, uint32_t, n + 1);
    size_t *length = arena_array_of(scratch, size_t, n); /* and one; 0: not seen */
    size_t found = SIZE_MAX;
    queue[count++] = x->x.start;
    length[x->x.start] = 1;
    while (done < count && found == SIZE_MAX) {
        uint32_t state = queue[done++];
        if (x->x.accepts[state])
            found = length[state] - 1;
        for (uint32_t c = 0; c < x->x.alphabet->class_count; c++) {
            uint32_t to = automaton_next(x, state, c);
            if (length[to] == 0) {
                length[to] = length[state] + 1;
                queue[count++] = to;
            }
        }
    }
    arena_free(scratch);
    return found;
}

/* States in an order in which every transition goes forward; false when there is a cycle among
 * states from which something is accepted. `order` leaves the rejecting sink out: minimal automata
 * have no other state that accepts nothing. */
static bool topological_order(const automaton *x, uint32_t *order, uint32_t *count, arena *scratch)
{
    uint32_t n = x->x.state_count, classes = x->x.alphabet->class_count;
    uint32_t *incoming = arena_array_of(scratch, uint32_t, n);
    uint32_t reachable = n - 2, done = 0;
    *count = 0;
    if (x->x.start == CODE_STATE_ACCEPT)
        return false;
    for (uint32_t s = 2; s < n; s++)
        for (uint32_t c = 0; c < classes; c++) {
            if (automaton_next(x, s, c) == CODE_STATE_ACCEPT)
                return false;
            incoming[automaton_next(x, s, c)]++;
        }
    for (uint32_t s = 2; s < n; s++)
        if (incoming[s] == 0)
            order[(*count)++] = s;
    for (; done < *count; done++)
        for (uint32_t c = 0; c < classes; c++) {
            uint32_t to = automaton_next(x, order[done], c);
            if (to != CODE_STATE_REJECT && --incoming[to] == 0)
                order[(*count)++] = to;
        }
    return *count == reachable;
}

size_t automaton_most_length(const automaton *x)
{
    if (automaton_is_nothing(x))
        return SIZE_MAX;
    arena *scratch = arena_new();
    uint32_t n = x->x.state_count, count;
    uint32_t *order = arena_array_of(scratch, uint32_t, n);
    size_t *length = arena_array_of(scratch, size_t, n), most = 0;
    bool is_finite = topological_order(x, order, &count, scratch);
    for (uint32_t i = 0; is_finite && i < count; i++) {
        uint32_t state = order[i];
        if (x->x.accepts[state] && length[state] > most)
            most = length[state];
        for (uint32_t c = 0; c < x->x.alphabet->class_count; c++) {
            uint32_t to = automaton_next(x, state, c);
            if (length[to] < length[state] + 1)
                length[to] = length[state] + 1;
        }
    }
    arena_free(scratch);
    return is_finite ? most : SIZE_MAX;
}

uint64_t class_size(const code_alphabet *alphabet, uint32_t class)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < alphabet->interval_count; i++) {
        if (alphabet->classes[i] != class)
            continue;
        uint32_t first = alphabet->starts[i];
        uint32_t end =
            i + 1 < alphabet->interval_count ? alphabet->starts[i + 1] : CODE_POINT_LAST + 1;
        size += end - first;
        /* Surrogates count for nothing. */
        uint32_t low = first > 0xD800 ? first : 0xD800, high = end < 0xE000 ? end : 0xE000;
        if (low < high)
            size -= high - low;
    }
    return size;
}

size_t automaton_count(const automaton *x, size_t cap)
{
    if (automaton_is_nothing(x))
        return 0;
    arena *scratch = arena_new();
    uint32_t n = x->x.state_count, count, classes = x->x.alphabet->class_count;
    uint32_t *order = arena_array_of(scratch, uint32_t, n);
    uint64_t *ways = arena_array_of(scratch, uint64_t, n), total = 0;
    bool is_finite = topological_order(x, order, &count, scratch);
    ways[x->x.start] = 1;
    for (uint32_t i = 0; is_finite && i < count && total < cap; i++) {
        uint64_t here = ways[order[i]];
        total += x->x.accepts[order[i]] ? here : 0;
        for (uint32_t c = 0; c < classes && here > 0; c++) {
            uint64_t *to = &ways[automaton_next(x, order[i], c)];
            uint64_t size = class_size(x->x.alphabet, c);
            *to = here > cap / (size ? size : 1) ? cap : *to + here * size;
            if (*to > cap)
                *to = cap;
        }
    }
    arena_free(scratch);
    return !is_finite || total > cap ? cap : (size_t)total;
}
