#include "openapi/builder.h"

#include "base/limits.h"

bool builder_count(builder *b)
{
    if (b->stopped)
        return false;
    if (++b->entities <= LIMIT_API_ENTITIES)
        return true;
    b->stopped = true;
    diag *d = diags_undecided(b->diags, "limit.api-entities",
                              "more than %d operations, parameters, responses and headers once "
                              "references are followed",
                              LIMIT_API_ENTITIES);
    bundle_diag_at(b->bundle, b->diags, d, b->api->root);
    return false;
}

bool builder_enter(builder *b, const node *at)
{
    if (b->stopped)
        return false;
    if (b->nesting < LIMIT_API_NESTING) {
        b->nesting++;
        return true;
    }
    b->stopped = true;
    diag *d = diags_undecided(b->diags, "limit.api-nesting",
                              "callbacks or headers nest more than %d deep through references",
                              LIMIT_API_NESTING);
    bundle_diag_at(b->bundle, b->diags, d, at);
    return false;
}

void builder_leave(builder *b)
{
    b->nesting--;
}

static bool is_new(builder *b, const node *at)
{
    return map_put_pointer(&b->reported, at, b);
}

diag *builder_error(builder *b, const node *at, const char *code, const char *format, ...)
{
    if (!is_new(b, at))
        return NULL;
    va_list arguments;
    va_start(arguments, format);
    str text = arena_vprintf(b->scratch, format, arguments);
    va_end(arguments);
    diag *d = diags_error(b->diags, code, "%.*s", STR_ARG(text));
    return bundle_diag_at(b->bundle, b->diags, d, at);
}

diag *builder_undecided(builder *b, const node *at, const char *format, ...)
{
    if (!is_new(b, at))
        return NULL;
    va_list arguments;
    va_start(arguments, format);
    str text = arena_vprintf(b->scratch, format, arguments);
    va_end(arguments);
    diag *d = diags_undecided(b->diags, "openapi.structure", "%.*s", STR_ARG(text));
    return bundle_diag_at(b->bundle, b->diags, d, at);
}

/* References are followed wherever an object or a list may stand, also where the specification has
 * no Reference Object (operations, responses): authors split files there, and bundlers follow. */
static const node *follow(builder *b, const node *n)
{
    if (!node_get_text(n, STR("$ref")).data)
        return n;
    bool repeated = map_has_pointer(&b->reported, n);
    const node *target = bundle_follow(b->bundle, n, repeated ? NULL : b->diags);
    if (!target)
        map_put_pointer(&b->reported, n, b);
    return target;
}

const node *builder_expect(builder *b, const node *n, node_kind kind, const char *what)
{
    n = follow(b, n);
    if (!n || n->kind == NODE_NULL)
        return NULL;
    if (n->kind == kind)
        return n;
    builder_error(b, n, "openapi.structure", "%s must be %s %s, not %s", what,
                  kind == NODE_ARRAY || kind == NODE_OBJECT ? "an" : "a", node_kind_name(kind),
                  node_kind_name(node_kind_of(n)));
    return NULL;
}

const built *builder_recall(builder *b, built_kind kind, const node *n)
{
    return map_get_pointer(&b->shared[kind], n);
}

void builder_keep(builder *b, built_kind kind, const node *n, const void *items, size_t count)
{
    built *kept = arena_new_of(b->arena, built);
    *kept = (built){items, count};
    map_put_pointer(&b->shared[kind], n, kept);
}

site builder_site(builder *b, const node *schema, const char *what)
{
    site none = {NULL, NULL};
    if (!schema || schema->kind == NODE_NULL)
        return none;
    if (schema->kind != NODE_BOOLEAN && schema->kind != NODE_OBJECT) {
        builder_error(b, schema, "openapi.structure", "%s must be an object, not %s", what,
                      node_kind_name(node_kind_of(schema)));
        return none;
    }
    site s = registry_embedded(b->api->registry, schema, api_dialect_at(b->api, schema));
    vec_push(b->scratch, &b->sites, s);
    return s;
}

bool builder_is_extension(str key)
{
    return str_starts_with(key, STR("x-"));
}

bool builder_is_swagger(const builder *b)
{
    return b->api->version == API_SWAGGER_20;
}

lifecycle builder_lifecycle(const node *n)
{
    const node *deprecated = node_get(n, STR("deprecated"));
    return (lifecycle){
        .deprecated = node_is_true(deprecated),
        .deprecated_node = deprecated,
        .sunset = node_get(n, STR("x-sunset")),
        .stability = node_get(n, STR("x-stability-level")),
    };
}
