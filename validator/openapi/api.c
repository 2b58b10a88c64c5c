#include "openapi/api.h"

#include "openapi/builder.h"
#include "openapi/version.h"

dialect api_dialect_at(const api *a, const node *n)
{
    return a->document_dialects[n->document];
}

/* jsonSchemaDialect of each document; of the entry where a document says nothing. */
static void read_dialects(builder *b)
{
    api *a = b->api;
    a->dialect = version_dialect(a->version);
    size_t count = bundle_count(b->bundle);
    dialect *all = arena_array_of(b->arena, dialect, count);
    for (size_t i = 0; i < count; i++) {
        all[i] = a->dialect;
        const node *root = document_root(bundle_document(b->bundle, i));
        const node *written = node_get(root, STR("jsonSchemaDialect"));
        if (a->version < API_OPENAPI_31 || !node_is(written, NODE_STRING))
            continue;
        dialect known = dialect_of_uri(node_text(written));
        if (known != DIALECT_UNKNOWN) {
            all[i] = known;
        } else {
            diag *d =
                diags_undecided(b->diags, "openapi.dialect", "unknown jsonSchemaDialect '%.*s'",
                                STR_ARG(node_text(written)));
            bundle_diag_at(b->bundle, b->diags, d, written);
            diags_hint(b->diags, d, "its schemas are read as JSON Schema 2020-12");
        }
        if (i == 0)
            a->dialect = all[i];
    }
    a->document_dialects = all;
}

static void read_root(builder *b)
{
    api *a = b->api;
    a->info = node_get(a->root, STR("info"));
    a->title = node_get_text(a->info, STR("title"));
    a->info_version = node_text(node_get(a->info, STR("version")));
    builder_schemes(b);
    a->security_node = node_get(a->root, STR("security"));
    builder_security(b, a->security_node, &a->security, &a->security_count);
    if (builder_is_swagger(b))
        builder_swagger_servers(b, node_get(a->root, STR("schemes")), &a->servers,
                                &a->server_count);
    else
        builder_servers(b, node_get(a->root, STR("servers")), &a->servers, &a->server_count);
}

static void read_items(builder *b, const char *field, operation_place place, operation_list *into)
{
    str what = arena_printf(b->arena, "'%s'", field);
    const node *list =
        builder_expect(b, node_get(b->api->root, str_from(field)), NODE_OBJECT, what.data);
    for (size_t i = 0; list && i < list->count && !b->stopped; i++) {
        const member *m = &list->as.members[i];
        if (!builder_is_extension(member_key(m)))
            builder_operations(b, m, place, into);
    }
}

static void mark_ambiguous(builder *b, const operation_list *operations)
{
    map seen;
    map_init(&seen, b->arena, bundle_seed(b->bundle));
    for (size_t i = 0; i < operations->count; i++) {
        api_operation *o = operations->items[i];
        if (o->place != PLACE_PATH)
            continue;
        void **slot = map_slot(
            &seen, arena_printf(b->arena, "%.*s %.*s", STR_ARG(o->method), STR_ARG(o->shape)));
        api_operation *first = *slot;
        if (first)
            first->ambiguous = o->ambiguous = true;
        else
            *slot = o;
    }
}

/* False when a limit was reached, or there is nothing to read schemas with. */
static bool read_all(builder *b)
{
    api *a = b->api;
    read_dialects(b);
    a->registry = registry_new(b->bundle, &(registry_options){a->dialect}, b->diags);
    if (!a->registry)
        return false;
    read_root(b);
    operation_list operations = {0};
    read_items(b, "paths", PLACE_PATH, &operations);
    mark_ambiguous(b, &operations);
    if (a->version >= API_OPENAPI_31)
        read_items(b, "webhooks", PLACE_WEBHOOK, &operations);
    a->operations = builder_finished(b, &operations);
    a->operation_count = operations.count;
    builder_check_references(b);
    return !b->stopped;
}

api *api_read(const bundle *from, diags *d)
{
    api_version version;
    str text;
    if (!version_read(from, bundle_root(from), &version, &text, d))
        return NULL;

    arena *memory = arena_new(), *scratch = arena_new();
    api *a = arena_new_of(memory, api);
    a->arena = memory;
    a->bundle = from;
    a->root = bundle_root(from);
    a->version = version;
    a->version_text = text;
    builder b = {.api = a, .arena = memory, .scratch = scratch, .bundle = from, .diags = d};
    uint64_t seed = bundle_seed(from);
    map_init(&b.reported, scratch, seed);
    map_init(&b.lowered, scratch, seed);
    map_init(&b.schemes, scratch, seed);
    for (size_t i = 0; i < BUILT_KINDS; i++)
        map_init(&b.shared[i], scratch, seed);
    bool whole = read_all(&b);
    arena_free(scratch);
    if (whole)
        return a;
    api_free(a);
    return NULL;
}

api *api_new(const bundle *from, diags *d)
{
    size_t errors = d->errors;
    api *a = api_read(from, d);
    if (d->errors == errors)
        return a;
    api_free(a);
    return NULL;
}

void api_free(api *a)
{
    if (!a)
        return;
    registry_free(a->registry);
    arena_free(a->arena);
}
