/*
 * Requirements between the fields of one object, which the tables cannot say.
 */
#include "lint/context.h"

/* Two fields that exclude each other. */
typedef struct conflict_row {
    object_kind kind;
    const char *one, *other;
} conflict_row;

static const conflict_row conflicts[] = {
    {KIND_PARAMETER, "schema", "content"},
    {KIND_PARAMETER, "example", "examples"},
    {KIND_HEADER, "schema", "content"},
    {KIND_HEADER, "example", "examples"},
    {KIND_MEDIA_TYPE, "example", "examples"},
    {KIND_LINK, "operationRef", "operationId"},
    {KIND_EXAMPLE, "value", "externalValue"},
    {KIND_LICENSE, "identifier", "url"},
    {KIND_EXAMPLE, "value", "dataValue"},
    {KIND_EXAMPLE, "value", "serializedValue"},
    {KIND_MEDIA_TYPE, "encoding", "itemEncoding"},
    {KIND_MEDIA_TYPE, "encoding", "prefixEncoding"},
    {KIND_EXAMPLE, "serializedValue", "externalValue"},
};

static void check_conflicts(lint *l)
{
    for (size_t i = 0; i < sizeof conflicts / sizeof *conflicts; i++) {
        const conflict_row *row = &conflicts[i];
        const entity_list *list = &l->entities[row->kind];
        for (size_t j = 0; j < list->count; j++) {
            const node *n = list->items[j].node;
            const member *other = node_get_member(n, str_from(row->other));
            if (other && node_get(n, str_from(row->one)))
                lint_add_key(l, LINT_FIELDS_CONFLICT, other, n, "'%s' and '%s' exclude each other",
                             row->one, row->other);
        }
    }
}

/* A field that another field's value asks for. */
typedef struct need_row {
    object_kind kind;
    unsigned versions;
    const char *field, *value, *needed;
} need_row;

static const need_row needs[] = {
    {KIND_SECURITY_SCHEME, VALL, "type", "apiKey", "name"},
    {KIND_SECURITY_SCHEME, VALL, "type", "apiKey", "in"},
    {KIND_SECURITY_SCHEME, V3, "type", "http", "scheme"},
    {KIND_SECURITY_SCHEME, V3, "type", "oauth2", "flows"},
    {KIND_SECURITY_SCHEME, V3, "type", "openIdConnect", "openIdConnectUrl"},
    {KIND_SECURITY_SCHEME, V20, "type", "oauth2", "flow"},
    {KIND_SECURITY_SCHEME, V20, "type", "oauth2", "scopes"},
    {KIND_SECURITY_SCHEME, V20, "flow", "implicit", "authorizationUrl"},
    {KIND_SECURITY_SCHEME, V20, "flow", "accessCode", "authorizationUrl"},
    {KIND_SECURITY_SCHEME, V20, "flow", "accessCode", "tokenUrl"},
    {KIND_SECURITY_SCHEME, V20, "flow", "password", "tokenUrl"},
    {KIND_SECURITY_SCHEME, V20, "flow", "application", "tokenUrl"},
    {KIND_PARAMETER, V20, "in", "body", "schema"},
    {KIND_PARAMETER, V20, "in", "path", "type"},
    {KIND_PARAMETER, V20, "in", "query", "type"},
    {KIND_PARAMETER, V20, "in", "header", "type"},
    {KIND_PARAMETER, V20, "in", "formData", "type"},
    {KIND_PARAMETER, V20, "type", "array", "items"},
    {KIND_HEADER, V20, "type", "array", "items"},
    {KIND_ITEMS, V20, "type", "array", "items"},
    {KIND_PARAMETER, V32, "in", "querystring", "content"},
};

