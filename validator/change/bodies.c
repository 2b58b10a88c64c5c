/* Request bodies, and the media types of requests and responses. */
#include "change/content.h"

static spot media_spot(const api_media_type *m)
{
    return spot_key(m->node, m->member);
}

/* Where a media type is named: in Swagger 2.0 on a list that many operations may share. */
static spot name_spot(const api_media_type *m)
{
    return m->listed ? spot_node(m->listed) : media_spot(m);
}

/* Where the name of another one would stand. */
static spot names_spot(const api_media_type *content, size_t count, const node *otherwise)
{
    return (spot){.node = count && content[0].list ? content[0].list : otherwise,
                  .is_holder = count && content[0].list};
}

static str full_name(const comparison *c, const api_media_type *m)
{
    if (m->parameters.length == 0)
        return m->name;
    return arena_printf(c->arena, "%.*s%.*s", STR_ARG(m->name), STR_ARG(m->parameters));
}

/* "application/json" is within every range that begins like it. */
static bool is_within(str name, str range)
{
    if (str_equal(range, STR("*/*")) || str_equal(name, range))
        return true;
    return str_ends_with(range, STR("/*")) &&
           str_starts_with(name, str_take(range, range.length - 1));
}

static str suffix_of(str name)
{
    size_t plus = str_find_last(name, '+');
    size_t slash = str_find_last(name, '/');
    if (plus != SIZE_MAX)
        return str_skip(name, plus + 1);
    return slash == SIZE_MAX ? name : str_skip(name, slash + 1);
}

/* "application/problem+json" can be read as "application/json". */
static bool is_specialization(str special, str general)
{
    return str_find(special, '+') != SIZE_MAX && str_find(general, '+') == SIZE_MAX &&
           str_equal_ignoring_case(suffix_of(special), suffix_of(general));
}

static const api_media_type *find_exact(const api_media_type *list, size_t count,
                                        const api_media_type *like)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(list[i].name, like->name) && str_equal(list[i].parameters, like->parameters))
            return &list[i];
    return NULL;
}

static const api_media_type *find_named(const api_media_type *list, size_t count,
                                        const api_media_type *like)
{
    const api_media_type *found = find_exact(list, count, like);
    for (size_t i = 0; !found && i < count; i++)
        if (str_equal(list[i].name, like->name))
            found = &list[i];
    return found;
}

static const api_media_type *find_range(const api_media_type *list, size_t count,
                                        const api_media_type *like)
{
    for (size_t i = 0; i < count; i++)
        if (is_within(like->name, list[i].name))
            return &list[i];
    return NULL;
}

static bool says_something(site s)
{
    return s.node && !node_is_true(s.node) && !(node_is(s.node, NODE_OBJECT) && s.node->count == 0);
}

/* A schema came or went; an empty one for none at all is no change. */
static bool comes_or_goes(site old, site new_)
{
    return (!old.node && says_something(new_)) || (!new_.node && says_something(old));
}

typedef struct content_rules {
    rule_name schema_added, schema_removed, item_added, item_removed, item_removed_untyped;
    rule_name encoding_changed;
} content_rules;

static const content_rules request_rules = {RULE_request_body_media_type_schema_added,
                                            RULE_request_body_media_type_schema_removed,
                                            RULE_request_body_media_type_item_schema_added,
                                            RULE_request_body_media_type_item_schema_removed,
                                            RULE_request_body_media_type_item_schema_removed,
                                            RULE_request_body_encoding_changed};
static const content_rules response_rules = {
    RULE_response_body_media_type_schema_added,
    RULE_response_body_media_type_schema_removed,
    RULE_response_body_media_type_item_schema_added,
    RULE_response_body_media_type_item_schema_removed,
    RULE_response_body_media_type_item_schema_removed_untyped,
    RULE_response_body_encoding_changed};

static fit_wire wire_of(const api_media_type *m)
{
    if (str_ends_with(m->name, STR("/xml")) || str_ends_with(m->name, STR("+xml")))
        return FIT_XML;
    if (str_starts_with(m->name, STR("text/")) && !str_equal(m->name, STR("text/json")))
        return FIT_TEXT;
    bool is_form = str_equal_ignoring_case(m->name, STR("multipart/form-data")) ||
                   str_equal_ignoring_case(m->name, STR("application/x-www-form-urlencoded"));
    return is_form ? FIT_FORM : FIT_JSON;
}

