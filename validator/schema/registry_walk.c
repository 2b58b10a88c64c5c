/*
 * The walk that finds identifiers: `$id`, anchors, and the dialect of each embedded resource.
 *
 * It follows the keyword table, so it looks only where the dialect has a schema. It recurses once a
 * level of the document, which LIMIT_DOCUMENT_DEPTH bounds, and looks at each schema once, however
 * many aliases lead to it.
 */
#include "base/uri.h"
#include "schema/keyword.h"
#include "schema/registry_internal.h"

typedef struct walker {
    registry *registry;
    resource *current;
    diags *diags;
} walker;

static str identifier(const node *schema, dialect d)
{
    bool old = d == DIALECT_DRAFT_03 || d == DIALECT_DRAFT_04;
    if (d == DIALECT_SWAGGER_20 || d == DIALECT_OPENAPI_30)
        return STR_NULL;
    if (dialect_ref_stands_alone(d) && node_get_text(schema, STR("$ref")).data)
        return STR_NULL;
    return node_get_text(schema, old ? STR("id") : STR("$id"));
}

static void add_anchor(walker *w, str name, const node *schema, bool dynamic)
{
    for (size_t i = 0; i < w->current->anchors.count; i++) {
        anchor *known = &w->current->anchors.items[i];
        if (str_equal(known->name, name)) {
            known->dynamic |= dynamic && known->node == schema;
            return;
        }
    }
    vec_push(w->registry->arena, &w->current->anchors,
             (anchor){.name = name, .node = schema, .dynamic = dynamic});
}

/* A schema with an identifier is a resource of its own; in draft-07 and before an identifier that
 * is only a fragment is an anchor. */
static void enter_resource(walker *w, const node *schema, str id)
{
    registry *r = w->registry;
    uri_parts parts = uri_split(id);
    if (parts.without_fragment.length) {
        str uri = uri_split(uri_resolve(w->current->uri, id, r->arena)).without_fragment;
        resource like = *w->current;
        str schema_uri = node_get_text(schema, STR("$schema"));
        if (schema_uri.data && schema != w->current->root)
            registry__dialect(r, schema_uri, schema, &like, w->diags);
        like.document = w->current->document;
        if (schema == w->current->root) {
            /* The root of a document is known by its location and by its identifier. */
            w->current->uri = uri;
            if (!map_has(&r->by_uri, uri))
                map_put(&r->by_uri, uri, w->current);
        } else {
            w->current = registry__add(r, uri, schema, &like);
            map_put_pointer(&r->by_root, schema, w->current);
        }
    }
    bool fragment_is_anchor = dialect_ref_stands_alone(w->current->dialect);
    if (parts.fragment.length && parts.fragment.data[0] != '/' && fragment_is_anchor)
        add_anchor(w, parts.fragment, schema, false);
}

static void enter_anchors(walker *w, const node *schema)
{
    dialect d = w->current->dialect;
    uint32_t vocabularies = w->current->vocabularies;
    static const str names[] = {STR_INIT("$anchor"), STR_INIT("$dynamicAnchor")};
    for (size_t i = 0; i < 2; i++) {
        str name = node_get_text(schema, names[i]);
        if (name.data && keyword_find(names[i], d, vocabularies))
            add_anchor(w, name, schema, i == 1);
    }
    if (schema == w->current->root && node_get_true(schema, STR("$recursiveAnchor")) &&
        keyword_find(STR("$recursiveAnchor"), d, vocabularies))
        w->current->recursive_anchor = true;
}

static void walk(void *context, const node *schema)
{
    walker w = *(walker *)context;
    if (!node_is(schema, NODE_OBJECT) || !map_put_pointer(&w.registry->walked, schema, w.registry))
        return;

    /* An embedded resource may be written in a dialect whose identifier has another name. */
    dialect written_in = dialect_of_uri(node_get_text(schema, STR("$schema")));
    str id = identifier(schema, written_in ? written_in : w.current->dialect);
    if (id.data)
        enter_resource(&w, schema, id);
    enter_anchors(&w, schema);

    for (uint32_t i = 0; i < schema->count; i++) {
        const member *m = &schema->as.members[i];
        const keyword *k = keyword_find(member_key(m), w.current->dialect, w.current->vocabularies);
        if (k && k->shape != SHAPE_NONE)
            keyword_each_schema(k->shape, &m->value, walk, &w);
    }
}

void registry__walk(registry *r, const node *schema, resource *current, diags *d)
{
    walker w = {.registry = r, .current = current, .diags = d};
    walk(&w, schema);
}