static void check_needs(lint *l)
{
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        const need_row *row = &needs[i];
        const entity_list *list = &l->entities[row->kind];
        for (size_t j = 0; (row->versions & l->bit) && j < list->count; j++) {
            const node *n = list->items[j].node;
            if (str_equal(node_get_text(n, str_from(row->field)), str_from(row->value)) &&
                !node_get(n, str_from(row->needed)))
                lint_add(l, LINT_FIELD_MISSING, n, "'%s' is missing: %s with %s '%s' must have it",
                         row->needed, object_rows[row->kind].name, row->field, row->value);
        }
    }
}

/* Flow by flow, which addresses an OAuth Flow Object must have. */
static void check_flows(lint *l)
{
    static const struct {
        const char *flow, *needed;
    } rows[] = {
        {"implicit", "authorizationUrl"},
        {"password", "tokenUrl"},
        {"clientCredentials", "tokenUrl"},
        {"authorizationCode", "authorizationUrl"},
        {"authorizationCode", "tokenUrl"},
        {"deviceAuthorization", "tokenUrl"},
        {"deviceAuthorization", "deviceAuthorizationUrl"},
    };
    const entity_list *list = &l->entities[KIND_OAUTH_FLOWS];
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < sizeof rows / sizeof *rows; j++) {
            const node *flow = node_get(list->items[i].node, str_from(rows[j].flow));
            if (node_is(flow, NODE_OBJECT) && !node_get(flow, str_from(rows[j].needed)))
                lint_add(l, LINT_FIELD_MISSING, flow, "'%s' is missing: the flow '%s' must have it",
                         rows[j].needed, rows[j].flow);
        }
}

/* OpenAPI 3: a parameter or header has a schema, or content with one media type. */
static void check_described(lint *l, object_kind kind)
{
    const entity_list *list = &l->entities[kind];
    for (size_t i = 0; (l->bit & V3) && i < list->count; i++) {
        const node *n = list->items[i].node;
        const node *content = node_get(n, STR("content"));
        if (!content && !node_get(n, STR("schema")))
            lint_add(l, LINT_FIELD_MISSING, n, "%s without 'schema' or 'content'",
                     object_rows[kind].name);
        if (node_is(content, NODE_OBJECT) && content->count != 1)
            lint_add(l, LINT_FIELDS_CONFLICT, content,
                     "'content' of %s must name one media type, not %u", object_rows[kind].name,
                     content->count);
    }
}

static void check_path_parameters(lint *l)
{
    const entity_list *list = &l->entities[KIND_PARAMETER];
    for (size_t i = 0; i < list->count; i++) {
        const node *n = list->items[i].node;
        if (str_equal(node_get_text(n, STR("in")), STR("path")) &&
            !node_get_true(n, STR("required")))
            lint_add(l, LINT_FIELD_MISSING, n,
                     "'required: true' is missing: the path parameter '%.*s' must have it",
                     STR_ARG(node_get_text(n, STR("name"))));
        if (str_equal(node_get_text(n, STR("in")), STR("header")) && (l->bit & V3)) {
            str name = node_get_text(n, STR("name"));
            if (str_equal_ignoring_case(name, STR("Accept")) ||
                str_equal_ignoring_case(name, STR("Content-Type")) ||
                str_equal_ignoring_case(name, STR("Authorization")))
                lint_add(l, LINT_PARAMETER_IGNORED, n, "the header parameter '%.*s' is ignored",
                         STR_ARG(name));
        }
    }
}

/* 3.1 and later: a document has at least one of these. */
static void check_root(lint *l)
{
    const node *root = bundle_root(l->bundle);
    if ((l->bit & V31_ON) && !node_get(root, STR("paths")) && !node_get(root, STR("components")) &&
        !node_get(root, STR("webhooks")))
        lint_add(l, LINT_FIELD_MISSING, root,
                 "'paths' is missing: a document must have paths, components or webhooks");
}

void check_objects(lint *l)
{
    check_root(l);
    check_conflicts(l);
    check_needs(l);
    check_flows(l);
    check_described(l, KIND_PARAMETER);
    check_described(l, KIND_HEADER);
    check_path_parameters(l);
}
