/* The rule, the words and the proof of an edit. */
#include "change/schema_graph.h"

#include <string.h>

/* What a member edit is called by who reads it, and what a message says of the property. */
typedef struct member_row {
    rule_name body, parameter, response;
    const char *says;
} member_row;

static const member_row member_rows[MEMBER_EDIT_COUNT] = {
    [MEMBER_ADDED_OPTIONAL] = {RULE_new_optional_request_property,
                               RULE_new_optional_request_parameter_property,
                               RULE_response_optional_property_added, "was added"},
    [MEMBER_ADDED_REQUIRED] = {RULE_new_required_request_property,
                               RULE_new_required_request_parameter_property,
                               RULE_response_required_property_added, "was added and is required"},
    [MEMBER_ADDED_REQUIRED_WITH_DEFAULT] = {RULE_new_required_request_property_with_default,
                                            RULE_new_required_request_parameter_property,
                                            RULE_response_required_property_added,
                                            "was added and is required, with a default"},
    [MEMBER_REMOVED_OPTIONAL] = {RULE_request_property_removed,
                                 RULE_request_parameter_property_removed,
                                 RULE_response_optional_property_removed, "was removed"},
    [MEMBER_REMOVED_REQUIRED] = {RULE_request_property_removed,
                                 RULE_request_parameter_property_removed,
                                 RULE_response_required_property_removed,
                                 "was removed; it was required"},
    [MEMBER_BECAME_REQUIRED] = {RULE_request_property_became_required,
                                RULE_request_parameter_property_became_required,
                                RULE_response_property_became_required, "became required"},
    [MEMBER_BECAME_REQUIRED_WITH_DEFAULT] = {RULE_request_property_became_required_with_default,
                                             RULE_request_parameter_property_became_required,
                                             RULE_response_property_became_required,
                                             "became required, with a default"},
    [MEMBER_BECAME_OPTIONAL] = {RULE_request_property_became_optional,
                                RULE_request_parameter_property_became_optional,
                                RULE_response_property_became_optional, "became optional"},
    [MEMBER_BECAME_READ_ONLY] = {RULE_request_optional_property_became_read_only,
                                 RULE_request_optional_property_became_read_only,
                                 RULE_response_optional_property_became_read_only,
                                 "became read-only"},
    [MEMBER_BECAME_NOT_READ_ONLY] = {RULE_request_optional_property_became_not_read_only,
                                     RULE_request_optional_property_became_not_read_only,
                                     RULE_response_optional_property_became_not_read_only,
                                     "is no longer read-only"},
    [MEMBER_BECAME_WRITE_ONLY] = {RULE_request_optional_property_became_write_only,
                                  RULE_request_optional_property_became_write_only,
                                  RULE_response_optional_property_became_write_only,
                                  "became write-only"},
    [MEMBER_BECAME_NOT_WRITE_ONLY] = {RULE_request_optional_property_became_not_write_only,
                                      RULE_request_optional_property_became_not_write_only,
                                      RULE_response_optional_property_became_not_write_only,
                                      "is no longer write-only"},
    [MEMBER_DEPRECATED] = {RULE_request_property_deprecated, RULE_request_property_deprecated,
                           RULE_response_property_deprecated, "was deprecated"},
    [MEMBER_DEPRECATED_WITH_SUNSET] = {RULE_request_property_deprecated_with_sunset,
                                       RULE_request_property_deprecated_with_sunset,
                                       RULE_response_property_deprecated_with_sunset,
                                       "was deprecated"},
    [MEMBER_REACTIVATED] = {RULE_request_property_reactivated, RULE_request_property_reactivated,
                            RULE_response_property_reactivated, "is no longer deprecated"},
    [MEMBER_SUNSET_MISSING] = {RULE_request_property_deprecated_sunset_missing,
                               RULE_request_property_deprecated_sunset_missing,
                               RULE_response_property_deprecated_sunset_missing,
                               "is deprecated without a sunset date"},
    [MEMBER_SUNSET_INVALID] = {RULE_request_property_deprecated_sunset_invalid,
                               RULE_request_property_deprecated_sunset_invalid,
                               RULE_response_property_deprecated_sunset_invalid,
                               "is deprecated with a sunset date that cannot be read"},
    [MEMBER_SUNSET_TOO_SMALL] = {RULE_request_property_sunset_date_too_small,
                                 RULE_request_property_sunset_date_too_small,
                                 RULE_response_property_sunset_date_too_small,
                                 "has a sunset date that comes too soon"},
    [MEMBER_STABILITY_DECREASED] = {RULE_request_property_stability_decreased,
                                    RULE_request_property_stability_decreased,
                                    RULE_response_property_stability_decreased,
                                    "has a lower stability level"},
    [MEMBER_STABILITY_INCREASED] = {RULE_request_property_stability_increased,
                                    RULE_request_property_stability_increased,
                                    RULE_response_property_stability_increased,
                                    "has a higher stability level"},
};

