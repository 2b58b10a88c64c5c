/*
 * The reader is reduced to one that speaks of nothing but the place: "at a/0/b stands not this
 * part", or "what stands at a/0/b is of the reader's schema there". A value of the writer that it
 * refuses has the part in its place, and the judge says whether the reader as it is refuses it too.
 * Where it can be had, all around the place is what the reader accepts, so that the witness shows
 * this break and no other.
 */
#include "inclusion/lift.h"

#include "inclusion/dress.h"
#include "inclusion/reduced.h"
#include "inclusion/sites.h"

/* Places deeper than this are not lifted: such a witness is no help to a reader. */
enum { WAY_LIMIT = 64, INDEX_DIGITS = 6, PARTS = 48 };

/* The index a name may stand for; false: it is no index. */
static bool as_index(str name, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] < '0' || name.data[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(name.data[i] - '0');
    }
    return name.length > 0 && name.length <= INDEX_DIGITS;
}

/* Names of members that "any" stands for: those that the schema does not write itself. */
static const keys *other_names(question *q, const node *holder)
{
    const node *properties = node_get(holder, STR("properties"));
    uint32_t count = node_is(properties, NODE_OBJECT) ? properties->count : 0;
    const value **names = arena_array_of(q->session->arena, const value *, count);
    for (uint32_t i = 0; i < count; i++)
        names[i] = value_of_string(&q->session->values, member_key(&properties->as.members[i]));
    return graph_keys(&q->session->graph, names, count, NULL, 0, true, 0);
}

/* "The member or item that the way goes on through is `child`'s": of objects and of arrays, as a
 * name does not tell which. */
static vertex *through(question *q, const inclusion_way *at, vertex *child)
{
    fact facts[2];
    size_t count = 0;
    vertex **children = arena_array_of(q->session->arena, vertex *, 1);
    children[0] = child;
    bool any = str_equal(at->name, STR("*"));
    fact members = {.kind = FACT_MEMBERS, .kinds = KINDS_OBJECT, .children = children};
    members.child_count = 1;
    const value *name = value_of_string(&q->session->values, at->name);
    members.keys = any ? other_names(q, at->reader.node)
                       : graph_keys(&q->session->graph, &name, 1, NULL, 0, false, 0);
    facts[count++] = members;
    uint64_t index = 0;
    if (any || as_index(at->name, &index)) {
        fact items = {.kind = FACT_ITEMS, .kinds = KINDS_ARRAY, .children = children};
        items.child_count = 1;
        items.least = index;
        items.most = any ? UINT64_MAX : index + 1;
        facts[count++] = items;
    }
    return graph_synthetic(&q->session->graph, facts, count);
}

static vertex *not_the_part(question *q, const value *part)
{
    fact values = {.kind = FACT_VALUES, .kinds = KINDS_ALL, .value_count = 1};
    values.values = arena_copy(q->session->arena, &part, sizeof part);
    fact not = {.kind = FACT_NOT, .kinds = KINDS_ALL, .child_count = 1};
    not .children = arena_array_of(q->session->arena, vertex *, 1);
    not .children[0] = reduced_fact(q, values);
    return reduced_fact(q, not );
}

/* What the way goes through, or what may not hold when the place is refused. */
static bool is_involved(question *q, const fact *f, const inclusion_way *at)
{
    switch ((fact_kind)f->kind) {
    case FACT_MEMBERS:
        return str_equal(at->name, STR("*")) ||
               evaluate_keys(&q->solver->evaluator, f->keys,
                             value_of_string(&q->session->values, at->name)) != TRUTH_NO;
    case FACT_KINDS:
    case FACT_REQUIRED:
    case FACT_COUNT:
    case FACT_NAMES:
    case FACT_DEPENDENT_REQUIRED:
        return false;
    default:
        return true;
    }
}

/* What the reader says around the place at one level. */
static vertex *around(question *q, const inclusion_way *at, vertex *inner)
{
    VEC(fact) facts = {0};
    arena *a = q->session->arena;
    vertex_list parts = {0};
    vec_push(a, &parts, question_vertex(q, at->reader));
    graph_settle(&q->session->graph);
    for (size_t i = 0; i < parts.count; i++) {
        const vertex *v = parts.items[i];
        for (uint32_t k = 0; k < v->fact_count; k++) {
            const fact *f = &v->facts[k];
            for (uint32_t c = 0; f->kind == FACT_ALL && c < f->child_count; c++)
                if (parts.count < PARTS)
                    vec_push(a, &parts, f->children[c]);
            if (!is_involved(q, f, at))
                vec_push(a, &facts, *f);
        }
    }
    const vertex *on = through(q, at, inner);
    for (uint32_t k = 0; k < on->fact_count; k++)
        vec_push(a, &facts, on->facts[k]);
    return graph_synthetic(&q->session->graph, facts.items, facts.count);
}

const value *lift_witness(question *q, const inclusion_way *way, const value *part,
                          const goal **last)
{
    const inclusion_way *levels[WAY_LIMIT];
    size_t count = 0;
    for (; way && count < WAY_LIMIT; way = way->next)
        levels[count++] = way;
    *last = NULL;
    if (way || count == 0)
        return NULL;
    vertex *v = part ? not_the_part(q, part) : question_vertex(q, levels[count - 1]->reader);
    vertex *rest = graph_synthetic(&q->session->graph, NULL, 0);
    while (--count > 0) {
        vertex *whole = question_vertex(q, levels[count - 1]->reader);
        v = reduced_star(q, &whole, 1, through(q, levels[count - 1], v));
        rest = around(q, levels[count - 1], rest);
    }
    graph_settle(&q->session->graph);
    item refused = question_reader_item(q, v, true);
    const value *found = question_witness(q, refused, question_reader_item(q, rest, false), last);
    if (!found)
        found = question_witness(q, refused, ITEM_TRUE, last);
    return found ? dress_witness(q, found, v->item) : NULL;
}
