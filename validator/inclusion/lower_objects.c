/*
 * Keywords about objects.
 */
#include "inclusion/lower.h"
#include "schema/discriminator.h"

static const value *name_of(lowering *l, str text)
{
    return value_of_string(l->graph->values, text);
}

static void add_members(lowering *l, const member *m, const keys *names, vertex *child)
{
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = child;
    fact f = {.kind = FACT_MEMBERS, .kinds = KINDS_OBJECT, .keys = names};
    f.children = children;
    f.child_count = 1;
    lowering_add(l, m, f);
}

static void add_required(lowering *l, const member *m, str name)
{
    fact f = {.kind = FACT_REQUIRED, .kinds = KINDS_OBJECT, .name = name_of(l, name)};
    f.keys = lowering_name(l, f.name);
    lowering_add(l, m, f);
}

/* A member that the direction hides is never sent, and tolerated by who reads. */
static void add_hidden(lowering *l, const member *m, const keys *name)
{
    if (l->vertex->mode & MODE_WRITER)
        add_members(l, m, name, lowering_false(l));
    else
        add_members(l, m, name, graph_synthetic(l->graph, NULL, 0));
}

void lower_properties(lowering *l, const member *m)
{
    if (!node_is(&m->value, NODE_OBJECT)) {
        lowering_opaque(l, m, "its value is not an object; its meta-schema says what it may be");
        return;
    }
    for (uint32_t i = 0; i < m->value.count; i++) {
        const member *property = node_sorted_member(&m->value, i);
        const keys *name = lowering_name(l, name_of(l, member_key(property)));
        if (lowering_is_hidden(l, &property->value))
            add_hidden(l, property, name);
        else
            add_members(l, property, name, lowering_child(l, &property->value));
        if (lowering_in(l, DIALECTS_03) && node_get_true(&property->value, STR("required")))
            add_required(l, node_get_member(&property->value, STR("required")),
                         member_key(property));
    }
}

void lower_pattern_properties(lowering *l, const member *m)
{
    if (!node_is(&m->value, NODE_OBJECT)) {
        lowering_opaque(l, m, "its value is not an object; its meta-schema says what it may be");
        return;
    }
    for (uint32_t i = 0; i < m->value.count; i++) {
        const member *property = node_sorted_member(&m->value, i);
        const value *pattern = name_of(l, member_key(property));
        const keys *names = graph_keys(l->graph, NULL, 0, &pattern, 1, false, 0);
        add_members(l, property, names, lowering_child(l, &property->value));
    }
}

/* The texts of an object's keys; `out` has room for them all. */
static uint32_t collect_keys(lowering *l, const node *object, const value **out)
{
    if (!node_is(object, NODE_OBJECT))
        return 0;
    for (uint32_t i = 0; i < object->count; i++)
        out[i] = name_of(l, member_key(&object->as.members[i]));
    return object->count;
}

void lower_additional_properties(lowering *l, const member *m)
{
    bool known = node_is(&m->value, NODE_BOOLEAN) || node_is(&m->value, NODE_OBJECT);
    if (!known) {
        lowering_opaque(l, m, "its value is not a schema; its meta-schema says what it may be");
        return;
    }
    const node *properties = lowering_get(l, "properties");
    const node *patterns = lowering_get(l, "patternProperties");
    arena *a = l->graph->arena;
    const value **names = arena_array_of(a, const value *, properties ? properties->count : 0);
    const value **texts = arena_array_of(a, const value *, patterns ? patterns->count : 0);
    uint32_t name_count = collect_keys(l, properties, names);
    uint32_t text_count = collect_keys(l, patterns, texts);
    const keys *rest = graph_keys(l->graph, names, name_count, texts, text_count, true, 0);
    vertex *child = node_is_true(&m->value)    ? graph_synthetic(l->graph, NULL, 0)
                    : node_is_false(&m->value) ? lowering_false(l)
                                               : lowering_child(l, &m->value);
    add_members(l, m, rest, child);
}

void lower_required(lowering *l, const member *m)
{
    /* There it speaks of the member that the schema is of: lower_properties has it. */
    if (lowering_in(l, DIALECTS_03) && node_is(&m->value, NODE_BOOLEAN))
        return;
    if (!node_is(&m->value, NODE_ARRAY)) {
        lowering_opaque(l, m,
                        "its value is not a list of names; its meta-schema says what it may be");
        return;
    }
    for (uint32_t i = 0; i < m->value.count; i++) {
        const node *name = &m->value.as.items[i];
        if (!node_is(name, NODE_STRING))
            lowering_opaque(l, m,
                            "a name in it is not a string; its meta-schema says what it may be");
        else if (!lowering_is_waived(l, name_of(l, node_text(name))))
            add_required(l, m, node_text(name));
    }
}

void lower_property_names(lowering *l, const member *m)
{
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = lowering_name_schema(l, &m->value);
    fact f = {.kind = FACT_NAMES, .kinds = KINDS_OBJECT, .children = children, .child_count = 1};
    lowering_add(l, m, f);
}

/* --- the discriminator of OpenAPI, as the assertion it implies --- */

static void is_told(lowering *l, fact *f)
{
    f->keyword = STR("discriminator");
    f->where = lowering_get(l, "discriminator");
}

