#include "inclusion/classes.h"

#include <stdlib.h>

#include "base/limits.h"
#include "inclusion/formula.h"

/* A component's own vertices by colour, kept so that an equal component elsewhere is found. */
typedef struct component {
    uint64_t hash, second;
    size_t count;
    const uint64_t *colours; /* sorted */
    const uint32_t *items;   /* of the same position */
} component;

/* --- signatures: what a fact says, over something that stands for each child --- */

typedef uint64_t child_word(const vertex *child, uint64_t seed);

static uint64_t word_of_item(const vertex *child, uint64_t seed)
{
    return hash_mix(seed, child->item);
}

static uint64_t word_of_colour(const vertex *child, uint64_t seed)
{
    return child->item != UINT32_MAX ? word_of_item(child, seed) : hash_mix(seed, child->colour);
}

static uint64_t case_signature(const fact_case *c, uint64_t hash)
{
    hash = hash_mix(hash_mix(hash, c->from), c->rest);
    hash = hash_mix(hash, c->keys ? c->keys->hash : 0);
    for (size_t i = 0; i < c->condition_count; i++)
        hash = hash_mix(hash, c->conditions[i]);
    return hash;
}

static uint64_t own_signature(const fact *f, uint64_t seed)
{
    uint64_t hash = hash_mix(seed, f->kind);
    hash = hash_mix(hash, ((uint64_t)f->kinds << 16) | ((uint64_t)f->mask << 8) | f->exclusive);
    hash = hash_mix(hash_mix(hash, f->least), f->most);
    if (f->kind == FACT_MINIMUM || f->kind == FACT_MAXIMUM || f->kind == FACT_MULTIPLE)
        hash = number_hash(&f->bound, hash);
    if (f->text)
        hash = hash_mix(hash, f->text->hash);
    if (f->name)
        hash = hash_mix(hash, f->name->hash);
    if (f->keys)
        hash = hash_mix(hash, f->keys->hash);
    for (uint32_t i = 0; i < f->value_count; i++)
        hash = hash_mix(hash, f->values[i]->hash);
    for (uint32_t i = 0; i < f->case_count; i++)
        hash = case_signature(&f->cases[i], hash);
    if (f->kind == FACT_OPAQUE && f->keyword.data)
        hash = hash_mix(hash, str_hash(f->keyword, seed));
    if (f->kind == FACT_OPAQUE) /* two that are not understood are the same by their text alone */
        hash = f->where ? hash_mix(hash, f->where->hash ? f->where->hash : (uintptr_t)f->where)
                        : hash_mix(hash, (uintptr_t)f);
    return hash;
}

static uint64_t fact_signature(const fact *f, uint64_t seed, child_word *word)
{
    uint64_t hash = own_signature(f, seed);
    bool any_order = f->kind == FACT_ALL || f->kind == FACT_ANY || f->kind == FACT_ONE;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < f->child_count; i++) {
        uint64_t child = word(f->children[i], seed);
        if (any_order)
            sum += hash_mix(seed, child);
        else
            hash = hash_mix(hash, child);
    }
    return hash_mix(hash, sum);
}

static uint64_t vertex_signature(const vertex *v, uint64_t seed, child_word *word)
{
    uint64_t sum = v->fact_count;
    for (uint32_t i = 0; i < v->fact_count; i++)
        sum += hash_mix(seed, fact_signature(&v->facts[i], seed, word));
    return hash_mix(seed, sum);
}

/* --- classes --- */

static uint32_t new_class(graph *g, const vertex *v)
{
    vec_push(g->arena, &g->classes, (class_info){.vertex = v});
    return item_make((uint32_t)g->classes.count - 1, false);
}