static void compare_schemas(comparison *c, const content_place *at, const api_media_type *old,
                            const api_media_type *new_, str where)
{
    const content_rules *rules = at->status.data ? &response_rules : &request_rules;
    bool is = new_->schema.node != NULL;
    if (comes_or_goes(old->schema, new_->schema)) {
        comparison_say_for(c, at->pair, is ? rules->schema_added : rules->schema_removed, where,
                           media_spot(old), media_spot(new_), "%s %s", at->what,
                           is ? "was given a schema" : "lost its schema");
        return;
    }
    schema_root root = {.place = SCHEMA_BODY,
                        .operation = at->pair,
                        .where = where,
                        .subject = str_from(at->what),
                        .status = at->status,
                        .media_type = new_->name};
    bool producer_sends = (at->status.data != NULL) != at->pair->flipped;
    change_schema_compare(c->schemas, &root, old->schema, new_->schema,
                          producer_sends ? POLARITY_RESPONSE : POLARITY_REQUEST, wire_of(old));
}

static void compare_item_schemas(comparison *c, const content_place *at, const api_media_type *old,
                                 const api_media_type *new_, str where)
{
    const content_rules *rules = at->status.data ? &response_rules : &request_rules;
    bool is = new_->item_schema.node != NULL;
    if (!comes_or_goes(old->item_schema, new_->item_schema)) {
        schema_root root = {.place = SCHEMA_BODY,
                            .operation = at->pair,
                            .where = arena_printf(c->arena, "%.*s items", STR_ARG(where)),
                            .subject = arena_printf(c->arena, "item of the %s", at->what),
                            .status = at->status,
                            .media_type = new_->name};
        bool producer_sends = (at->status.data != NULL) != at->pair->flipped;
        change_schema_compare(c->schemas, &root, old->item_schema, new_->item_schema,
                              producer_sends ? POLARITY_RESPONSE : POLARITY_REQUEST, FIT_JSON);
        return;
    }
    rule_name removed =
        says_something(new_->schema) ? rules->item_removed : rules->item_removed_untyped;
    comparison_say_for(c, at->pair, is ? rules->item_added : removed, where, media_spot(old),
                       media_spot(new_), "items of the %s %s", at->what,
                       is ? "were given a schema" : "lost their schema");
}

typedef struct content_pair {
    const api_media_type *old, *new_;
} content_pair;

static const api_encoding *find_encoding(const api_media_type *m, str property)
{
    for (size_t i = 0; i < m->encoding_count; i++)
        if (str_equal(m->encodings[i].property, property))
            return &m->encodings[i];
    return NULL;
}

/* What holds for a part without an Encoding Object. */
static const api_encoding plain_encoding = {.style = STYLE_FORM, .explode = true};

/* The encoding of parts within a part, and their headers, are compared as they are written. */
static bool has_same_parts(const comparison *c, const api_encoding *a, const api_encoding *b)
{
    static const char *const fields[] = {"encoding", "prefixEncoding", "itemEncoding", "headers"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const node *was = node_get(a->node, str_from(fields[i]));
        const node *is = node_get(b->node, str_from(fields[i]));
        if (!was != !is || (was && !sameness_of(c->same, was, is)))
            return false;
    }
    return true;
}

static bool is_encoded_alike(const comparison *c, const api_encoding *a, const api_encoding *b)
{
    return str_equal_ignoring_case(a->content_type, b->content_type) && a->style == b->style &&
           a->explode == b->explode && a->allow_reserved == b->allow_reserved &&
           has_same_parts(c, a, b);
}

