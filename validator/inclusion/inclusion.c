#include "inclusion/inclusion.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "inclusion/doubts.h"
#include "inclusion/endless.h"
#include "inclusion/explain.h"
#include "inclusion/lift.h"
#include "inclusion/lower.h"
#include "inclusion/session.h"
#include "inclusion/shrink.h"
#include "inclusion/text.h"

/* What was answered, by what was asked. */
typedef struct answer {
    uint64_t hash;
    site writer, reader;
    inclusion_options options;
    bool satisfiable; /* the other question */
    inclusion_result result;
} answer;

static bool has_dynamic_references(const bundle *b)
{
    for (size_t i = 0; i < bundle_count(b); i++) {
        size_t count;
        const reference *refs = document_references(bundle_document(b, i), &count);
        for (size_t n = 0; n < count; n++) {
            str name = member_key(refs[n].member);
            if (str_equal(name, STR("$dynamicRef")) || str_equal(name, STR("$recursiveRef")))
                return true;
        }
    }
    return false;
}

/* A meta-schema that is referred to brings dynamic references with it. */
static bool may_reach_meta_schemas(const bundle *b)
{
    for (size_t i = 0; i < bundle_count(b); i++) {
        size_t count;
        const reference *refs = document_references(bundle_document(b, i), &count);
        for (size_t n = 0; n < count; n++) {
            if (str_search(node_text(&refs[n].member->value), STR("json-schema.org")) != SIZE_MAX)
                return true;
        }
    }
    return false;
}

inclusion *inclusion_new(registry *a, registry *b)
{
    inclusion *i = memory_alloc(sizeof *i);
    i->arena = arena_new();
    i->registries[0] = a;
    i->registries[1] = b;
    uint64_t seed = bundle_seed(registry_bundle(a));
    value_store_init(&i->values, i->arena, seed);
    graph_init(&i->graph, i->arena, &i->values, seed);
    judge_init(&i->judge, i->arena, &i->values);
    i->answers.arena = i->arena;
    for (int side = 0; side < 2; side++) {
        const bundle *of = registry_bundle(i->registries[side]);
        i->graph.has_dynamic_references |= has_dynamic_references(of) || may_reach_meta_schemas(of);
    }
    return i;
}

void inclusion_free(inclusion *i)
{
    if (!i)
        return;
    for (int n = 0; n < 8; n++) {
        if (i->solvers[n / 4][n / 2 % 2][n % 2])
            solver_clear(i->solvers[n / 4][n / 2 % 2][n % 2]);
    }
    judge_clear(&i->judge);
    arena_free(i->arena);
    free(i);
}

size_t inclusion_refuted(const inclusion *i)
{
    return i->judge.refuted;
}

/* --- questions --- */

static solver *solver_for(inclusion *i, const inclusion_options *o, bool sure)
{
    bool closed = o->reading == READING_WRITER_CLOSED, text = o->wire == WIRE_TEXT;
    solver **s = &i->solvers[closed][text][sure];
    if (!*s) {
        *s = arena_new_of(i->arena, solver);
        solver_init(*s, &i->graph, &i->values, i->arena);
        (*s)->closed = closed;
        (*s)->text = text;
        (*s)->sure = sure;
    }
    return *s;
}

static uint32_t mode_of(const inclusion_options *o, bool writer)
{
    unsigned mode = (o->assert_formats ? MODE_FORMATS : 0) | (o->wire == WIRE_TEXT ? MODE_TEXT : 0);
    if (o->direction == DIRECTION_NONE)
        return mode;
    mode |= o->direction == DIRECTION_REQUEST ? MODE_REQUEST : MODE_RESPONSE;
    return mode | (writer ? MODE_WRITER : 0);
}

static vertex *vertex_of(inclusion *i, site s, const inclusion_options *o, bool writer)
{
    registry *r = s.node ? s.resource->owner : i->registries[0];
    uint32_t entered = graph_scope_enter(&i->graph, 0, s.node ? s.resource : NULL);
    uint32_t mode = mode_of(o, writer);
    return o->wire == WIRE_TEXT ? lower_text_vertex(&i->graph, r, s, mode, entered)
                                : graph_vertex(&i->graph, r, s, mode, entered);
}

