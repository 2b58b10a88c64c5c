/*
 * From references to sites.
 */
#include "base/uri.h"
#include "schema/registry_internal.h"
#include "schema/vocabulary.h"

static const site no_site = {NULL, NULL};

static bool is_schema(const node *n)
{
    return node_is(n, NODE_OBJECT) || node_is(n, NODE_BOOLEAN);
}

static resource *resource_at(registry *r, const node *n, const resource *otherwise)
{
    resource *own = map_get_pointer(&r->by_root, n);
    return own ? own : (resource *)otherwise;
}

static str unescape_token(str token, arena *a)
{
    if (str_find(token, '~') == SIZE_MAX)
        return token;
    char *text = arena_alloc(a, token.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < token.length; i++) {
        char c = token.data[i];
        if (c == '~' && i + 1 < token.length)
            c = token.data[++i] == '1' ? '/' : '~';
        text[length++] = c;
    }
    return (str){text, length};
}

static bool array_index(str token, size_t *index)
{
    if (!token.length || token.length > 10 || (token.length > 1 && token.data[0] == '0'))
        return false;
    *index = 0;
    for (size_t i = 0; i < token.length; i++) {
        if (token.data[i] < '0' || token.data[i] > '9')
            return false;
        *index = *index * 10 + (size_t)(token.data[i] - '0');
    }
    return true;
}

/* Along a JSON Pointer, noticing the resources it enters on the way. */
static site follow_pointer(registry *r, const resource *from, str pointer)
{
    site at = {from->root, from};
    str rest = str_skip(pointer, 1), token;
    bool more = pointer.length > 0;
    while (more && at.node) {
        size_t slash = str_find(rest, '/'), index;
        more = slash != SIZE_MAX;
        token = unescape_token(more ? str_take(rest, slash) : rest, r->arena);
        rest = more ? str_skip(rest, slash + 1) : rest;
        if (node_is(at.node, NODE_ARRAY))
            at.node = array_index(token, &index) ? node_item(at.node, index) : NULL;
        else
            at.node = node_get(at.node, token);
        if (at.node)
            at.resource = resource_at(r, at.node, at.resource);
    }
    return at.node ? at : no_site;
}

static site in_resource(registry *r, const resource *of, str fragment)
{
    if (!fragment.length)
        return (site){of->root, of};
    str decoded;
    if (!uri_percent_decode(fragment, &decoded, r->arena))
        return no_site;
    if (decoded.length == 0 || decoded.data[0] == '/')
        return follow_pointer(r, of, decoded);
    const anchor *found = resource_anchor(of, decoded);
    return found ? (site){found->node, of} : no_site;
}

const anchor *resource_anchor(const resource *of, str name)
{
    for (size_t i = 0; i < of->anchors.count; i++)
        if (str_equal(of->anchors.items[i].name, name))
            return &of->anchors.items[i];
    return NULL;
}

static void complain(registry *r, diags *d, const node *at, const char *code, const char *format,
                     str ref)
{
    if (!d)
        return;
    diag *added = diags_error(d, code, "%s '%.*s'", format, STR_ARG(ref));
    registry_diag_at(r, d, added, at);
}

/* A file beside the referring one: where an $id gave a base that no document is known by, the
 * reference still means the file, as the bundle loaded it. */
static site beside(registry *r, site from, str ref, diags *d)
{
    if (from.node->document >= REGISTRY_FIRST_META_SCHEMA) {
        complain(r, d, from.node, "ref.missing-target", "no schema is known as", ref);
        return no_site;
    }
    uri_parts parts = uri_split(ref);
    const node *root = parts.without_fragment.length
                           ? bundle_resolve(r->bundle, from.node, parts.without_fragment, d)
                           : NULL;
    if (!root) {
        if (!parts.without_fragment.length)
            complain(r, d, from.node, "ref.missing-target", "nothing stands at", ref);
        return no_site;
    }
    resource *of = registry__document(r, root->document, from.resource->dialect, d);
    site found = of ? in_resource(r, of, parts.fragment) : no_site;
    if (of && !found.node)
        complain(r, d, from.node, "ref.missing-target", "nothing stands at", ref);
    return found;
}

