/*
 * Minimisation (Hopcroft: always refine by the smaller half) and canonical form.
 */
#include "inclusion/automaton_internal.h"

#include <string.h>

/* A partition of the states: blocks are runs of `order`. */
typedef struct partition {
    uint32_t *order, *place; /* order[place[state]] is state */
    uint32_t *block;         /* of a state */
    uint32_t *first, *end, *marked;
    uint32_t count;
} partition;

typedef struct inverse {
    uint32_t *from;    /* sources of all transitions, grouped by (class, target) */
    uint32_t *offsets; /* [class * (states + 1) + target] */
} inverse;

static inverse inverse_make(const code_automaton *x, arena *a)
{
    uint32_t n = x->state_count, classes = x->alphabet->class_count;
    inverse inv = {arena_array_of(a, uint32_t, (size_t)n * classes),
                   arena_array_of(a, uint32_t, (size_t)(n + 1) * classes)};
    for (uint32_t c = 0; c < classes; c++) {
        uint32_t *offsets = inv.offsets + (size_t)c * (n + 1);
        for (uint32_t s = 0; s < n; s++)
            offsets[x->next[s * classes + c] + 1]++;
        for (uint32_t s = 0; s < n; s++)
            offsets[s + 1] += offsets[s];
        uint32_t *fill = arena_copy(a, offsets, (size_t)n * sizeof *fill);
        for (uint32_t s = 0; s < n; s++)
            inv.from[(size_t)c * n + fill[x->next[s * classes + c]]++] = s;
    }
    return inv;
}

static partition partition_make(const code_automaton *x, arena *a)
{
    uint32_t n = x->state_count, at = 0;
    partition p = {.order = arena_array_of(a, uint32_t, n),
                   .place = arena_array_of(a, uint32_t, n),
                   .block = arena_array_of(a, uint32_t, n),
                   .first = arena_array_of(a, uint32_t, n),
                   .end = arena_array_of(a, uint32_t, n),
                   .marked = arena_array_of(a, uint32_t, n)};
    for (uint32_t accepts = 0; accepts < 2; accepts++) {
        p.first[p.count] = at;
        for (uint32_t s = 0; s < n; s++)
            if (x->accepts[s] == accepts) {
                p.order[at] = s;
                p.place[s] = at++;
                p.block[s] = p.count;
            }
        p.end[p.count] = at;
        p.count++;
    }
    return p;
}

/* Moves a state among the marked ones at the head of its block; true when it is the first. */
static bool partition_mark(partition *p, uint32_t state)
{
    uint32_t block = p->block[state], target = p->first[block] + p->marked[block];
    if (p->place[state] < target)
        return false;
    uint32_t other = p->order[target], place = p->place[state];
    p->order[target] = state;
    p->place[state] = target;
    p->order[place] = other;
    p->place[other] = place;
    return p->marked[block]++ == 0;
}

/* Cuts the marked states off, if not all are; the new block's number, or UINT32_MAX. */
static uint32_t partition_split(partition *p, uint32_t block)
{
    uint32_t marked = p->marked[block];
    p->marked[block] = 0;
    if (marked == p->end[block] - p->first[block])
        return UINT32_MAX;
    uint32_t made = p->count++;
    p->first[made] = p->first[block];
    p->end[made] = p->first[made] + marked;
    p->first[block] = p->end[made];
    for (uint32_t i = p->first[made]; i < p->end[made]; i++)
        p->block[p->order[i]] = made;
    return made;
}

typedef struct work {
    uint32_t *blocks;
    uint32_t count;
    bool *waiting;
} work;

static void work_add(work *w, uint32_t block)
{
    if (w->waiting[block])
        return;
    w->waiting[block] = true;
    w->blocks[w->count++] = block;
}

static void refine_by(partition *p, const code_automaton *x, const inverse *inv, uint32_t class,
                      const uint32_t *splitter, uint32_t size, uint32_t *touched, work *w)
{
    uint32_t n = x->state_count, touched_count = 0;
    const uint32_t *offsets = inv->offsets + (size_t) class * (n + 1);
    for (uint32_t i = 0; i < size; i++)
        for (uint32_t k = offsets[splitter[i]]; k < offsets[splitter[i] + 1]; k++) {
            uint32_t from = inv->from[(size_t) class * n + k];
            if (partition_mark(p, from))
                touched[touched_count++] = p->block[from];
        }
    for (uint32_t i = 0; i < touched_count; i++) {
        uint32_t block = touched[i], made = partition_split(p, block);
        if (made == UINT32_MAX)
            continue;
        uint32_t made_size = p->end[made] - p->first[made];
        uint32_t kept_size = p->end[block] - p->first[block];
        work_add(w, w->waiting[block] || made_size <= kept_size ? made : block);
    }
}

