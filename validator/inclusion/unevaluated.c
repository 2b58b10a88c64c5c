#include "inclusion/lower.h"

void lower_unevaluated_properties(lowering *l, const member *m)
{
    lowering_opaque(l, m, "wip");
}

void lower_unevaluated_items(lowering *l, const member *m)
{
    lowering_opaque(l, m, "wip");
}
