/* Searches through the graph of pairs: upwards to the roots, and in place. */
#include "change/schema_graph.h"

typedef struct visit {
    const schema_way *way;
    str path;
    bool is_nested, is_property, has_flags;
    unsigned flags;
} visit;

static str prepend(const schema_graph *g, str head, str tail)
{
    if (head.length == 0)
        return tail;
    return arena_printf(g->comparison->arena, "%.*s%.*s", STR_ARG(head), STR_ARG(tail));
}

static const schema_way *way_through(const schema_graph *g, schema_pair *p, const schema_step *step,
                                     const schema_way *next)
{
    const schema_way way = {p, step, next};
    return arena_copy(g->comparison->arena, &way, sizeof way);
}

schema_reaches change_schema_reaches_of(schema_graph *g, schema_pair *p)
{
    arena *a = g->comparison->arena;
    VEC(visit) queue = {0};
    VEC(schema_reach) found = {0};
    schema_reaches out = {0};
    p->mark = ++g->mark;
    vec_push(a, &queue, (visit){.way = way_through(g, p, NULL, NULL), .path = STR("")});
    for (size_t i = 0; i < queue.count; i++) {
        visit at = queue.items[i];
        const schema_pair *pair = at.way->pair;
        if (!out.component.data && pair->component.data) {
            out.component = pair->component;
            out.component_path = at.path;
        }
        for (size_t k = 0; k < pair->roots.count; k++)
            vec_push(a, &found,
                     (schema_reach){pair->roots.items[k], at.path, at.is_nested, at.is_property,
                                    at.flags, at.way});
        for (size_t k = 0; k < pair->steps.count; k++) {
            const schema_step *s = &pair->steps.items[k];
            if (s->from->mark == g->mark)
                continue;
            s->from->mark = g->mark;
            bool has_flags = at.has_flags || s->descends;
            visit up = {way_through(g, s->from, s, at.way),
                        prepend(g, s->text, at.path),
                        true,
                        at.is_property || (s->descends && !str_equal(s->text, STR("/*"))),
                        has_flags,
                        at.has_flags ? at.flags : s->flags};
            vec_push(a, &queue, up);
        }
    }
    out.items = found.items;
    out.count = found.count;
    return out;
}

static bool is_entered(const schema_pair *p)
{
    if (p->roots.count)
        return true;
    for (size_t i = 0; i < p->steps.count; i++)
        if (p->steps.items[i].descends)
            return true;
    return false;
}

void change_schema_points_of(schema_graph *g, schema_pair *p, schema_pair_list *out)
{
    arena *a = g->comparison->arena;
    schema_pair_list queue = {0};
    p->mark = ++g->mark;
    vec_push(a, &queue, p);
    for (size_t i = 0; i < queue.count; i++) {
        schema_pair *at = queue.items[i];
        if (is_entered(at))
            vec_push(a, out, at);
        for (size_t k = 0; k < at->steps.count; k++) {
            schema_step *s = &at->steps.items[k];
            if (s->descends || s->from->mark == g->mark)
                continue;
            s->from->mark = g->mark;
            vec_push(a, &queue, s->from);
        }
    }
}

void change_schema_region_of(schema_graph *g, schema_pair *p, schema_pair_list *out)
{
    arena *a = g->comparison->arena;
    p->mark = ++g->mark;
    vec_push(a, out, p);
    for (size_t i = 0; i < out->count; i++) {
        schema_pair *at = out->items[i];
        for (size_t k = 0; k < at->below.count; k++) {
            const schema_step *s = &at->below.items[k];
            if (s->descends || s->to->mark == g->mark)
                continue;
            s->to->mark = g->mark;
            vec_push(a, out, s->to);
        }
    }
}