static site resolve(registry *r, site from, str ref, diags *d)
{
    site found;
    if (ref.length && ref.data[0] == '#') {
        found = in_resource(r, from.resource, str_skip(ref, 1));
    } else {
        uri_parts parts = uri_split(uri_resolve(from.resource->uri, ref, r->arena));
        resource *of = registry__find(r, parts.without_fragment, from.resource->dialect, d);
        if (!of)
            return beside(r, from, ref, d);
        if (!of->dialect) {
            complain(r, d, from.node, "schema.dialect", "the dialect is not known of", ref);
            return no_site;
        }
        found = in_resource(r, of, parts.fragment);
    }
    if (!found.node) {
        complain(r, d, from.node, "ref.missing-target", "nothing stands at", ref);
        return no_site;
    }
    return found;
}

site registry_resolve(registry *r, site from, str ref, diags *d)
{
    pthread_mutex_lock(&r->lock);
    site found = resolve(r, from, ref, d);
    if (found.node && !is_schema(found.node)) {
        complain(r, d, from.node, "ref.not-a-schema", "no schema stands at", ref);
        found = no_site;
    }
    /* A pointer may lead into an unknown keyword, where the walk had no business. */
    if (found.node) {
        registry__walk(r, found.node, (resource *)found.resource, d);
        found.resource = resource_at(r, found.node, found.resource);
    }
    pthread_mutex_unlock(&r->lock);
    return found;
}

site registry_document(registry *r, size_t index, diags *d)
{
    pthread_mutex_lock(&r->lock);
    resource *of = registry__document(r, index, DIALECT_UNKNOWN, d);
    pthread_mutex_unlock(&r->lock);
    if (!of)
        return no_site;
    if (!is_schema(of->root)) {
        registry_diag_at(r, d,
                         diags_error(d, "schema.invalid",
                                     "a schema is an object or a boolean, this is %s",
                                     node_kind_name(node_kind_of(of->root))),
                         of->root);
        return no_site;
    }
    return (site){of->root, of};
}

site registry_embedded(registry *r, const node *schema, dialect d)
{
    pthread_mutex_lock(&r->lock);
    size_t index = schema->document < r->document_count ? schema->document : 0;
    const resource *of = registry__document(r, index, d, NULL);
    resource like = {0};
    str schema_uri = node_get_text(schema, STR("$schema"));
    bool named = schema_uri.data && d == DIALECT_OPENAPI_31 &&
                 registry__dialect(r, schema_uri, schema, &like, NULL);
    if (!named)
        like = (resource){
            .dialect = d, .vocabularies = vocabulary_default(d), .meta_schema = dialect_uri(d)};
    /* One document may hold schemas of several dialects: each has a resource of the same place. */
    if (of && of->dialect != like.dialect) {
        str key = arena_printf(r->arena, "%.*s\n%s", STR_ARG(of->uri), dialect_name(like.dialect));
        resource *variant = map_get(&r->by_uri, key);
        if (!variant) {
            like.document = (uint16_t)index;
            variant = registry__add(r, key, of->root, &like);
            variant->uri = of->uri;
        }
        of = variant;
    }
    if (of) {
        registry__walk(r, schema, (resource *)of, NULL);
        of = resource_at(r, schema, of);
    }
    pthread_mutex_unlock(&r->lock);
    return of ? (site){schema, of} : no_site;
}

site registry_child(registry *r, site parent, const node *child)
{
    pthread_mutex_lock(&r->lock);
    const resource *of = resource_at(r, child, parent.resource);
    pthread_mutex_unlock(&r->lock);
    return (site){child, of};
}

site registry_fragment(registry *r, str fragment, diags *d)
{
    pthread_mutex_lock(&r->lock);
    resource *of = registry__document(r, 0, DIALECT_UNKNOWN, d);
    pthread_mutex_unlock(&r->lock);
    if (!of)
        return no_site;
    str ref = arena_printf(r->arena, "#%.*s", STR_ARG(fragment));
    return registry_resolve(r, (site){of->root, of}, ref, d);
}

site registry_meta_schema(registry *r, const resource *of, diags *d)
{
    pthread_mutex_lock(&r->lock);
    str name = uri_split(of->meta_schema).without_fragment;
    resource *found = registry__find(r, name, DIALECT_UNKNOWN, d);
    pthread_mutex_unlock(&r->lock);
    return found ? (site){found->root, found} : no_site;
}