/* Rules of their own for properties that must be there. */
static rule_name required_variant(rule_name name)
{
    switch ((int)name) {
#define VARIANT(side, what)                                                                        \
    case RULE_##side##_optional_property_became_##what:                                            \
        return RULE_##side##_required_property_became_##what;
        VARIANT(request, read_only)
        VARIANT(request, not_read_only)
        VARIANT(request, write_only)
        VARIANT(request, not_write_only)
        VARIANT(response, read_only)
        VARIANT(response, not_read_only)
        VARIANT(response, write_only)
        VARIANT(response, not_write_only)
#undef VARIANT
    default:
        return name;
    }
}

/* And for those that responses never have. */
static rule_name write_only_variant(rule_name name)
{
    switch ((int)name) {
    case RULE_response_optional_property_added:
        return RULE_response_optional_write_only_property_added;
    case RULE_response_required_property_added:
        return RULE_response_required_write_only_property_added;
    case RULE_response_optional_property_removed:
        return RULE_response_optional_write_only_property_removed;
    case RULE_response_required_property_removed:
        return RULE_response_required_write_only_property_removed;
    case RULE_response_property_became_optional:
        return RULE_response_write_only_property_became_optional;
    case RULE_response_property_became_required:
        return RULE_response_write_only_property_became_required;
    default:
        return name;
    }
}

static bool is_header_parameter(const schema_reach *r)
{
    return r->root && r->root->place == SCHEMA_PARAMETER &&
           str_starts_with(r->root->subject, STR("header"));
}

static const rule *member_rule(const edit_record *e, const schema_pair *p, const schema_reach *r)
{
    const member_row *row = &member_rows[e->member];
    rule_name name = row->response;
    if (e->is_sanctioned)
        return rule_of(p->polarity == POLARITY_REQUEST
                           ? RULE_request_property_removed_with_deprecation
                           : RULE_response_property_removed_with_deprecation);
    if (p->polarity == POLARITY_REQUEST)
        name = r->root && r->root->place == SCHEMA_PARAMETER ? row->parameter : row->body;
    if (e->flags & MEMBER_IS_REQUIRED)
        name = required_variant(name);
    if (e->flags & MEMBER_IS_WRITE_ONLY)
        name = write_only_variant(name);
    if (is_header_parameter(r) && name == RULE_new_required_request_parameter_property)
        name = RULE_new_required_request_header_property;
    if (is_header_parameter(r) && name == RULE_request_parameter_property_became_required)
        name = RULE_request_header_property_became_required;
    return rule_of(name);
}

