/* Responses by status, their headers and links. */
#include "change/content.h"

#include "change/lifecycle.h"
#include "openapi/serialization.h"

static bool is_success(str status)
{
    return status.length == 3 && status.data[0] == '2';
}

static bool is_range(str status)
{
    return status.length == 3 && status.data[1] == 'X';
}

static const api_response *find_status(const api_operation *o, str status)
{
    for (size_t i = 0; i < o->response_count; i++)
        if (str_equal(o->responses[i].status, status))
            return &o->responses[i];
    return NULL;
}

/* What a client takes for an answer of that status: the status itself, its range, and for what is
 * no success the default. */
static const api_response *cover_of(const api_operation *o, str status)
{
    const api_response *found = find_status(o, status);
    if (found || status.length != 3)
        return found;
    char range[3] = {status.data[0], 'X', 'X'};
    found = find_status(o, str_of(range, 3));
    if (!found && !is_success(status))
        found = find_status(o, STR("default"));
    return found;
}

static bool range_has_any(const api_operation *o, str range)
{
    for (size_t i = 0; i < o->response_count; i++)
        if (o->responses[i].status.length == 3 && o->responses[i].status.data[0] == range.data[0])
            return true;
    return false;
}

static str where_of(const comparison *c, const operation_pair *p, const api_response *r)
{
    return pair_where(c, p, "response %.*s", STR_ARG(r->status));
}

static spot response_spot(const api_response *r)
{
    return spot_key(r->node, r->member);
}

/* --- headers --- */

static const api_header *find_header(const api_response *r, str name)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (str_equal_ignoring_case(r->headers[i].name, name))
            return &r->headers[i];
    return NULL;
}

/* Whether what both let through is written as the same text. */
static bool is_written_alike(const comparison *c, const api_header *old, const api_header *new_)
{
    if (old->content_count || new_->content_count)
        return old->content_count && new_->content_count &&
               str_equal(old->content[0].name, new_->content[0].name);
    unsigned kinds = serialization_kinds(c->old_schemas, old->schema) &
                     serialization_kinds(c->new_schemas, new_->schema);
    return serialization_same_header(old, new_, kinds);
}

static void compare_header_schema(comparison *c, const operation_pair *p, const api_response *r,
                                  const api_header *old, const api_header *new_, str where)
{
    const api_media_type *was = old->content_count ? &old->content[0] : NULL;
    const api_media_type *is = new_->content_count ? &new_->content[0] : NULL;
    schema_root root = {.place = SCHEMA_HEADER,
                        .operation = p,
                        .where = where,
                        .subject =
                            arena_printf(c->arena, "response header '%.*s'", STR_ARG(new_->name)),
                        .status = r->status,
                        .name = new_->name};
    change_schema_compare(
        c->schemas, &root, was ? was->schema : old->schema, is ? is->schema : new_->schema,
        p->flipped ? POLARITY_REQUEST : POLARITY_RESPONSE, was && is ? FIT_JSON : FIT_TEXT);
}

static void compare_header_life(comparison *c, const operation_pair *p, const api_header *old,
                                const api_header *new_, str where)
{
    static const rule_name rules[LIFE_EVENT_COUNT] = {
        [LIFE_DEPRECATED] = RULE_response_header_deprecated,
        [LIFE_DEPRECATED_WITH_SUNSET] = RULE_response_header_deprecated,
        [LIFE_REACTIVATED] = RULE_response_header_reactivated,
        [LIFE_SUNSET_MISSING] = RULE_response_header_deprecated_sunset_missing,
        [LIFE_SUNSET_INVALID] = RULE_response_header_sunset_parse,
        [LIFE_SUNSET_TOO_SMALL] = RULE_response_header_sunset_date_too_small,
        [LIFE_SUNSET_CHANGED_TOO_SMALL] = RULE_response_header_sunset_date_too_small,
        [LIFE_SUNSET_CHANGED_INVALID] = RULE_response_header_sunset_parse,
        [LIFE_SUNSET_DELETED] = RULE_response_header_sunset_deleted,
    };
    const life_pair lives = {
        .old = &old->lifecycle,
        .new_ = &new_->lifecycle,
        .old_place = spot_node(old->node),
        .new_place = spot_node(new_->node),
        .where = where,
        .subject = arena_printf(c->arena, "response header '%.*s'", STR_ARG(new_->name)),
    };
    compare_lives(c, p, &lives, rules);
}

static void compare_header(comparison *c, const operation_pair *p, const api_response *r,
                           const api_header *old, const api_header *new_)
{
    str where =
        pair_where(c, p, "response %.*s header %.*s", STR_ARG(r->status), STR_ARG(new_->name));
    spot was = {.node = old->node}, is = {.node = new_->node};
    if (old->required != new_->required)
        comparison_say_for(c, p,
                           new_->required ? RULE_response_header_became_required
                                          : RULE_response_header_became_optional,
                           where, was, is, "response header '%.*s' became %s", STR_ARG(new_->name),
                           new_->required ? "required" : "optional");
    if (!is_written_alike(c, old, new_))
        comparison_say_for(c, p, RULE_response_header_style_changed, where, was, is,
                           "serialization of response header '%.*s' was changed",
                           STR_ARG(new_->name));
    compare_header_life(c, p, old, new_, where);
    compare_header_schema(c, p, r, old, new_, where);
}

