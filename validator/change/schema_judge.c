/*
 * What the edits of schemas mean.
 *
 * The engine is asked at points: pairs that are entered as a value of their own. Where every point
 * with edits is included, so is every root above, because properties and items only hand the
 * question down. Where one is not, roots above are asked too: a parent may rule out what the point
 * alone would let through. An edit is breaking when a point it belongs to is not included, a root
 * confirms it, and the break is one that this edit explains (schema_explain.c).
 */
#include "change/schema_graph.h"

#include "change/levels.h"

typedef enum state { STATE_EQUAL_OR_INCLUDED, STATE_UNKNOWN, STATE_BROKEN } state;

fit_direction change_schema_direction(const schema_graph *g, const schema_pair *p)
{
    if (!g->comparison->old)
        return FIT_NEITHER;
    return p->polarity == POLARITY_REQUEST ? FIT_REQUEST : FIT_RESPONSE;
}

site change_schema_writer(const schema_pair *p)
{
    return p->polarity == POLARITY_REQUEST ? p->old : p->new_;
}

site change_schema_reader(const schema_pair *p)
{
    return p->polarity == POLARITY_REQUEST ? p->new_ : p->old;
}

static const fit_answer *ask(schema_graph *g, schema_pair *p, inclusion_detail detail)
{
    return fit_ask(g->fit, change_schema_writer(p), change_schema_reader(p), p->wire,
                   change_schema_direction(g, p), detail);
}

const fit_answer *change_schema_answer(schema_graph *g, schema_pair *p)
{
    if (!p->answer)
        p->answer = ask(g, p, DETAIL_WITNESS);
    return p->answer;
}

const inclusion_result *change_schema_breaks(schema_graph *g, schema_pair *p)
{
    if (!p->has_breaks && change_schema_answer(g, p)->answer == ANSWER_NOT_INCLUDED)
        p->answer = ask(g, p, DETAIL_OWN_BREAKS);
    p->has_breaks = true;
    return p->answer->result;
}

static state state_of(schema_graph *g, schema_pair *p)
{
    switch (change_schema_answer(g, p)->answer) {
    case ANSWER_INCLUDED:
        return STATE_EQUAL_OR_INCLUDED;
    case ANSWER_NOT_INCLUDED:
        return STATE_BROKEN;
    case ANSWER_UNKNOWN:
        break;
    }
    return STATE_UNKNOWN;
}

static bool is_open(const node *n)
{
    const node *additional = node_get(n, STR("additionalProperties"));
    return (!additional || node_is_true(additional)) && !node_get(n, STR("patternProperties")) &&
           !node_get(n, STR("unevaluatedProperties"));
}

/* The reader does not close its objects, and the writer is no map: it documents what it sends. */
static bool is_documented_and_open(const schema_pair *p)
{
    bool is_request = p->polarity == POLARITY_REQUEST;
    const node *writer = is_request ? p->old.node : p->new_.node;
    const node *properties = node_get(writer, STR("properties"));
    return is_open(is_request ? p->new_.node : p->old.node) && node_is(properties, NODE_OBJECT) &&
           properties->count > 0;
}

/* Where the engine gave up on a large recursive schema, edits that by themselves break nobody
 * (an optional property more, say) need no engine: members have points of their own, and of what
 * applies to the same value every part is harmless too. */
static bool is_harmless_by_law(schema_graph *g, schema_pair *point)
{
    schema_pair_list region = {0};
    change_schema_region_of(g, point, &region);
    for (size_t i = 0; i < region.count; i++) {
        const schema_pair *p = region.items[i];
        if (p->has_changed_alternatives || (p->edits.count && !is_documented_and_open(p)))
            return false;
        for (size_t k = 0; k < p->edits.count; k++)
            if (!change_schema_edit_is_harmless(&p->edits.items[k], p))
                return false;
    }
    return true;
}

