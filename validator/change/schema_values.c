/* enum, const, default, x-extensible-enum. */
#include "change/schema_families.h"

#include "doc/build.h"

typedef VEC(const node *) value_list;

static bool has_value(const node *values, const node *wanted)
{
    for (uint32_t i = 0; i < values->count; i++)
        if (values->as.items[i].hash == wanted->hash && node_equal(&values->as.items[i], wanted))
            return true;
    return false;
}

/* The members of `values` that `others` lacks, as one text; STR_NULL when there are none. */
static str missing_text(const schema_walk_state *w, const node *values, const node *others)
{
    enum { SHOWN = 8 };
    str text = STR_NULL;
    size_t count = 0;
    for (uint32_t i = 0; i < values->count; i++) {
        if (has_value(others, &values->as.items[i]))
            continue;
        if (++count > SHOWN)
            continue;
        str value = walk_value_text(w, &values->as.items[i]);
        text =
            text.data ? arena_printf(w->arena, "%.*s, %.*s", STR_ARG(text), STR_ARG(value)) : value;
    }
    return count > SHOWN ? arena_printf(w->arena, "%.*s and %zu more", STR_ARG(text), count - SHOWN)
                         : text;
}

static void compare_lists(schema_walk_state *w, const node *old, const node *new_,
                          schema_edit added, schema_edit removed)
{
    str gone = missing_text(w, old, new_), come = missing_text(w, new_, old);
    if (gone.data)
        walk_edit(w, removed, spot_of(old), spot_of(new_), ": %.*s", STR_ARG(gone));
    if (come.data)
        walk_edit(w, added, spot_of(old), spot_of(new_), ": %.*s", STR_ARG(come));
}

/* A const where the other side has an enum is an enum of one. */
static const node *as_list(const schema_walk_state *w, const node *value)
{
    node n = build_array(value, 1);
    n.start = value->start;
    n.end = value->end;
    n.document = value->document;
    return build_copy(n, w->arena);
}

static void walk_enum(schema_walk_state *w, const node *old, const node *new_)
{
    if (node_is(old, NODE_ARRAY) && node_is(new_, NODE_ARRAY))
        compare_lists(w, old, new_, EDIT_enum_value_added, EDIT_enum_value_removed);
    else if (node_is(new_, NODE_ARRAY))
        walk_edit(w, EDIT_became_enum, spot_of(old), spot_of(new_), ": %.*s",
                  STR_ARG(walk_value_text(w, new_)));
    else if (node_is(old, NODE_ARRAY))
        walk_edit(w, EDIT_enum_removed, spot_of(old), spot_of(new_), ": %.*s",
                  STR_ARG(walk_value_text(w, old)));
}

/* An alternative of one value, which is how an enumeration says something of each. */
static bool is_enum_value(const schema_walk_state *w, const node *old, const node *new_)
{
    return node_equal(old, new_) && w->pair->steps.count > 0 && !w->pair->steps.items[0].descends;
}

static void walk_value_life(schema_walk_state *w, const node *value)
{
    const node *was = view_get(&w->old, STR("deprecated"), NULL);
    const node *is = view_get(&w->new_, STR("deprecated"), NULL);
    if (node_is_true(was) == node_is_true(is))
        return;
    walk_edit(w, node_is_true(is) ? EDIT_enum_value_deprecated : EDIT_enum_value_reactivated,
              spot_of(was), spot_of(is), ": %.*s", STR_ARG(walk_value_text(w, value)));
}

static void walk_const(schema_walk_state *w, const node *old, const node *new_)
{
    if (old && new_ && is_enum_value(w, old, new_)) {
        walk_value_life(w, new_);
    } else if (old && new_) {
        if (!node_equal(old, new_))
            walk_edit(w, EDIT_const_changed, spot_of(old), spot_of(new_), " from %.*s to %.*s",
                      STR_ARG(walk_value_text(w, old)), STR_ARG(walk_value_text(w, new_)));
    } else if (new_) {
        walk_edit(w, EDIT_const_added, spot_of(old), spot_of(new_), ": %.*s",
                  STR_ARG(walk_value_text(w, new_)));
    } else if (old) {
        walk_edit(w, EDIT_const_removed, spot_of(old), spot_of(new_), ": %.*s",
                  STR_ARG(walk_value_text(w, old)));
    }
}

static void walk_default(schema_walk_state *w)
{
    const node *old = view_get(&w->old, STR("default"), NULL);
    const node *new_ = view_get(&w->new_, STR("default"), NULL);
    if (old && new_ && !node_equal(old, new_))
        walk_edit(w, EDIT_default_value_changed, spot_of(old), spot_of(new_), " from %.*s to %.*s",
                  STR_ARG(walk_value_text(w, old)), STR_ARG(walk_value_text(w, new_)));
    else if (new_ && !old)
        walk_edit(w, EDIT_default_value_added, spot_of(old), spot_of(new_), ": %.*s",
                  STR_ARG(walk_value_text(w, new_)));
    else if (old && !new_)
        walk_edit(w, EDIT_default_value_removed, spot_of(old), spot_of(new_), ": %.*s",
                  STR_ARG(walk_value_text(w, old)));
}

void walk_values(schema_walk_state *w)
{
    const node *old = view_get(&w->old, STR("enum"), NULL);
    const node *new_ = view_get(&w->new_, STR("enum"), NULL);
    const node *old_const = view_get(&w->old, STR("const"), NULL);
    const node *new_const = view_get(&w->new_, STR("const"), NULL);
    if (old && !new_ && new_const && !old_const) {
        new_ = as_list(w, new_const);
        new_const = NULL;
    } else if (new_ && !old && old_const && !new_const) {
        old = as_list(w, old_const);
        old_const = NULL;
    }
    walk_enum(w, old, new_);
    walk_const(w, old_const, new_const);
    walk_default(w);
    const node *old_open = view_get(&w->old, STR("x-extensible-enum"), NULL);
    const node *new_open = view_get(&w->new_, STR("x-extensible-enum"), NULL);
    if (node_is(old_open, NODE_ARRAY) && node_is(new_open, NODE_ARRAY))
        compare_lists(w, old_open, new_open, EDIT_x_extensible_enum_value_added,
                      EDIT_x_extensible_enum_value_removed);
}
