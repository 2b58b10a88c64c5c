#include "schema/registry.h"

#include "base/embedded.h"
#include "base/uri.h"
#include "schema/keyword.h"
#include "schema/registry_internal.h"

/* Where each meta-schema is kept under schemas/. */
static const struct {
    str uri, file;
} meta_schema_files[] = {
    {STR_INIT("http://json-schema.org/draft-03/schema"), STR_INIT("json-schema/draft-03.json")},
    {STR_INIT("http://json-schema.org/draft-04/schema"), STR_INIT("json-schema/draft-04.json")},
    {STR_INIT("http://json-schema.org/draft-06/schema"), STR_INIT("json-schema/draft-06.json")},
    {STR_INIT("http://json-schema.org/draft-07/schema"), STR_INIT("json-schema/draft-07.json")},
    {STR_INIT("https://spec.openapis.org/oas/2.0/dialect"), STR_INIT("openapi/2.0/dialect.json")},
    {STR_INIT("https://spec.openapis.org/oas/3.0/dialect"), STR_INIT("openapi/3.0/dialect.json")},
    {STR_INIT("https://spec.openapis.org/oas/3.1/dialect/base"),
     STR_INIT("openapi/3.1/dialect.json")},
    {STR_INIT("https://spec.openapis.org/oas/3.1/meta/base"),
     STR_INIT("openapi/3.1/meta-base.json")},
};

registry *registry_new(const bundle *b, const registry_options *options, diags *d)
{
    (void)d;
    arena *a = arena_new();
    registry *r = arena_new_of(a, registry);
    uint64_t seed = bundle_seed(b);

    r->arena = a;
    r->bundle = b;
    r->default_dialect =
        options && options->default_dialect ? options->default_dialect : DIALECT_2020_12;
    pthread_mutex_init(&r->lock, NULL);
    map_init(&r->by_uri, a, seed);
    map_init(&r->root_ids, a, seed);
    map_init(&r->by_root, a, seed);
    map_init(&r->walked, a, seed);
    map_init(&r->memos, a, seed);
    r->document_count = bundle_count(b);
    r->documents = arena_array_of(a, resource *, r->document_count);

    /* A document may be asked for by the identifier at its root before it was walked. */
    for (size_t i = 0; i < r->document_count; i++) {
        const node *root = document_root(bundle_document(b, i));
        str id = node_get_text(root, STR("$id"));
        if (!id.data)
            id = node_get_text(root, STR("id"));
        if (!id.data)
            continue;
        str uri = uri_split(uri_resolve(bundle_uri(b, i), id, a)).without_fragment;
        if (!map_has(&r->root_ids, uri))
            map_put(&r->root_ids, uri, (void *)(uintptr_t)(i + 1));
    }
    return r;
}

void registry_free(registry *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->released.count; i++)
        r->released.items[i].release(r->released.items[i].value);
    for (size_t i = 0; i < r->meta_schemas.count; i++)
        document_free(r->meta_schemas.items[i]);
    pthread_mutex_destroy(&r->lock);
    arena_free(r->arena);
}

const bundle *registry_bundle(const registry *r)
{
    return r->bundle;
}

void *registry_memo(registry *r, const node *key)
{
    pthread_mutex_lock(&r->lock);
    void *value = map_get_pointer(&r->memos, key);
    pthread_mutex_unlock(&r->lock);
    return value;
}

void *registry_remember(registry *r, const node *key, void *value, void (*release)(void *))
{
    pthread_mutex_lock(&r->lock);
    void *known = map_get_pointer(&r->memos, key);
    if (!known) {
        map_put_pointer(&r->memos, key, value);
        vec_push(r->arena, &r->released, (struct memo){value, release});
    }
    pthread_mutex_unlock(&r->lock);
    if (known)
        release(value);
    return known ? known : value;
}

