/* Parameters: by place and name, those of paths by their position in the template. */
#include "change/comparison.h"

#include "change/lifecycle.h"
#include "change/schema_graph.h"
#include "openapi/serialization.h"

static const char *place_name(parameter_in in)
{
    static const char *const names[] = {
        [IN_PATH] = "path",     [IN_QUERY] = "query",   [IN_QUERYSTRING] = "querystring",
        [IN_HEADER] = "header", [IN_COOKIE] = "cookie", [IN_FORM] = "form",
        [IN_BODY] = "body"};
    return names[in];
}

static bool is_same_name(const api_parameter *a, const api_parameter *b)
{
    if (a->in == IN_HEADER)
        return str_equal_ignoring_case(a->name, b->name);
    if (a->in == IN_PATH && a->position >= 0 && b->position >= 0)
        return a->position == b->position;
    return str_equal(a->name, b->name);
}

/* Header parameters of these names say nothing: OpenAPI has other places for them. */
static bool is_ignored(const api_parameter *p)
{
    static const char *const names[] = {"accept", "content-type", "authorization"};
    for (size_t i = 0; p->in == IN_HEADER && i < sizeof names / sizeof *names; i++)
        if (str_equal_ignoring_case(p->name, str_from(names[i])))
            return true;
    return false;
}

static const api_parameter *find(const api_operation *o, const api_parameter *like)
{
    for (size_t i = 0; i < o->parameter_count; i++)
        if (o->parameters[i].in == like->in && is_same_name(&o->parameters[i], like))
            return &o->parameters[i];
    return NULL;
}

/* The same name elsewhere in the request, and there not matched by another of the old side. */
static const api_parameter *find_moved(const api_operation *to, const api_operation *from,
                                       const api_parameter *like)
{
    for (size_t i = 0; i < to->parameter_count; i++) {
        const api_parameter *p = &to->parameters[i];
        if (p->in != like->in && str_equal_ignoring_case(p->name, like->name) && !find(from, p))
            return p;
    }
    return NULL;
}

static str where_of(const comparison *c, const operation_pair *p, const api_parameter *q)
{
    return pair_where(c, p, "%s parameter %.*s", place_name(q->in), STR_ARG(q->name));
}

static spot holder_of(const api_parameter *q)
{
    return spot_node(q->node);
}

static void say_added(comparison *c, const operation_pair *p, const api_parameter *q)
{
    rule_name name = RULE_new_optional_request_parameter;
    if (q->in == IN_PATH)
        name = RULE_new_request_path_parameter;
    else if (q->from_path)
        name = q->required ? RULE_new_required_request_default_parameter_to_existing_path
                           : RULE_new_optional_request_default_parameter_to_existing_path;
    else if (q->required)
        name = RULE_new_required_request_parameter;
    comparison_say_for(c, p, name, where_of(c, p, q), spot_key(p->old->node, p->old->member),
                       holder_of(q), "%s%s parameter '%.*s' was %s", q->required ? "required " : "",
                       place_name(q->in), STR_ARG(q->name),
                       q->in == IN_PATH ? "described; its place in the path was there" : "added");
}

static void say_removed(comparison *c, const operation_pair *p, const api_parameter *q)
{
    rule_name name = RULE_request_parameter_removed;
    const char *how = "";
    switch (lifecycle_end(&q->lifecycle, c->options)) {
    case END_WITHOUT_DEPRECATION:
        break;
    case END_WITH_DEPRECATION:
        name = RULE_request_parameter_removed_with_deprecation;
        how = " after its deprecation";
        break;
    case END_BEFORE_SUNSET:
        name = RULE_request_parameter_removed_before_sunset;
        how = " before its sunset date";
        break;
    case END_SUNSET_INVALID:
        name = RULE_request_parameter_sunset_parse;
        how = " though its sunset date cannot be read";
        break;
    }
    stability promised;
    bool is_stable = !lifecycle_stability(&p->old->lifecycle, &promised) ||
                     promised >= STABILITY_BETA; /* drafts and alphas promise nothing */
    comparison_say_for(c, p, is_stable ? name : RULE_request_parameter_removed_with_deprecation,
                       where_of(c, p, q), holder_of(q), spot_key(p->new_->node, p->new_->member),
                       "%s parameter '%.*s' was removed%s", place_name(q->in), STR_ARG(q->name),
                       is_stable ? how : " from an operation that promises nothing yet");
}

static bool is_scalar(const site *s)
{
    str type = node_get_text(s->node, STR("type"));
    return type.data && !str_equal(type, STR("array")) && !str_equal(type, STR("object"));
}

static bool is_scalar_or_union(const site *s)
{
    const node *types = node_get(s->node, STR("type"));
    if (!node_is(types, NODE_ARRAY))
        return is_scalar(s);
    for (uint32_t i = 0; i < types->count; i++) {
        str one = node_text(&types->as.items[i]);
        if (str_equal(one, STR("array")) || str_equal(one, STR("object")))
            return false;
    }
    return true;
}

