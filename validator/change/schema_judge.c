/*
 * What the edits of schemas mean.
 *
 * The engine is asked at points: pairs that are entered as a value of their own. Where every point
 * with edits is included, so is every root above, because properties and items only hand the
 * question down. Where one is not, its roots are asked too: a parent may rule out what the point
 * alone would let through. An edit is breaking when a point it belongs to and a root above are both
 * not included, and the break is one that this edit explains.
 */
#include "change/schema_graph.h"

#include <string.h>

typedef enum state {
    STATE_EQUAL_OR_INCLUDED,
    STATE_UNKNOWN,
    STATE_BROKEN
} state;

static fit_direction direction_of(const schema_graph *g, polarity p)
{
    if (!g->comparison->old)
        return FIT_NEITHER;
    return p == POLARITY_REQUEST ? FIT_REQUEST : FIT_RESPONSE;
}

const fit_answer *schema_answer(schema_graph *g, schema_pair *p)
{
    if (!p->answer) {
        site writer = p->polarity == POLARITY_REQUEST ? p->old : p->new_;
        site reader = p->polarity == POLARITY_REQUEST ? p->new_ : p->old;
        p->answer = fit_ask(g->fit, writer, reader, p->wire, direction_of(g, p->polarity));
    }
    return p->answer;
}

static state state_of(schema_graph *g, schema_pair *p)
{
    switch (schema_answer(g, p)->answer) {
    case ANSWER_INCLUDED:
        return STATE_EQUAL_OR_INCLUDED;
    case ANSWER_NOT_INCLUDED:
        return STATE_BROKEN;
    case ANSWER_UNKNOWN:
        break;
    }
    return STATE_UNKNOWN;
}

/* Edits whose meaning lies outside what a schema says about values: the row's level holds. */
static bool is_outside(const edit_record *e)
{
    if (e->member != MEMBER_NONE)
        return e->member >= MEMBER_DEPRECATED;
    switch ((int)e->edit) {
    case EDIT_default_value_added:
    case EDIT_default_value_changed:
    case EDIT_default_value_removed:
    case EDIT_x_extensible_enum_value_added:
    case EDIT_x_extensible_enum_value_removed:
    case EDIT_content_encoding_changed:
    case EDIT_content_media_type_changed:
    case EDIT_content_schema_added:
    case EDIT_content_schema_removed:
    case EDIT_xml_changed:
        return true;
    default:
        return false;
    }
}

static const schema_reach any_reach = {.is_nested = true, .is_property = true};

static bool is_harmful(const edit_record *e, const schema_pair *p)
{
    return schema_rule_of(e, p, &any_reach)->level >= LEVEL_WARNING;
}

/* Keywords that mean the same family to a reader of breaks. */
static bool keyword_explains(const char *of_edit, str of_break)
{
    static const char *const families[][6] = {
        {"type", "nullable", "format", "enum", "const", NULL},
        {"required", "dependentRequired", NULL},
        {"additionalProperties", "unevaluatedProperties", "patternProperties", NULL},
        {"items", "prefixItems", "unevaluatedItems", "additionalItems", NULL},
        {"maximum", "exclusiveMaximum", NULL},
        {"minimum", "exclusiveMinimum", NULL},
        {"oneOf", "anyOf", "discriminator", NULL},
    };
    if (str_equal(str_from(of_edit), of_break))
        return true;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        bool first = false, second = false;
        for (size_t k = 0; k < 6 && families[i][k]; k++) {
            first = first || strcmp(families[i][k], of_edit) == 0;
            second = second || str_equal(str_from(families[i][k]), of_break);
        }
        if (first && second)
            return true;
    }
    return false;
}

static const char *keyword_of(const edit_record *e)
{
    switch (e->member) {
    case MEMBER_NONE:
        return rule_of_edit(SCOPE_REQUEST_PROPERTY, e->edit)->keyword;
    case MEMBER_REMOVED_OPTIONAL:
    case MEMBER_ADDED_OPTIONAL:
        return "additionalProperties";
    default:
        return "required";
    }
}

/* A break of the value itself, not of a member that has its own point. */
static bool is_own(const inclusion_break *b)
{
    if (b->instance_path.length == 0)
        return true;
    bool is_direct = str_find(str_skip(b->instance_path, 1), '/') == SIZE_MAX;
    return is_direct && (keyword_explains("additionalProperties", b->keyword) ||
                         str_equal(b->keyword, STR("propertyNames")));
}

static bool is_explained_by(const edit_record *e, const inclusion_result *result)
{
    for (size_t i = 0; i < result->break_count; i++)
        if (is_own(&result->breaks[i]) && keyword_explains(keyword_of(e), result->breaks[i].keyword))
            return true;
    return false;
}

typedef bool is_chosen(const edit_record *e, const schema_pair *p, const inclusion_result *result);

static bool choose_explained(const edit_record *e, const schema_pair *p,
                             const inclusion_result *result)
{
    return is_harmful(e, p) && is_explained_by(e, result);
}

static bool choose_harmful(const edit_record *e, const schema_pair *p,
                           const inclusion_result *result)
{
    (void)result;
    return is_harmful(e, p);
}

