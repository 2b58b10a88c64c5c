#include "inclusion/aside.h"

#include "inclusion/mention.h"

/* Parts that say the same keys are joined while they are among so many: beyond, each is alone. */
enum { PARTS_JOINED = 256, CONDITION_DEPTH = 200 };

/* What a schema says of some members or items, in any of its in-place applicators. */
typedef struct part {
    fact_kind kind; /* FACT_MEMBERS or FACT_ITEMS */
    const keys *keys;
    uint64_t least, most;
    VEC(struct aside *) of;
} part;

typedef struct aside {
    uint32_t class_id;
    vertex *vertex;
    bool matters; /* something is mentioned here or below */
    VEC(part) parts;
} aside;

static const vertex *vertex_of(const solver *s, item i)
{
    return s->graph->classes.items[item_class(i)].vertex;
}

bool aside_is(const solver *s, item i)
{
    if (i <= ITEM_FALSE || item_is_value(i))
        return false;
    const vertex *v = vertex_of(s, i);
    return v->fact_count > 0 && v->facts[0].kind == FACT_ASIDE;
}

/* The one known by its class, made when it is new: its facts come later. */
static aside *aside_of(solver *s, uint32_t class_id)
{
    while (s->asides.count <= class_id)
        vec_push(s->arena, &s->asides, NULL);
    if (!s->asides.items[class_id]) {
        aside *made = arena_new_of(s->arena, aside);
        made->class_id = class_id;
        made->vertex = graph_synthetic(s->graph, NULL, 0);
        s->asides.items[class_id] = made;
        vec_push(s->arena, &s->new_asides, made);
    }
    return s->asides.items[class_id];
}

static void add_part(solver *s, aside *to, part like, item child)
{
    if (child <= ITEM_FALSE)
        return;
    aside *of = aside_of(s, item_class(child));
    part *p = NULL;
    for (size_t i = 0; i < to->parts.count && i < PARTS_JOINED && !p; i++) {
        part *old = &to->parts.items[i];
        if (old->kind == like.kind && old->keys == like.keys && old->least == like.least &&
            old->most == like.most)
            p = old;
    }
    if (!p) {
        vec_push(s->arena, &to->parts, like);
        p = &to->parts.items[to->parts.count - 1];
    }
    for (size_t i = 0; i < p->of.count; i++) {
        if (p->of.items[i] == of)
            return;
    }
    vec_push(s->arena, &p->of, of);
}

static void add_case(solver *s, aside *to, const fact *f, const fact_case *c)
{
    item rest = f->children[c->rest]->item;
    if (c->keys)
        add_part(s, to, (part){.kind = FACT_MEMBERS, .keys = c->keys}, rest);
    else if (c->from != UINT64_MAX && f->kinds & KINDS_ARRAY)
        add_part(s, to, (part){.kind = FACT_ITEMS, .least = c->from, .most = UINT64_MAX}, rest);
}

static bool is_in_place(const fact *f)
{
    return f->kind == FACT_ALL || f->kind == FACT_ANY || f->kind == FACT_ONE ||
           f->kind == FACT_NOT || f->kind == FACT_IF || f->kind == FACT_DEPENDENT;
}

static void collect(solver *s, aside *to)
{
    VEC(uint32_t) found = {0};
    vec_push(s->arena, &found, to->class_id);
    s->aside_round++;
    for (size_t n = 0; n < found.count; n++) {
        const vertex *v = s->graph->classes.items[found.items[n]].vertex;
        for (uint32_t i = 0; v && i < v->fact_count; i++) {
            const fact *f = &v->facts[i];
            for (uint32_t c = 0; is_in_place(f) && c < f->child_count; c++) {
                uint32_t id = item_class(f->children[c]->item);
                while (s->aside_rounds.count <= id)
                    vec_push(s->arena, &s->aside_rounds, 0);
                if (s->aside_rounds.items[id] != s->aside_round)
                    vec_push(s->arena, &found, id);
                s->aside_rounds.items[id] = s->aside_round;
            }
            part whole = {.kind = FACT_ITEMS, .most = UINT64_MAX};
            part own = {.kind = (fact_kind)f->kind, .keys = f->keys};
            own.least = f->kind == FACT_ITEMS ? f->least : 0;
            own.most = f->kind == FACT_ITEMS ? f->most : 0;
            if (f->kind == FACT_MEMBERS || f->kind == FACT_ITEMS)
                add_part(s, to, own, f->children[0]->item);
            if (f->kind == FACT_CONTAINS)
                add_part(s, to, whole, f->children[0]->item);
            for (uint32_t c = 0; f->kind == FACT_CASES && c < f->case_count; c++)
                add_case(s, to, f, &f->cases[c]);
        }
    }
}

static bool part_matters(const aside *a)
{
    for (size_t i = 0; i < a->parts.count; i++) {
        for (size_t k = 0; k < a->parts.items[i].of.count; k++) {
            if (a->parts.items[i].of.items[k]->matters)
                return true;
        }
    }
    return false;
}

/* Which of the new ones say anything: a least fixpoint, since schemas refer to one another. Found
 * from the outside in, so most that matter do by what is found after them. */
static void see_what_matters(solver *s)
{
    for (size_t i = 0; i < s->new_asides.count; i++) {
        item one = item_make(s->new_asides.items[i]->class_id, false);
        goal g = {.items = &one, .count = 1};
        s->new_asides.items[i]->matters = mention_of_goal(s, &g, 0).list.count > 0;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = s->new_asides.count; i > 0; i--) {
            aside *a = s->new_asides.items[i - 1];
            if (a->matters || !part_matters(a))
                continue;
            a->matters = changed = true;
        }
    }
}