dialect registry_contract_dialect(const node *root)
{
    if (node_get(root, STR("swagger")))
        return DIALECT_SWAGGER_20;
    const node *version = node_get(root, STR("openapi"));
    if (!version)
        return DIALECT_UNKNOWN;
    if (str_starts_with(node_text(version), STR("3.0")))
        return DIALECT_OPENAPI_30;
    dialect named = dialect_of_uri(node_get_text(root, STR("jsonSchemaDialect")));
    return named ? named : DIALECT_OPENAPI_31;
}

resource *registry__add(registry *r, str uri, const node *root, const resource *like)
{
    resource *added = arena_new_of(r->arena, resource);
    *added = (resource){.owner = r,
                        .uri = uri,
                        .root = root,
                        .dialect = like->dialect,
                        .vocabularies = like->vocabularies,
                        .document = like->document,
                        .meta_schema = like->meta_schema};
    if (!map_has(&r->by_uri, uri))
        map_put(&r->by_uri, uri, added);
    return added;
}

static resource like_dialect(dialect d)
{
    return (resource){
        .dialect = d, .vocabularies = vocabulary_default(d), .meta_schema = dialect_uri(d)};
}

/* A meta-schema is described by what its own $schema names, in the end by a dialect known here;
 * its $vocabulary says which keywords the schemas that it describes have. */
bool registry__dialect(registry *r, str uri, const node *at, resource *out, diags *d)
{
    dialect known = dialect_of_uri(uri);
    *out = like_dialect(known);
    if (known)
        return true;

    str name = uri_split(uri).without_fragment;
    const resource *meta = registry__find(r, name, DIALECT_UNKNOWN, d);
    if (!meta || !meta->dialect) {
        if (d)
            diags_hint(d,
                       registry_diag_at(
                           r, d,
                           diags_error(d, "schema.dialect", "unknown $schema '%.*s'", STR_ARG(uri)),
                           at),
                       "map that URI to a file, or use a published dialect");
        return false;
    }
    out->dialect = meta->dialect;
    out->vocabularies = meta->vocabularies;
    out->meta_schema = meta->uri;

    const node *vocabularies = node_get(meta->root, STR("$vocabulary"));
    if (!node_is(vocabularies, NODE_OBJECT))
        return true;
    out->vocabularies = VOCABULARY_CORE;
    for (uint32_t i = 0; i < vocabularies->count; i++) {
        const member *m = &vocabularies->as.members[i];
        bool required = node_is_true(&m->value);
        uint32_t bits = vocabulary_of_uri(member_key(m), required);
        if (!bits && required) {
            if (d)
                registry_diag_at(r, d,
                                 diags_error(d, "schema.vocabulary",
                                             "'%.*s' requires the unknown vocabulary '%.*s'",
                                             STR_ARG(uri), STR_ARG(member_key(m))),
                                 at);
            return false;
        }
        out->vocabularies |= bits;
    }
    return true;
}

resource *registry__document(registry *r, size_t index, dialect referrer, diags *d)
{
    if (r->documents[index])
        return r->documents[index];
    const node *root = document_root(bundle_document(r->bundle, index));
    str uri = bundle_uri(r->bundle, index);
    dialect contract = registry_contract_dialect(root);
    str schema_uri = node_get_text(root, STR("$schema"));

    resource like = like_dialect(contract ? contract : referrer ? referrer : r->default_dialect);
    resource *added = registry__add(r, uri, root, &like);
    added->document = (uint16_t)index;
    r->documents[index] = added;
    if (contract)
        return added;

    /* A meta-schema may describe itself: then it is registered, but its dialect not known yet. */
    if (schema_uri.data) {
        added->dialect = DIALECT_UNKNOWN;
        if (!registry__dialect(r, schema_uri, root, &like, d)) {
            r->documents[index] = NULL;
            return NULL;
        }
        added->dialect = like.dialect;
        added->vocabularies = like.vocabularies;
        added->meta_schema = like.meta_schema;
    }
    registry__walk(r, root, added, d);
    return added;
}

