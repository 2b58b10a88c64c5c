/*
 * Members that a schema describes and that no value of it can have: closed out by a sibling's
 * additionalProperties, by propertyNames, by what other members demand.
 */
#include "base/map.h"
#include "inclusion/session.h"

enum { IN_PLACE_DEPTH = 24, MEMBERS_ASKED = 500 };

typedef struct presence {
    question question;
    arena *arena;
    map seen; /* classes and names that were asked about */
    size_t asked;
    VEC(inclusion_member) found;
} presence;

/* "an object with this member" */
static item item_having(presence *p, const value *name)
{
    graph *g = &p->question.session->graph;
    const fact facts[] = {{.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = KINDS_OBJECT},
                          {.kind = FACT_REQUIRED, .kinds = KINDS_OBJECT, .name = name}};
    vertex *v = graph_synthetic(g, facts, 2);
    graph_settle(g);
    return v->item;
}

static bool is_empty(presence *p, item *items, size_t count)
{
    return question_solve(&p->question, items, count)->state == GOAL_EMPTY;
}

/* `false` is meant as it is, and a schema that nothing satisfies is another mistake. */
static void ask_about(presence *p, const fact *f)
{
    const value *name = f->keys->names[0];
    item child = f->children[0]->item;
    if (child == ITEM_FALSE || p->asked == MEMBERS_ASKED || !map_put_pointer(&p->seen, name, p))
        return;
    p->asked++;
    item both[] = {question_writer_item(&p->question), item_having(p, name)};
    if (is_empty(p, both, 2) && !is_empty(p, &child, 1))
        vec_push(p->arena, &p->found,
                 (inclusion_member){name->text, {.node = f->where, .resource = f->in}});
}

static void look_in(presence *p, const vertex *v, unsigned depth)
{
    if (depth == 0 || !map_put_pointer(&p->seen, v, p))
        return;
    for (uint32_t i = 0; i < v->fact_count; i++) {
        const fact *f = &v->facts[i];
        for (uint32_t c = 0; f->kind == FACT_ALL && c < f->child_count; c++)
            look_in(p, f->children[c], depth - 1);
        if (f->kind == FACT_MEMBERS && f->keys->name_count == 1 && !f->keys->complement &&
            !f->keys->pattern_count && f->in)
            ask_about(p, f);
    }
}

size_t inclusion_never_present(inclusion *i, site s, const inclusion_options *options,
                               const inclusion_member **out)
{
    presence p = {.arena = i->arena};
    map_init(&p.seen, i->arena, 0);
    question_begin(&p.question, i, s, (site){0}, options);
    item whole = question_writer_item(&p.question);
    if (!is_empty(&p, &whole, 1))
        look_in(&p, p.question.writer_vertex, IN_PLACE_DEPTH);
    *out = p.found.items;
    return p.found.count;
}
