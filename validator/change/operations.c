/* Which operation of the old contract is which of the new one, and what became of the others. */
#include "change/comparison.h"

#include "change/lifecycle.h"
#include "change/schema_graph.h"

static bool is_below_threshold(const comparison *c, const api_operation *o)
{
    stability s;
    return o && lifecycle_stability(&o->lifecycle, &s) && s < c->options->stability;
}

/* Methods of one shape are one operation; where several templates share a shape, and for webhooks,
 * only the same template is. */
static str key_of(const comparison *c, const api_operation *o, str prefix, bool exactly)
{
    return arena_printf(c->arena, "%d %.*s %.*s%.*s", (int)o->place, STR_ARG(o->method),
                        o->place == PLACE_PATH ? (int)prefix.length : 0, prefix.data,
                        STR_ARG(exactly ? o->path : o->shape));
}

/* The operations of a side as the other one looks for them. */
typedef struct operation_index {
    const api *side;
    str prefix; /* what its servers' base path has and the other side's paths may have */
    map exact, by_shape;
} operation_index;

static operation_index index_of(const comparison *c, const api *side, str prefix)
{
    operation_index index = {.side = side, .prefix = prefix};
    map_init(&index.exact, c->arena, 0);
    map_init(&index.by_shape, c->arena, 0);
    for (size_t i = 0; i < side->operation_count; i++) {
        const api_operation *o = side->operations[i];
        /* Maps hold what is only read; the model is constant. */
        map_put(&index.exact, key_of(c, o, prefix, true), (void *)(uintptr_t)o);
        if (!o->ambiguous)
            map_put(&index.by_shape, key_of(c, o, prefix, false), (void *)(uintptr_t)o);
    }
    return index;
}

/* Of two paths of one shape, which a contract should not have, one may go: the other still serves
 * its callers. One that comes is looked at by itself. */
static const api_operation *match(const comparison *c, const api_operation *o, str prefix,
                                  const operation_index *in)
{
    const api_operation *found = map_get(&in->exact, key_of(c, o, prefix, true));
    if (found || (o->ambiguous && in->side == c->old))
        return found;
    return map_get(&in->by_shape, key_of(c, o, prefix, false));
}

static bool matches_any(const comparison *c, str old_prefix, const operation_index *new_)
{
    for (size_t i = 0; i < c->old->operation_count; i++)
        if (c->old->operations[i]->place == PLACE_PATH &&
            match(c, c->old->operations[i], old_prefix, new_))
            return true;
    return false;
}

/* Whether a part of the base path went over into the paths, or came from there: then the same URLs
 * are written in another way. */
static void find_moved_base(comparison *c, str *old_prefix, str *new_prefix)
{
    str was, is;
    *old_prefix = *new_prefix = STR("");
    if (!servers_base_path(c->old, &was) || !servers_base_path(c->new_, &is) ||
        was.length == is.length || (!str_starts_with(was, is) && !str_starts_with(is, was)))
        return;
    bool is_shorter = is.length < was.length;
    str moved = is_shorter ? str_skip(was, is.length) : str_skip(is, was.length);
    str of_old = is_shorter ? moved : STR(""), of_new = is_shorter ? STR("") : moved;
    operation_index plain = index_of(c, c->new_, STR("")), shifted = index_of(c, c->new_, of_new);
    if (!str_starts_with(moved, STR("/")) || matches_any(c, STR(""), &plain) ||
        !matches_any(c, of_old, &shifted))
        return;
    c->is_base_moved = true;
    *old_prefix = of_old;
    *new_prefix = of_new;
}

static bool path_exists(const api *side, const api_operation *like)
{
    for (size_t i = 0; i < side->operation_count; i++)
        if (side->operations[i]->place == like->place &&
            str_equal(side->operations[i]->shape, like->shape))
            return true;
    return false;
}

