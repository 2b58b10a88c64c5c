/* not, if, then, else; what only annotates: content*, xml; and keywords of no family. */
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

/* The content is a value of its own, so its schemas are compared by what they accept. */
static void walk_content_schema(schema_walk_state *w)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, STR("contentSchema"), &old_at);
    const node *new_ = view_get(&w->new_, STR("contentSchema"), &new_at);
    if (!old || !new_) {
        if (old || new_)
            walk_edit(w, new_ ? EDIT_content_schema_added : EDIT_content_schema_removed,
                      spot_of(old), spot_of(new_), "%s", "");
        return;
    }
    if (!differs(w, old, new_))
        return;
    fit_direction direction = change_schema_direction(w->graph, w->pair);
    site was = walk_old_child(w, old_at, old), is = walk_new_child(w, new_at, new_);
    bool widened = fit_is_within(w->graph->fit, was, is, FIT_JSON, direction);
    bool narrowed = fit_is_within(w->graph->fit, is, was, FIT_JSON, direction);
    if (widened && narrowed)
        return;
    walk_edit(w,
              widened    ? EDIT_content_schema_generalized
              : narrowed ? EDIT_content_schema_specialized
                         : EDIT_content_schema_changed,
              spot_of(old), spot_of(new_), "%s", "");
}

/* The same words may lead to another schema, which nothing else here follows. */
static bool leads_elsewhere(const schema_walk_state *w)
{
    const schema_pair *p = w->pair;
    return p->edits.count == 0 && p->below.count == 0 &&
           !fit_is_equivalent(w->graph->fit, p->old, p->new_, p->wire,
                              change_schema_direction(w->graph, p));
}

/* What no family looks at and what yet decides which values are valid: only the engine can tell. */
static void walk_others(schema_walk_state *w)
{
    static const struct {
        const char *keyword;
        bool leads;
    } others[] = {
        {"$dynamicRef", true}, {"$recursiveRef", true}, {"extends", false}, {"disallow", false}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const node *old = view_get(&w->old, str_from(others[i].keyword), NULL);
        const node *new_ = view_get(&w->new_, str_from(others[i].keyword), NULL);
        if ((!old && !new_) || (!differs(w, old, new_) && !(others[i].leads && leads_elsewhere(w))))
            continue;
        walk_edit(w, EDIT_keyword_changed, spot_of(old), spot_of(new_), ": %s", others[i].keyword);
    }
}

void walk_annotations(schema_walk_state *w)
{
    walk_text(w, STR("contentEncoding"), EDIT_content_encoding_changed);
    walk_text(w, STR("contentMediaType"), EDIT_content_media_type_changed);
    walk_content_schema(w);
    walk_others(w);
    const node *old = view_get(&w->old, STR("xml"), NULL);
    const node *new_ = view_get(&w->new_, STR("xml"), NULL);
    if (old || new_) {
        if (!old || !new_ || !node_equal(old, new_))
            walk_edit(w, EDIT_xml_changed, spot_of(old), spot_of(new_), "%s", "");
    }
}
