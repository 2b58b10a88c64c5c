/* Sizes of strings, arrays and objects: six keywords, one form. */
#include "inclusion/lower.h"

static void add_size(lowering *l, const member *m, fact_kind kind, kind_set kinds, bool is_least)
{
    uint64_t size;
    fact f = {.kind = (uint8_t)kind, .kinds = kinds, .most = UINT64_MAX};
    if (!lowering_size(&m->value, &size)) {
        lowering_opaque(l, m, "its value is not a size; its meta-schema says what it may be");
        return;
    }
    *(is_least ? &f.least : &f.most) = size;
    if (!is_least || size > 0)
        lowering_add(l, m, f);
}

void lower_min_length(lowering *l, const member *m)
{
    add_size(l, m, FACT_LENGTH, lowering_string_kinds(l), true);
}

void lower_max_length(lowering *l, const member *m)
{
    add_size(l, m, FACT_LENGTH, lowering_string_kinds(l), false);
}

void lower_min_items(lowering *l, const member *m)
{
    add_size(l, m, FACT_COUNT, KINDS_ARRAY, true);
}

void lower_max_items(lowering *l, const member *m)
{
    add_size(l, m, FACT_COUNT, KINDS_ARRAY, false);
}

void lower_min_properties(lowering *l, const member *m)
{
    add_size(l, m, FACT_COUNT, KINDS_OBJECT, true);
}

void lower_max_properties(lowering *l, const member *m)
{
    add_size(l, m, FACT_COUNT, KINDS_OBJECT, false);
}