/* A vertex that says nothing of its own: the item it stands for, else UINT32_MAX. */
static uint32_t item_of_wrapper(const vertex *v)
{
    if (v->fact_count == 0)
        return ITEM_TRUE;
    if (v->fact_count != 1)
        return UINT32_MAX;
    const fact *f = &v->facts[0];
    switch ((fact_kind)f->kind) {
    case FACT_KINDS:
        return f->mask == KINDS_NONE ? ITEM_FALSE : f->mask == KINDS_ALL ? ITEM_TRUE : UINT32_MAX;
    case FACT_VALUES:
        return f->value_count == 0 ? ITEM_FALSE : UINT32_MAX;
    case FACT_ALL:
        return f->child_count == 0   ? ITEM_TRUE
               : f->child_count == 1 ? f->children[0]->item
                                     : UINT32_MAX;
    case FACT_ANY:
    case FACT_ONE:
        return f->child_count == 0   ? ITEM_FALSE
               : f->child_count == 1 ? f->children[0]->item
                                     : UINT32_MAX;
    case FACT_NOT:
        return item_negate(f->children[0]->item);
    default:
        return UINT32_MAX;
    }
}

static bool same_component(const void *kept, const void *wanted)
{
    const component *a = kept, *b = wanted;
    return a->second == b->second && a->count == b->count;
}

static void class_alone(graph *g, vertex *v)
{
    v->item = item_of_wrapper(v);
    if (v->item != UINT32_MAX)
        return;
    component wanted = {.hash = vertex_signature(v, g->seed, word_of_item),
                        .second = vertex_signature(v, ~g->seed, word_of_item),
                        .count = 0};
    const component *old = intern_find(&g->components, wanted.hash, &wanted, same_component);
    if (old) {
        v->item = old->items[0];
        return;
    }
    v->item = new_class(g, v);
    component *made = arena_copy(g->arena, &wanted, sizeof wanted);
    made->items = arena_copy(g->arena, &v->item, sizeof v->item);
    intern_add(&g->components, made);
}

static int compare_words(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The different colours of the component, sorted. */
static size_t collect_colours(vertex *const *vertices, size_t count, uint64_t *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = vertices[i]->colour;
    qsort(out, count, sizeof *out, compare_words);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || out[kept - 1] != out[i])
            out[kept++] = out[i];
    }
    return kept;
}

static void refine(graph *g, vertex *const *vertices, size_t count, uint64_t *next)
{
    for (size_t i = 0; i < count; i++)
        next[i] =
            hash_mix(vertices[i]->colour, vertex_signature(vertices[i], g->seed, word_of_colour));
    for (size_t i = 0; i < count; i++)
        vertices[i]->colour = next[i];
}

/* Refines until a round finds nothing new. A component is then told by its colours in that round
 * and the one before: two that agree in both are stable together, hence the same. False: the
 * rounds' limit was reached, and nothing is known. */
static bool colour_component(graph *g, vertex *const *vertices, size_t count, uint64_t *work,
                             component *out)
{
    for (size_t i = 0; i < count; i++)
        vertices[i]->colour = 0;
    refine(g, vertices, count, work);
    size_t different = collect_colours(vertices, count, work);
    for (unsigned round = 1; round <= LIMIT_REFINEMENT_ROUNDS; round++) {
        uint64_t hash = hash_mix(g->seed, round), second = hash_mix(~g->seed, round);
        for (size_t i = 0; i < different; i++) {
            hash = hash_mix(hash, work[i]);
            second = hash_mix(second, work[i]);
        }
        refine(g, vertices, count, work);
        size_t now = collect_colours(vertices, count, work);
        if (now == different) {
            for (size_t i = 0; i < now; i++) {
                hash = hash_mix(hash, work[i]);
                second = hash_mix(second, work[i]);
            }
            *out = (component){.hash = hash, .second = second, .count = now, .colours = work};
            return true;
        }
        different = now;
    }
    return false;
}

static size_t find_colour(const component *c, uint64_t colour)
{
    const uint64_t *at = bsearch(&colour, c->colours, c->count, sizeof colour, compare_words);
    return (size_t)(at - c->colours);
}

