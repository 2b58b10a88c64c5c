#include "inclusion/doubts.h"

#include "base/map.h"

/* The nearest thing in either schema that is not understood, or NULL. Goals that were solved for an
 * earlier question do not tell any more what they dropped. */
static const fact *nearest_opaque(const question *q)
{
    arena *a = arena_new();
    map seen;
    map_init(&seen, a, 0);
    VEC(const vertex *) found = {0};
    vec_push(a, &found, q->writer_vertex);
    vec_push(a, &found, q->reader_vertex);
    const fact *opaque = NULL;
    for (size_t i = 0; i < found.count && !opaque; i++) {
        const vertex *v = found.items[i];
        for (uint32_t n = 0; n < v->fact_count && !opaque; n++) {
            const fact *f = &v->facts[n];
            if (f->kind == FACT_OPAQUE)
                opaque = f;
            for (uint32_t c = 0; c < f->child_count; c++)
                if (map_put_pointer(&seen, f->children[c], a))
                    vec_push(a, &found, f->children[c]);
        }
    }
    arena_free(a);
    return opaque;
}

static doubt doubt_of(const question *q, const goal *last)
{
    if (last->state != GOAL_FOUND && last->doubt.text)
        return last->doubt;
    if (q->solver->dropped.text)
        return q->solver->dropped;
    const fact *opaque = q->session->graph.has_opaque ? nearest_opaque(q) : NULL;
    return opaque ? (doubt){opaque->reason, opaque} : last->doubt;
}

void doubts_explain(const question *q, const goal *last, inclusion_result *out)
{
    out->answer = ANSWER_UNKNOWN;
    if (q->solver->exhausted) {
        out->reason =
            STR("the question takes more steps than it may; split the schema, or make its "
                "alternatives easier to tell apart");
        return;
    }
    const judge *j = &q->session->judge;
    if (last->state == GOAL_FOUND && j->trouble.data) {
        out->reason = arena_printf(q->session->arena, "a witness cannot be checked: %.*s",
                                   STR_ARG(j->trouble));
        out->reason_place = j->trouble_at;
        return;
    }
    doubt why = doubt_of(q, last);
    out->reason = why.text ? str_from(why.text)
                           : STR("the validator does not confirm the values that were found; "
                                 "state fewer conditions on the same value");
    if (why.fact) {
        out->reason_keyword = why.fact->keyword;
        out->reason_place = (site){.node = why.fact->where, .resource = why.fact->in};
    }
}