static partition minimal_partition(const code_automaton *x, arena *a)
{
    uint32_t n = x->state_count;
    partition p = partition_make(x, a);
    inverse inv = inverse_make(x, a);
    work w = {arena_array_of(a, uint32_t, n), 0, arena_array_of(a, bool, n)};
    uint32_t *splitter = arena_array_of(a, uint32_t, n), *touched = arena_array_of(a, uint32_t, n);
    work_add(&w, 0);
    work_add(&w, 1);
    while (w.count > 0) {
        uint32_t block = w.blocks[--w.count], size = p.end[block] - p.first[block];
        w.waiting[block] = false;
        memcpy(splitter, p.order + p.first[block], size * sizeof *splitter);
        for (uint32_t class = 0; class < x->alphabet->class_count; class ++)
            refine_by(&p, x, &inv, class, splitter, size, touched, &w);
    }
    return p;
}

/* --- canonical form --- */

static bool same_columns(const code_automaton *x, const partition *p, uint32_t left, uint32_t right)
{
    uint32_t classes = x->alphabet->class_count;
    for (uint32_t b = 0; b < p->count; b++) {
        const uint32_t *row = x->next + (size_t)p->order[p->first[b]] * classes;
        if (p->block[row[left]] != p->block[row[right]])
            return false;
    }
    return true;
}

static uint64_t column_hash(const code_automaton *x, const partition *p, uint32_t class)
{
    uint32_t classes = x->alphabet->class_count;
    uint64_t hash = 0xCBF29CE484222325u;
    for (uint32_t b = 0; b < p->count; b++)
        hash = (hash ^ p->block[x->next[(size_t)p->order[p->first[b]] * classes + class]]) *
               0x100000001B3u;
    return hash;
}

/* old class -> the first old class with the same column. */
static uint32_t *equal_classes(const code_automaton *x, const partition *p, arena *a)
{
    uint32_t classes = x->alphabet->class_count;
    uint32_t *same = arena_array_of(a, uint32_t, classes);
    uint64_t *hashes = arena_array_of(a, uint64_t, classes);
    for (uint32_t c = 0; c < classes; c++) {
        hashes[c] = column_hash(x, p, c);
        same[c] = c;
        for (uint32_t k = 0; k < c; k++)
            if (hashes[k] == hashes[c] && same_columns(x, p, k, c)) {
                same[c] = same[k];
                break;
            }
    }
    return same;
}

/* The alphabet with equal classes joined; `old_class[new]` is one of the old ones. */
static const code_alphabet *join_classes(const code_alphabet *from, const uint32_t *same,
                                         uint32_t *old_class, arena *scratch, arena *a)
{
    code_alphabet *to = arena_new_of(a, code_alphabet);
    uint32_t *number = arena_array_of(scratch, uint32_t, from->class_count); /* plus one */
    uint32_t *starts = arena_array_of(a, uint32_t, from->interval_count);
    uint16_t *classes = arena_array_of(a, uint16_t, from->interval_count);
    for (uint32_t i = 0; i < from->interval_count; i++) {
        uint32_t old = same[from->classes[i]];
        bool is_surrogate = from->starts[i] >= 0xD800 && from->starts[i] <= 0xDFFF;
        if (is_surrogate)
            continue;
        if (number[old] == 0) {
            old_class[to->class_count] = old;
            number[old] = ++to->class_count;
        }
        uint16_t class = (uint16_t)(number[old] - 1);
        if (to->interval_count > 0 && classes[to->interval_count - 1] == class)
            continue;
        starts[to->interval_count] = from->starts[i];
        classes[to->interval_count++] = class;
    }
    to->starts = starts;
    to->classes = classes;
    for (uint32_t code = 0, i = 0; code < 128; code++) {
        while (i + 1 < to->interval_count && starts[i + 1] <= code)
            i++;
        to->ascii[code] = classes[i];
    }
    return to;
}

static uint64_t table_digest(const code_automaton *x)
{
    const code_alphabet *alphabet = x->alphabet;
    uint64_t hash = str_hash(
        str_of((const char *)alphabet->starts, alphabet->interval_count * sizeof(uint32_t)),
        x->start);
    hash = str_hash(
        str_of((const char *)alphabet->classes, alphabet->interval_count * sizeof(uint16_t)), hash);
    hash = str_hash(str_of((const char *)x->accepts, x->state_count), hash);
    return str_hash(str_of((const char *)x->next,
                           (size_t)x->state_count * alphabet->class_count * sizeof(uint32_t)),
                    hash);
}

