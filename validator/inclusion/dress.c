#include "inclusion/dress.h"

#include "inclusion/sites.h"

/* Candidates judged for one witness; deeper parts of larger witnesses stay as they are. */
enum { DRESS_TRIES = 16, DRESS_DEPTH = 12, DRESS_SIZE = 200 };

typedef struct dressing {
    question *q;
    item holds;
    unsigned tries;
    /* The path from the whole value to the part at hand. */
    struct {
        const value *parent;
        uint32_t index;
    } path[DRESS_DEPTH];
    unsigned depth;
} dressing;

static bool still_shows(dressing *x, const value *part)
{
    question *q = x->q;
    if (x->tries++ >= DRESS_TRIES)
        return false;
    for (unsigned d = x->depth; d > 0; d--)
        part =
            value_with_part(&q->session->values, x->path[d - 1].parent, x->path[d - 1].index, part);
    if (evaluate_item(&q->solver->evaluator, x->holds, part) == TRUTH_YES)
        return false;
    return judge_validate(&q->session->judge, q->writer, &q->options, part) == VALID &&
           judge_validate(&q->session->judge, q->reader, &q->options, part) == INVALID;
}

static const value *example_of(dressing *x, const node *schema_node, const value *now)
{
    const node *examples = node_get(schema_node, STR("examples"));
    const node *given[] = {node_get(schema_node, STR("example")),
                           node_is(examples, NODE_ARRAY) ? node_item(examples, 0) : NULL,
                           node_get(schema_node, STR("default"))};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        node_kind wanted = now->kind == KIND_STRING ? NODE_STRING : NODE_NUMBER;
        const value *v =
            node_is(given[i], wanted) ? value_of_node(&x->q->session->values, given[i]) : NULL;
        if (v && v != now && still_shows(x, v))
            return v;
    }
    return NULL;
}

static const value *dress(dressing *x, const value *v, const vertex_list *writers)
{
    bool is_leaf = v->kind != KIND_OBJECT && v->kind != KIND_ARRAY;
    for (size_t i = 0; is_leaf && i < writers->count; i++) {
        bool has_text = v->kind == KIND_STRING || ((1 << v->kind) & KINDS_NUMBER);
        const value *better = has_text ? example_of(x, writers->items[i]->site.node, v) : NULL;
        if (better)
            return better;
    }
    for (uint32_t i = 0; !is_leaf && i < v->count && x->depth < DRESS_DEPTH; i++) {
        const value *part = v->kind == KIND_OBJECT ? v->members[i].value : v->items[i];
        vertex_list below = sites_below(x->q, writers, v, i);
        x->path[x->depth].parent = v;
        x->path[x->depth].index = i;
        x->depth++;
        const value *better = dress(x, part, &below);
        x->depth--;
        if (better != part)
            v = value_with_part(&x->q->session->values, v, i, better);
    }
    return v;
}

const value *dress_witness(question *q, const value *witness, item holds)
{
    dressing x = {.q = q, .holds = holds};
    if (witness->size > DRESS_SIZE || q->options.wire == WIRE_TEXT)
        return witness;
    vertex_list writers = sites_at_root(q, witness);
    return dress(&x, witness, &writers);
}
