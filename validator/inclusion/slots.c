#include "inclusion/slots.h"

#include <string.h>

enum { ATOM_LIMIT = 7 };

/* Names for members nobody speaks of, in the order they are tried. */
static const char *const free_names[] = {"extra", "other", "more", "any", "some", "x",
                                         "y",     "z",     "foo",  "bar", "baz"};

static void add_name(slots *t, const value *name)
{
    for (size_t i = 0; i < t->named.count; i++) {
        if (t->named.items[i].name == name)
            return;
    }
    vec_push(t->a, &t->named, (slot){.name = name});
}

static void add_atom(slots *t, const value *text, item subject)
{
    for (size_t i = 0; i < t->atoms.count; i++) {
        if (t->atoms.items[i].pattern == text && t->atoms.items[i].schema == subject)
            return;
    }
    vec_push(t->a, &t->atoms, (atom){.pattern = text, .schema = subject});
}

static void add_keys(slots *t, const keys *k)
{
    for (uint32_t i = 0; i < k->name_count; i++)
        add_name(t, k->names[i]);
    for (uint32_t i = 0; i < k->pattern_count; i++)
        add_atom(t, k->patterns[i], 0);
    if (k->schema)
        add_atom(t, NULL, k->schema);
}

static void add_mentions(slots *t, const leaf *l)
{
    if (!t->s->closed)
        return;
    (void)l;
    t->writer = mention_of_goal(t->s, t->goal, 0);
    t->reader = mention_of_goal(t->s, t->goal, ITEM_READER);
    if (t->writer.list.count == 0 || t->reader.only_names) {
        /* Nothing is unsent, or the literal of mention.h says it all. */
        t->reader.list.count = 0;
        return;
    }
    for (size_t i = 0; i < t->writer.list.count; i++)
        add_keys(t, t->writer.list.items[i]);
    for (size_t i = 0; i < t->reader.list.count; i++)
        add_keys(t, t->reader.list.items[i]);
}

void slots_init(slots *t, solver *s, goal *g, const leaf *l, arena *a)
{
    memset(t, 0, sizeof *t);
    t->s = s;
    t->goal = g;
    t->a = a;
    t->most = UINT64_MAX;
    for (size_t i = 0; i < l->count; i++) {
        const literal *n = l->literals[i];
        if (n->kind == LITERAL_COUNT) {
            t->least = n->least > t->least ? n->least : t->least;
            t->most = n->most < t->most ? n->most : t->most;
        } else if (n->kind == LITERAL_EACH) {
            vec_push(a, &t->each, n);
            add_keys(t, n->keys);
        } else if (n->kind == LITERAL_EXISTS) {
            vec_push(a, &t->exists, n);
            add_keys(t, n->keys);
        }
    }
    add_mentions(t, l);
}

/* --- membership --- */

static bool atom_holds(const slots *t, const slot *at, const value *text, item subject)
{
    for (size_t i = 0; i < t->atoms.count; i++) {
        if (t->atoms.items[i].pattern == text && t->atoms.items[i].schema == subject)
            return at->signs >> i & 1;
    }
    return false;
}

bool slots_within(slots *t, const slot *at, const keys *k)
{
    if (at->name) {
        truth in = evaluate_keys(&t->s->evaluator, k, at->name);
        if (in == TRUTH_UNKNOWN && !t->doubt.text)
            t->doubt = (doubt){"a name cannot be matched with a pattern; write the pattern of "
                               "names without look-around and back-references",
                               NULL};
        return in == TRUTH_YES;
    }
    bool in = false;
    for (uint32_t i = 0; i < k->pattern_count && !in; i++)
        in = atom_holds(t, at, k->patterns[i], 0);
    if (k->schema && !in)
        in = atom_holds(t, at, NULL, k->schema);
    return in != k->complement;
}

static bool within_any(slots *t, const slot *at, const mentions *m)
{
    for (size_t i = 0; i < m->list.count; i++) {
        if (slots_within(t, at, m->list.items[i]))
            return true;
    }
    return false;
}

/* What the universal literals, and the closed reading, ask of every member of the slot. */
static void fill_needed(slots *t, slot *at)
{
    VEC(item) needed = {0};
    for (size_t i = 0; i < t->each.count; i++) {
        if (slots_within(t, at, t->each.items[i]->keys))
            vec_push(t->a, &needed, t->each.items[i]->item);
    }
    if (t->reader.list.count > 0 && within_any(t, at, &t->reader) && !within_any(t, at, &t->writer))
        vec_push(t->a, &needed, ITEM_FALSE);
    if (needed.count == 0)
        vec_push(t->a, &needed, ITEM_TRUE);
    at->needed = needed.items;
    at->needed_count = needed.count;
}