/* These names, as a fact over strings. */
static vertex *tags(lowering *l, const str *names, uint32_t count)
{
    fact facts[2] = {{.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = KINDS_STRING},
                     {.kind = FACT_VALUES, .kinds = KINDS_ALL}};
    const value **values = arena_array_of(l->graph->arena, const value *, count);
    for (uint32_t i = 0; i < count; i++)
        values[i] = name_of(l, names[i]);
    for (size_t i = 0; i < 2; i++)
        is_told(l, &facts[i]);
    facts[1].values = values;
    facts[1].value_count = lowering_sort_values(values, count);
    return graph_synthetic(l->graph, facts, 2);
}

/* Without branches anybody may extend the schema, and any string will do. */
static vertex *allowed_tags(lowering *l, const discriminator *told)
{
    str *names;
    uint32_t count = discriminator_names(told, l->graph->arena, &names);
    if (count)
        return tags(l, names, count);
    fact f = {.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = KINDS_STRING};
    is_told(l, &f);
    return graph_synthetic(l->graph, &f, 1);
}

void lower_discriminator(lowering *l, const member *m)
{
    discriminator told;
    if (!discriminator_read(&told, l->schema))
        return;
    add_required(l, m, told.property);
    add_members(l, m, lowering_name(l, name_of(l, told.property)), allowed_tags(l, &told));
}

/* The branch, for values with these names. */
static vertex *tagged_branch(lowering *l, const discriminator *told, vertex *branch,
                             const str *names, uint32_t count)
{
    vertex **children = arena_array_of(l->graph->arena, vertex *, 2);
    children[0] = branch;
    children[1] = tags(l, names, count);
    fact facts[2] = {
        {.kind = FACT_ALL, .kinds = KINDS_ALL, .children = children, .child_count = 1},
        {.kind = FACT_MEMBERS, .kinds = KINDS_OBJECT, .children = children + 1, .child_count = 1}};
    facts[1].keys = lowering_name(l, name_of(l, told->property));
    for (size_t i = 0; i < 2; i++)
        is_told(l, &facts[i]);
    return graph_synthetic(l->graph, facts, 2);
}

void lowering_select_branches(lowering *l, const member *m, vertex **branches)
{
    discriminator told;
    str *names;
    if (!lowering_get(l, "discriminator") || !discriminator_read(&told, l->schema) ||
        told.branches != &m->value)
        return;
    uint32_t count = discriminator_names(&told, l->graph->arena, &names);
    uint32_t width = m->value.count;
    bool *selected = arena_array_of(l->graph->arena, bool, (size_t)count *width);
    str *own = arena_array_of(l->graph->arena, str, count);
    for (uint32_t k = 0; k < count; k++)
        discriminator_select(&told, names[k], selected + (size_t)k * width);
    for (uint32_t i = 0; count && i < width; i++) {
        uint32_t used = 0;
        for (uint32_t k = 0; k < count; k++)
            if (selected[(size_t)k * width + i])
                own[used++] = names[k];
        branches[i] = tagged_branch(l, &told, branches[i], own, used);
    }
}

/* --- dependencies --- */

static void add_dependent_required(lowering *l, const member *m, const node *names)
{
    const value **values = arena_array_of(l->graph->arena, const value *, names->count);
    fact f = {.kind = FACT_DEPENDENT_REQUIRED, .kinds = KINDS_OBJECT};
    f.name = name_of(l, member_key(m));
    for (uint32_t i = 0; i < names->count; i++) {
        if (node_is(&names->as.items[i], NODE_STRING))
            values[f.value_count++] = name_of(l, node_text(&names->as.items[i]));
    }
    f.values = values;
    f.keys = lowering_name(l, f.name);
    if (f.value_count > 0)
        lowering_add(l, m, f);
}

static void add_dependent_schema(lowering *l, const member *m)
{
    vertex **children = arena_array_of(l->graph->arena, vertex *, 1);
    children[0] = lowering_in_place(l, &m->value);
    fact f = {
        .kind = FACT_DEPENDENT, .kinds = KINDS_OBJECT, .children = children, .child_count = 1};
    f.name = name_of(l, member_key(m));
    f.keys = lowering_name(l, f.name);
    lowering_add(l, m, f);
}

static void lower_each_dependency(lowering *l, const member *m, bool names, bool schemas)
{
    if (!node_is(&m->value, NODE_OBJECT)) {
        lowering_opaque(l, m, "its value is not an object; its meta-schema says what it may be");
        return;
    }
    for (uint32_t i = 0; i < m->value.count; i++) {
        const member *one = node_sorted_member(&m->value, i);
        if (names && node_is(&one->value, NODE_ARRAY)) {
            add_dependent_required(l, one, &one->value);
        } else if (names && node_is(&one->value, NODE_STRING) && lowering_in(l, DIALECTS_03)) {
            node list = {.kind = NODE_ARRAY, .count = 1, .as.items = &one->value};
            add_dependent_required(l, one, &list);
        } else if (schemas &&
                   (node_is(&one->value, NODE_OBJECT) || node_is(&one->value, NODE_BOOLEAN))) {
            add_dependent_schema(l, one);
        } else {
            lowering_opaque(l, one,
                            "its value is neither a list of names nor a schema; its meta-schema "
                            "says what it may be");
        }
    }
}

void lower_dependencies(lowering *l, const member *m)
{
    lower_each_dependency(l, m, true, true);
}

void lower_dependent_required(lowering *l, const member *m)
{
    lower_each_dependency(l, m, true, false);
}

void lower_dependent_schemas(lowering *l, const member *m)
{
    lower_each_dependency(l, m, false, true);
}