/* Blocks in breadth-first order behind the two sinks. */
static uint32_t number_blocks(const code_automaton *x, const partition *p,
                              const uint32_t *old_class, uint32_t class_count, uint32_t *number,
                              uint32_t *queue)
{
    uint32_t count = 0, done = 0;
    memset(number, 0xFF, p->count * sizeof *number);
    number[p->block[CODE_STATE_REJECT]] = CODE_STATE_REJECT;
    number[p->block[CODE_STATE_ACCEPT]] = CODE_STATE_ACCEPT;
    queue[count++] = p->block[CODE_STATE_REJECT];
    queue[count++] = p->block[CODE_STATE_ACCEPT];
    uint32_t start = p->block[x->start];
    if (number[start] == UINT32_MAX) {
        number[start] = count;
        queue[count++] = start;
    }
    for (done = 2; done < count; done++) {
        const uint32_t *row =
            x->next + (size_t)p->order[p->first[queue[done]]] * x->alphabet->class_count;
        for (uint32_t c = 0; c < class_count; c++) {
            uint32_t to = p->block[row[old_class[c]]];
            if (number[to] == UINT32_MAX) {
                number[to] = count;
                queue[count++] = to;
            }
        }
    }
    return count;
}

/* Marks reachable states only: what cannot be reached must not keep classes apart. */
static code_automaton drop_unreachable(const code_automaton *x, arena *a)
{
    uint32_t n = x->state_count, classes = x->alphabet->class_count, count = 2;
    uint32_t *number = arena_array_of(a, uint32_t, n), *queue = arena_array_of(a, uint32_t, n);
    memset(number, 0xFF, n * sizeof *number);
    number[0] = queue[0] = 0;
    number[1] = queue[1] = 1;
    if (x->start > 1) {
        number[x->start] = count;
        queue[count++] = x->start;
    }
    uint32_t *next = arena_array_of(a, uint32_t, (size_t)n * classes);
    uint8_t *accepts = arena_alloc(a, n);
    for (uint32_t done = 0; done < count; done++) {
        accepts[done] = x->accepts[queue[done]];
        for (uint32_t c = 0; c < classes; c++) {
            uint32_t to = x->next[(size_t)queue[done] * classes + c];
            if (number[to] == UINT32_MAX) {
                number[to] = count;
                queue[count++] = to;
            }
            next[(size_t)done * classes + c] = number[to];
        }
    }
    return (code_automaton){x->alphabet, next, accepts, count, number[x->start]};
}

static code_automaton canonical_table(const code_automaton *x, arena *scratch, arena *a)
{
    partition p = minimal_partition(x, scratch);
    uint32_t *same = equal_classes(x, &p, scratch);
    uint32_t *old_class = arena_array_of(scratch, uint32_t, x->alphabet->class_count);
    code_automaton out = {.alphabet = join_classes(x->alphabet, same, old_class, scratch, a)};
    uint32_t classes = out.alphabet->class_count;
    uint32_t *number = arena_array_of(scratch, uint32_t, p.count);
    uint32_t *queue = arena_array_of(scratch, uint32_t, p.count);
    out.state_count = number_blocks(x, &p, old_class, classes, number, queue);
    uint32_t *next = arena_array_of(a, uint32_t, (size_t)out.state_count * classes);
    uint8_t *accepts = arena_alloc(a, out.state_count);
    for (uint32_t i = 0; i < out.state_count; i++) {
        uint32_t state = p.order[p.first[queue[i]]];
        accepts[i] = x->accepts[state];
        const uint32_t *row = x->next + (size_t)state * x->alphabet->class_count;
        for (uint32_t c = 0; c < classes; c++)
            next[(size_t)i * classes + c] = number[p.block[row[old_class[c]]]];
    }
    out.next = next;
    out.accepts = accepts;
    out.start = number[p.block[x->start]];
    return out;
}

/* Backwards from all ends at once. */
static const uint32_t *distances(const code_automaton *x, arena *scratch, arena *a)
{
    uint32_t n = x->state_count, count = 0;
    inverse inv = inverse_make(x, scratch);
    uint32_t *distance = arena_array_of(a, uint32_t, n),
             *queue = arena_array_of(scratch, uint32_t, n);
    for (uint32_t s = 0; s < n; s++) {
        distance[s] = x->accepts[s] ? 0 : UINT32_MAX;
        if (x->accepts[s])
            queue[count++] = s;
    }
    for (uint32_t done = 0; done < count; done++)
        for (uint32_t c = 0; c < x->alphabet->class_count; c++) {
            const uint32_t *offsets = inv.offsets + (size_t)c * (n + 1);
            for (uint32_t k = offsets[queue[done]]; k < offsets[queue[done] + 1]; k++) {
                uint32_t from = inv.from[(size_t)c * n + k];
                if (distance[from] == UINT32_MAX) {
                    distance[from] = distance[queue[done]] + 1;
                    queue[count++] = from;
                }
            }
        }
    return distance;
}

const automaton *automaton_canonical(arena *a, const code_automaton *x)
{
    arena *scratch = arena_new();
    code_automaton reachable = drop_unreachable(x, scratch);
    automaton *made = arena_new_of(a, automaton);
    made->x = canonical_table(&reachable, scratch, a);
    made->digest = table_digest(&made->x);
    made->distance = distances(&made->x, scratch, a);
    arena_free(scratch);
    return made;
}