static vertex *vertex_of_part(solver *s, const part *p)
{
    VEC(vertex *) of = {0};
    for (size_t i = 0; i < p->of.count; i++) {
        if (p->of.items[i]->matters)
            vec_push(s->arena, &of, p->of.items[i]->vertex);
    }
    if (of.count <= 1)
        return of.count ? of.items[0] : NULL;
    fact facts[2] = {{.kind = FACT_ASIDE, .kinds = KINDS_ALL},
                     {.kind = FACT_ALL, .kinds = KINDS_ALL, .children = of.items}};
    facts[1].child_count = (uint32_t)of.count;
    return graph_synthetic(s->graph, facts, 2);
}

static void write_facts(solver *s, const aside *a)
{
    VEC(fact) facts = {0};
    fact own = {.kind = FACT_ASIDE, .kinds = KINDS_ALL, .child_count = 1};
    own.children = arena_new_of(s->arena, vertex *);
    /* Only its class is looked at, and that does not change any more. */
    own.children[0] = (vertex *)s->graph->classes.items[a->class_id].vertex;
    vec_push(s->arena, &facts, own);
    for (size_t i = 0; i < a->parts.count; i++) {
        const part *p = &a->parts.items[i];
        vertex *child = vertex_of_part(s, p);
        if (!child)
            continue;
        fact f = {.kind = (uint8_t)p->kind, .keys = p->keys, .least = p->least, .most = p->most};
        f.kinds = p->kind == FACT_MEMBERS ? KINDS_OBJECT : KINDS_ARRAY;
        f.children = arena_new_of(s->arena, vertex *);
        f.children[0] = child;
        f.child_count = 1;
        vec_push(s->arena, &facts, f);
    }
    a->vertex->facts = facts.items;
    a->vertex->fact_count = (uint32_t)facts.count;
}

/* That of a class, with all that are reached from it. */
static const aside *settled(solver *s, uint32_t class_id)
{
    if (class_id < s->asides.count && s->asides.items[class_id])
        return s->asides.items[class_id];
    s->new_asides.count = 0;
    const aside *wanted = aside_of(s, class_id);
    for (size_t i = 0; i < s->new_asides.count; i++)
        collect(s, s->new_asides.items[i]);
    solver_burn(s, s->new_asides.count);
    see_what_matters(s);
    for (size_t i = 0; i < s->new_asides.count; i++) {
        if (s->new_asides.items[i]->matters)
            write_facts(s, s->new_asides.items[i]);
    }
    graph_settle(s->graph);
    return wanted;
}

/* --- where they are wanted --- */

/* Whether what is asked of members and items depends on a choice. */
static bool is_conditional(const solver *s, item i, unsigned depth)
{
    if (i <= ITEM_FALSE)
        return false;
    if (item_is_negated(i) || depth > CONDITION_DEPTH)
        return true;
    const vertex *v = vertex_of(s, i);
    for (uint32_t n = 0; n < v->fact_count; n++) {
        const fact *f = &v->facts[n];
        if (f->kind == FACT_CASES || f->kind == FACT_CONTAINS ||
            (is_in_place(f) && f->kind != FACT_ALL))
            return true;
        for (uint32_t c = 0; f->kind == FACT_ALL && c < f->child_count; c++) {
            if (is_conditional(s, f->children[c]->item, depth + 1))
                return true;
        }
    }
    return false;
}

/* Whether at most one fact speaks of each member, so that where it is violated nothing is lost. */
static bool is_simple(const solver *s, item i)
{
    const vertex *v = vertex_of(s, i);
    for (uint32_t n = 0; n < v->fact_count; n++) {
        const fact *f = &v->facts[n];
        if (is_in_place(f) || f->kind == FACT_CASES || f->kind == FACT_CONTAINS ||
            (f->kind == FACT_MEMBERS && (f->keys->pattern_count || f->keys->schema)))
            return false;
    }
    return true;
}

item aside_beside(solver *s, item i, bool alone)
{
    if (!s->closed || i <= ITEM_FALSE || item_is_value(i) || aside_is(s, i))
        return ITEM_TRUE;
    bool wanted = item_is_negated(i) ? !alone || !is_simple(s, i) : is_conditional(s, i, 0);
    if (!wanted)
        return ITEM_TRUE;
    const vertex *v = settled(s, item_class(i))->vertex;
    return v->fact_count > 1 ? item_with_role(v->item, i & ITEM_READER) : ITEM_TRUE;
}

static bool is_there(const solver *s, const item *items, size_t count, item of)
{
    const vertex *v = vertex_of(s, of);
    if (v->facts[0].child_count == 0)
        return false;
    uint32_t class_id = item_class(v->facts[0].children[0]->item);
    for (size_t i = 0; i < count; i++) {
        if (!item_is_value(items[i]) && item_class(items[i]) == class_id &&
            (items[i] & ITEM_READER) == (of & ITEM_READER))
            return true;
    }
    return false;
}

size_t aside_drop(const solver *s, item *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        /* What was kept and what is still to come: asides never stand for one another. */
        bool drop = aside_is(s, items[i]) && (is_there(s, items, kept, items[i]) ||
                                              is_there(s, items + i + 1, count - i - 1, items[i]));
        if (!drop)
            items[kept++] = items[i];
    }
    return kept;
}

size_t aside_drop_in_goal(const solver *s, item *items, size_t count)
{
    bool is_asked = false;
    for (size_t i = 0; i < count && !is_asked; i++)
        is_asked = !item_is_value(items[i]) && (items[i] & ITEM_READER) && !aside_is(s, items[i]);
    if (is_asked)
        return aside_drop(s, items, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!aside_is(s, items[i]))
            items[kept++] = items[i];
    }
    return kept;
}