static const rule *read_only_rule(schema_edit edit)
{
    switch ((int)edit) {
#define NARROWED(name)                                                                             \
    case EDIT_##name:                                                                              \
        return rule_of(RULE_request_read_only_property_##name);
        NARROWED(enum_value_removed)
        NARROWED(max_decreased)
        NARROWED(min_increased)
        NARROWED(exclusive_max_decreased)
        NARROWED(exclusive_min_increased)
        NARROWED(max_length_decreased)
        NARROWED(max_items_decreased)
        NARROWED(max_properties_decreased)
#undef NARROWED
    default:
        return NULL;
    }
}

/* Edits that users know as those of a parameter's property wherever below the parameter they are;
 * the others they know so in properties only, and in items as the parameter's own. */
static bool is_told_of_items(schema_edit edit)
{
    switch ((int)edit) {
    case EDIT_type_changed:
    case EDIT_type_generalized:
    case EDIT_type_specialized:
    case EDIT_list_of_types_narrowed:
    case EDIT_list_of_types_widened:
    case EDIT_became_nullable:
    case EDIT_became_not_nullable:
    case EDIT_enum_value_added:
    case EDIT_enum_value_removed:
    case EDIT_schema_became_false:
    case EDIT_schema_became_not_false:
        return true;
    default:
        return false;
    }
}

static rule_scope scope_of(const schema_pair *p, const schema_reach *r, schema_edit edit)
{
    bool is_property = r->is_property || (r->is_nested && is_told_of_items(edit));
    schema_place place = r->root ? r->root->place : SCHEMA_BODY;
    if (p->polarity == POLARITY_REQUEST) {
        if (place == SCHEMA_BODY)
            return r->is_nested ? SCOPE_REQUEST_PROPERTY : SCOPE_REQUEST_BODY;
        return is_property ? SCOPE_REQUEST_PARAMETER_PROPERTY : SCOPE_REQUEST_PARAMETER;
    }
    if (place == SCHEMA_BODY)
        return r->is_nested ? SCOPE_RESPONSE_PROPERTY : SCOPE_RESPONSE_BODY;
    return SCOPE_RESPONSE_HEADER;
}

/* What users know a change of types as. A parameter's property is written in ways that its schema
 * does not tell, so "changed" is what only holds of texts, and "specialized" what holds of nothing;
 * in bodies that are text the former is called compatible. */
static schema_edit type_edit_in(rule_scope scope, const edit_record *e)
{
    bool is_wider_text = e->edit == EDIT_type_generalized && e->is_textual;
    bool is_body = scope == SCOPE_REQUEST_BODY || scope == SCOPE_REQUEST_PROPERTY;
    if (scope == SCOPE_REQUEST_PARAMETER_PROPERTY && e->edit == EDIT_type_changed)
        return EDIT_type_specialized;
    if (scope == SCOPE_REQUEST_PARAMETER_PROPERTY && is_wider_text)
        return EDIT_type_changed;
    return is_body && is_wider_text ? EDIT_type_compatible : e->edit;
}

const rule *change_schema_rule_of(const edit_record *e, const schema_pair *p, const schema_reach *r)
{
    if (e->member != MEMBER_NONE)
        return member_rule(e, p, r);
    bool is_request = p->polarity == POLARITY_REQUEST;
    if (is_request && (r->flags & MEMBER_IS_READ_ONLY) && read_only_rule(e->edit))
        return read_only_rule(e->edit);
    if (!is_request && (r->flags & MEMBER_IS_WRITE_ONLY) && e->edit == EDIT_enum_value_added)
        return rule_of(RULE_response_write_only_property_enum_value_added);
    if (is_header_parameter(r) && r->is_nested && e->edit == EDIT_became_enum)
        return rule_of(RULE_request_header_property_became_enum);
    rule_scope scope = scope_of(p, r, e->edit);
    return rule_of_edit(scope, type_edit_in(scope, e));
}

/* A callback's request is what the producer sends: neither word would be understood there. */
static const char *side_of(const schema_pair *p, const schema_reach *r)
{
    if (!r->root->operation || r->root->operation->flipped)
        return "";
    return p->polarity == POLARITY_REQUEST ? "request " : "response ";
}

/* "request property '/a/b'", "'/a' of query parameter 'f'", "response property '/amount' of Money":
 * relative to a component where there is one, because that is what was edited. */
static str subject_of(const schema_graph *g, const schema_pair *p, const schema_reach *r,
                      const schema_reaches *all, str name)
{
    arena *a = g->comparison->arena;
    bool of_component = all->component.data && !g->comparison->options->by_operation;
    str path = of_component ? all->component_path : r->path;
    if (name.data)
        path = arena_printf(a, "%.*s/%.*s", STR_ARG(path), STR_ARG(name));
    if (of_component && path.length)
        return arena_printf(a, "%sproperty '%.*s' of %.*s", side_of(p, r), STR_ARG(path),
                            STR_ARG(all->component));
    if (of_component && r->is_nested)
        return arena_printf(a, "%sschema %.*s", side_of(p, r), STR_ARG(all->component));
    if (path.length == 0)
        return r->root->subject;
    if (r->root->place == SCHEMA_BODY)
        return arena_printf(a, "%sproperty '%.*s'", side_of(p, r), STR_ARG(path));
    return arena_printf(a, "'%.*s' of %.*s", STR_ARG(path), STR_ARG(r->root->subject));
}

/* The row's title with the subject in place of its general words. */
static str retitled(const schema_graph *g, const rule *row, str subject)
{
    str title = str_from(row->title), general = str_from(row->subject);
    size_t at = general.data ? str_search(title, general) : SIZE_MAX;
    if (at == SIZE_MAX)
        return title;
    str before = str_take(title, at), after = str_skip(title, at + general.length);
    return arena_printf(g->comparison->arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(subject),
                        STR_ARG(after));
}

str change_schema_message(const schema_graph *g, const rule *row, const edit_record *e,
                          const schema_pair *p, const schema_reach *r, const schema_reaches *all)
{
    arena *a = g->comparison->arena;
    str subject = subject_of(g, p, r, all, e->name);
    if (e->member != MEMBER_NONE)
        return arena_printf(a, "%.*s %s%.*s", STR_ARG(subject), member_rows[e->member].says,
                            STR_ARG(e->detail));
    if (!row->subject) {
        /* A variant's own row has no place for the subject: the general row's words serve. */
        rule_scope scope = scope_of(p, r, e->edit);
        row = rule_of_edit(scope, e->edit);
        if (!row->subject)
            return arena_printf(a, "%s%.*s", row->title, STR_ARG(e->detail));
    }
    str title = retitled(g, row, subject);
    return arena_printf(a, "%.*s%.*s", STR_ARG(title), STR_ARG(e->detail));
}

str change_schema_reach_where(const schema_graph *g, const schema_reach *r, str name)
{
    arena *a = g->comparison->arena;
    str path = r->path;
    if (name.data)
        path = arena_printf(a, "%.*s/%.*s", STR_ARG(path), STR_ARG(name));
    if (path.length == 0)
        return r->root->where;
    if (r->root->where.length == 0)
        return path;
    return arena_printf(a, "%.*s %.*s", STR_ARG(r->root->where), STR_ARG(path));
}

str change_schema_message_with(const schema_graph *g, const schema_root *root, str value)
{
    arena *a = g->comparison->arena;
    if (!root->operation)
        return STR_NULL;
    str display = root->operation->display, inner = root->operation->prefix;
    if (inner.length) /* "callback paid POST: " */
        display = arena_printf(a, "%.*s, %.*s", STR_ARG(display),
                               STR_ARG(str_take(inner, inner.length - 2)));
    switch (root->place) {
    case SCHEMA_BODY:
        if (root->status.data)
            return arena_printf(a, "%.*s answers %.*s (%.*s): %.*s", STR_ARG(display),
                                STR_ARG(root->status), STR_ARG(root->media_type), STR_ARG(value));
        return arena_printf(a, "%.*s (%.*s): %.*s", STR_ARG(display), STR_ARG(root->media_type),
                            STR_ARG(value));
    case SCHEMA_PARAMETER:
        return arena_printf(a, "%.*s with %.*s = %.*s", STR_ARG(display), STR_ARG(root->subject),
                            STR_ARG(value));
    case SCHEMA_HEADER:
        break;
    }
    return arena_printf(a, "%.*s answers %.*s with %.*s: %.*s", STR_ARG(display),
                        STR_ARG(root->status), STR_ARG(root->name), STR_ARG(value));
}