/* Where an operation that is gone seems to live now: the same operationId under another path. */
static str moved_to(const comparison *c, const api_operation *o)
{
    for (size_t i = 0; o->operation_id.data && i < c->new_->operation_count; i++) {
        const api_operation *n = c->new_->operations[i];
        if (str_equal(n->operation_id, o->operation_id))
            return arena_printf(c->arena, "; its operationId is now at %.*s", STR_ARG(n->display));
    }
    return STR("");
}

/* The other side's operation under the same template but for its last slash. */
static const api_operation *slash_twin(const api *side, const api_operation *o)
{
    for (size_t i = 0; i < side->operation_count; i++) {
        const api_operation *n = side->operations[i];
        str longer = n->shape.length > o->shape.length ? n->shape : o->shape;
        str shorter = n->shape.length > o->shape.length ? o->shape : n->shape;
        if (n->place == o->place && str_equal(n->method, o->method) &&
            longer.length == shorter.length + 1 && str_starts_with(longer, shorter) &&
            str_ends_with(longer, STR("/")) && shorter.length)
            return n;
    }
    return NULL;
}

static void say_removed(comparison *c, const api_operation *o)
{
    spot old = {.node = o->node, .key = o->member};
    if (o->place == PLACE_WEBHOOK) {
        comparison_say(c, RULE_webhook_removed, o->display, STR("webhook"), old, (spot){0},
                       "webhook '%.*s' was removed", STR_ARG(o->path));
        return;
    }
    bool whole = !path_exists(c->new_, o);
    rule_name name =
        whole ? RULE_api_path_removed_without_deprecation : RULE_api_removed_without_deprecation;
    const char *how = "without deprecation";
    switch (lifecycle_end(&o->lifecycle, c->options)) {
    case END_WITHOUT_DEPRECATION:
        break;
    case END_WITH_DEPRECATION:
        name = whole ? RULE_api_path_removed_with_deprecation : RULE_api_removed_with_deprecation;
        how = "after its deprecation";
        break;
    case END_BEFORE_SUNSET:
        name = whole ? RULE_api_path_removed_before_sunset : RULE_api_removed_before_sunset;
        how = "before its sunset date";
        break;
    case END_SUNSET_INVALID:
        name = RULE_api_path_sunset_parse;
        how = "though its sunset date cannot be read";
        break;
    }
    str moved = moved_to(c, o);
    stability promised;
    change ch = {.rule = rule_of(name),
                 .level = rule_of(name)->level,
                 .message = arena_printf(c->arena, "%s removed %s%.*s",
                                         whole ? "path was" : "operation was", how, STR_ARG(moved)),
                 .where = STR("operation"),
                 .operation = o->display,
                 .old = old};
    /* Drafts and alphas promise nothing. */
    if (lifecycle_stability(&o->lifecycle, &promised) && promised < STABILITY_BETA)
        ch.level = LEVEL_INFO;
    comparison_add(c, &ch);
}

static void say_added(comparison *c, const api_operation *o)
{
    spot new_ = {.node = o->node, .key = o->member};
    if (o->place == PLACE_WEBHOOK)
        comparison_say(c, RULE_webhook_added, o->display, STR("webhook"), (spot){0}, new_,
                       "webhook '%.*s' was added", STR_ARG(o->path));
    else
        comparison_say(c, RULE_endpoint_added, o->display, STR("operation"), (spot){0}, new_,
                       "operation was added");
}

/* Where the operation has the tag, or would have it. */
static spot tag_spot(const api_operation *o, str tag)
{
    const node *tags = node_get(o->node, STR("tags"));
    for (uint32_t i = 0; node_is(tags, NODE_ARRAY) && i < tags->count; i++)
        if (str_equal(node_text(&tags->as.items[i]), tag))
            return spot_node(&tags->as.items[i]);
    return (spot){.node = o->node, .key = o->member, .is_holder = true};
}

