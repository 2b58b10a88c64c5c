#include "inclusion/mention.h"

#include "base/limits.h"

enum { MENTION_DEPTH = 200 };

static void add_keys(solver *s, mentions *m, const keys *k)
{
    for (size_t i = 0; i < m->list.count; i++) {
        if (m->list.items[i] == k)
            return;
    }
    vec_push(s->arena, &m->list, k);
    if (k->complement || k->pattern_count || k->schema)
        m->only_names = false;
}

static void add_all(solver *s, mentions *m, const mentions *from)
{
    for (size_t i = 0; i < from->list.count; i++)
        add_keys(s, m, from->list.items[i]);
}

static void add_class(solver *s, mentions *m, uint32_t class_id, unsigned depth);

static void add_name(solver *s, mentions *m, const value *name)
{
    add_keys(s, m, graph_keys(s->graph, &name, 1, NULL, 0, false, 0));
}

/* Whether the schema says something about the members it applies to, and not just "none". */
static bool constrains(const fact *f, uint32_t child)
{
    return f->children[child]->item > ITEM_FALSE;
}

static void add_fact(solver *s, mentions *m, const fact *f, unsigned depth)
{
    switch ((fact_kind)f->kind) {
    case FACT_MEMBERS:
        if (!f->keys->complement || constrains(f, 0))
            add_keys(s, m, f->keys);
        break;
    case FACT_REQUIRED:
        add_name(s, m, f->name);
        break;
    case FACT_DEPENDENT_REQUIRED:
        add_name(s, m, f->name);
        for (uint32_t i = 0; i < f->value_count; i++)
            add_name(s, m, f->values[i]);
        break;
    case FACT_DEPENDENT:
        add_name(s, m, f->name);
        add_class(s, m, item_class(f->children[0]->item), depth);
        break;
    case FACT_CASES:
        for (uint32_t i = 0; i < f->case_count; i++) {
            if (f->cases[i].keys && constrains(f, f->cases[i].rest))
                add_keys(s, m, f->cases[i].keys);
        }
        break;
    case FACT_ALL:
    case FACT_ANY:
    case FACT_ONE:
    case FACT_NOT:
    case FACT_IF:
    case FACT_ASIDE:
        for (uint32_t i = 0; i < f->child_count; i++)
            add_class(s, m, item_class(f->children[i]->item), depth);
        break;
    default:
        break;
    }
}

/* Memoised by class. A class met again while it is being collected adds nothing. */
static void add_class(solver *s, mentions *m, uint32_t class_id, unsigned depth)
{
    if (class_id == 0 || depth > MENTION_DEPTH)
        return;
    while (s->mentions.count <= class_id)
        vec_push(s->arena, &s->mentions, NULL);
    if (!s->mentions.items[class_id]) {
        mentions *own = arena_new_of(s->arena, mentions);
        own->only_names = true;
        s->mentions.items[class_id] = own;
        const vertex *v = s->graph->classes.items[class_id].vertex;
        for (uint32_t i = 0; i < v->fact_count; i++)
            add_fact(s, own, &v->facts[i], depth + 1);
    }
    add_all(s, m, s->mentions.items[class_id]);
}

mentions mention_of_goal(solver *s, const goal *g, item role)
{
    mentions m = {.only_names = true};
    for (uint32_t i = 0; i < g->count; i++) {
        if (!item_is_value(g->items[i]) && (g->items[i] & ITEM_READER) == role)
            add_class(s, &m, item_class(g->items[i]), 0);
    }
    return m;
}

static bool mentions_name(solver *s, const mentions *m, const value *name)
{
    for (size_t i = 0; i < m->list.count; i++) {
        if (evaluate_keys(&s->evaluator, m->list.items[i], name) != TRUTH_NO)
            return true;
    }
    return false;
}

const literal *mention_literal(solver *s, const goal *g)
{
    mentions writer = mention_of_goal(s, g, 0), reader = mention_of_goal(s, g, ITEM_READER);
    if (writer.list.count == 0)
        return NULL;
    VEC(const value *) unsent = {0};
    for (size_t i = 0; i < reader.list.count; i++) {
        const keys *k = reader.list.items[i];
        for (uint32_t n = 0; !k->complement && n < k->name_count; n++) {
            if (!mentions_name(s, &writer, k->names[n]))
                vec_push(s->arena, &unsent, k->names[n]);
        }
    }
    if (unsent.count == 0)
        return NULL;
    literal l = {.kind = LITERAL_EACH, .item = ITEM_FALSE};
    l.keys = graph_keys(s->graph, unsent.items, unsent.count, NULL, 0, false, 0);
    return arena_copy(s->arena, &l, sizeof l);
}