/* The path's template, where all its operations have the name. */
static spot path_holder(const api_operation *o)
{
    return (spot){.node = o->path_node, .key = o->path_member, .is_holder = true};
}

/* Swagger 2.0: how lists within lists are separated. */
static bool has_same_inner_lists(const node *old, const node *new_)
{
    static const str plain = STR_INIT("csv");
    old = node_get(old, STR("items"));
    new_ = node_get(new_, STR("items"));
    for (; old && new_; old = node_get(old, STR("items")), new_ = node_get(new_, STR("items"))) {
        str was = node_get_text(old, STR("collectionFormat"));
        str is = node_get_text(new_, STR("collectionFormat"));
        if (node_get(old, STR("items")) && node_get(new_, STR("items")) &&
            !str_equal(was.data ? was : plain, is.data ? is : plain))
            return false;
    }
    return true;
}

static void compare_serialization(comparison *c, const operation_pair *p, const api_parameter *old,
                                  const api_parameter *new_)
{
    str where = where_of(c, p, new_);
    /* What the old contract's consumers send must be read as they meant it. */
    unsigned kinds = serialization_kinds(c->old->registry, old->schema);
    if (old->content_count == 0 && new_->content_count == 0 &&
        (!serialization_same(old, new_, kinds) || !has_same_inner_lists(old->node, new_->node)))
        comparison_say_for(
            c, p, RULE_request_parameter_style_changed, where, holder_of(old), holder_of(new_),
            "%s parameter '%.*s' is written with style %s%s instead of %s%s", place_name(new_->in),
            STR_ARG(new_->name), parameter_style_name(new_->style),
            new_->explode ? ", exploded" : ", not exploded", parameter_style_name(old->style),
            old->explode ? ", exploded" : ", not exploded");
    if (old->allow_reserved != new_->allow_reserved)
        comparison_say_for(c, p,
                           new_->allow_reserved ? RULE_request_parameter_allow_reserved_set
                                                : RULE_request_parameter_allow_reserved_unset,
                           where, holder_of(old), holder_of(new_),
                           "%s parameter '%.*s' may %s hold reserved characters",
                           place_name(new_->in), STR_ARG(new_->name),
                           new_->allow_reserved ? "now" : "no longer");
    if (old->allow_empty != new_->allow_empty)
        comparison_say_for(c, p,
                           new_->allow_empty ? RULE_request_parameter_allow_empty_value_set
                                             : RULE_request_parameter_allow_empty_value_unset,
                           where, holder_of(old), holder_of(new_),
                           "%s parameter '%.*s' may %s be sent without a value",
                           place_name(new_->in), STR_ARG(new_->name),
                           new_->allow_empty ? "now" : "no longer");
}

