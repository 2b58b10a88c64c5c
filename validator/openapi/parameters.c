#include "openapi/builder.h"

typedef struct style_row {
    parameter_style style;
    const char *name;
} style_row;

/* STYLE_TSV has no name in OpenAPI 3: only Swagger 2.0's collectionFormat has it. */
static const style_row styles[] = {
    {STYLE_SIMPLE, "simple"},
    {STYLE_LABEL, "label"},
    {STYLE_MATRIX, "matrix"},
    {STYLE_FORM, "form"},
    {STYLE_SPACE_DELIMITED, "spaceDelimited"},
    {STYLE_PIPE_DELIMITED, "pipeDelimited"},
    {STYLE_DEEP_OBJECT, "deepObject"},
    {STYLE_TSV, "tsv"},
    {STYLE_COOKIE, "cookie"},
};

static const char *const places[] = {
    [IN_PATH] = "path",     [IN_QUERY] = "query",   [IN_QUERYSTRING] = "querystring",
    [IN_HEADER] = "header", [IN_COOKIE] = "cookie", [IN_FORM] = "formData",
    [IN_BODY] = "body",
};
enum { PLACE_COUNT = sizeof places / sizeof *places };

const char *parameter_in_name(parameter_in in)
{
    return places[in];
}
const char *parameter_style_name(parameter_style style)
{
    return styles[style].name;
}

parameter_style builder_default_style(parameter_in in)
{
    return in == IN_PATH || in == IN_HEADER ? STYLE_SIMPLE : STYLE_FORM;
}

parameter_style builder_style(builder *b, const node *n, parameter_style standard)
{
    const node *written = node_get(n, STR("style"));
    if (!written || written->kind == NODE_NULL)
        return standard;
    str text = node_text(written);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (styles[i].style != STYLE_TSV && str_equal(text, str_from(styles[i].name)))
            return styles[i].style;
    diag *d = builder_undecided(b, written, "unknown style '%.*s'", STR_ARG(text));
    if (d)
        diags_hint(b->diags, d,
                   "one of simple, label, matrix, form, spaceDelimited, "
                   "pipeDelimited, deepObject");
    return standard;
}

bool builder_explode(const node *n, parameter_style style)
{
    const node *written = node_get(n, STR("explode"));
    if (node_is(written, NODE_BOOLEAN))
        return node_is_true(written);
    return style == STYLE_FORM || style == STYLE_COOKIE;
}

static bool read_place(builder *b, const node *n, parameter_in *out)
{
    const node *written = node_get(n, STR("in"));
    str text = node_text(written);
    for (size_t i = 0; i < PLACE_COUNT; i++)
        if (str_equal(text, str_from(places[i]))) {
            bool swagger_only = i == IN_FORM || i == IN_BODY;
            if (swagger_only != builder_is_swagger(b) && (swagger_only || i == IN_COOKIE))
                break; /* formData in 3.x, cookie in 2.0 */
            *out = (parameter_in)i;
            return true;
        }
    diag *d = written
                  ? builder_undecided(b, written, "a parameter cannot be in '%.*s'", STR_ARG(text))
                  : builder_error(b, n, "openapi.structure", "a parameter without 'in'");
    if (d)
        diags_hint(b->diags, d, "%s",
                   builder_is_swagger(b) ? "one of path, query, header, formData, body"
                                         : "one of path, query, header, cookie");
    return false;
}

/* OpenAPI 3: "If in is header and the name field is Accept, Content-Type or Authorization, the
 * parameter definition SHALL be ignored". */
static bool is_ignored(const builder *b, const api_parameter *p)
{
    return p->in == IN_HEADER && !builder_is_swagger(b) &&
           (str_equal_ignoring_case(p->name, STR("Accept")) ||
            str_equal_ignoring_case(p->name, STR("Content-Type")) ||
            str_equal_ignoring_case(p->name, STR("Authorization")));
}

