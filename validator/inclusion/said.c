#include "inclusion/said.h"

#include "inclusion/formula.h"

/* In-place schemas nested deeper are not looked into; branches and what they say beyond these are
 * not compared. */
enum { LOOK_DEPTH = 4, BRANCHES_COMPARED = 128, FACTS_COMPARED = 64, FACTS = 5000 };

static void add(said *s, const vertex *v, arena *a, unsigned depth)
{
    for (uint32_t i = 0; i < v->fact_count && s->facts.count < FACTS; i++) {
        const fact *f = &v->facts[i];
        bool is_union = f->kind == FACT_ANY || f->kind == FACT_ONE;
        vec_push(a, &s->facts, f);
        for (uint32_t c = 0; f->kind == FACT_ALL && c < f->child_count && depth < LOOK_DEPTH; c++)
            add(s, f->children[c], a, depth + 1);
        for (uint32_t c = 0; is_union && c < f->child_count; c++)
            vec_push(a, &s->branches, f->children[c]);
    }
}

void said_add(said *s, const vertex *v, arena *a)
{
    add(s, v, a, 0);
}

static bool is_of_parts(const fact *f)
{
    return f->kind == FACT_MEMBERS || f->kind == FACT_ITEMS;
}

static bool speaks_of_the_same(const fact *a, const fact *b)
{
    return a->kind == b->kind && a->kinds == b->kinds && a->keys == b->keys &&
           a->least == b->least && a->most == b->most && a->text == b->text && a->name == b->name;
}

said said_below(const said *s, const fact *f, arena *a)
{
    said below = {0};
    for (size_t i = 0; i < s->facts.count; i++) {
        if (is_of_parts(f) && speaks_of_the_same(s->facts.items[i], f))
            said_add(&below, s->facts.items[i]->children[0], a);
    }
    return below;
}

static bool names_member(const vertex *v, const keys *of)
{
    for (uint32_t i = 0; i < v->fact_count && i < FACTS_COMPARED; i++) {
        if (v->facts[i].kind == FACT_MEMBERS && v->facts[i].keys == of)
            return true;
    }
    return false;
}

/* Members that both name, less those that one alone does. */
static int likeness(const vertex *a, const vertex *b)
{
    int score = 0;
    for (uint32_t i = 0; i < a->fact_count && i < FACTS_COMPARED; i++) {
        if (a->facts[i].kind == FACT_MEMBERS)
            score += names_member(b, a->facts[i].keys) ? 2 : -1;
    }
    for (uint32_t i = 0; i < b->fact_count && i < FACTS_COMPARED; i++)
        score -= b->facts[i].kind == FACT_MEMBERS && !names_member(a, b->facts[i].keys);
    return score;
}

said said_in_branch(const said *s, const vertex *branch, arena *a)
{
    said in = {0};
    const vertex *best = NULL;
    int most = 0;
    for (size_t i = 0; i < s->branches.count && i < BRANCHES_COMPARED; i++) {
        int score = likeness(s->branches.items[i], branch);
        if (score > most) {
            most = score;
            best = s->branches.items[i];
        }
    }
    for (size_t i = 0; i < s->facts.count; i++)
        vec_push(a, &in.facts, s->facts.items[i]);
    if (best)
        said_add(&in, best, a);
    return in;
}

bool said_settles(const said *s, const fact *f, bool parts_aside)
{
    bool of_parts = is_of_parts(f) && f->children[0]->item != ITEM_FALSE;
    bool is_told = of_parts || f->kind == FACT_REQUIRED || f->kind == FACT_LENGTH ||
                   f->kind == FACT_COUNT || f->kind == FACT_PATTERN || f->kind == FACT_FORMAT;
    for (size_t i = 0; i < s->facts.count; i++) {
        const fact *w = s->facts.items[i];
        if (f->kind == FACT_KINDS && w->kind == FACT_KINDS && w->kinds == f->kinds &&
            !(w->mask & ~f->mask))
            return true;
        if (!is_told || !speaks_of_the_same(w, f))
            continue;
        if (!of_parts || parts_aside || w->children[0]->item == f->children[0]->item)
            return true;
    }
    return false;
}

bool said_has_branch(const said *s, const vertex *branch)
{
    for (size_t i = 0; i < s->branches.count; i++) {
        if (s->branches.items[i]->item == branch->item)
            return true;
    }
    return false;
}
