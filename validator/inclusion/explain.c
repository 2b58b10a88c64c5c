/*
 * Breaks, one by one.
 *
 * The reader is a conjunction of facts, here and at every member and item below. For each fact F at
 * a place P the question is asked again against a reader that says nothing but F at P; an answer is
 * a break with a witness of its own. A member whose schema as a whole is never violated is not
 * entered, so the work follows what differs. Of `anyOf` and `oneOf` the branch is entered that the
 * value is near to, the others staying as they are.
 */
#include "inclusion/explain.h"

#include <stdlib.h>

#include "doc/pointer.h"
#include "inclusion/dress.h"
#include "inclusion/reduced.h"
#include "inclusion/said.h"
#include "inclusion/shrink.h"
#include "inclusion/sites.h"
#include "inclusion/summary.h"

enum {
    BREAK_LIMIT = 64,
    DEPTH_LIMIT = 24,
    ASK_LIMIT = 4000,
    BRANCH_LIMIT = 128,
    VOLUME_LIMIT = 200000
};

/* How a place is reached from the one above it. */
typedef enum step_kind { STEP_ROOT, STEP_MEMBER, STEP_ITEMS, STEP_BRANCH } step_kind;

typedef struct place place;
struct place {
    step_kind step;
    const fact *by; /* the fact that leads here */
    const place *above;
    const vertex *owner;  /* of that fact */
    vertex_list vertices; /* the reader's schemas that hold here together */
    said said;            /* what the writer says here */
    vertex_list *explained;
};

typedef struct explaining {
    question *q;
    graph *graph;
    arena *arena;
    inclusion_result *out;
    VEC(inclusion_break) breaks;
    VEC(size_t) sizes;    /* of the witnesses */
    size_t asked, volume; /* questions, and the size of the values they led to */
    unsigned depth;
} explaining;

/* --- readers that say one thing --- */

static vertex **one_child(explaining *x, vertex *v)
{
    vertex **children = arena_array_of(x->arena, vertex *, 1);
    children[0] = v;
    return children;
}

/* One branch reduced to v: the others hold, or the value is not like this branch, or v holds. */
static vertex *in_branch(explaining *x, const place *at, vertex *v)
{
    vertex *parts[BRANCH_LIMIT + 1];
    size_t count = 0;
    uint32_t branch = 0;
    for (uint32_t i = 0; i < at->by->child_count; i++) {
        if (at->by->children[i] != at->vertices.items[0])
            parts[count++] = at->by->children[i];
        else
            branch = i;
    }
    fact unlike = {.kind = FACT_NOT, .kinds = KINDS_ALL, .child_count = 1};
    unlike.children = one_child(x, summary_likeness(x->graph, at->by, branch));
    parts[count++] = reduced_fact(x->q, unlike);
    return reduced_join(x->q, FACT_ANY, parts, count, v);
}

/* "v holds at this place", as a schema of the root. */
static vertex *from_root(explaining *x, const place *at, vertex *v)
{
    for (; at->step != STEP_ROOT; at = at->above) {
        if (at->step == STEP_BRANCH) {
            v = in_branch(x, at, v);
            continue;
        }
        fact f = *at->by;
        f.children = one_child(x, reduced_star(x->q, at->vertices.items, at->vertices.count, v));
        f.child_count = 1;
        v = reduced_fact(x->q, f);
    }
    return reduced_star(x->q, at->vertices.items, at->vertices.count, v);
}

/* A confirmed value of the writer that this reader refuses, or NULL. `*holds` is the reader. */
static const value *ask(explaining *x, vertex *reader, item *holds)
{
    if (x->asked++ > ASK_LIMIT || x->volume > VOLUME_LIMIT)
        return NULL;
    graph_settle(x->graph);
    *holds = reader->item;
    item items[2] = {question_writer_item(x->q), question_reader_item(x->q, reader, true)};
    const goal *g = question_solve(x->q, items, 2);
    if (g->state != GOAL_FOUND)
        return NULL;
    x->volume += g->witness->size;
    if (judge_is_witness(&x->q->session->judge, x->q->writer, x->q->reader, &x->q->options,
                         g->witness))
        return g->witness;
    return NULL;
}

/* --- where in the value --- */

typedef struct spot {
    const value *value;
    buf pointer;
} spot;

