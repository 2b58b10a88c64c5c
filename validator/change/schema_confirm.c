/*
 * Whether a break of a part breaks the whole message, and the value that proves it.
 *
 * What a point lets through, a parent may rule out: a property that the writer never sends, a union
 * whose other branch takes the value. So the value that breaks the point is put into a value of the
 * root, at its place, and both sides judge the whole. Where that fails, any value that breaks the
 * point will do, and then any value that breaks the root at all.
 */
#include "change/schema_graph.h"

#include "doc/json_writer.h"

/* Roots asked about one broken point. They nearly always confirm it, and large recursive ones are
 * dear; a break that none of these could confirm or deny stands as found at the point. */
enum { ROOTS_ASKED = 3 };

/* Roots asked as a whole, for want of anything better. */
enum { ROOTS_ASKED_IN_ALL = 100 };

/* Breaks of one point that are put into a root until one shows. */
enum { BREAKS_LIFTED = 4 };

/* The pair on the way that was entered last as a value of its own. */
static schema_pair *point_of(const schema_reach *r)
{
    schema_pair *point = r->way->pair;
    for (const schema_way *w = r->way; w->next; w = w->next)
        if (w->step->descends)
            point = w->next->pair;
    return point;
}

/* A name of a member is no part of the value that could be put into its place. */
static bool leads_to_names(const schema_reach *r)
{
    for (const schema_way *w = r->way; w->next; w = w->next)
        if (str_equal(w->step->text, STEP_TO_NAMES))
            return true;
    return false;
}

/* The same way, in words of the engine: levels of the value only. */
static const inclusion_way *levels_of(const schema_graph *g, const schema_reach *r)
{
    arena *a = g->comparison->arena;
    inclusion_way *first = arena_new_of(a, inclusion_way), *last = first;
    first->reader = change_schema_reader(r->way->pair);
    for (const schema_way *w = r->way; w->next; w = w->next) {
        if (!w->step->descends)
            continue;
        inclusion_way *inner = arena_new_of(a, inclusion_way);
        inner->reader = change_schema_reader(w->next->pair);
        last->name = str_skip(w->step->text, 1);
        last->next = inner;
        last = inner;
    }
    return first;
}

/* NULL part: whatever breaks the point. */
static const inclusion_result *lift(schema_graph *g, const schema_reach *r, const node *part)
{
    const schema_pair *root = r->way->pair;
    return fit_lift(g->fit, change_schema_writer(root), levels_of(g, r), part, root->wire,
                    change_schema_direction(g, root));
}

static const node *lifted(schema_graph *g, const schema_reach *r, const node *part)
{
    const inclusion_result *result = lift(g, r, part);
    return result->answer == ANSWER_NOT_INCLUDED ? result->breaks[0].witness : NULL;
}

typedef enum confirmation { CONFIRMED, DENIED, UNSURE } confirmation;

static confirmation ask_root(schema_graph *g, schema_pair *root, schema_proof_of *out)
{
    if (!root->answer && g->roots_asked++ >= ROOTS_ASKED_IN_ALL)
        return UNSURE;
    switch (change_schema_answer(g, root)->answer) {
    case ANSWER_INCLUDED:
        return DENIED;
    case ANSWER_NOT_INCLUDED:
        out->whole = root->answer->result->breaks[0].witness;
        return CONFIRMED;
    case ANSWER_UNKNOWN:
        break;
    }
    return UNSURE;
}

/* Whether the break shows in messages of this root. */
static confirmation confirm_at(schema_graph *g, const schema_reach *r, schema_proof_of *out)
{
    schema_pair *point = point_of(r), *root = r->way->pair;
    if (change_schema_answer(g, point)->answer == ANSWER_INCLUDED)
        return DENIED; /* another point of the edited schema is broken, not this one */
    *out = (schema_proof_of){.reach = r, .point = point};
    if (point == root)
        return change_schema_answer(g, root)->answer == ANSWER_NOT_INCLUDED ? CONFIRMED : UNSURE;
    if (leads_to_names(r))
        return ask_root(g, root, out);
    const inclusion_result *breaks = change_schema_breaks(g, point);
    for (size_t i = 0; i < breaks->break_count && i < BREAKS_LIFTED; i++) {
        out->shown = &breaks->breaks[i];
        out->whole = lifted(g, r, out->shown->witness);
        if (out->whole)
            return CONFIRMED;
    }
    out->shown = NULL;
    const inclusion_result *any = lift(g, r, NULL);
    if (any->answer == ANSWER_INCLUDED)
        return DENIED;
    if (any->answer == ANSWER_NOT_INCLUDED) {
        out->whole = any->breaks[0].witness;
        return CONFIRMED;
    }
    return ask_root(g, root, out);
}

bool change_schema_confirm(schema_graph *g, const schema_reaches *reaches, schema_proof_of *out)
{
    schema_proof_of first = {0}, at = {0};
    for (size_t i = 0; i < reaches->count; i++) {
        confirmation c =
            i < ROOTS_ASKED || !first.reach ? confirm_at(g, &reaches->items[i], &at) : UNSURE;
        if (c == CONFIRMED) {
            *out = at;
            return true;
        }
        if (c == UNSURE && !first.reach)
            first = at;
        if (first.reach && i + 1 >= ROOTS_ASKED)
            break;
    }
    *out = first;
    return first.reach != NULL;
}

static str text_of(const schema_graph *g, const node *value)
{
    buf out = {0};
    json_write(&out, value);
    str text = arena_str(g->comparison->arena, buf_str(&out));
    buf_clear(&out);
    return text;
}

proof change_schema_proof(schema_graph *g, const schema_proof_of *of, const edit_record *e)
{
    const schema_reach *r = of->reach;
    const inclusion_result *result = change_schema_breaks(g, of->point);
    if (result->answer == ANSWER_UNKNOWN)
        return (proof){.kind = PROOF_UNKNOWN, .reason = result->reason};
    if (result->answer == ANSWER_INCLUDED || result->break_count == 0)
        return (proof){.kind = PROOF_RULE};
    const inclusion_break *b = change_schema_break_of(e, of->point->polarity, result);
    const node *whole = of->point == r->way->pair ? b->witness : of->whole;
    if (of->shown && b != of->shown) {
        const node *other = lifted(g, r, b->witness);
        whole = other ? other : whole;
    }
    bool is_request = of->point->polarity == POLARITY_REQUEST;
    str text = text_of(g, whole ? whole : b->witness);
    str shown = whole ? text
                      : arena_printf(g->comparison->arena, "at %.*s: %.*s", STR_ARG(r->path),
                                     STR_ARG(text));
    return (proof){.kind = PROOF_WITNESS,
                   .witness = text,
                   .request = change_schema_message_with(g, r->root, shown),
                   .sent_by = is_request ? STR("old") : STR("new"),
                   .rejected_by = is_request ? STR("new") : STR("old")};
}