void question_begin(question *q, inclusion *i, site writer, site reader, const inclusion_options *o)
{
    *q = (question){.session = i, .writer = writer, .reader = reader, .options = *o};
    if (q->options.steps == 0)
        q->options.steps = LIMIT_INCLUSION_STEPS;
    q->solver = solver_for(i, o, false);
    q->writer_vertex = vertex_of(i, writer, o, true);
    q->reader_vertex = vertex_of(i, reader, o, false);
    graph_settle(&i->graph);
}

vertex *question_vertex(question *q, site s)
{
    return vertex_of(q->session, s, &q->options, false);
}

const goal *question_solve(question *q, item *items, size_t count)
{
    size_t left = q->options.steps > q->steps ? q->options.steps - q->steps : 1;
    solver_begin(q->solver, left);
    const goal *g = solver_solve(q->solver, items, count);
    q->steps += q->solver->steps;
    return g;
}

item question_writer_item(const question *q)
{
    return item_with_role(q->writer_vertex->item, 0);
}

item question_reader_item(const question *q, const vertex *v, bool negated)
{
    item i = negated ? item_negate(v->item) : v->item;
    return item_with_role(i, q->solver->closed ? ITEM_READER : 0);
}

/* --- answers --- */

enum { WITNESS_TRIES = 6 };

const value *question_witness(question *q, item refused, item also, const goal **last)
{
    item items[3 + WITNESS_TRIES] = {question_writer_item(q), refused, also};
    size_t count = 3;
    for (int n = 0; n < WITNESS_TRIES; n++) {
        item copy[3 + WITNESS_TRIES];
        memcpy(copy, items, sizeof items);
        const goal *g = question_solve(q, copy, count);
        if (n == 0 || g->state == GOAL_FOUND)
            *last = g;
        if (g->state != GOAL_FOUND)
            return NULL;
        if (judge_is_witness(&q->session->judge, q->writer, q->reader, &q->options, g->witness))
            return g->witness;
        items[count++] = item_differs(g->witness);
    }
    return NULL;
}

/* The same among the values that do not hang on what is not understood: references to nothing, say.
 * With such a value the question goes on among them, so that further breaks are shown too. */
static const value *find_sure_witness(question *q, item refused, const goal **last)
{
    solver *usual = q->solver;
    if (!q->session->graph.has_opaque || usual->exhausted)
        return NULL;
    q->solver = solver_for(q->session, &q->options, true);
    const goal *ignored = NULL;
    const value *witness = question_witness(q, refused, ITEM_TRUE, &ignored);
    if (witness)
        *last = ignored;
    else
        q->solver = usual;
    return witness;
}

static bool is_empty(question *q, item i)
{
    return question_solve(q, &i, 1)->state == GOAL_EMPTY;
}

static void answer_included(question *q, inclusion_result *out)
{
    out->answer = ANSWER_INCLUDED;
    out->writer_is_empty = is_empty(q, question_writer_item(q));
    out->reader_is_empty =
        out->writer_is_empty && is_empty(q, question_reader_item(q, q->reader_vertex, false));
}

/* Nothing can be said of a schema that applies itself to the same value. */
static bool refuse_endless(const question *q, inclusion_result *out)
{
    graph *g = &q->session->graph;
    const vertex *v = endless_reached(g, q->writer_vertex);
    if (!v)
        v = endless_reached(g, q->reader_vertex);
    if (!v)
        return false;
    out->answer = ANSWER_UNKNOWN;
    out->reason = STR(
        "a schema applies itself to the same value, and the standard leaves undefined what that "
        "means; refer to it below a property or an item, or not at all");
    out->reason_place = v->site;
    return true;
}

static void decide(question *q, inclusion_result *out)
{
    if (refuse_endless(q, out))
        return;
    const goal *g = NULL;
    item refused = question_reader_item(q, q->reader_vertex, true);
    const value *witness = question_witness(q, refused, ITEM_TRUE, &g);
    if (!witness && g->state != GOAL_EMPTY)
        witness = find_sure_witness(q, refused, &g);
    if (witness) {
        out->answer = ANSWER_NOT_INCLUDED;
        out->reader_is_empty = is_empty(q, question_reader_item(q, q->reader_vertex, false));
        if (q->options.detail == DETAIL_WITNESS)
            explain_nothing(q, witness, out);
        else
            explain_breaks(q, witness, out);
    } else if (g->state == GOAL_EMPTY) {
        answer_included(q, out);
    } else {
        doubts_explain(q, g, out);
    }
    out->steps = q->steps;
}

