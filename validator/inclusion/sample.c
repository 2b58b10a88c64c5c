#include "inclusion/sample.h"

#include <stdlib.h>

#include "inclusion/session.h"

enum {
    SEEDS_A_KIND = 4,
    POOL_LIMIT = 400,
    VERTEX_LIMIT = 3000,
    TRIES_A_SAMPLE = 12,
    SAMPLE_SIZE = 400,
    UNDECIDED_LIMIT = 1 /* each took as long as a validation may */
};

typedef struct sampling {
    question q;
    value_store *values;
    arena *arena;
    uint64_t random;
    VEC(const value *) pool;  /* parts to build from */
    VEC(const value *) names; /* of members */
    VEC(const value *) known; /* values that the writer sends, to change further */
    bool *seen;               /* by value id */
    size_t seen_capacity;
    bool closed;
    size_t tried, undecided;
    const value *refutation;
} sampling;

static uint64_t next_random(sampling *x)
{
    x->random ^= x->random << 13;
    x->random ^= x->random >> 7;
    x->random ^= x->random << 17;
    return x->random;
}

static size_t below(sampling *x, size_t n)
{
    return n ? (size_t)(next_random(x) % n) : 0;
}

/* --- what values are built from --- */

static void add_part(sampling *x, const value *v)
{
    bool compound = v->kind == KIND_ARRAY || v->kind == KIND_OBJECT;
    if (x->pool.count < POOL_LIMIT && v->size < SAMPLE_SIZE && !(compound && x->closed))
        vec_push(x->arena, &x->pool, v);
}

static void add_number(sampling *x, const number *n)
{
    static const char *const steps[] = {"0", "1", "-1", "0.5", "-0.001"};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        number step, sum;
        number_parse(&step, str_from(steps[i]), x->arena);
        if (number_add(&sum, n, &step, x->arena))
            add_part(x, value_of_number(x->values, &sum));
    }
}

static void add_text_of_length(sampling *x, uint64_t length)
{
    if (length > 300)
        return;
    buf text = {0};
    for (uint64_t i = 0; i < length; i++)
        buf_append_char(&text, 'a');
    add_part(x, value_of_string(x->values, buf_str(&text)));
    buf_clear(&text);
}

/* Boundaries of one fact. */
static void add_fact(sampling *x, const fact *f)
{
    for (uint32_t i = 0; i < f->value_count && i < 8; i++)
        add_part(x, f->values[i]);
    if (f->kind == FACT_MINIMUM || f->kind == FACT_MAXIMUM || f->kind == FACT_MULTIPLE)
        add_number(x, &f->bound);
    for (int off = -1; f->kind == FACT_LENGTH && off <= 1; off++) {
        add_text_of_length(x, f->least + (uint64_t)(int64_t)off);
        add_text_of_length(x, f->most + (uint64_t)(int64_t)off);
    }
    if (f->name && x->names.count < POOL_LIMIT)
        vec_push(x->arena, &x->names, f->name);
    for (uint32_t i = 0; f->keys && i < f->keys->name_count && x->names.count < POOL_LIMIT; i++)
        vec_push(x->arena, &x->names, f->keys->names[i]);
}

static void add_boundaries(sampling *x, vertex *from)
{
    VEC(vertex *) list = {0};
    vec_push(x->arena, &list, from);
    for (size_t n = 0; n < list.count; n++) {
        vertex *v = list.items[n];
        for (uint32_t i = 0; i < v->fact_count; i++) {
            add_fact(x, &v->facts[i]);
            for (uint32_t c = 0; c < v->facts[i].child_count; c++) {
                vertex *child = v->facts[i].children[c];
                bool known = list.count >= VERTEX_LIMIT;
                for (size_t k = 0; k < list.count && !known && list.count < 300; k++)
                    known = list.items[k] == child;
                if (!known && list.count < VERTEX_LIMIT)
                    vec_push(x->arena, &list, child);
            }
        }
    }
}

