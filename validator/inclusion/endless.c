#include "inclusion/endless.h"

#include "base/map.h"

enum { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

typedef struct frame {
    vertex *vertex;
    uint32_t fact, child; /* where to go on */
} frame;

static bool is_in_place(const fact *f)
{
    return f->kind == FACT_ALL || f->kind == FACT_ANY || f->kind == FACT_ONE ||
           f->kind == FACT_NOT || f->kind == FACT_IF || f->kind == FACT_DEPENDENT;
}

static vertex *next_in_place(frame *at)
{
    for (; at->fact < at->vertex->fact_count; at->fact++, at->child = 0) {
        const fact *f = &at->vertex->facts[at->fact];
        if (is_in_place(f) && at->child < f->child_count)
            return f->children[at->child++];
    }
    return NULL;
}

/* Depth first, with a stack of its own: references chain as long as there are schemas. */
static void search(graph *g, vertex *from)
{
    VEC(frame) stack = {0};
    from->visit = VISIT_OPEN;
    vec_push(g->arena, &stack, (frame){.vertex = from});
    while (stack.count > 0) {
        frame *top = &stack.items[stack.count - 1];
        vertex *child = next_in_place(top);
        if (!child) {
            top->vertex->visit = VISIT_DONE;
            stack.count--;
        } else if (child->visit == VISIT_OPEN) {
            child->is_endless = true;
            g->has_endless = true;
        } else if (child->visit == VISIT_NEW && child->item == UINT32_MAX) {
            child->visit = VISIT_OPEN;
            vec_push(g->arena, &stack, (frame){.vertex = child});
        }
    }
}

void endless_mark(graph *g)
{
    for (size_t i = 0; i < g->unclassed.count; i++) {
        vertex *v = g->unclassed.items[i];
        bool has_children = false;
        for (uint32_t k = 0; k < v->fact_count && !has_children; k++)
            has_children = is_in_place(&v->facts[k]);
        if (has_children && v->visit == VISIT_NEW)
            search(g, v);
    }
}

const vertex *endless_reached(graph *g, const vertex *from)
{
    if (!g->has_endless)
        return NULL;
    map seen;
    arena *a = arena_new();
    VEC(const vertex *) list = {0};
    const vertex *found = NULL;
    map_init(&seen, a, g->seed);
    vec_push(a, &list, from);
    for (size_t i = 0; i < list.count && !found; i++) {
        const vertex *v = list.items[i];
        if (v->is_endless)
            found = v;
        for (uint32_t k = 0; k < v->fact_count; k++) {
            const fact *f = &v->facts[k];
            for (uint32_t c = 0; c < f->child_count; c++)
                if (map_put_pointer(&seen, f->children[c], g))
                    vec_push(a, &list, f->children[c]);
        }
    }
    arena_free(a);
    return found;
}
