/* additionalProperties, patternProperties, propertyNames, dependent*, unevaluatedProperties. */
#include "change/schema_families.h"

typedef enum openness { IS_OPEN, IS_CLOSED, HAS_SCHEMA } openness;

static openness openness_of(const node *n)
{
    if (!n || node_is_true(n) || (node_is(n, NODE_OBJECT) && n->count == 0))
        return IS_OPEN;
    return node_is_false(n) ? IS_CLOSED : HAS_SCHEMA;
}

static void walk_additional(schema_walk_state *w)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, STR("additionalProperties"), &old_at);
    const node *new_ = view_get(&w->new_, STR("additionalProperties"), &new_at);
    openness was = openness_of(old), is = openness_of(new_);
    if (was == HAS_SCHEMA && is == HAS_SCHEMA) {
        walk_step(w, walk_old_child(w, old_at, old), walk_new_child(w, new_at, new_), STR("/*"),
                  true, 0);
        return;
    }
    if (was == is)
        return;
    schema_edit edit = is == IS_CLOSED    ? EDIT_additional_properties_forbidden
                       : was == IS_CLOSED ? EDIT_additional_properties_allowed
                       : is == HAS_SCHEMA ? EDIT_additional_properties_schema_added
                                          : EDIT_additional_properties_schema_removed;
    walk_edit(w, edit, spot_of(old), spot_of(new_), "%s", "");
}

/* The members of a map of schemas: added, removed, and to be compared. */
static void walk_map(schema_walk_state *w, str keyword, schema_edit added, schema_edit removed,
                     bool descends)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, keyword, &old_at);
    const node *new_ = view_get(&w->new_, keyword, &new_at);
    for (uint32_t i = 0; node_is(old, NODE_OBJECT) && i < old->count; i++) {
        const member *m = &old->as.members[i];
        const member *other = node_get_member(new_, member_key(m));
        if (node_is(&m->value, NODE_ARRAY))
            continue; /* names: draft-07's dependencies */
        if (!other)
            walk_edit(w, removed, spot_at(m), spot_of(new_), ": %.*s", STR_ARG(member_key(m)));
        else if (!node_is(&other->value, NODE_ARRAY))
            walk_step(w, walk_old_child(w, old_at, &m->value),
                      walk_new_child(w, new_at, &other->value), descends ? STR("/*") : STR(""),
                      descends, 0);
    }
    for (uint32_t i = 0; node_is(new_, NODE_OBJECT) && i < new_->count; i++) {
        const member *m = &new_->as.members[i];
        if (!node_is(&m->value, NODE_ARRAY) && !node_get(old, member_key(m)))
            walk_edit(w, added, spot_of(old), spot_at(m), ": %.*s", STR_ARG(member_key(m)));
    }
}

static void walk_dependent_required(schema_walk_state *w, str keyword)
{
    const node *old = view_get(&w->old, keyword, NULL);
    const node *new_ = view_get(&w->new_, keyword, NULL);
    for (uint32_t i = 0; node_is(old, NODE_OBJECT) && i < old->count; i++) {
        const member *m = &old->as.members[i], *other = node_get_member(new_, member_key(m));
        if (!node_is(&m->value, NODE_ARRAY))
            continue;
        if (!other)
            walk_edit(w, EDIT_dependent_required_removed, spot_at(m), spot_of(new_), " for %.*s",
                      STR_ARG(member_key(m)));
        else if (!node_equal(&m->value, &other->value))
            walk_edit(w, EDIT_dependent_required_changed, spot_at(m), spot_at(other),
                      " for %.*s from %.*s to %.*s", STR_ARG(member_key(m)),
                      STR_ARG(walk_value_text(w, &m->value)),
                      STR_ARG(walk_value_text(w, &other->value)));
    }
    for (uint32_t i = 0; node_is(new_, NODE_OBJECT) && i < new_->count; i++) {
        const member *m = &new_->as.members[i];
        if (node_is(&m->value, NODE_ARRAY) && !node_get(old, member_key(m)))
            walk_edit(w, EDIT_dependent_required_added, spot_of(old), spot_at(m), " for %.*s",
                      STR_ARG(member_key(m)));
    }
}

static void walk_names(schema_walk_state *w)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, STR("propertyNames"), &old_at);
    const node *new_ = view_get(&w->new_, STR("propertyNames"), &new_at);
    if (old && new_)
        walk_step(w, walk_old_child(w, old_at, old), walk_new_child(w, new_at, new_), STEP_TO_NAMES,
                  true, 0);
    else if (new_)
        walk_edit(w, EDIT_property_names_added, spot_of(old), spot_of(new_), "%s", "");
    else if (old)
        walk_edit(w, EDIT_property_names_removed, spot_of(old), spot_of(new_), "%s", "");
}

static void walk_unevaluated(schema_walk_state *w)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, STR("unevaluatedProperties"), &old_at);
    const node *new_ = view_get(&w->new_, STR("unevaluatedProperties"), &new_at);
    openness was = openness_of(old), is = openness_of(new_);
    if (was != IS_OPEN && is != IS_OPEN)
        walk_step(w, walk_old_child(w, old_at, old), walk_new_child(w, new_at, new_), STR("/*"),
                  true, 0);
    else if (is != IS_OPEN)
        walk_edit(w, EDIT_unevaluated_properties_added, spot_of(old), spot_of(new_), "%s", "");
    else if (was != IS_OPEN)
        walk_edit(w, EDIT_unevaluated_properties_removed, spot_of(old), spot_of(new_), "%s", "");
}

void walk_objects(schema_walk_state *w)
{
    walk_additional(w);
    walk_map(w, STR("patternProperties"), EDIT_pattern_property_added,
             EDIT_pattern_property_removed, true);
    walk_map(w, STR("dependentSchemas"), EDIT_dependent_schema_added, EDIT_dependent_schema_removed,
             false);
    walk_map(w, STR("dependencies"), EDIT_dependent_schema_added, EDIT_dependent_schema_removed,
             false);
    walk_dependent_required(w, STR("dependentRequired"));
    walk_dependent_required(w, STR("dependencies"));
    walk_names(w);
    walk_unevaluated(w);
}