static void add_common(sampling *x)
{
    static const char *const texts[] = {"", "a", "1", "foo", "2026-11-21", "x y"};
    static const int64_t integers[] = {0, 1, -1, 2, 10, 1000000};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        add_part(x, value_of_string(x->values, str_from(texts[i])));
    for (size_t i = 0; i < sizeof integers / sizeof integers[0]; i++)
        add_part(x, value_of_integer(x->values, integers[i]));
    add_part(x, x->values->null);
    add_part(x, value_of_boolean(x->values, true));
    add_part(x, value_of_boolean(x->values, false));
    add_part(x, value_of_items(x->values, NULL, 0));
    add_part(x, value_of_members(x->values, NULL, 0));
    vec_push(x->arena, &x->names, value_of_string(x->values, STR("extra")));
}

/* --- trying --- */

static bool is_new(sampling *x, const value *v)
{
    if (v->id >= x->seen_capacity) {
        size_t capacity = 2 * (size_t)v->id + 256;
        bool *more = memory_alloc(capacity * sizeof *more);
        for (size_t i = 0; i < x->seen_capacity; i++)
            more[i] = x->seen[i];
        free(x->seen);
        x->seen = more;
        x->seen_capacity = capacity;
    }
    bool fresh = !x->seen[v->id];
    x->seen[v->id] = true;
    return fresh;
}

static void try_value(sampling *x, const value *v)
{
    judge *j = &x->q.session->judge;
    if (v->size > SAMPLE_SIZE || x->undecided >= UNDECIDED_LIMIT || !is_new(x, v))
        return;
    validity sent = judge_validate(j, x->q.writer, &x->q.options, v);
    x->undecided += sent == UNDECIDED;
    if (sent != VALID)
        return;
    vec_push(x->arena, &x->known, v);
    x->tried++;
    validity read = judge_validate(j, x->q.reader, &x->q.options, v);
    x->undecided += read == UNDECIDED;
    if (read == INVALID)
        x->refutation = v;
}

/* Values of each kind that the engine finds for the writer; with the closed reading among those
 * that leave out what only the reader mentions. */
static void seed(sampling *x)
{
    graph *g = &x->q.session->graph;
    for (value_kind k = KIND_NULL; k < KIND_COUNT; k++) {
        fact of_kind = {.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = (kind_set)(1u << k)};
        vertex *everything = graph_synthetic(g, NULL, 0), *only = graph_synthetic(g, &of_kind, 1);
        vertex *children[2] = {x->q.reader_vertex, everything};
        fact any = {.kind = FACT_ANY, .kinds = KINDS_ALL, .child_count = 2};
        any.children = arena_copy(x->arena, children, sizeof children);
        vertex *mentions = graph_synthetic(g, &any, 1);
        graph_settle(g);
        item items[3 + SEEDS_A_KIND] = {question_writer_item(&x->q), only->item,
                                        question_reader_item(&x->q, mentions, false)};
        for (size_t n = 3; n < 3 + SEEDS_A_KIND && !x->refutation; n++) {
            item copy[3 + SEEDS_A_KIND];
            for (size_t i = 0; i < n; i++)
                copy[i] = items[i];
            const goal *found = question_solve(&x->q, copy, n);
            if (found->state != GOAL_FOUND)
                break;
            add_part(x, found->witness);
            try_value(x, found->witness);
            items[n] = item_differs(found->witness);
        }
    }
}

/* --- changing --- */

static const value *change(sampling *x, const value *v, unsigned depth);

static const value *change_object(sampling *x, const value *v, unsigned depth)
{
    value_member *members = memory_alloc((v->count + 1u) * sizeof *members);
    size_t count = 0, at = below(x, v->count + 1u);
    bool leave_out = below(x, 3) == 0;
    for (uint32_t i = 0; i < v->count; i++) {
        if (i == at && leave_out)
            continue;
        const value *part =
            i == at ? change(x, v->members[i].value, depth + 1) : v->members[i].value;
        members[count++] = (value_member){v->members[i].name, part};
    }
    if (at == v->count && !x->closed) {
        const value *name = x->names.items[below(x, x->names.count)];
        if (!value_get(v, name))
            members[count++] = (value_member){name, x->pool.items[below(x, x->pool.count)]};
    }
    const value *made = value_of_members(x->values, members, count);
    free(members);
    return made;
}