static bool choose_any(const edit_record *e, const schema_pair *p, const inclusion_result *result)
{
    (void)e, (void)p, (void)result;
    return true;
}

static bool show(const schema_pair_list *region, const inclusion_result *result, is_chosen *chosen)
{
    bool some = false;
    for (size_t i = 0; i < region->count; i++) {
        schema_pair *p = region->items[i];
        for (size_t k = 0; k < p->edits.count; k++) {
            edit_record *e = &p->edits.items[k];
            if (is_outside(e) || !chosen(e, p, result))
                continue;
            e->is_shown = true;
            some = true;
        }
    }
    return some;
}

/* Whether a value below the region has a break of its own. */
static bool is_broken_below(schema_graph *g, const schema_pair_list *region)
{
    for (size_t i = 0; i < region->count; i++) {
        schema_pair *p = region->items[i];
        for (size_t k = 0; k < p->below.count; k++)
            if (p->below.items[k].descends && state_of(g, p->below.items[k].to) == STATE_BROKEN)
                return true;
    }
    return false;
}

/* Finds the edits that explain a broken point. */
static void judge_point(schema_graph *g, schema_pair *p)
{
    if (p->is_judged)
        return;
    p->is_judged = true;
    const inclusion_result *result = schema_answer(g, p)->result;
    schema_pair_list region = {0};
    schema_region_of(g, p, &region);
    if (show(&region, result, choose_explained) || is_broken_below(g, &region) ||
        show(&region, result, choose_harmful) || show(&region, result, choose_any))
        return;
    p->lacks_name = true;
}

/* The worst state of the points of p. */
static state judge_points(schema_graph *g, schema_pair *p, schema_pair_list *points)
{
    state worst = STATE_EQUAL_OR_INCLUDED;
    schema_points_of(g, p, points);
    for (size_t i = 0; i < points->count; i++) {
        state s = state_of(g, points->items[i]);
        if (s == STATE_BROKEN)
            judge_point(g, points->items[i]);
        if (s > worst)
            worst = s;
    }
    return worst;
}

static bool are_equivalent(schema_graph *g, const schema_pair_list *points)
{
    for (size_t i = 0; i < points->count; i++) {
        const schema_pair *p = points->items[i];
        if (!fit_is_equivalent(g->fit, p->old, p->new_, p->wire, direction_of(g, p->polarity)))
            return false;
    }
    return true;
}

/* An edited pattern that lets more or less through is named so once that is known. */
static schema_edit refined(schema_graph *g, const edit_record *e, const schema_pair *p)
{
    if (e->member != MEMBER_NONE || e->edit != EDIT_pattern_changed || p->edits.count != 1)
        return e->edit;
    fit_direction direction = direction_of(g, p->polarity);
    bool widened = fit_is_within(g->fit, p->old, p->new_, p->wire, direction);
    bool narrowed = fit_is_within(g->fit, p->new_, p->old, p->wire, direction);
    if (widened == narrowed)
        return e->edit;
    return widened ? EDIT_pattern_generalized : EDIT_pattern_specialized;
}

static level level_of(const edit_record *e, const rule *row, state s, bool equivalent)
{
    if (is_outside(e))
        return row->level;
    switch (s) {
    case STATE_EQUAL_OR_INCLUDED:
        return row->level == LEVEL_WARNING && !equivalent ? LEVEL_WARNING : LEVEL_INFO;
    case STATE_UNKNOWN:
        return row->level >= LEVEL_WARNING ? LEVEL_WARNING : LEVEL_INFO;
    case STATE_BROKEN:
        break;
    }
    if (e->is_shown)
        return LEVEL_BREAKING;
    return row->level >= LEVEL_WARNING ? LEVEL_WARNING : LEVEL_INFO;
}

/* The reach that gives a finding its rule, so that one cause is one finding: bodies before
 * parameters before headers, whole values before members. */
static const schema_reach *leading_reach(const schema_reaches *all)
{
    const schema_reach *best = &all->items[0];
    for (size_t i = 1; i < all->count; i++) {
        const schema_reach *r = &all->items[i];
        int rank = (int)r->root->place * 2 + r->is_nested;
        if (rank < (int)best->root->place * 2 + best->is_nested)
            best = r;
    }
    return best;
}

static str operation_of(const schema_root *r)
{
    return r->operation ? r->operation->display : STR_NULL;
}

static str address_of(const schema_graph *g, const schema_pair *p, const schema_reaches *all,
                      str name)
{
    if (!all->component.data || g->comparison->options->by_operation)
        return STR_NULL;
    return arena_printf(g->comparison->arena, "%s %.*s %.*s/%.*s",
                        p->polarity == POLARITY_REQUEST ? "request" : "response",
                        STR_ARG(all->component), STR_ARG(all->component_path), STR_ARG(name));
}

