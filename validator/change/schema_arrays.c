/* items, prefixItems, contains, uniqueItems, unevaluatedItems. */
#include "change/schema_families.h"

typedef struct array_view {
    const node *prefix; /* an array of schemas, or NULL */
    site prefix_at;
    const node *rest; /* the schema of all further items, or NULL */
    site rest_at;
} array_view;

/* 2020-12 has prefixItems and items; before, an array in items and additionalItems. */
static array_view array_view_of(const schema_view *v)
{
    array_view a = {0};
    a.prefix = view_get(v, STR("prefixItems"), &a.prefix_at);
    a.rest = view_get(v, STR("items"), &a.rest_at);
    if (node_is(a.rest, NODE_ARRAY)) {
        a.prefix = a.rest;
        a.prefix_at = a.rest_at;
        a.rest = view_get(v, STR("additionalItems"), &a.rest_at);
    }
    if (node_is_true(a.rest) || (node_is(a.rest, NODE_OBJECT) && a.rest->count == 0))
        a.rest = NULL;
    if (!node_is(a.prefix, NODE_ARRAY))
        a.prefix = NULL;
    return a;
}

static void walk_prefix(schema_walk_state *w, const array_view *old, const array_view *new_)
{
    uint32_t was = old->prefix ? old->prefix->count : 0,
             is = new_->prefix ? new_->prefix->count : 0;
    for (uint32_t i = 0; i < was && i < is; i++)
        walk_step(w, walk_old_child(w, old->prefix_at, &old->prefix->as.items[i]),
                  walk_new_child(w, new_->prefix_at, &new_->prefix->as.items[i]),
                  arena_printf(w->arena, "/%u", i), true, 0);
    for (uint32_t i = is; i < was; i++)
        walk_edit(w, EDIT_prefix_items_removed, spot_of(&old->prefix->as.items[i]),
                  spot_of(new_->prefix), ": %u", i);
    for (uint32_t i = was; i < is; i++)
        walk_edit(w, EDIT_prefix_items_added, spot_of(old->prefix),
                  spot_of(&new_->prefix->as.items[i]), ": %u", i);
}

static void walk_items(schema_walk_state *w)
{
    array_view old = array_view_of(&w->old), new_ = array_view_of(&w->new_);
    walk_prefix(w, &old, &new_);
    if (old.rest && new_.rest)
        walk_step(w, walk_old_child(w, old.rest_at, old.rest),
                  walk_new_child(w, new_.rest_at, new_.rest), STR("/*"), true, 0);
    else if (new_.rest)
        walk_edit(w, EDIT_items_added, spot_of(old.rest), spot_of(new_.rest), "%s", "");
    else if (old.rest)
        walk_edit(w, EDIT_items_removed, spot_of(old.rest), spot_of(new_.rest), "%s", "");
}

static void walk_contains(schema_walk_state *w)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, STR("contains"), &old_at);
    const node *new_ = view_get(&w->new_, STR("contains"), &new_at);
    if (old && new_) {
        if (walk_step(w, walk_old_child(w, old_at, old), walk_new_child(w, new_at, new_), STR("/*"),
                      true, 0))
            w->pair->has_changed_alternatives = true;
    } else if (new_) {
        walk_edit(w, EDIT_contains_added, spot_of(old), spot_of(new_), "%s", "");
    } else if (old) {
        walk_edit(w, EDIT_contains_removed, spot_of(old), spot_of(new_), "%s", "");
    }
}

static void walk_unevaluated(schema_walk_state *w)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, STR("unevaluatedItems"), &old_at);
    const node *new_ = view_get(&w->new_, STR("unevaluatedItems"), &new_at);
    bool was = old && !node_is_true(old), is = new_ && !node_is_true(new_);
    if (was && is)
        walk_step(w, walk_old_child(w, old_at, old), walk_new_child(w, new_at, new_), STR("/*"),
                  true, 0);
    else if (is)
        walk_edit(w, EDIT_unevaluated_items_added, spot_of(old), spot_of(new_), "%s", "");
    else if (was)
        walk_edit(w, EDIT_unevaluated_items_removed, spot_of(old), spot_of(new_), "%s", "");
}

void walk_arrays(schema_walk_state *w)
{
    walk_items(w);
    walk_contains(w);
    walk_unevaluated(w);
    const node *old = view_get(&w->old, STR("uniqueItems"), NULL);
    const node *new_ = view_get(&w->new_, STR("uniqueItems"), NULL);
    if (node_is_true(old) != node_is_true(new_))
        walk_edit(w, node_is_true(new_) ? EDIT_unique_items_set : EDIT_unique_items_unset,
                  spot_of(old), spot_of(new_), "%s", "");
}
