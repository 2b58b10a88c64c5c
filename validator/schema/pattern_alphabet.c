#include "schema/pattern_nfa.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "schema/pattern_set.h"

typedef struct ranges {
    const code_range *items;
    size_t count;
    uint8_t *members;
} ranges;

typedef struct collection {
    automaton_build *build;
    map by_text; /* ranges as bytes -> ranges * */
    VEC(ranges *) distinct;
    VEC(const pattern_node *) nodes; /* PATTERN_SET nodes, beside them … */
    VEC(ranges *) of_node;           /* … their ranges */
    VEC(uint32_t) boundaries;
    bool has_word_edge;
} collection;

uint32_t code_alphabet_class(const code_alphabet *alphabet, uint32_t code)
{
    if (code < 128)
        return alphabet->ascii[code];
    uint32_t low = 0, high = alphabet->interval_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (alphabet->starts[middle] <= code)
            low = middle;
        else
            high = middle;
    }
    return alphabet->classes[low];
}

static ranges *add_ranges(collection *c, const code_range *items, size_t count)
{
    automaton_build *b = c->build;
    str text = str_of((const char *)items, count * sizeof *items);
    void **slot = map_slot(&c->by_text, text);
    if (!*slot) {
        ranges *r = arena_new_of(b->scratch, ranges);
        *r = (ranges){.items = items, .count = count};
        *slot = r;
        vec_push(b->scratch, &c->distinct, r);
        for (size_t i = 0; i < count; i++) {
            vec_push(b->scratch, &c->boundaries, items[i].first);
            if (items[i].last < CODE_POINT_LAST)
                vec_push(b->scratch, &c->boundaries, items[i].last + 1);
        }
    }
    return *slot;
}

static bool collect(collection *c, const pattern_node *n)
{
    automaton_build *b = c->build;
    c->has_word_edge |= n->kind == PATTERN_WORD_EDGE || n->kind == PATTERN_NO_WORD_EDGE;
    if (n->kind == PATTERN_SET) {
        const code_range *items;
        size_t count;
        if (!code_set_ranges(&n->set, b->scratch, &items, &count))
            return build_stop(b, CODE_AUTOMATON_OPAQUE);
        vec_push(b->scratch, &c->nodes, n);
        vec_push(b->scratch, &c->of_node, add_ranges(c, items, count));
    }
    for (uint32_t i = 0; i < n->count; i++)
        if (!collect(c, n->children[i]))
            return false;
    return true;
}

static int code_order(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

static size_t sort_boundaries(uint32_t *codes, size_t count)
{
    qsort(codes, count, sizeof *codes, code_order);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || codes[i] != codes[kept - 1])
            codes[kept++] = codes[i];
    return kept;
}

static bool is_surrogate(uint32_t code)
{
    return code >= 0xD800 && code <= 0xDFFF;
}

/* Splits every class into the part within the set and the part without. */
static uint32_t refine(automaton_build *b, const ranges *set, const uint32_t *starts,
                       uint16_t *classes, uint32_t intervals, uint32_t class_count)
{
    uint32_t *split = arena_array_of(b->scratch, uint32_t, 2 * (size_t)class_count);
    uint32_t made = 0;
    size_t at = 0;
    for (uint32_t i = 0; i < intervals; i++) {
        if (is_surrogate(starts[i]))
            continue;
        while (at < set->count && set->items[at].last < starts[i])
            at++;
        bool inside = at < set->count && set->items[at].first <= starts[i];
        uint32_t *part = &split[2 * classes[i] + inside];
        if (*part == 0)
            *part = ++made;
        classes[i] = (uint16_t)(*part - 1);
    }
    return made;
}

static uint8_t *members_of(automaton_build *b, const ranges *set)
{
    const code_alphabet *alphabet = b->alphabet;
    uint8_t *members = arena_alloc(b->scratch, alphabet->class_count);
    size_t at = 0;
    for (uint32_t i = 0; i < alphabet->interval_count; i++) {
        while (at < set->count && set->items[at].last < alphabet->starts[i])
            at++;
        if (at == set->count)
            break;
        if (set->items[at].first <= alphabet->starts[i] && !is_surrogate(alphabet->starts[i]))
            members[alphabet->classes[i]] = 1;
    }
    return members;
}

static bool make_classes(automaton_build *b, collection *c)
{
    vec_push(b->scratch, &c->boundaries, 0);
    vec_push(b->scratch, &c->boundaries, 0xD800);
    vec_push(b->scratch, &c->boundaries, 0xE000);
    size_t intervals = sort_boundaries(c->boundaries.items, c->boundaries.count);
    if ((uint64_t)intervals * c->distinct.count > b->limits->work || intervals > UINT16_MAX)
        return build_stop(b, CODE_AUTOMATON_TOO_LARGE);
    uint16_t *classes = arena_array_of(b->result, uint16_t, intervals);
    uint32_t class_count = 1;
    for (size_t i = 0; i < c->distinct.count; i++)
        class_count = refine(b, c->distinct.items[i], c->boundaries.items, classes,
                             (uint32_t)intervals, class_count);
    for (size_t i = 1; i < intervals; i++)
        if (is_surrogate(c->boundaries.items[i]))
            classes[i] = classes[i - 1];
    code_alphabet *alphabet = arena_new_of(b->result, code_alphabet);
    alphabet->starts = arena_copy(b->result, c->boundaries.items, intervals * sizeof(uint32_t));
    alphabet->classes = classes;
    alphabet->interval_count = (uint32_t)intervals;
    alphabet->class_count = class_count;
    for (uint32_t code = 0, i = 0; code < 128; code++) {
        while (i + 1 < intervals && alphabet->starts[i + 1] <= code)
            i++;
        alphabet->ascii[code] = classes[i];
    }
    b->alphabet = alphabet;
    return true;
}

bool build_alphabet(automaton_build *b, const pattern_node *root)
{
    static const code_range word[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    collection c = {.build = b};
    map_init(&c.by_text, b->scratch, 1);
    map_init(&b->members, b->scratch, 1);
    if (!collect(&c, root))
        return false;
    ranges *words = c.has_word_edge ? add_ranges(&c, word, sizeof word / sizeof word[0]) : NULL;
    if (!make_classes(b, &c))
        return false;
    for (size_t i = 0; i < c.distinct.count; i++)
        c.distinct.items[i]->members = members_of(b, c.distinct.items[i]);
    for (size_t i = 0; i < c.nodes.count; i++)
        map_put_pointer(&b->members, c.nodes.items[i], c.of_node.items[i]->members);
    b->word = words ? words->members : NULL;
    uint8_t *everything = arena_alloc(b->scratch, b->alphabet->class_count);
    memset(everything, 1, b->alphabet->class_count);
    b->everything = everything;
    return true;
}

bool code_automaton_accepts(const code_automaton *x, str text)
{
    uint32_t state = x->start;
    const code_alphabet *alphabet = x->alphabet;
    for (size_t at = 0; at < text.length && state > CODE_STATE_ACCEPT;) {
        uint32_t code = utf8_next(text, &at);
        state = x->next[state * alphabet->class_count + code_alphabet_class(alphabet, code)];
    }
    return x->accepts[state];
}