static void compare_encoding(comparison *c, const content_place *at, const api_encoding *was,
                             const api_encoding *is, const content_pair *of, str where)
{
    const content_rules *rules = at->status.data ? &response_rules : &request_rules;
    const api_encoding *either = was ? was : is;
    if (!either)
        return;
    if (!is_encoded_alike(c, was ? was : &plain_encoding, is ? is : &plain_encoding))
        comparison_say_for(c, at->pair, rules->encoding_changed, where,
                           was ? spot_node(was->node) : media_spot(of->old),
                           is ? spot_node(is->node) : media_spot(of->new_),
                           "encoding of part '%.*s' of the %s was changed",
                           STR_ARG(either->property), at->what);
}

/* A part that only one side has is the schema's news, not the encoding's. */
static bool has_part(const api_media_type *m, str name)
{
    const node *properties = node_get(m->schema.node, STR("properties"));
    return !properties || node_get(properties, name);
}

static void compare_encodings(comparison *c, const content_place *at, const api_media_type *old,
                              const api_media_type *new_, str where)
{
    const content_pair of = {old, new_};
    for (size_t i = 0; i < old->encoding_count; i++) {
        const api_encoding *was = &old->encodings[i];
        const api_encoding *is = find_encoding(new_, was->property);
        if (is || has_part(new_, was->property))
            compare_encoding(c, at, was, is, &of, where);
    }
    for (size_t i = 0; i < new_->encoding_count; i++) {
        const api_encoding *is = &new_->encodings[i];
        if (!find_encoding(old, is->property) && has_part(old, is->property))
            compare_encoding(c, at, NULL, is, &of, where);
    }
}

static void compare_media_type(comparison *c, const content_place *at, const api_media_type *old,
                               const api_media_type *new_)
{
    str name = full_name(c, new_);
    str where = pair_where(c, at->pair, "%.*s %.*s", STR_ARG(at->where), STR_ARG(name));
    compare_schemas(c, at, old, new_, where);
    compare_item_schemas(c, at, old, new_, where);
    compare_encodings(c, at, old, new_, where);
}

/* --- requests: the server may accept a range where it accepted one type --- */

static void compare_request_content(comparison *c, const content_place *at, const api_body *old,
                                    const api_body *new_)
{
    for (size_t i = 0; i < old->content_count; i++) {
        const api_media_type *was = &old->content[i];
        const api_media_type *is = find_named(new_->content, new_->content_count, was);
        if (!is)
            is = find_range(new_->content, new_->content_count, was);
        str name = full_name(c, was);
        if (is)
            compare_media_type(c, at, was, is);
        else
            comparison_say_for(c, at->pair, RULE_request_body_media_type_removed,
                               pair_where(c, at->pair, "request body %.*s", STR_ARG(name)),
                               name_spot(was),
                               names_spot(new_->content, new_->content_count, new_->node),
                               "media type %.*s of the request body was removed", STR_ARG(name));
    }
    for (size_t i = 0; i < new_->content_count; i++) {
        const api_media_type *is = &new_->content[i];
        str name = full_name(c, is);
        if (!find_named(old->content, old->content_count, is))
            comparison_say_for(c, at->pair, RULE_request_body_media_type_added,
                               pair_where(c, at->pair, "request body %.*s", STR_ARG(name)),
                               names_spot(old->content, old->content_count, old->node),
                               name_spot(is), "media type %.*s of the request body was added",
                               STR_ARG(name));
    }
}

void compare_bodies(comparison *c, const operation_pair *p)
{
    const api_body *old = p->old->body, *new_ = p->new_->body;
    str where = pair_where(c, p, "request body");
    spot old_at = old ? spot_node(old->node) : spot_key(p->old->node, p->old->member);
    spot new_at = new_ ? spot_node(new_->node) : spot_key(p->new_->node, p->new_->member);
    if (!old && !new_)
        return;
    if (!old) {
        comparison_say_for(c, p,
                           new_->required ? RULE_request_body_added_required
                                          : RULE_request_body_added_optional,
                           where, old_at, new_at, "%s request body was added",
                           new_->required ? "required" : "optional");
        return;
    }
    if (!new_) {
        comparison_say_for(c, p, RULE_request_body_removed, where, old_at, new_at,
                           "request body was removed");
        return;
    }
    bool is_said_of_parameters = old->is_form_of_parameters && new_->is_form_of_parameters;
    if (old->required != new_->required && !is_said_of_parameters)
        comparison_say_for(c, p,
                           new_->required ? RULE_request_body_became_required
                                          : RULE_request_body_became_optional,
                           where, old_at, new_at, "request body became %s",
                           new_->required ? "required" : "optional");
    content_place at = {p, STR("request body"), STR_NULL, "request body"};
    compare_request_content(c, &at, old, new_);
}