static void say_tags(comparison *c, const operation_pair *p, const api_operation *from,
                     const api_operation *to, rule_name name, const char *what)
{
    for (size_t i = 0; i < from->tag_count; i++) {
        bool found = false;
        for (size_t k = 0; k < to->tag_count; k++)
            found = found || str_equal(from->tags[i], to->tags[k]);
        if (!found)
            comparison_say(c, name, p->display, pair_where(c, p, "tags"),
                           tag_spot(p->old, from->tags[i]), tag_spot(p->new_, from->tags[i]),
                           "tag '%.*s' was %s", STR_ARG(from->tags[i]), what);
    }
}

static void compare_operation_id(comparison *c, const operation_pair *p)
{
    str was = p->old->operation_id, is = p->new_->operation_id;
    if (str_equal(was, is) || (!was.length && !is.length))
        return;
    spot old = {.node = node_get(p->old->node, STR("operationId"))};
    spot new_ = {.node = node_get(p->new_->node, STR("operationId"))};
    str where = pair_where(c, p, "operationId");
    if (!was.length)
        comparison_say(c, RULE_api_operation_id_added, p->display, where,
                       spot_key(p->old->node, p->old->member), new_, "operationId '%.*s' was added",
                       STR_ARG(is));
    else if (!is.length)
        comparison_say(c, RULE_api_operation_id_removed, p->display, where, old,
                       spot_key(p->new_->node, p->new_->member), "operationId '%.*s' was removed",
                       STR_ARG(was));
    else
        comparison_say(c, RULE_api_operation_id_removed, p->display, where, old, new_,
                       "operationId was changed from '%.*s' to '%.*s'", STR_ARG(was), STR_ARG(is));
}

void compare_operation(comparison *c, const operation_pair *p)
{
    c->report->operations_compared++;
    if (is_below_threshold(c, p->old))
        return;
    compare_security(c, p);
    compare_servers(c, p);
    if (sameness_of(c->same, p->old->path_node, p->new_->path_node) && !c->is_global_changed)
        return; /* nothing below it, and nothing it inherits, is different */
    compare_lifecycle(c, p);
    compare_operation_id(c, p);
    say_tags(c, p, p->old, p->new_, RULE_api_tag_removed, "removed");
    say_tags(c, p, p->new_, p->old, RULE_api_tag_added, "added");
    compare_parameters(c, p);
    compare_bodies(c, p);
    compare_responses(c, p);
    compare_callbacks(c, p);
}

static void compare_pair(comparison *c, const api_operation *old, const api_operation *new_)
{
    operation_pair *p = arena_new_of(c->arena, operation_pair);
    *p = (operation_pair){.old = old,
                          .new_ = new_,
                          .display = new_->display,
                          .prefix = STR(""),
                          .flipped = new_->place != PLACE_PATH};
    if (!c->is_base_moved && !str_equal(old->path, new_->path) &&
        !str_equal(old->shape, new_->shape))
        comparison_say(c, RULE_path_trailing_slash_changed, p->display, STR("path"),
                       spot_key(old->path_node, old->path_member),
                       spot_key(new_->path_node, new_->path_member),
                       "path was changed from %.*s to %.*s", STR_ARG(old->path),
                       STR_ARG(new_->path));
    compare_operation(c, p);
}

void compare_operations(comparison *c)
{
    str old_prefix, new_prefix;
    find_moved_base(c, &old_prefix, &new_prefix);
    operation_index in_old = index_of(c, c->old, old_prefix);
    operation_index in_new = index_of(c, c->new_, new_prefix);
    for (size_t i = 0; i < c->old->operation_count; i++) {
        const api_operation *o = c->old->operations[i];
        const api_operation *n = match(c, o, old_prefix, &in_new);
        if (!n)
            n = slash_twin(c->new_, o);
        if (n)
            compare_pair(c, o, n);
        else if (!is_below_threshold(c, o))
            say_removed(c, o);
    }
    for (size_t i = 0; i < c->new_->operation_count; i++) {
        const api_operation *n = c->new_->operations[i];
        if (!match(c, n, new_prefix, &in_old) && !slash_twin(c->old, n) &&
            !is_below_threshold(c, n))
            say_added(c, n);
    }
}