static str meta_schema_file(registry *r, str uri)
{
    for (size_t i = 0; i < sizeof meta_schema_files / sizeof *meta_schema_files; i++)
        if (str_equal(meta_schema_files[i].uri, uri))
            return meta_schema_files[i].file;
    str prefix = STR("https://json-schema.org/draft/");
    if (!str_starts_with(uri, prefix))
        return STR_NULL;
    return arena_printf(r->arena, "json-schema/%.*s.json", STR_ARG(str_skip(uri, prefix.length)));
}

static resource *read_meta_schema(registry *r, str uri, diags *d)
{
    /* Real schemas write http for https and the other way round. */
    dialect named = dialect_of_uri(uri);
    str own = named ? dialect_uri(named) : uri;
    str file = meta_schema_file(r, own);
    str bytes = file.data ? embedded_find(file) : STR_NULL;
    if (!bytes.data)
        return NULL;
    if (!str_equal(own, uri) && map_get(&r->by_uri, own))
        return map_get(&r->by_uri, own);

    buf source = {0};
    buf_append(&source, bytes);
    document_options options = {.format = DOCUMENT_JSON,
                                .without_hashes = true,
                                .index =
                                    (uint16_t)(REGISTRY_FIRST_META_SCHEMA + r->meta_schemas.count)};
    document *doc = document_read(&source, own, &options, d);
    if (!doc)
        return NULL;
    vec_push(r->arena, &r->meta_schemas, doc);
    const node *root = document_root(doc);
    resource like = like_dialect(dialect_of_uri(node_get_text(root, STR("$schema"))));
    like.document = options.index;
    resource *added = registry__add(r, arena_str(r->arena, own), root, &like);
    if (!str_equal(own, uri))
        map_put(&r->by_uri, arena_str(r->arena, uri), added);
    registry__walk(r, root, added, d);
    return added;
}

resource *registry__find(registry *r, str uri, dialect referrer, diags *d)
{
    resource *found = map_get(&r->by_uri, uri);
    if (found)
        return found;
    size_t index = (size_t)(uintptr_t)map_get(&r->root_ids, uri);
    const document *doc = bundle_find(r->bundle, uri);
    if (doc)
        index = (size_t)document_root(doc)->document + 1;
    if (!index)
        return read_meta_schema(r, uri, d);
    resource *of_document = registry__document(r, index - 1, referrer, d);
    found = map_get(&r->by_uri, uri);
    return found ? found : of_document;
}

const document *registry_document_of(const registry *r, const node *n)
{
    size_t index = n->document;
    if (index < REGISTRY_FIRST_META_SCHEMA)
        return bundle_document_of(r->bundle, n);
    index -= REGISTRY_FIRST_META_SCHEMA;
    return index < r->meta_schemas.count ? r->meta_schemas.items[index] : NULL;
}

position registry_position(const registry *r, const node *n, arena *a)
{
    if (n->document < REGISTRY_FIRST_META_SCHEMA)
        return bundle_position(r->bundle, n, a);
    const document *doc = registry_document_of(r, n);
    line_column at = document_position(doc, n->start);
    return (position){.file = document_name(doc), .line = at.line, .column = at.column};
}

diag *registry_diag_at(const registry *r, diags *d, diag *of, const node *n)
{
    if (n->document < REGISTRY_FIRST_META_SCHEMA)
        return bundle_diag_at(r->bundle, d, of, n);
    return document_diag_at(registry_document_of(r, n), d, of, n);
}

bool schema_is_likely(const node *root)
{
    static const char *const keywords[] = {
        "$schema", "$id",   "$ref",  "$defs", "definitions", "properties", "allOf",
        "anyOf",   "oneOf", "items", "enum",  "const",       "required",   NULL};
    for (const char *const *at = keywords; *at; at++)
        if (node_get(root, str_from(*at)))
            return true;
    return node_is(node_get(root, STR("type")), NODE_STRING);
}
