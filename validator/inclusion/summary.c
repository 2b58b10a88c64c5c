#include "inclusion/summary.h"

#include "base/limits.h"

/* A member whose values are listed, or that is required. */
typedef struct tag {
    const value *name;
    bool required;
    const fact *values; /* FACT_VALUES; NULL: any */
} tag;

struct summary {
    kind_set possible[2]; /* by sign */
    bool known[2], open[2];
    bool has_tags;
    const fact *values; /* of the schema itself */
    tag *tags;
    size_t tag_count;
};

/* Deeper nesting of in-place schemas is not looked into. */
enum { LOOK_DEPTH = 24, TAG_LIMIT = 32 };

static summary *summary_of(graph *g, uint32_t class_id)
{
    while (g->summaries.count <= class_id)
        vec_push(g->arena, &g->summaries, NULL);
    if (!g->summaries.items[class_id])
        g->summaries.items[class_id] = arena_new_of(g->arena, summary);
    return g->summaries.items[class_id];
}

static kind_set possible(graph *g, item i, int depth);

static kind_set kinds_of_values(const fact *f)
{
    kind_set kinds = KINDS_NONE;
    for (uint32_t i = 0; i < f->value_count; i++)
        kinds |= (kind_set)(1u << f->values[i]->kind);
    return kinds & (KINDS_INTEGER | KINDS_DECIMAL) ? kinds | KINDS_INTEGER | KINDS_DECIMAL : kinds;
}

/* Kinds in which the fact may hold (of the kinds it speaks of; others it leaves alone). */
static kind_set fact_possible(graph *g, const fact *f, int depth)
{
    kind_set kinds = KINDS_ALL;
    switch ((fact_kind)f->kind) {
    case FACT_KINDS:
        return f->mask;
    case FACT_VALUES:
        return kinds_of_values(f);
    case FACT_ALL:
        for (uint32_t i = 0; i < f->child_count; i++)
            kinds &= possible(g, f->children[i]->item, depth);
        return kinds;
    case FACT_ANY:
    case FACT_ONE:
        kinds = KINDS_NONE;
        for (uint32_t i = 0; i < f->child_count; i++)
            kinds |= possible(g, f->children[i]->item, depth);
        return kinds;
    case FACT_NOT:
        return possible(g, item_negate(f->children[0]->item), depth);
    default:
        return KINDS_ALL;
    }
}

/* Kinds in which the fact may fail. */
static kind_set fact_refutable(graph *g, const fact *f, int depth)
{
    kind_set kinds = KINDS_NONE;
    switch ((fact_kind)f->kind) {
    case FACT_KINDS:
        return KINDS_ALL & (kind_set)~f->mask;
    case FACT_ALL:
        for (uint32_t i = 0; i < f->child_count; i++)
            kinds |= possible(g, item_negate(f->children[i]->item), depth);
        return kinds;
    case FACT_ANY:
        kinds = KINDS_ALL;
        for (uint32_t i = 0; i < f->child_count; i++)
            kinds &= possible(g, item_negate(f->children[i]->item), depth);
        return kinds;
    case FACT_NOT:
        return possible(g, f->children[0]->item, depth);
    default:
        return f->kinds;
    }
}

static kind_set possible(graph *g, item i, int depth)
{
    if (i <= ITEM_FALSE)
        return i == ITEM_TRUE ? KINDS_ALL : KINDS_NONE;
    summary *s = summary_of(g, item_class(i));
    int sign = item_is_negated(i);
    if (s->known[sign])
        return s->possible[sign];
    if (s->open[sign] || depth > LOOK_DEPTH)
        return KINDS_ALL;
    s->open[sign] = true;
    const vertex *v = g->classes.items[item_class(i)].vertex;
    kind_set kinds = sign ? KINDS_NONE : KINDS_ALL;
    for (uint32_t n = 0; n < v->fact_count; n++) {
        if (sign)
            kinds |= fact_refutable(g, &v->facts[n], depth + 1);
        else
            kinds &= fact_possible(g, &v->facts[n], depth + 1);
    }
    s = summary_of(g, item_class(i)); /* the list may have moved */
    s->open[sign] = false;
    /* Inside a cycle or at the depth limit the bound is loose but sound; kept all the same. */
    s->known[sign] = true;
    s->possible[sign] = kinds;
    return kinds;
}

kind_set summary_possible_kinds(graph *g, item i)
{
    return item_is_value(i) ? KINDS_ALL : possible(g, i, 0);
}

/* --- tags --- */

static const fact *values_of(graph *g, item i, int depth)
{
    if (i <= ITEM_FALSE || item_is_negated(i) || depth > 3)
        return NULL;
    const vertex *v = g->classes.items[item_class(i)].vertex;
    for (uint32_t n = 0; n < v->fact_count; n++) {
        const fact *f = &v->facts[n];
        if (f->kind == FACT_VALUES)
            return f;
        const fact *inner =
            f->kind == FACT_ALL ? values_of(g, f->children[0]->item, depth + 1) : NULL;
        if (inner)
            return inner;
    }
    return NULL;
}

static tag *tag_of(summary *s, const value *name)
{
    for (size_t i = 0; i < s->tag_count; i++) {
        if (s->tags[i].name == name)
            return &s->tags[i];
    }
    if (s->tag_count == TAG_LIMIT)
        return NULL;
    s->tags[s->tag_count] = (tag){.name = name};
    return &s->tags[s->tag_count++];
}

