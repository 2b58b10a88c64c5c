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
            child->endless = child;
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

typedef struct reached {
    vertex *vertex;
    size_t by; /* index of the one before */
} reached;

/* What is found out is kept on the vertices that lead there. */
const vertex *endless_reached(graph *g, vertex *from)
{
    if (!g->has_endless || from->is_grounded)
        return NULL;
    map seen;
    arena *a = arena_new();
    VEC(reached) list = {0};
    const vertex *found = NULL;
    map_init(&seen, a, g->seed);
    map_put_pointer(&seen, from, g);
    vec_push(a, &list, (reached){from, 0});
    for (size_t i = 0; i < list.count && !found; i++) {
        const vertex *v = list.items[i].vertex;
        found = v->endless;
        for (size_t n = i; found && n != 0; n = list.items[n].by)
            list.items[list.items[n].by].vertex->endless = found;
        for (uint32_t k = 0; k < v->fact_count && !found; k++) {
            const fact *f = &v->facts[k];
            for (uint32_t c = 0; c < f->child_count; c++)
                if (!f->children[c]->is_grounded && map_put_pointer(&seen, f->children[c], g))
                    vec_push(a, &list, (reached){f->children[c], i});
        }
    }
    for (size_t i = 0; i < list.count && !found; i++)
        list.items[i].vertex->is_grounded = true;
    arena_free(a);
    return found;
}
