#include "inclusion/explain.h"

#include "inclusion/shrink.h"

void explain_breaks(question *q, const value *witness, inclusion_result *out)
{
    inclusion_break *one = arena_new_of(q->session->arena, inclusion_break);
    one->witness = judge_node(&q->session->judge, shrink_witness(q, witness));
    one->writer = q->writer;
    one->reader = q->reader;
    out->breaks = one;
    out->break_count = 1;
}