static void compare_headers(comparison *c, const operation_pair *p, const api_response *old,
                            const api_response *new_)
{
    for (size_t i = 0; i < old->header_count; i++) {
        const api_header *h = &old->headers[i], *kept = find_header(new_, h->name);
        if (str_equal_ignoring_case(h->name, STR("content-type")))
            continue; /* says nothing: content does */
        if (kept)
            compare_header(c, p, new_, h, kept);
        else
            comparison_say_for(c, p,
                               lifecycle_is_over(&h->lifecycle, c->options)
                                   ? RULE_response_header_removed_with_deprecation
                               : h->required ? RULE_required_response_header_removed
                                             : RULE_optional_response_header_removed,
                               pair_where(c, p, "response %.*s header %.*s", STR_ARG(old->status),
                                          STR_ARG(h->name)),
                               spot_node(h->node), response_spot(new_),
                               "%s response header '%.*s' was removed",
                               h->required ? "required" : "optional", STR_ARG(h->name));
    }
    for (size_t i = 0; i < new_->header_count; i++) {
        const api_header *h = &new_->headers[i];
        if (!find_header(old, h->name))
            comparison_say_for(c, p, RULE_response_header_added,
                               pair_where(c, p, "response %.*s header %.*s", STR_ARG(new_->status),
                                          STR_ARG(h->name)),
                               response_spot(old), spot_node(h->node),
                               "response header '%.*s' was added", STR_ARG(h->name));
    }
}

/* --- links --- */

static const api_link *find_link(const api_response *r, str name)
{
    for (size_t i = 0; i < r->link_count; i++)
        if (str_equal(r->links[i].name, name))
            return &r->links[i];
    return NULL;
}

static void compare_links(comparison *c, const operation_pair *p, const api_response *old,
                          const api_response *new_)
{
    for (size_t i = 0; i < old->link_count; i++) {
        const api_link *was = &old->links[i], *is = find_link(new_, was->name);
        str where =
            pair_where(c, p, "response %.*s link %.*s", STR_ARG(old->status), STR_ARG(was->name));
        if (!is)
            comparison_say_for(c, p, RULE_link_removed, where, spot_node(was->node),
                               response_spot(new_), "link '%.*s' was removed", STR_ARG(was->name));
        else if (!node_equal(was->node, is->node))
            comparison_say_for(c, p, RULE_link_changed, where, spot_node(was->node),
                               spot_node(is->node), "link '%.*s' was changed", STR_ARG(was->name));
    }
    for (size_t i = 0; i < new_->link_count; i++) {
        const api_link *is = &new_->links[i];
        if (!find_link(old, is->name))
            comparison_say_for(c, p, RULE_link_added,
                               pair_where(c, p, "response %.*s link %.*s", STR_ARG(new_->status),
                                          STR_ARG(is->name)),
                               response_spot(old), spot_node(is->node), "link '%.*s' was added",
                               STR_ARG(is->name));
    }
}

/* --- statuses --- */

/* Swagger 2.0 writes media types beside the response, in the operation's `produces`. */
static bool has_same_media_types(const api_response *old, const api_response *new_)
{
    if (old->content_count != new_->content_count)
        return false;
    for (size_t i = 0; i < old->content_count; i++)
        if (!str_equal(old->content[i].name, new_->content[i].name) ||
            !str_equal(old->content[i].parameters, new_->content[i].parameters))
            return false;
    return true;
}

static void compare_response(comparison *c, const operation_pair *p, const api_response *old,
                             const api_response *new_)
{
    if (sameness_of(c->same, old->node, new_->node) && has_same_media_types(old, new_) &&
        !c->is_global_changed)
        return;
    content_place at = {p, arena_printf(c->arena, "response %.*s", STR_ARG(new_->status)),
                        new_->status, "response body"};
    compare_headers(c, p, old, new_);
    compare_response_content(c, &at, old, new_);
    compare_links(c, p, old, new_);
}

static void say_removed(comparison *c, const operation_pair *p, const api_response *old)
{
    rule_name name = is_success(old->status) ? RULE_response_success_status_removed
                                             : RULE_response_non_success_status_removed;
    change ch = {.rule = rule_of(name),
                 .level = rule_of(name)->level,
                 .message =
                     arena_printf(c->arena, "response %.*s was removed", STR_ARG(old->status)),
                 .where = where_of(c, p, old),
                 .operation = p->display,
                 .old = response_spot(old),
                 .new_ = {node_get(p->new_->node, STR("responses")), NULL, false}};
    /* Of a range some statuses are left: the producer merely became more exact. */
    if (is_range(old->status) && range_has_any(p->new_, old->status))
        ch.level = LEVEL_INFO;
    comparison_add(c, &ch);
}

void compare_responses(comparison *c, const operation_pair *p)
{
    for (size_t i = 0; i < p->old->response_count; i++) {
        const api_response *old = &p->old->responses[i];
        const api_response *new_ = cover_of(p->new_, old->status);
        if (new_)
            compare_response(c, p, old, new_);
        if (!new_ || (!is_success(old->status) && !str_equal(new_->status, old->status)))
            say_removed(c, p, old);
    }
    for (size_t i = 0; i < p->new_->response_count; i++) {
        const api_response *new_ = &p->new_->responses[i];
        if (find_status(p->old, new_->status))
            continue;
        const api_response *cover = cover_of(p->old, new_->status);
        if (cover)
            compare_response(c, p, cover, new_);
        comparison_say_for(c, p,
                           is_success(new_->status) ? RULE_response_success_status_added
                                                    : RULE_response_non_success_status_added,
                           where_of(c, p, new_),
                           spot_node(node_get(p->old->node, STR("responses"))), response_spot(new_),
                           "response %.*s was added", STR_ARG(new_->status));
    }
}