/* Keywords of an array that an array of any texts may still fail. */
static bool asks_more_of_lists(const node *list)
{
    static const char *const keywords[] = {"minItems", "contains", "prefixItems", "enum",
                                           "const",    "$ref",     "allOf",       "anyOf",
                                           "oneOf",    "not",      "if"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (node_get(list, str_from(keywords[i])))
            return true;
    return false;
}

/* Whether the text of a scalar reads as one item: exploded into parameters of their own, or free
 * of what separates items. */
static bool is_one_item(const api_parameter *new_, str scalar)
{
    return (new_->style == STYLE_FORM && new_->explode) || str_equal(scalar, STR("integer")) ||
           str_equal(scalar, STR("boolean"));
}

/* A scalar is written as an array of it alone is, or of its pieces where it holds separators. */
static bool became_list(const api_parameter *old, const api_parameter *new_)
{
    const node *list = new_->schema.node, *items = node_get(list, STR("items"));
    str item = node_get_text(items, STR("type"));
    str scalar = node_get_text(old->schema.node, STR("type"));
    if (new_->in == IN_BODY || new_->style == STYLE_DEEP_OBJECT ||
        !is_scalar_or_union(&old->schema) ||
        !str_equal(node_get_text(list, STR("type")), STR("array")) || asks_more_of_lists(list))
        return false;
    if (!is_one_item(new_, scalar) &&
        (node_get(list, STR("maxItems")) || node_get(list, STR("uniqueItems"))))
        return false;
    return node_is(items, NODE_OBJECT) && items->count == 1 &&
           (str_equal(item, STR("string")) || str_equal(item, scalar));
}

static void compare_schema(comparison *c, const operation_pair *p, const api_parameter *old,
                           const api_parameter *new_)
{
    const api_media_type *was = old->content_count ? &old->content[0] : NULL;
    const api_media_type *is = new_->content_count ? &new_->content[0] : NULL;
    if (!was != !is || (was && !str_equal(was->name, is->name))) {
        comparison_say_for(
            c, p, RULE_request_parameter_content_changed, where_of(c, p, new_), holder_of(old),
            holder_of(new_), "%s parameter '%.*s' is written as %.*s instead of %.*s",
            place_name(new_->in), STR_ARG(new_->name), STR_ARG(is ? is->name : STR("plain text")),
            STR_ARG(was ? was->name : STR("plain text")));
        return;
    }
    if (!was && !is && !p->flipped && became_list(old, new_)) {
        change ch = {.rule = rule_of_edit(SCOPE_REQUEST_PARAMETER, EDIT_type_generalized),
                     .level = LEVEL_INFO,
                     .message =
                         arena_printf(c->arena, "%s parameter '%.*s' may now hold several values",
                                      place_name(new_->in), STR_ARG(new_->name)),
                     .where = where_of(c, p, new_),
                     .operation = p->display,
                     .old = holder_of(old),
                     .new_ = holder_of(new_)};
        comparison_add(c, &ch);
        return;
    }
    schema_root root = {
        .place = SCHEMA_PARAMETER,
        .operation = p,
        .where = where_of(c, p, new_),
        .subject = arena_printf(c->arena, "%s parameter '%.*s'", place_name(new_->in),
                                STR_ARG(new_->name)),
        .name = new_->name,
    };
    change_schema_compare(
        c->schemas, &root, was ? was->schema : old->schema, is ? is->schema : new_->schema,
        p->flipped ? POLARITY_RESPONSE : POLARITY_REQUEST, was ? FIT_JSON : FIT_TEXT);
}

static void compare_life(comparison *c, const operation_pair *p, const api_parameter *old,
                         const api_parameter *new_)
{
    static const rule_name rules[LIFE_EVENT_COUNT] = {
        [LIFE_DEPRECATED] = RULE_request_parameter_deprecated,
        [LIFE_DEPRECATED_WITH_SUNSET] = RULE_request_parameter_deprecated,
        [LIFE_REACTIVATED] = RULE_request_parameter_reactivated,
        [LIFE_SUNSET_MISSING] = RULE_request_parameter_deprecated_sunset_missing,
        [LIFE_SUNSET_INVALID] = RULE_request_parameter_sunset_parse,
        [LIFE_SUNSET_TOO_SMALL] = RULE_request_parameter_sunset_date_too_small,
        [LIFE_SUNSET_CHANGED_TOO_SMALL] = RULE_request_parameter_sunset_date_changed_too_small,
        [LIFE_SUNSET_CHANGED_INVALID] = RULE_request_parameter_sunset_parse,
        [LIFE_SUNSET_DELETED] = RULE_request_parameter_sunset_deleted,
    };
    const life_pair lives = {
        .old = &old->lifecycle,
        .new_ = &new_->lifecycle,
        .old_place = holder_of(old),
        .new_place = holder_of(new_),
        .where = where_of(c, p, new_),
        .subject = arena_printf(c->arena, "%s parameter '%.*s'", place_name(new_->in),
                                STR_ARG(new_->name)),
    };
    compare_lives(c, p, &lives, rules);
}

static void compare_kept(comparison *c, const operation_pair *p, const api_parameter *old,
                         const api_parameter *new_)
{
    if (old->required != new_->required)
        comparison_say_for(c, p,
                           new_->required ? RULE_request_parameter_became_required
                                          : RULE_request_parameter_became_optional,
                           where_of(c, p, new_), holder_of(old), holder_of(new_),
                           "%s parameter '%.*s' became %s", place_name(new_->in),
                           STR_ARG(new_->name), new_->required ? "required" : "optional");
    if (old->in == IN_PATH && !str_equal(old->name, new_->name))
        comparison_say_for(c, p, RULE_path_parameter_renamed, where_of(c, p, new_),
                           path_holder(p->old), path_holder(p->new_),
                           "path parameter '%.*s' was renamed to '%.*s'", STR_ARG(old->name),
                           STR_ARG(new_->name));
    compare_serialization(c, p, old, new_);
    compare_life(c, p, old, new_);
    compare_schema(c, p, old, new_);
}

static void say_moved(comparison *c, const operation_pair *p, const api_parameter *old,
                      const api_parameter *new_)
{
    comparison_say_for(c, p, RULE_request_parameter_location_changed, where_of(c, p, new_),
                       holder_of(old), holder_of(new_),
                       "parameter '%.*s' moved from the %s to the %s of the request",
                       STR_ARG(old->name), place_name(old->in), place_name(new_->in));
}

void compare_parameters(comparison *c, const operation_pair *p)
{
    for (size_t i = 0; i < p->old->parameter_count; i++) {
        const api_parameter *old = &p->old->parameters[i], *new_ = find(p->new_, old);
        if (is_ignored(old))
            continue;
        if (new_)
            compare_kept(c, p, old, new_);
        else if ((new_ = find_moved(p->new_, p->old, old)))
            say_moved(c, p, old, new_);
        else
            say_removed(c, p, old);
    }
    for (size_t i = 0; i < p->new_->parameter_count; i++) {
        const api_parameter *new_ = &p->new_->parameters[i];
        if (!is_ignored(new_) && !find(p->old, new_) && !find_moved(p->old, p->new_, new_))
            say_added(c, p, new_);
    }
}
