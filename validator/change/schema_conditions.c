/* not, if, then, else; and what only annotates: content*, xml. */
#include "change/schema_families.h"

#include "doc/json_writer.h"

static bool differs(const schema_walk_state *w, const node *old, const node *new_)
{
    return !sameness_of(w->comparison->same, old, new_);
}

/* A keyword whose schema is not compared in itself: what it means is turned round, or depends. */
static void walk_whole(schema_walk_state *w, str keyword, schema_edit added, schema_edit removed,
                       schema_edit changed)
{
    const node *old = view_get(&w->old, keyword, NULL);
    const node *new_ = view_get(&w->new_, keyword, NULL);
    if (old && new_) {
        if (differs(w, old, new_))
            walk_edit(w, changed, spot_of(old), spot_of(new_), "%s", "");
    } else if (new_) {
        walk_edit(w, added, spot_of(old), spot_of(new_), "%s", "");
    } else if (old) {
        walk_edit(w, removed, spot_of(old), spot_of(new_), "%s", "");
    }
}

static void walk_consequence(schema_walk_state *w, str keyword, schema_edit added,
                             schema_edit removed)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, keyword, &old_at);
    const node *new_ = view_get(&w->new_, keyword, &new_at);
    if (old && new_) {
        if (walk_step(w, walk_old_child(w, old_at, old), walk_new_child(w, new_at, new_), STR(""),
                      false, 0))
            w->pair->has_changed_alternatives = true;
    } else if (new_) {
        walk_edit(w, added, spot_of(old), spot_of(new_), "%s", "");
    } else if (old) {
        walk_edit(w, removed, spot_of(old), spot_of(new_), "%s", "");
    }
}

void walk_conditions(schema_walk_state *w)
{
    walk_whole(w, STR("not"), EDIT_not_added, EDIT_not_removed, EDIT_not_changed);
    walk_whole(w, STR("if"), EDIT_if_added, EDIT_if_removed, EDIT_if_changed);
    walk_consequence(w, STR("then"), EDIT_then_added, EDIT_then_removed);
    walk_consequence(w, STR("else"), EDIT_else_added, EDIT_else_removed);
}

static void walk_text(schema_walk_state *w, str keyword, schema_edit changed)
{
    const node *old = view_get(&w->old, keyword, NULL);
    const node *new_ = view_get(&w->new_, keyword, NULL);
    str was = node_text(old), is = node_text(new_);
    if (!str_equal_ignoring_case(was, is))
        walk_edit(w, changed, spot_of(old), spot_of(new_), " from %.*s to %.*s",
                  STR_ARG(was.data ? was : STR("none")), STR_ARG(is.data ? is : STR("none")));
}

void walk_annotations(schema_walk_state *w)
{
    walk_text(w, STR("contentEncoding"), EDIT_content_encoding_changed);
    walk_text(w, STR("contentMediaType"), EDIT_content_media_type_changed);
    const node *old = view_get(&w->old, STR("contentSchema"), NULL);
    const node *new_ = view_get(&w->new_, STR("contentSchema"), NULL);
    if (new_ && !old)
        walk_edit(w, EDIT_content_schema_added, spot_of(old), spot_of(new_), "%s", "");
    else if (old && !new_)
        walk_edit(w, EDIT_content_schema_removed, spot_of(old), spot_of(new_), "%s", "");
    old = view_get(&w->old, STR("xml"), NULL);
    new_ = view_get(&w->new_, STR("xml"), NULL);
    if (old || new_) {
        if (!old || !new_ || !node_equal(old, new_))
            walk_edit(w, EDIT_xml_changed, spot_of(old), spot_of(new_), "%s", "");
    }
}
