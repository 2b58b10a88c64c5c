#include "inclusion/reduced.h"

vertex *reduced_fact(question *q, fact f)
{
    return graph_synthetic(&q->session->graph, &f, 1);
}

vertex *reduced_join(question *q, fact_kind kind, vertex *const *vertices, size_t count,
                     vertex *last)
{
    fact f = {.kind = (uint8_t)kind, .kinds = KINDS_ALL};
    f.children = arena_array_of(q->session->arena, vertex *, count + 1);
    for (size_t i = 0; i < count; i++)
        f.children[i] = vertices[i];
    f.children[count] = last;
    f.child_count = (uint32_t)count + 1;
    return reduced_fact(q, f);
}

vertex *reduced_star(question *q, vertex *const *mentioned, size_t count, vertex *v)
{
    if (!q->solver->closed)
        return v;
    vertex *nothing = reduced_fact(q, (fact){.kind = FACT_KINDS, .kinds = KINDS_ALL});
    vertex *never = reduced_join(q, FACT_ALL, mentioned, count, nothing);
    return reduced_join(q, FACT_ANY, &never, 1, v);
}