static bool same_question(const void *kept, const void *wanted)
{
    const answer *a = kept, *b = wanted;
    return a->writer.node == b->writer.node && a->reader.node == b->reader.node &&
           a->satisfiable == b->satisfiable && a->options.reading == b->options.reading &&
           a->options.direction == b->options.direction &&
           a->options.assert_formats == b->options.assert_formats &&
           a->options.detail == b->options.detail && a->options.wire == b->options.wire &&
           a->options.steps == b->options.steps;
}

static answer *answer_for(inclusion *i, site writer, site reader, const inclusion_options *o,
                          bool satisfiable, bool *fresh)
{
    answer wanted = {.writer = writer, .reader = reader, .options = *o, .satisfiable = satisfiable};
    uint64_t hash = hash_mix((uintptr_t)writer.node, (uintptr_t)reader.node);
    hash =
        hash_mix(hash, (unsigned)o->reading | (unsigned)o->direction << 2 | (unsigned)o->wire << 4);
    wanted.hash = hash_mix(hash, (unsigned)o->assert_formats | (unsigned)satisfiable << 1 |
                                     (unsigned)o->detail << 2);
    answer *a = intern_find(&i->answers, wanted.hash, &wanted, same_question);
    *fresh = !a;
    if (!a) {
        a = arena_copy(i->arena, &wanted, sizeof wanted);
        intern_add(&i->answers, a);
    }
    return a;
}

const inclusion_result *inclusion_ask(inclusion *i, site writer, site reader,
                                      const inclusion_options *options)
{
    bool fresh;
    answer *a = answer_for(i, writer, reader, options, false, &fresh);
    if (fresh) {
        question q;
        question_begin(&q, i, writer, reader, options);
        decide(&q, &a->result);
    }
    return &a->result;
}

const inclusion_result *inclusion_lift(inclusion *i, site writer, const inclusion_way *way,
                                       const node *part, const inclusion_options *options)
{
    question q;
    question_begin(&q, i, writer, way->reader, options);
    inclusion_result *out = arena_new_of(i->arena, inclusion_result);
    const value *v = part ? value_of_node(&i->values, part) : NULL;
    if (v && options->wire == WIRE_TEXT)
        v = text_canonical(&i->values, v);
    const goal *g = NULL;
    const value *witness = part && !v ? NULL : lift_witness(&q, way, v, &g);
    if (witness) {
        out->answer = ANSWER_NOT_INCLUDED;
        explain_nothing(&q, witness, out);
    } else {
        out->answer = g && g->state == GOAL_EMPTY ? ANSWER_INCLUDED : ANSWER_UNKNOWN;
    }
    out->steps = q.steps;
    return out;
}

const inclusion_result *inclusion_satisfiable(inclusion *i, site s,
                                              const inclusion_options *options)
{
    bool fresh;
    answer *a = answer_for(i, s, (site){0}, options, true, &fresh);
    if (!fresh)
        return &a->result;
    question q;
    question_begin(&q, i, s, (site){0}, options);
    inclusion_result *out = &a->result;
    if (refuse_endless(&q, out))
        return out;
    item subject = question_writer_item(&q);
    const goal *g = question_solve(&q, &subject, 1);
    out->steps = q.steps;
    if (g->state == GOAL_FOUND && judge_validate(&i->judge, s, options, g->witness) == VALID) {
        inclusion_break *one = arena_new_of(i->arena, inclusion_break);
        one->witness = judge_node(&i->judge, g->witness);
        one->writer = s;
        out->answer = ANSWER_NOT_INCLUDED;
        out->breaks = one;
        out->break_count = 1;
    } else if (g->state == GOAL_EMPTY) {
        out->answer = ANSWER_INCLUDED;
        out->writer_is_empty = true;
    } else {
        doubts_explain(&q, g, out);
    }
    return out;
}

bool inclusion_is_empty(inclusion *i, site s, const inclusion_options *options)
{
    question q;
    question_begin(&q, i, s, (site){0}, options);
    if (endless_reached(&i->graph, q.writer_vertex))
        return false;
    item subject = question_writer_item(&q);
    return question_solve(&q, &subject, 1)->state == GOAL_EMPTY;
}