static void class_cycle(graph *g, vertex *const *vertices, size_t count)
{
    uint64_t *work = arena_array_of(g->arena, uint64_t, count);
    component wanted;
    if (!colour_component(g, vertices, count, work, &wanted)) {
        for (size_t i = 0; i < count; i++)
            vertices[i]->item = new_class(g, vertices[i]);
        return;
    }
    const component *known = intern_find(&g->components, wanted.hash, &wanted, same_component);
    if (!known) {
        uint32_t *items = arena_array_of(g->arena, uint32_t, wanted.count);
        for (size_t i = 0; i < wanted.count; i++)
            items[i] = UINT32_MAX;
        /* Numbered in order of discovery: colours are seeded, and no answer may depend on it. */
        for (size_t i = 0; i < count; i++) {
            size_t at = find_colour(&wanted, vertices[i]->colour);
            if (items[at] == UINT32_MAX)
                items[at] = new_class(g, vertices[i]);
        }
        component *made = arena_copy(g->arena, &wanted, sizeof wanted);
        made->items = items;
        intern_add(&g->components, made);
        known = made;
    }
    for (size_t i = 0; i < count; i++)
        vertices[i]->item = known->items[find_colour(known, vertices[i]->colour)];
}

/* --- strongly connected components, without recursion: chains of $ref may be long --- */

typedef struct frame {
    vertex *vertex;
    uint32_t fact, child;
} frame;

typedef struct walk {
    graph *graph;
    uint32_t next_index;
    VEC(frame) frames;
    VEC(vertex *) stack;
} walk;

static void enter(walk *w, vertex *v)
{
    v->index = v->low = w->next_index++;
    v->on_stack = true;
    vec_push(w->graph->arena, &w->stack, v);
    vec_push(w->graph->arena, &w->frames, (frame){.vertex = v});
}

static bool refers_to_itself(const vertex *v)
{
    for (uint32_t i = 0; i < v->fact_count; i++) {
        for (uint32_t j = 0; j < v->facts[i].child_count; j++) {
            if (v->facts[i].children[j] == v)
                return true;
        }
    }
    return false;
}

static void leave(walk *w, vertex *v)
{
    size_t start = w->stack.count;
    while (w->stack.items[--start] != v)
        continue;
    vertex *const *members = &w->stack.items[start];
    size_t count = w->stack.count - start;
    for (size_t i = 0; i < count; i++)
        members[i]->on_stack = false;
    if (count == 1 && !refers_to_itself(v))
        class_alone(w->graph, v);
    else
        class_cycle(w->graph, members, count);
    w->stack.count = start;
}

/* The next child of the frame's vertex that has no class yet, or NULL. */
static vertex *next_child(frame *f)
{
    for (; f->fact < f->vertex->fact_count; f->fact++, f->child = 0) {
        const fact *of = &f->vertex->facts[f->fact];
        while (f->child < of->child_count) {
            vertex *child = of->children[f->child++];
            if (child->item == UINT32_MAX)
                return child;
        }
    }
    return NULL;
}

static void walk_from(walk *w, vertex *root)
{
    enter(w, root);
    while (w->frames.count > 0) {
        frame *top = &w->frames.items[w->frames.count - 1];
        vertex *v = top->vertex, *child = next_child(top);
        if (child && child->index == UINT32_MAX) {
            enter(w, child);
        } else if (child) {
            if (child->on_stack && child->index < v->low)
                v->low = child->index;
        } else {
            w->frames.count--;
            if (v->low == v->index)
                leave(w, v);
            if (w->frames.count > 0) {
                vertex *parent = w->frames.items[w->frames.count - 1].vertex;
                if (v->low < parent->low)
                    parent->low = v->low;
            }
        }
    }
}

void classes_assign(graph *g)
{
    walk w = {.graph = g};
    for (size_t i = 0; i < g->unclassed.count; i++) {
        if (g->unclassed.items[i]->item == UINT32_MAX)
            walk_from(&w, g->unclassed.items[i]);
    }
    g->unclassed.count = 0;
}
