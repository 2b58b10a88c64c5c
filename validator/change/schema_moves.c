/*
 * Properties that went and came as the same thing: renamed in their object, or moved to another.
 *
 * On the wire that is a removal and an addition, and both are reported; what their messages say
 * besides is for the people who read them. Only what is defined alike, and once, is said to be so.
 */
#include "change/schema_graph.h"

#include "base/limits.h"

typedef struct mention {
    schema_pair *pair;
    edit_record *edit;
} mention;

typedef VEC(mention) mention_list;

static bool is_removed(const edit_record *e)
{
    return e->member == MEMBER_REMOVED_OPTIONAL || e->member == MEMBER_REMOVED_REQUIRED;
}

static bool is_added(const edit_record *e)
{
    return e->member == MEMBER_ADDED_OPTIONAL || e->member == MEMBER_ADDED_REQUIRED ||
           e->member == MEMBER_ADDED_REQUIRED_WITH_DEFAULT;
}

static void gather(schema_graph *g, bool (*is)(const edit_record *), mention_list *out)
{
    for (size_t i = 0; i < g->pairs.count; i++) {
        schema_pair *p = g->pairs.items[i];
        for (size_t k = 0; k < p->edits.count; k++)
            if (is(&p->edits.items[k]))
                vec_push(g->comparison->arena, out, (mention){p, &p->edits.items[k]});
    }
}

/* "A string" says too little for one property to be known as another. */
static bool is_telling(const node *n)
{
    return node_is(n, NODE_OBJECT) &&
           (n->count > 1 || node_get(n, STR("enum")) || node_get(n, STR("$ref")));
}

/* Renamed: in the same object, under another name. Moved: elsewhere, under the same one. */
static bool is_same_thing(const mention *gone, const mention *come)
{
    const node *was = gone->edit->old.node, *is = come->edit->new_.node;
    bool same_place = gone->pair == come->pair;
    bool same_name = str_equal(gone->edit->name, come->edit->name);
    return same_place != same_name && gone->pair->polarity == come->pair->polarity &&
           was->hash == is->hash && node_equal(was, is);
}

/* The only one of the list that is the same thing; NULL: there is none, or one cannot tell. */
static mention *only_match(const mention_list *in, const mention *of, bool of_gone)
{
    mention *found = NULL;
    for (size_t i = 0; i < in->count; i++) {
        mention *other = &in->items[i];
        if (!(of_gone ? is_same_thing(of, other) : is_same_thing(other, of)))
            continue;
        if (found)
            return NULL;
        found = other;
    }
    return found;
}

static str path_of(schema_graph *g, const mention *m)
{
    schema_reaches all = change_schema_reaches_of(g, m->pair);
    return arena_printf(g->comparison->arena, "%.*s/%.*s",
                        STR_ARG(all.count ? all.items[0].path : STR("")), STR_ARG(m->edit->name));
}

static void say(schema_graph *g, mention *gone, mention *come)
{
    arena *a = g->comparison->arena;
    bool is_renamed = gone->pair == come->pair;
    str from = is_renamed ? gone->edit->name : path_of(g, gone);
    str to = is_renamed ? come->edit->name : path_of(g, come);
    const char *how = is_renamed ? "have been renamed" : "have moved";
    gone->edit->detail = arena_printf(a, "%.*s; it seems to %s to '%.*s'",
                                      STR_ARG(gone->edit->detail), how, STR_ARG(to));
    come->edit->detail = arena_printf(a, "%.*s; it seems to %s from '%.*s'",
                                      STR_ARG(come->edit->detail), how, STR_ARG(from));
}

void change_schema_note_moves(schema_graph *g)
{
    mention_list gone = {0}, come = {0};
    gather(g, is_removed, &gone);
    if (gone.count == 0)
        return;
    gather(g, is_added, &come);
    if (gone.count > LIMIT_MOVES / (come.count + 1))
        return;
    for (size_t i = 0; i < gone.count; i++) {
        if (!is_telling(gone.items[i].edit->old.node))
            continue;
        mention *to = only_match(&come, &gone.items[i], true);
        if (to && only_match(&gone, to, false) == &gone.items[i])
            say(g, &gone.items[i], to);
    }
}