/* --- responses: the client must know what it may get --- */

static void say_parameters(comparison *c, const content_place *at, const api_media_type *old,
                           const api_media_type *new_)
{
    if (str_equal(old->parameters, new_->parameters))
        return;
    str was = full_name(c, old), is = full_name(c, new_);
    rule_name name = old->parameters.length == 0    ? RULE_response_media_type_parameter_added
                     : new_->parameters.length == 0 ? RULE_response_media_type_parameter_removed
                                                    : RULE_response_media_type_parameter_changed;
    comparison_say_for(
        c, at->pair, name, pair_where(c, at->pair, "%.*s %.*s", STR_ARG(at->where), STR_ARG(is)),
        media_spot(old), media_spot(new_),
        "media type of the response was changed from %.*s to %.*s", STR_ARG(was), STR_ARG(is));
}

static bool say_renamed(comparison *c, const content_place *at, const api_media_type *old,
                        const api_media_type *new_)
{
    rule_name name;
    if (is_within(new_->name, old->name) || is_specialization(new_->name, old->name))
        name = RULE_response_media_type_name_specialized;
    else if (is_within(old->name, new_->name) || is_specialization(old->name, new_->name))
        name = RULE_response_media_type_name_generalized;
    else if (str_equal_ignoring_case(suffix_of(old->name), suffix_of(new_->name)))
        name = RULE_response_media_type_name_changed;
    else
        return false;
    str was = full_name(c, old), is = full_name(c, new_);
    comparison_say_for(
        c, at->pair, name, pair_where(c, at->pair, "%.*s %.*s", STR_ARG(at->where), STR_ARG(is)),
        media_spot(old), media_spot(new_),
        "media type of the response was changed from %.*s to %.*s", STR_ARG(was), STR_ARG(is));
    return true;
}

/* The one media type that has no counterpart; NULL when there are none or several. */
static const api_media_type *only_unmatched(const api_response *from, const api_response *to)
{
    const api_media_type *only = NULL;
    for (size_t i = 0; i < from->content_count; i++) {
        if (find_named(to->content, to->content_count, &from->content[i]))
            continue;
        if (only)
            return NULL;
        only = &from->content[i];
    }
    return only;
}

void compare_response_content(comparison *c, const content_place *at, const api_response *old,
                              const api_response *new_)
{
    const api_media_type *gone = only_unmatched(old, new_), *come = only_unmatched(new_, old);
    bool renamed = gone && come && say_renamed(c, at, gone, come);
    if (renamed)
        compare_media_type(c, at, gone, come);
    for (size_t i = 0; i < old->content_count; i++) {
        const api_media_type *was = &old->content[i];
        const api_media_type *is = find_named(new_->content, new_->content_count, was);
        str name = full_name(c, was);
        if (is) {
            say_parameters(c, at, was, is);
            compare_media_type(c, at, was, is);
        } else if (!renamed) {
            comparison_say_for(
                c, at->pair, RULE_response_media_type_removed,
                pair_where(c, at->pair, "%.*s %.*s", STR_ARG(at->where), STR_ARG(name)),
                name_spot(was), names_spot(new_->content, new_->content_count, new_->node),
                "media type %.*s of the response was removed", STR_ARG(name));
        }
    }
    for (size_t i = 0; i < new_->content_count && !renamed; i++) {
        const api_media_type *is = &new_->content[i];
        str name = full_name(c, is);
        if (!find_named(old->content, old->content_count, is))
            comparison_say_for(
                c, at->pair, RULE_response_media_type_added,
                pair_where(c, at->pair, "%.*s %.*s", STR_ARG(at->where), STR_ARG(name)),
                names_spot(old->content, old->content_count, old->node), name_spot(is),
                "media type %.*s of the response was added", STR_ARG(name));
    }
}