static const value *change_array(sampling *x, const value *v, unsigned depth)
{
    const value **items = memory_alloc((v->count + 1u) * sizeof *items);
    size_t count = 0, at = below(x, v->count + 1u);
    bool leave_out = below(x, 3) == 0;
    for (uint32_t i = 0; i < v->count; i++) {
        if (i != at || !leave_out)
            items[count++] = i == at ? change(x, v->items[i], depth + 1) : v->items[i];
    }
    if (at == v->count)
        items[count++] = v->count && below(x, 2) ? v->items[below(x, v->count)]
                                                 : x->pool.items[below(x, x->pool.count)];
    const value *made = value_of_items(x->values, items, count);
    free(items);
    return made;
}

/* Some way on from the number: by a whole, or by a few decimals. */
static const value *change_number(sampling *x, const value *v)
{
    str text = arena_printf(x->arena, "%s%zu%s", below(x, 2) ? "-" : "", 1 + below(x, 300),
                            below(x, 3) ? "" : "e-2");
    number step, sum;
    if (!number_parse(&step, text, x->arena) || !number_add(&sum, &v->number, &step, x->arena))
        return v;
    return value_of_number(x->values, &sum);
}

static const value *change_string(sampling *x, const value *v)
{
    static const char letters[] = "ab01-Z .";
    size_t keep = below(x, v->text.length + 1);
    while (keep > 0 && keep < v->text.length && (v->text.data[keep] & 0xc0) == 0x80)
        keep--;
    str more = below(x, 3) ? str_of(&letters[below(x, sizeof letters - 1)], 1) : STR("");
    str start = below(x, 2) ? v->text : str_take(v->text, keep);
    return value_of_string(x->values,
                           arena_printf(x->arena, "%.*s%.*s", STR_ARG(start), STR_ARG(more)));
}

static const value *change(sampling *x, const value *v, unsigned depth)
{
    if ((1 << v->kind) & (KINDS_NUMBER | KINDS_STRING) && below(x, 2))
        return v->kind == KIND_STRING ? change_string(x, v) : change_number(x, v);
    bool inside = depth == 0 || (below(x, 3) > 0 && depth < 20);
    if (v->kind == KIND_OBJECT && inside)
        return change_object(x, v, depth);
    if (v->kind == KIND_ARRAY && inside)
        return change_array(x, v, depth);
    return x->pool.items[below(x, x->pool.count)];
}

static void change_known(sampling *x, size_t want)
{
    size_t tries = want * TRIES_A_SAMPLE + 500;
    for (size_t i = 0; i < x->pool.count && !x->refutation && x->tried < want; i++)
        try_value(x, x->pool.items[i]);
    while (tries-- > 0 && x->tried < want && !x->refutation && x->known.count > 0)
        try_value(x, change(x, x->known.items[below(x, x->known.count)], 0));
}

const node *sample_refutation(inclusion *i, site writer, site reader,
                              const inclusion_options *options, size_t want, size_t *tried)
{
    sampling x = {.values = &i->values, .arena = i->arena, .random = 0x9e3779b97f4a7c15u};
    question_begin(&x.q, i, writer, reader, options);
    x.closed = x.q.solver->closed;
    if (x.q.writer_vertex->item == x.q.reader_vertex->item && writer.node == reader.node)
        return NULL;
    add_common(&x);
    add_boundaries(&x, x.q.writer_vertex);
    add_boundaries(&x, x.q.reader_vertex);
    seed(&x);
    change_known(&x, want);
    free(x.seen);
    *tried = x.tried;
    return x.refutation ? judge_node(&i->judge, x.refutation) : NULL;
}