/* An object described by its properties alone. */
static bool is_plain(const node *n)
{
    static const char *const others[] = {"allOf",
                                         "anyOf",
                                         "oneOf",
                                         "not",
                                         "if",
                                         "enum",
                                         "const",
                                         "$ref",
                                         "$dynamicRef",
                                         "propertyNames",
                                         "maxProperties",
                                         "minProperties",
                                         "discriminator",
                                         "dependentSchemas",
                                         "dependentRequired",
                                         "dependencies"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (node_get(n, str_from(others[i])))
            return false;
    return true;
}

/* The commonest edit of all, a property more or less that nobody counts on, in an object where
 * nothing else speaks of it: no question at all. */
static bool is_clear(const schema_pair *p)
{
    if (p->answer || p->has_changed_alternatives || !is_plain(p->old.node) ||
        !is_plain(p->new_.node) || !is_documented_and_open(p))
        return false;
    for (size_t i = 0; i < p->below.count; i++)
        if (!p->below.items[i].descends)
            return false;
    for (size_t i = 0; i < p->edits.count; i++) {
        const edit_record *e = &p->edits.items[i];
        if ((e->member != MEMBER_ADDED_OPTIONAL && e->member != MEMBER_ADDED_REQUIRED &&
             e->member != MEMBER_REMOVED_OPTIONAL) ||
            !change_schema_edit_is_harmless(e, p))
            return false;
    }
    return true;
}

/* The worst state of the points of p. */
static state judge_points(schema_graph *g, schema_pair *p, schema_pair_list *points)
{
    state worst = STATE_EQUAL_OR_INCLUDED;
    change_schema_points_of(g, p, points);
    for (size_t i = 0; i < points->count; i++) {
        if (points->items[i] == p && is_clear(p))
            continue;
        state s = state_of(g, points->items[i]);
        if (s == STATE_BROKEN)
            change_schema_explain(g, points->items[i]);
        if (s == STATE_UNKNOWN && is_harmless_by_law(g, points->items[i]))
            s = STATE_EQUAL_OR_INCLUDED;
        if (s > worst)
            worst = s;
    }
    return worst;
}

/* What was found out about the edits of one pair. */
typedef struct judgement {
    schema_pair *pair;
    schema_reaches reaches; /* shortest way first */
    schema_pair_list points;
    state state;
    schema_proof_of proof;
} judgement;

static void find_unknown(schema_graph *g, judgement *j)
{
    j->proof.reach = &j->reaches.items[0];
    for (size_t i = 0; i < j->points.count; i++)
        if (state_of(g, j->points.items[i]) == STATE_UNKNOWN)
            j->proof.point = j->points.items[i];
}

static bool are_equivalent(schema_graph *g, const schema_pair_list *points)
{
    for (size_t i = 0; i < points->count; i++) {
        const schema_pair *p = points->items[i];
        if (!fit_is_equivalent(g->fit, p->old, p->new_, p->wire, change_schema_direction(g, p)))
            return false;
    }
    return true;
}

/* A pattern that lets everything through has a name of its own; of any other change the engine's
 * answer is the level, and the name the one that users know. */
static schema_edit refined(const edit_record *e)
{
    static const char *const anything[] = {".*", "^.*$", "^.*", ".*$", "", "^", "$"};
    if (e->member != MEMBER_NONE || e->edit != EDIT_pattern_changed)
        return e->edit;
    for (size_t i = 0; i < sizeof anything / sizeof *anything; i++)
        if (str_equal(node_text(e->new_.node), str_from(anything[i])))
            return EDIT_pattern_generalized;
    return e->edit;
}

static level level_of(const edit_record *e, const rule *row, state s, bool equivalent)
{
    if (change_schema_edit_is_outside(e))
        return row->level;
    if (e->is_sanctioned)
        return LEVEL_INFO;
    if (s == STATE_BROKEN && e->is_shown)
        return level_judged(row, JUDGED_NOT_INCLUDED);
    if (s == STATE_EQUAL_OR_INCLUDED)
        return level_judged(row, equivalent ? JUDGED_EQUIVALENT : JUDGED_INCLUDED);
    return level_judged(row, JUDGED_UNDECIDED);
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

static void add_edit(schema_graph *g, judgement *j, edit_record *e)
{
    schema_pair *p = j->pair;
    const schema_reaches *all = &j->reaches;
    bool by_operation = g->comparison->options->by_operation;
    bool is_outside = change_schema_edit_is_outside(e);
    const schema_reach *leader = leading_reach(all);
    e->edit = refined(e);
    bool equivalent = j->state == STATE_EQUAL_OR_INCLUDED && !is_outside &&
                      change_schema_rule_of(e, p, leader)->level == LEVEL_WARNING &&
                      are_equivalent(g, &j->points);
    for (size_t i = 0; i < all->count; i++) {
        const schema_reach *r = &all->items[i];
        const rule *row = change_schema_rule_of(e, p, by_operation ? r : leader);
        change ch = {.rule = row,
                     .level = level_of(e, row, j->state, equivalent),
                     .message = change_schema_message(g, row, e, p, by_operation ? r : leader, all),
                     .where = change_schema_reach_where(g, r, e->name),
                     .operation = operation_of(r->root),
                     .address = address_of(g, p, all, e->name),
                     .old = e->old,
                     .new_ = e->new_};
        bool is_proved = ch.level == LEVEL_BREAKING && j->state == STATE_BROKEN;
        if (!is_outside && (is_proved || (ch.level == LEVEL_WARNING && j->state == STATE_UNKNOWN)))
            ch.proof = change_schema_proof(g, &j->proof, e);
        comparison_add(g->comparison, &ch);
    }
}

/* Which keyword refuses what: ", by 'maxLength' at '/name'". */
static str refusal_of(schema_graph *g, const judgement *j)
{
    const inclusion_result *result = j->proof.point ? j->proof.point->answer->result : NULL;
    if (!result || result->break_count == 0 || result->breaks[0].keyword.length == 0)
        return STR("");
    const inclusion_break *b = &result->breaks[0];
    arena *a = g->comparison->arena;
    if (b->instance_path.length == 0)
        return arena_printf(a, ", by '%.*s'", STR_ARG(b->keyword));
    return arena_printf(a, ", by '%.*s' at '%.*s'", STR_ARG(b->keyword), STR_ARG(b->instance_path));
}

/* A finding about a place that no edit's rule names. */
static void add_unnamed(schema_graph *g, const judgement *j, rule_name name)
{
    const rule *row = rule_of(name);
    str refusal = refusal_of(g, j);
    str message = arena_printf(g->comparison->arena, "%s%.*s", row->title, STR_ARG(refusal));
    for (size_t i = 0; i < j->reaches.count; i++) {
        const schema_reach *r = &j->reaches.items[i];
        change ch = {.rule = row,
                     .level = row->level,
                     .message = message,
                     .where = change_schema_reach_where(g, r, STR_NULL),
                     .operation = operation_of(r->root),
                     .address = address_of(g, j->pair, &j->reaches, STR("")),
                     .old = {.node = j->pair->old.node},
                     .new_ = {.node = j->pair->new_.node}};
        if (j->proof.reach)
            ch.proof = change_schema_proof(g, &j->proof, NULL);
        comparison_add(g->comparison, &ch);
    }
}

static void add_undecided(schema_graph *g, const judgement *j)
{
    const schema_reach *r = j->proof.reach;
    str where = change_schema_reach_where(g, r, STR_NULL);
    if (r->root->operation)
        where = arena_printf(g->comparison->arena, "%.*s %.*s",
                             STR_ARG(r->root->operation->display), STR_ARG(where));
    const inclusion_result *result = j->proof.point->answer->result;
    undecided u = {.where = where, .why = result->reason};
    if (result->reason_place.resource)
        u.place = registry_position(result->reason_place.resource->owner, result->reason_place.node,
                                    g->comparison->arena);
    report_add_undecided(g->comparison->report, &u);
}

static bool lacks_name(const judgement *j)
{
    for (size_t i = 0; i < j->points.count; i++)
        if (j->points.items[i]->lacks_name)
            return true;
    return false;
}

/* A new side that nothing satisfies is worth a word even where nothing breaks by it. */
static bool became_empty(const schema_pair *p)
{
    const inclusion_result *result = p->answer ? p->answer->result : NULL;
    if (!result)
        return false;
    bool is_request = p->polarity == POLARITY_REQUEST;
    bool new_is_empty = is_request ? result->reader_is_empty : result->writer_is_empty;
    bool old_is_empty = is_request ? result->writer_is_empty : result->reader_is_empty;
    return new_is_empty && !old_is_empty;
}

static void judge_pair(schema_graph *g, schema_pair *p)
{
    if (p->edits.count == 0 && !p->has_changed_alternatives)
        return;
    judgement j = {.pair = p, .reaches = change_schema_reaches_of(g, p)};
    bool is_request = p->polarity == POLARITY_REQUEST;
    if (j.reaches.count == 0)
        return;
    j.state = judge_points(g, p, &j.points);
    if (j.state == STATE_BROKEN && !change_schema_confirm(g, &j.reaches, &j.proof))
        j.state = STATE_EQUAL_OR_INCLUDED;
    else if (j.state == STATE_UNKNOWN)
        find_unknown(g, &j);
    for (size_t i = 0; i < p->edits.count; i++)
        add_edit(g, &j, &p->edits.items[i]);
    if (j.state == STATE_BROKEN && lacks_name(&j))
        add_unnamed(g, &j,
                    is_request ? RULE_request_schema_narrowed : RULE_response_schema_widened);
    if (j.state == STATE_UNKNOWN) {
        add_unnamed(g, &j,
                    is_request ? RULE_request_schema_undecided : RULE_response_schema_undecided);
        add_undecided(g, &j);
    }
    if (became_empty(p) && !node_is_false(p->new_.node))
        add_unnamed(g, &j,
                    is_request ? RULE_request_schema_unsatisfiable
                               : RULE_response_schema_unsatisfiable);
}

void change_schema_judge(schema_graph *g)
{
    for (size_t i = 0; i < g->pairs.count; i++)
        judge_pair(g, g->pairs.items[i]);
    if (g->is_full) {
        undecided u = {.where = STR("schemas"),
                       .why = STR("more pairs of schemas than LIMIT_SCHEMA_PAIRS")};
        report_add_undecided(g->comparison->report, &u);
    }
    g->comparison->report->schema_pairs_compared = g->pairs.count;
}
