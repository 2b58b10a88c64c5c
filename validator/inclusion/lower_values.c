/*
 * Keywords about numbers and strings.
 */
#include "inclusion/lower.h"

#include "inclusion/text.h"
#include "schema/format.h"
#include "schema/pattern.h"

static void lower_bound(lowering *l, const member *m, fact_kind kind, bool exclusive)
{
    if (l->vertex->mode & MODE_STRING)
        return;
    if (!node_is(&m->value, NODE_NUMBER)) {
        lowering_opaque(l, m, "its value is not a number; its meta-schema says what it may be");
        return;
    }
    fact f = {.kind = (uint8_t)kind, .kinds = KINDS_NUMBER, .exclusive = exclusive};
    f.bound = node_number(&m->value, l->graph->arena);
    lowering_add(l, m, f);
}

void lower_minimum(lowering *l, const member *m)
{
    bool exclusive = lowering_in(l, DIALECTS_BOOLEAN_BOUNDS) &&
                     node_is_true(lowering_get(l, "exclusiveMinimum"));
    lower_bound(l, m, FACT_MINIMUM, exclusive);
}

void lower_maximum(lowering *l, const member *m)
{
    bool exclusive = lowering_in(l, DIALECTS_BOOLEAN_BOUNDS) &&
                     node_is_true(lowering_get(l, "exclusiveMaximum"));
    lower_bound(l, m, FACT_MAXIMUM, exclusive);
}

/* Where it is a boolean it belongs to the bound beside it. */
static void lower_exclusive(lowering *l, const member *m, fact_kind kind)
{
    if (!lowering_in(l, DIALECTS_BOOLEAN_BOUNDS))
        lower_bound(l, m, kind, true);
    else if (!node_is(&m->value, NODE_BOOLEAN))
        lowering_opaque(l, m,
                        "its value is not true or false; give the number to the bound itself");
}

void lower_exclusive_minimum(lowering *l, const member *m)
{
    lower_exclusive(l, m, FACT_MINIMUM);
}

void lower_exclusive_maximum(lowering *l, const member *m)
{
    lower_exclusive(l, m, FACT_MAXIMUM);
}

void lower_multiple_of(lowering *l, const member *m)
{
    number step;
    if (node_is(&m->value, NODE_NUMBER)) {
        step = node_number(&m->value, l->graph->arena);
        if (!step.negative && !number_is_zero(&step)) {
            lower_bound(l, m, FACT_MULTIPLE, false);
            return;
        }
    }
    lowering_opaque(l, m,
                    "its value is not a positive number; its meta-schema says what it may be");
}

/* --- strings; on the wire numbers and booleans have a text as well --- */

kind_set lowering_string_kinds(const lowering *l)
{
    return l->vertex->mode & MODE_STRING ? TEXT_KINDS : KINDS_STRING;
}

void lower_pattern(lowering *l, const member *m)
{
    if (!node_is(&m->value, NODE_STRING)) {
        lowering_opaque(l, m, "its value is not a string; its meta-schema says what it may be");
        return;
    }
    if (!pattern_is_readable(node_text(&m->value))) {
        lowering_opaque(l, m, "it is no regular expression; write one by ECMA-262");
        return;
    }
    fact f = {.kind = FACT_PATTERN, .kinds = lowering_string_kinds(l)};
    f.text = value_of_string(l->graph->values, node_text(&m->value));
    lowering_add(l, m, f);
}

/* Formats of numbers are bounds: then they meet `minimum` and `multipleOf` on the same line. */
static bool lower_number_format(lowering *l, const member *m, str name)
{
    static const struct {
        const char *name, *least, *most; /* whole numbers from least to most; */
        const char *end;                 /* any numbers between -end and end */
    } rows[] = {
        {"int8", "-128", "127", NULL},
        {"int16", "-32768", "32767", NULL},
        {"int32", "-2147483648", "2147483647", NULL},
        {"int64", "-9223372036854775808", "9223372036854775807", NULL},
        {"uint8", "0", "255", NULL},
        {"uint16", "0", "65535", NULL},
        {"uint32", "0", "4294967295", NULL},
        {"uint64", "0", "18446744073709551615", NULL},
        {"double-int", "-9007199254740991", "9007199254740991", NULL},
        {"float", NULL, NULL, format_float_end},
    };
    arena *a = l->graph->arena;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!str_equal(name, str_from(rows[i].name)))
            continue;
        const char *end = rows[i].end;
        fact parts[3] = {{.kind = FACT_MINIMUM, .exclusive = end},
                         {.kind = FACT_MAXIMUM, .exclusive = end},
                         {.kind = FACT_MULTIPLE}};
        const char *bounds[3] = {end ? end : rows[i].least, end ? end : rows[i].most, "1"};
        for (size_t n = 0; n < 3; n++) {
            parts[n].kinds = KINDS_NUMBER;
            parts[n].keyword = STR("format");
            parts[n].where = &m->value;
            number_parse(&parts[n].bound, str_from(bounds[n]), a);
        }
        if (end)
            parts[0].bound.negative = true;
        vertex **children = arena_array_of(a, vertex *, 1);
        children[0] = graph_synthetic(l->graph, parts, end ? 2 : 3);
        fact f = {.kind = FACT_ALL, .kinds = KINDS_NUMBER, .children = children, .child_count = 1};
        lowering_add(l, m, f);
        return true;
    }
    return false;
}

void lower_format(lowering *l, const member *m)
{
    if (!(l->vertex->mode & MODE_FORMATS) || !node_is(&m->value, NODE_STRING))
        return;
    const format *known = format_find(node_text(&m->value), l->dialect);
    if (!known || !known->accepts)
        return;
    if (known->kind == FORMAT_OF_NUMBERS && l->vertex->mode & MODE_STRING)
        return;
    if (known->kind == FORMAT_OF_NUMBERS && lower_number_format(l, m, node_text(&m->value)))
        return;
    fact f = {.kind = FACT_FORMAT, .format = known};
    f.kinds = known->kind == FORMAT_OF_NUMBERS ? KINDS_NUMBER : lowering_string_kinds(l);
    /* By what it accepts, not by name: "time" of draft-03 is another format than that of draft-07.
     */
    f.text = value_of_string(l->graph->values, format_identity(known));
    lowering_add(l, m, f);
}