slot *slots_named(slots *t, const value *name)
{
    for (size_t i = 0; i < t->named.count; i++) {
        slot *at = &t->named.items[i];
        if (at->name != name)
            continue;
        if (!at->needed)
            fill_needed(t, at);
        return at;
    }
    return NULL;
}

/* --- names that nobody writes --- */

static item item_of_fact(slots *t, fact f)
{
    vertex *v = graph_synthetic(t->s->graph, &f, 1);
    graph_settle(t->s->graph);
    return v->item;
}

static item item_of_strings(slots *t)
{
    if (!t->s->strings)
        t->s->strings =
            item_of_fact(t, (fact){.kind = FACT_KINDS, .kinds = KINDS_ALL, .mask = KINDS_STRING});
    return t->s->strings;
}

static item item_of_pattern(slots *t, const value *text)
{
    solver *s = t->s;
    while (s->pattern_items.count <= text->id)
        vec_push(s->arena, &s->pattern_items, 0);
    if (!s->pattern_items.items[text->id]) {
        fact f = {.kind = FACT_PATTERN, .kinds = KINDS_STRING, .text = text};
        f.keyword = STR("pattern");
        item made = item_of_fact(t, f);
        s->pattern_items.items[text->id] = made;
    }
    return s->pattern_items.items[text->id];
}

/* Whether a written name has the slot's signs, and so has to be left out of it. */
static bool has_signs(slots *t, const slot *at, const value *name)
{
    for (size_t i = 0; i < t->atoms.count; i++) {
        const atom *of = &t->atoms.items[i];
        truth holds = of->pattern ? evaluate_pattern(&t->s->evaluator, of->pattern, name->text)
                                  : evaluate_item(&t->s->evaluator, of->schema, name);
        if (holds != TRUTH_UNKNOWN && (holds == TRUTH_YES) != (at->signs >> i & 1))
            return false;
    }
    return true;
}

static const value *free_name(slots *t, const value *const *used, size_t count)
{
    size_t known = sizeof free_names / sizeof free_names[0];
    for (size_t n = 0;; n++) {
        str text =
            n < known ? str_from(free_names[n]) : arena_printf(t->a, "extra%zu", n - known + 1);
        const value *name = value_of_string(t->s->values, text);
        bool taken = false;
        for (size_t i = 0; i < t->named.count && !taken; i++)
            taken = t->named.items[i].name == name;
        for (size_t i = 0; i < count && !taken; i++)
            taken = used[i] == name;
        if (!taken)
            return name;
    }
}

const value *slots_new_name(slots *t, const slot *at, const value *const *used, size_t count)
{
    if (t->atoms.count == 0)
        return free_name(t, used, count);
    VEC(item) items = {0};
    vec_push(t->a, &items, item_of_strings(t));
    for (size_t i = 0; i < t->atoms.count; i++) {
        const atom *of = &t->atoms.items[i];
        item holds = of->pattern ? item_of_pattern(t, of->pattern) : of->schema;
        vec_push(t->a, &items, at->signs >> i & 1 ? holds : item_negate(holds));
    }
    for (size_t i = 0; i < t->named.count; i++) {
        if (has_signs(t, at, t->named.items[i].name))
            vec_push(t->a, &items, item_differs(t->named.items[i].name));
    }
    for (size_t i = 0; i < count; i++)
        vec_push(t->a, &items, item_differs(used[i]));
    goal *g = solver_need(t->s, t->goal, items.items, items.count);
    if (g->state == GOAL_FOUND)
        return g->witness;
    if (g->state == GOAL_UNKNOWN && !t->doubt.text)
        t->doubt = g->doubt;
    else if (g->state != GOAL_EMPTY && g->state != GOAL_UNKNOWN)
        t->waits = true;
    return NULL;
}

bool slots_others(slots *t)
{
    if (t->others_known)
        return true;
    if (t->atoms.count > ATOM_LIMIT)
        return false;
    t->others_known = true;
    for (uint32_t signs = 0; signs < 1u << t->atoms.count; signs++) {
        slot at = {.signs = signs};
        doubt before = t->doubt;
        t->doubt = (doubt){0};
        bool there = slots_new_name(t, &at, NULL, 0) || t->doubt.text;
        if (!t->doubt.text)
            t->doubt = before;
        if (!there)
            continue;
        fill_needed(t, &at);
        vec_push(t->a, &t->others, at);
    }
    return true;
}