static void add_edit(schema_graph *g, schema_pair *p, edit_record *e, const schema_reaches *all,
                     const schema_pair_list *points, state at_points)
{
    const comparison *c = g->comparison;
    bool by_operation = c->options->by_operation;
    const schema_reach *leader = leading_reach(all);
    bool equivalent = at_points == STATE_EQUAL_OR_INCLUDED &&
                      schema_rule_of(e, p, leader)->level == LEVEL_WARNING &&
                      !is_outside(e) && are_equivalent(g, points);
    e->edit = refined(g, e, p);
    for (size_t i = 0; i < all->count; i++) {
        const schema_reach *r = &all->items[i];
        state s = at_points == STATE_EQUAL_OR_INCLUDED ? at_points : state_of(g, r->root->pair);
        const rule *row = schema_rule_of(e, p, by_operation ? r : leader);
        change ch = {.rule = row,
                     .level = level_of(e, row, s, equivalent),
                     .message = schema_message(g, row, e, p, by_operation ? r : leader, all),
                     .where = schema_reach_where(g, r, e->name),
                     .operation = operation_of(r->root),
                     .address = address_of(g, p, all, e->name),
                     .old = e->old,
                     .new_ = e->new_};
        if (!is_outside(e) && s == STATE_BROKEN && ch.level == LEVEL_BREAKING)
            ch.proof = schema_proof(g, r, r->path);
        if (!is_outside(e) && s == STATE_UNKNOWN && ch.level == LEVEL_WARNING)
            ch.proof = schema_proof(g, r, r->path);
        r->root->has_breaking = r->root->has_breaking || ch.level == LEVEL_BREAKING;
        comparison_add(g->comparison, &ch);
    }
}

static void judge_pair(schema_graph *g, schema_pair *p)
{
    if (p->edits.count == 0 && !p->has_changed_alternatives)
        return;
    schema_reaches all = schema_reaches_of(g, p);
    if (all.count == 0)
        return;
    schema_pair_list points = {0};
    state at_points = judge_points(g, p, &points);
    for (size_t i = 0; i < p->edits.count; i++)
        add_edit(g, p, &p->edits.items[i], &all, &points, at_points);
    if (at_points == STATE_EQUAL_OR_INCLUDED)
        return;
    for (size_t i = 0; i < all.count; i++)
        all.items[i].root->is_questioned = true;
}

static void add_fallback(schema_graph *g, schema_root *root, rule_name name)
{
    const schema_pair *p = root->pair;
    const rule *row = rule_of(name);
    schema_reach r = {.root = root, .path = STR("")};
    change ch = {.rule = row,
                 .level = row->level,
                 .message = str_from(row->title),
                 .where = root->where,
                 .operation = operation_of(root),
                 .old = {p->old.node, NULL, false},
                 .new_ = {p->new_.node, NULL, false},
                 .proof = schema_proof(g, &r, STR_NULL)};
    comparison_add(g->comparison, &ch);
}

/* A root that is broken and has no breaking finding gets one; one that could not be decided says
 * so. */
static void judge_root(schema_graph *g, schema_root *root)
{
    if (!root->is_questioned)
        return;
    bool is_request = root->pair->polarity == POLARITY_REQUEST;
    state s = state_of(g, root->pair);
    if (s == STATE_BROKEN && !root->has_breaking)
        add_fallback(g, root, is_request ? RULE_request_schema_narrowed : RULE_response_schema_widened);
    if (s != STATE_UNKNOWN)
        return;
    add_fallback(g, root,
                 is_request ? RULE_request_schema_undecided : RULE_response_schema_undecided);
    str where = root->operation ? arena_printf(g->comparison->arena, "%.*s %.*s",
                                               STR_ARG(root->operation->display),
                                               STR_ARG(root->where))
                                : root->where;
    undecided u = {.where = where, .why = root->pair->answer->result->reason};
    report_add_undecided(g->comparison->report, &u);
}

/* A new side that nothing satisfies is worth a word even where nothing breaks by it. */
static void judge_emptiness(schema_graph *g, schema_root *root)
{
    const fit_answer *answer = root->pair->answer;
    if (!answer || root->has_breaking)
        return;
    bool is_request = root->pair->polarity == POLARITY_REQUEST;
    bool new_is_empty = is_request ? answer->result->reader_is_empty : answer->result->writer_is_empty;
    bool old_is_empty = is_request ? answer->result->writer_is_empty : answer->result->reader_is_empty;
    if (new_is_empty && !old_is_empty)
        add_fallback(g, root,
                     is_request ? RULE_request_schema_unsatisfiable
                                : RULE_response_schema_unsatisfiable);
}

void schema_judge(schema_graph *g)
{
    for (size_t i = 0; i < g->pairs.count; i++)
        judge_pair(g, g->pairs.items[i]);
    for (size_t i = 0; i < g->roots.count; i++) {
        judge_root(g, g->roots.items[i]);
        judge_emptiness(g, g->roots.items[i]);
    }
    if (g->is_full) {
        undecided u = {.where = STR("schemas"),
                       .why = STR("more pairs of schemas than LIMIT_SCHEMA_PAIRS")};
        report_add_undecided(g->comparison->report, &u);
    }
    g->comparison->report->schema_pairs_compared = g->pairs.count;
}