/* The member (or item) that a fact refuses; NULL: none. */
static const value *refused_part(explaining *x, const fact *f, const value *v, spot *at)
{
    evaluator *e = &x->q->solver->evaluator;
    item holds = f->children[0]->item;
    for (uint32_t i = 0; f->kind == FACT_MEMBERS && v->kind == KIND_OBJECT && i < v->count; i++) {
        if (evaluate_keys(e, f->keys, v->members[i].name) != TRUTH_NO &&
            evaluate_item(e, holds, v->members[i].value) != TRUTH_YES) {
            pointer_append(&at->pointer, v->members[i].name->text);
            return v->members[i].value;
        }
    }
    for (uint64_t i = f->least;
         f->kind == FACT_ITEMS && v->kind == KIND_ARRAY && i < v->count && i < f->most; i++) {
        if (evaluate_item(e, holds, v->items[i]) != TRUTH_YES) {
            pointer_append_index(&at->pointer, (size_t)i);
            return v->items[i];
        }
    }
    return NULL;
}

/* The part of the witness at a place; value NULL where there is none. */
static void find_spot(explaining *x, const place *at, const value *witness, spot *out)
{
    if (at->step == STEP_ROOT) {
        out->value = witness;
        return;
    }
    find_spot(x, at->above, witness, out);
    if (out->value && at->step != STEP_BRANCH)
        out->value = refused_part(x, at->by, out->value, out);
}

/* --- breaks --- */

static bool is_known(const explaining *x, const node *where, str keyword, str path, str name)
{
    for (size_t i = 0; i < x->breaks.count; i++) {
        const inclusion_break *b = &x->breaks.items[i];
        if (b->reader_keyword == where && str_equal(b->keyword, keyword) &&
            str_equal(b->instance_path, path) && str_equal(b->name, name))
            return true;
    }
    return false;
}

static void add_break(explaining *x, const place *at, const vertex *owner, const fact *f,
                      const value *witness, item holds)
{
    witness = dress_witness(x->q, shrink_break(x->q, witness, holds), holds);
    spot s = {0};
    find_spot(x, at, witness, &s);
    inclusion_break b = {.keyword = f->keyword, .reader_keyword = f->where};
    if (f->name)
        b.name = f->name->text;
    b.reader = owner->site;
    if (s.value) {
        sites_of_writer(x->q, witness, buf_str(&s.pointer), f, &b);
        spot inner = {0};
        const value *part = f->kind == FACT_MEMBERS || f->kind == FACT_ITEMS
                                ? refused_part(x, f, s.value, &inner)
                                : NULL;
        if (part) {
            buf_append(&s.pointer, buf_str(&inner.pointer));
            if (f->kind == FACT_MEMBERS)
                b.name = arena_str(x->q->session->arena, str_skip(buf_str(&inner.pointer), 1));
        }
        buf_clear(&inner.pointer);
    }
    b.instance_path = arena_str(x->q->session->arena, buf_str(&s.pointer));
    buf_clear(&s.pointer);
    if (is_known(x, f->where, b.keyword, b.instance_path, b.name))
        return;
    b.witness = judge_sent_node(&x->q->session->judge, x->q->writer, &x->q->options, witness);
    vec_push(x->arena, &x->breaks, b);
    vec_push(x->arena, &x->sizes, witness->size);
}

static void explain_place(explaining *x, const place *at);

static bool is_on_path(const place *at, const vertex *v)
{
    for (; at; at = at->above) {
        for (size_t i = 0; i < at->vertices.count; i++) {
            if (at->vertices.items[i] == v)
                return true;
        }
    }
    return false;
}

static void enter(explaining *x, const place *above, step_kind step, const fact *by,
                  const vertex *owner, vertex *child)
{
    if (x->depth == DEPTH_LIMIT || is_on_path(above, child))
        return;
    vertex_list explained = {0};
    place inner = {.step = step, .by = by, .above = above, .owner = owner};
    inner.explained = &explained;
    vec_push(x->arena, &inner.vertices, child);
    if (step == STEP_BRANCH)
        inner.said = said_in_branch(&above->said, child, x->arena);
    else
        inner.said = said_below(&above->said, by, x->arena);
    x->depth++;
    explain_place(x, &inner);
    x->depth--;
}

/* The one branch that the value could have been meant for: same kind, same tags. NULL: several. */
static vertex *near_branch(explaining *x, const fact *f, const value *v)
{
    vertex *near = NULL;
    for (uint32_t i = 0; i < f->child_count; i++) {
        item branch = f->children[i]->item;
        if (!(summary_possible_kinds(x->graph, branch) >> v->kind & 1) ||
            !summary_fits_tags(x->graph, f, i, v))
            continue;
        if (near)
            return NULL;
        near = f->children[i];
    }
    return near;
}

/* Each branch in turn; what is found there counts where the value is near to that branch alone.
 * What was meant for one that both sides have alike is not refused for what that one says. */