static void collect_tags(graph *g, summary *s, item i, int depth)
{
    if (i <= ITEM_FALSE || item_is_negated(i) || depth > 6)
        return;
    const vertex *v = g->classes.items[item_class(i)].vertex;
    for (uint32_t n = 0; n < v->fact_count; n++) {
        const fact *f = &v->facts[n];
        if (f->kind == FACT_ALL) {
            for (uint32_t c = 0; c < f->child_count; c++)
                collect_tags(g, s, f->children[c]->item, depth + 1);
        } else if (f->kind == FACT_REQUIRED) {
            tag *t = tag_of(s, f->name);
            if (t)
                t->required = true;
        } else if (f->kind == FACT_MEMBERS && f->keys->name_count == 1 && !f->keys->complement) {
            const fact *values = values_of(g, f->children[0]->item, 0);
            tag *t = values ? tag_of(s, f->keys->names[0]) : NULL;
            if (t && !t->values)
                t->values = values;
        }
    }
}

static const summary *with_tags(graph *g, item i)
{
    summary *s = summary_of(g, item_class(i));
    if (s->has_tags)
        return s;
    s->has_tags = true;
    s->values = values_of(g, i, 0);
    s->tags = arena_array_of(g->arena, tag, TAG_LIMIT);
    collect_tags(g, s, i, 0);
    return s;
}

static bool has_decimals(const fact *f)
{
    for (uint32_t i = 0; i < f->value_count; i++) {
        if (f->values[i]->kind == KIND_DECIMAL)
            return true;
    }
    return false;
}

/* Both lists are sorted by id. */
static bool share_a_value(const fact *a, const fact *b)
{
    if (has_decimals(a) || has_decimals(b))
        return true; /* 1 and 1.0 are one value: not looked into */
    uint32_t i = 0, j = 0;
    while (i < a->value_count && j < b->value_count) {
        if (a->values[i] == b->values[j])
            return true;
        if (a->values[i]->id < b->values[j]->id)
            i++;
        else
            j++;
    }
    return false;
}

bool summary_disjoint(graph *g, item a, item b, value_kind k)
{
    if (!(summary_possible_kinds(g, a) & summary_possible_kinds(g, b) & (1u << k)))
        return true;
    if (a <= ITEM_FALSE || b <= ITEM_FALSE || ((a | b) & ITEM_NEGATED))
        return false;
    const summary *x = with_tags(g, a), *y = with_tags(g, b);
    if (x->values && y->values && !share_a_value(x->values, y->values))
        return true;
    for (size_t i = 0; k == KIND_OBJECT && i < x->tag_count; i++) {
        const tag *s = &x->tags[i];
        for (size_t j = 0; s->values && j < y->tag_count; j++) {
            const tag *t = &y->tags[j];
            if (t->name == s->name && t->values && (s->required || t->required) &&
                !share_a_value(s->values, t->values))
                return true;
        }
    }
    return false;
}

static const summary *tags_of_branch(graph *g, const fact *of_union, uint32_t branch)
{
    item i = of_union->children[branch]->item;
    return i <= ITEM_FALSE || item_is_negated(i) ? NULL : with_tags(g, i);
}

/* Whether another branch lists values for the name too: else it is a member like any other. */
static bool is_shared(graph *g, const fact *of_union, uint32_t branch, const value *name)
{
    for (uint32_t i = 0; i < of_union->child_count; i++) {
        const summary *s = i == branch ? NULL : tags_of_branch(g, of_union, i);
        for (size_t n = 0; s && n < s->tag_count; n++) {
            if (s->tags[n].name == name && s->tags[n].values)
                return true;
        }
    }
    return false;
}

static bool lists(const fact *values, const value *v)
{
    for (uint32_t i = 0; i < values->value_count; i++) {
        if (values->values[i] == v)
            return true;
    }
    return false;
}

bool summary_fits_tags(graph *g, const fact *of_union, uint32_t branch, const value *v)
{
    const summary *s = v->kind == KIND_OBJECT ? tags_of_branch(g, of_union, branch) : NULL;
    for (size_t n = 0; s && n < s->tag_count; n++) {
        const tag *t = &s->tags[n];
        const value *part = t->values ? value_get(v, t->name) : NULL;
        if (part && !lists(t->values, part) && is_shared(g, of_union, branch, t->name))
            return false;
    }
    return true;
}

vertex *summary_likeness(graph *g, const fact *of_union, uint32_t branch)
{
    VEC(fact) facts = {0};
    item i = of_union->children[branch]->item;
    fact kinds = {.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = summary_possible_kinds(g, i)};
    vec_push(g->arena, &facts, kinds);
    const summary *s = tags_of_branch(g, of_union, branch);
    for (size_t n = 0; s && n < s->tag_count; n++) {
        const value *name = s->tags[n].name;
        if (!s->tags[n].values || !is_shared(g, of_union, branch, name))
            continue;
        fact f = {.kind = FACT_MEMBERS, .kinds = KINDS_OBJECT, .child_count = 1};
        f.keys = graph_keys(g, &name, 1, NULL, 0, false, 0);
        f.children = arena_array_of(g->arena, vertex *, 1);
        f.children[0] = graph_synthetic(g, s->tags[n].values, 1);
        vec_push(g->arena, &facts, f);
    }
    return graph_synthetic(g, facts.items, facts.count);
}