static void read_details(builder *b, api_parameter *p)
{
    const node *n = p->node;
    p->required = p->in == IN_PATH || node_get_true(n, STR("required"));
    p->lifecycle = builder_lifecycle(n);
    p->allow_empty = node_get_true(n, STR("allowEmptyValue"));
    if (builder_is_swagger(b)) {
        if (p->in == IN_BODY)
            p->schema = builder_site(b, node_get(n, STR("schema")), "a body parameter's schema");
        else
            p->schema = swagger_inline_schema(b, n);
        swagger_collection(b, n, p);
        return;
    }
    p->style = builder_style(b, n, builder_default_style(p->in));
    p->explode = builder_explode(n, p->style);
    p->allow_reserved = node_get_true(n, STR("allowReserved"));
    p->schema = builder_site(b, node_get(n, STR("schema")), "a parameter's schema");
    builder_content(b, node_get(n, STR("content")), &p->content, &p->content_count);
}

/* What is the same whichever operation lists it is read once a Parameter Object. NULL: no use. */
static const api_parameter *read_parameter(builder *b, const node *n)
{
    const built *known = builder_recall(b, BUILT_PARAMETER, n);
    if (known)
        return known->items;
    api_parameter *p = arena_new_of(b->arena, api_parameter);
    p->node = n;
    p->name = node_get_text(n, STR("name"));
    p->position = -1;
    bool good = read_place(b, n, &p->in);
    if (!p->name.data) {
        if (builder_is_swagger(b) && good && p->in == IN_BODY)
            p->name = STR("body"); /* its name is never on the wire */
        else
            good =
                builder_error(b, n, "openapi.structure", "a parameter without a 'name'") && false;
    }
    if (good && is_ignored(b, p))
        good = false;
    if (good)
        read_details(b, p);
    builder_keep(b, BUILT_PARAMETER, n, good ? p : NULL, good ? 1 : 0);
    return good ? p : NULL;
}

/* A parameter's identity: place and name; header names without case. One body a request. */
static str identity(builder *b, const api_parameter *p)
{
    str name = p->in == IN_HEADER ? str_lower(p->name, b->arena) : p->name;
    if (p->in == IN_BODY || p->in == IN_QUERYSTRING)
        name = STR("");
    return arena_printf(b->arena, "%d %.*s", (int)p->in, STR_ARG(name));
}

static bool same_identity(const api_parameter *x, const api_parameter *y)
{
    if (x->in != y->in)
        return false;
    if (x->in == IN_BODY || x->in == IN_QUERYSTRING)
        return true;
    return x->in == IN_HEADER ? str_equal_ignoring_case(x->name, y->name)
                              : str_equal(x->name, y->name);
}

enum { FEW_PARAMETERS = 24 }; /* up to here a scan is cheaper than a map */

static bool is_listed(builder *b, const parameter_list *list, map *names, const api_parameter *p)
{
    if (list->count < FEW_PARAMETERS) {
        for (size_t i = 0; i < list->count; i++)
            if (same_identity(&list->items[i], p))
                return true;
        return false;
    }
    if (names->count == 0)
        for (size_t i = 0; i < list->count; i++)
            map_put(names, identity(b, &list->items[i]), b);
    return !map_put(names, identity(b, p), b);
}

/* Where {name} stands in the path. Long templates are indexed first: both the names and the
 * parameters may be many. */
static int path_position(map *index, const api_operation *of, str name)
{
    enum { LONG_TEMPLATE = 256 };
    if (of->path.length <= LONG_TEMPLATE)
        return path_name_index(of->path, name);
    if (index->count == 0) {
        size_t next = 0;
        str found;
        for (intptr_t i = 1; path_next_name(of->path, &next, &found); i++)
            if (!map_has(index, found))
                map_put(index, found, (void *)i);
    }
    return (int)(intptr_t)map_get(index, name) - 1;
}

void builder_parameters(builder *b, parameter_list *into, const node *list, const api_operation *of,
                        bool from_path)
{
    list = builder_expect(b, list, NODE_ARRAY, "'parameters'");
    map names, positions;
    map_init(&names, b->arena, bundle_seed(b->bundle));
    map_init(&positions, b->arena, bundle_seed(b->bundle));
    for (size_t i = 0; list && i < list->count; i++) {
        const node *holder = node_item(list, i);
        const node *n = builder_expect(b, holder, NODE_OBJECT, "a parameter");
        const api_parameter *read = n ? read_parameter(b, n) : NULL;
        if (!read || is_listed(b, into, &names, read) || !builder_count(b))
            continue;
        api_parameter p = *read;
        p.holder = holder;
        p.from_path = from_path;
        if (p.in == IN_PATH)
            p.position = path_position(&positions, of, p.name);
        vec_push(b->arena, into, p);
    }
}