static bool enter_branches(explaining *x, const place *at, const vertex *owner, const fact *f)
{
    size_t before = x->breaks.count;
    for (uint32_t i = 0; f->child_count <= BRANCH_LIMIT && i < f->child_count; i++) {
        if (!said_has_branch(&at->said, f->children[i]))
            enter(x, at, STEP_BRANCH, f, owner, f->children[i]);
    }
    return x->breaks.count > before;
}

/* Whether the value is near to every branch that was entered on the way. */
static bool belongs_here(explaining *x, const place *at, const value *witness)
{
    for (; at->step != STEP_ROOT; at = at->above) {
        if (at->step != STEP_BRANCH)
            continue;
        spot s = {0};
        find_spot(x, at, witness, &s);
        buf_clear(&s.pointer);
        if (!s.value || near_branch(x, at->by, s.value) != at->vertices.items[0])
            return false;
    }
    return true;
}

static void explain_fact(explaining *x, const place *at, const vertex *owner, const fact *f)
{
    bool every = x->q->options.detail == DETAIL_EVERY_BREAK;
    if (x->breaks.count >= BREAK_LIMIT || said_settles(&at->said, f, !every))
        return;
    item holds;
    const value *witness = ask(x, from_root(x, at, reduced_fact(x->q, *f)), &holds);
    if (!witness || !belongs_here(x, at, witness))
        return;
    size_t before = x->breaks.count;
    bool has_parts = every && (f->kind == FACT_MEMBERS || f->kind == FACT_ITEMS) &&
                     f->children[0]->item != ITEM_FALSE;
    if (has_parts)
        enter(x, at, f->kind == FACT_MEMBERS ? STEP_MEMBER : STEP_ITEMS, f, owner, f->children[0]);
    else if ((f->kind == FACT_ANY || f->kind == FACT_ONE) && enter_branches(x, at, owner, f))
        return;
    if (x->breaks.count == before && !(has_parts && is_on_path(at, f->children[0])))
        add_break(x, at, owner, f, witness, holds);
}

static bool is_among(const vertex_list *list, const vertex *v)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == v)
            return true;
    }
    return false;
}

/* Facts of a schema and of what it always applies in place. */
static void explain_vertex(explaining *x, const place *at, vertex *v, const vertex *owner,
                           unsigned nesting)
{
    if (is_among(at->explained, v)) /* it is applied twice */
        return;
    vec_push(x->arena, at->explained, v);
    if (v->site.node) /* else the engine's own: it stands for a keyword of the one around it */
        owner = v;
    for (uint32_t i = 0; i < v->fact_count; i++) {
        const fact *f = &v->facts[i];
        if (f->kind != FACT_ALL) {
            explain_fact(x, at, owner, f);
            continue;
        }
        for (uint32_t c = 0; c < f->child_count && nesting < DEPTH_LIMIT; c++)
            explain_vertex(x, at, f->children[c], owner, nesting + 1);
    }
}

static void explain_place(explaining *x, const place *at)
{
    for (size_t i = 0; i < at->vertices.count; i++)
        explain_vertex(x, at, at->vertices.items[i], at->owner, 0);
}

static void sort_breaks(explaining *x)
{
    for (size_t i = 1; i < x->breaks.count; i++) {
        inclusion_break b = x->breaks.items[i];
        size_t size = x->sizes.items[i], n = i;
        for (; n > 0 && x->sizes.items[n - 1] > size; n--) {
            x->breaks.items[n] = x->breaks.items[n - 1];
            x->sizes.items[n] = x->sizes.items[n - 1];
        }
        x->breaks.items[n] = b;
        x->sizes.items[n] = size;
    }
}

void explain_nothing(question *q, const value *witness, inclusion_result *out)
{
    inclusion_break *b = arena_new_of(q->session->arena, inclusion_break);
    b->writer = q->writer;
    b->reader = q->reader;
    b->witness = judge_sent_node(&q->session->judge, q->writer, &q->options, witness);
    out->breaks = b;
    out->break_count = 1;
}

void explain_breaks(question *q, const value *witness, inclusion_result *out)
{
    explaining x = {.q = q, .graph = &q->session->graph, .arena = q->session->arena, .out = out};
    size_t refuted = q->session->judge.refuted;
    vertex_list explained = {0};
    place root = {.step = STEP_ROOT, .owner = q->reader_vertex, .explained = &explained};
    vec_push(x.arena, &root.vertices, q->reader_vertex);
    x.volume = witness->size;
    said_add(&root.said, q->writer_vertex, x.arena);
    explain_place(&x, &root);
    q->session->judge.refuted = refuted; /* these were attempts to say more, not answers */
    if (x.breaks.count == 0) {
        explain_nothing(q, shrink_witness(q, witness), out);
        return;
    }
    sort_breaks(&x);
    out->breaks = x.breaks.items;
    out->break_count = x.breaks.count;
}
