/* Limits of numbers, lengths and sizes, multipleOf. */
#include "change/schema_families.h"

#include <string.h>

typedef struct bound {
    const char *keyword;
    schema_edit set, unset, decreased, increased;
} bound;

static const bound bounds[] = {
#define BOUND(keyword, name)                                                                       \
    {                                                                                              \
        keyword, EDIT_##name##_set, EDIT_##name##_unset, EDIT_##name##_decreased,                  \
            EDIT_##name##_increased                                                                \
    }
    BOUND("maxLength", max_length),         BOUND("minLength", min_length),
    BOUND("maxItems", max_items),           BOUND("minItems", min_items),
    BOUND("maxProperties", max_properties), BOUND("minProperties", min_properties),
    BOUND("maxContains", max_contains),     BOUND("minContains", min_contains)};
static const bound maximum = BOUND("maximum", max), minimum = BOUND("minimum", min);
static const bound exclusive_maximum = BOUND("exclusiveMaximum", exclusive_max);
static const bound exclusive_minimum = BOUND("exclusiveMinimum", exclusive_min);
#undef BOUND

/* The limit that a side has; a least length or count of nothing is none. */
static const node *limit_in_force(const schema_walk_state *w, const bound *b, const node *value)
{
    static const char *const counts[] = {"minLength", "minItems", "minProperties"};
    if (!node_is(value, NODE_NUMBER))
        return NULL;
    number x = node_number(value, w->arena);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(b->keyword, counts[i]) == 0 && number_is_zero(&x))
            return NULL;
    return value;
}

static void compare_bound(schema_walk_state *w, const bound *b, const node *old, const node *new_)
{
    old = limit_in_force(w, b, old);
    new_ = limit_in_force(w, b, new_);
    if (!old && !new_)
        return;
    str was = old ? node_text(old) : STR_NULL, is = new_ ? node_text(new_) : STR_NULL;
    if (!old) {
        walk_edit(w, b->set, spot_of(old), spot_of(new_), " to %.*s", STR_ARG(is));
        return;
    }
    if (!new_) {
        walk_edit(w, b->unset, spot_of(old), spot_of(new_), "; it was %.*s", STR_ARG(was));
        return;
    }
    number x = node_number(old, w->arena), y = node_number(new_, w->arena);
    int order = number_compare(&x, &y);
    if (order != 0)
        walk_edit(w, order > 0 ? b->decreased : b->increased, spot_of(old), spot_of(new_),
                  " from %.*s to %.*s", STR_ARG(was), STR_ARG(is));
}

/* The limit of one side, inclusive and exclusive, whichever way its dialect writes them. */
typedef struct limit {
    const node *inclusive, *exclusive;
} limit;

static limit limit_of(const schema_view *v, str inclusive, str exclusive)
{
    limit l = {view_get(v, inclusive, NULL), view_get(v, exclusive, NULL)};
    if (node_is_true(l.exclusive))
        l = (limit){NULL, l.inclusive};
    else if (node_is(l.exclusive, NODE_BOOLEAN))
        l.exclusive = NULL;
    return l;
}

/* divisibleBy is its name in draft-03. */
static const node *multiple_of(const schema_view *v)
{
    const node *value = view_get(v, STR("multipleOf"), NULL);
    return value ? value : view_get(v, STR("divisibleBy"), NULL);
}

static void walk_multiple_of(schema_walk_state *w)
{
    const node *old = multiple_of(&w->old);
    const node *new_ = multiple_of(&w->new_);
    if (!node_is(old, NODE_NUMBER) || !node_is(new_, NODE_NUMBER)) {
        if (node_is(new_, NODE_NUMBER))
            walk_edit(w, EDIT_multiple_of_set, spot_of(old), spot_of(new_), " to %.*s",
                      STR_ARG(node_text(new_)));
        else if (node_is(old, NODE_NUMBER))
            walk_edit(w, EDIT_multiple_of_unset, spot_of(old), spot_of(new_), "; it was %.*s",
                      STR_ARG(node_text(old)));
        return;
    }
    number x = node_number(old, w->arena), y = node_number(new_, w->arena);
    if (number_equal(&x, &y))
        return;
    schema_edit edit = EDIT_multiple_of_changed;
    if (number_is_multiple_of(&x, &y) == NUMBER_YES)
        edit = EDIT_multiple_of_generalized;
    else if (number_is_multiple_of(&y, &x) == NUMBER_YES)
        edit = EDIT_multiple_of_specialized;
    walk_edit(w, edit, spot_of(old), spot_of(new_), ", from %.*s to %.*s", STR_ARG(node_text(old)),
              STR_ARG(node_text(new_)));
}

void walk_bounds(schema_walk_state *w)
{
    limit old = limit_of(&w->old, STR("maximum"), STR("exclusiveMaximum"));
    limit new_ = limit_of(&w->new_, STR("maximum"), STR("exclusiveMaximum"));
    compare_bound(w, &maximum, old.inclusive, new_.inclusive);
    compare_bound(w, &exclusive_maximum, old.exclusive, new_.exclusive);
    old = limit_of(&w->old, STR("minimum"), STR("exclusiveMinimum"));
    new_ = limit_of(&w->new_, STR("minimum"), STR("exclusiveMinimum"));
    compare_bound(w, &minimum, old.inclusive, new_.inclusive);
    compare_bound(w, &exclusive_minimum, old.exclusive, new_.exclusive);
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        str keyword = str_from(bounds[i].keyword);
        compare_bound(w, &bounds[i], view_get(&w->old, keyword, NULL),
                      view_get(&w->new_, keyword, NULL));
    }
    walk_multiple_of(w);
}
