/*
 * Schema resources: which base URI, anchors and dialect hold where (JSON Schema core, section 8).
 *
 * A registry sits on a loaded bundle and finds the schema resources in it: a document's root, each
 * `$id` (`id` in draft-04 and before), each embedded or mapped document. Everything that works on
 * schemas passes a `site`: a schema together with the resource it is read in, because the same
 * text means different things under another base URI or dialect. Sites are compared by node.
 *
 * The registry owns its resources and is immutable after registry_new, but for memoised look-ups
 * that it locks itself; one registry a bundle. The meta-schemas of all dialects are always there;
 * they are read when somebody first needs one.
 */
#ifndef HANDOFF_SCHEMA_REGISTRY_H
#define HANDOFF_SCHEMA_REGISTRY_H

#include "doc/bundle.h"
#include "schema/dialect.h"

typedef struct registry registry;

typedef struct anchor {
    str name;
    const node *node;
    bool dynamic; /* $dynamicAnchor */
} anchor;

typedef struct resource {
    registry *owner;
    str uri; /* absolute, without fragment */
    dialect dialect;
    const node *root;
    uint32_t vocabularies; /* vocabulary bits in force, see schema/vocabulary.h */
    uint16_t document;     /* of the bundle; from REGISTRY_FIRST_META_SCHEMA on a meta-schema's */
    bool recursive_anchor; /* "$recursiveAnchor": true at its root */
    str meta_schema;       /* URI of what describes it: its $schema, or its dialect's own */
    struct {
        anchor *items;
        size_t count, capacity;
    } anchors; /* in document order */
} resource;

enum { REGISTRY_FIRST_META_SCHEMA = 0xff00 };

typedef struct site {
    const node *node; /* the schema: an object or a boolean; NULL: no site */
    const resource *resource;
} site;

typedef struct registry_options {
    dialect default_dialect; /* where no $schema says otherwise; DIALECT_UNKNOWN: 2020-12 */
} registry_options;

registry *registry_new(const bundle *b, const registry_options *options, diags *d);
void registry_free(registry *r); /* NULL is fine */
const bundle *registry_bundle(const registry *r);

/* A whole document read as a schema (the entry: index 0). No site, with an error, when its $schema
 * is not known ("schema.dialect") or requires a vocabulary that is not ("schema.vocabulary"). */
site registry_document(registry *r, size_t index, diags *d);

/* Schemas inside something that is no schema (an OpenAPI document): the site of a schema object
 * there. The walk for `$id` and anchors below it happens once. */
site registry_embedded(registry *r, const node *schema, dialect d);

/* The site of a subschema of `parent`: its own resource when it has an identifier, else the
 * parent's. `child` must stand at a keyword where the dialect has a schema. */
site registry_child(registry *r, site parent, const node *child);

/* What a reference in `from` points to: pointers, anchors, $id, other documents, meta-schemas. The
 * site's node is NULL, with a diagnostic ("ref.*"), when it points to nothing; `d` may be NULL. */
site registry_resolve(registry *r, site from, str ref, diags *d);

/* False, with an error ("ref.loop") for each, when a `$ref` of the schema or below it leads to
 * itself and to nothing else. */
bool registry_refuse_loops(registry *r, site s, diags *d);

/* `#/definitions/X` of the entry, for "file.yaml#/components/schemas/Order" on the command line. */
site registry_fragment(registry *r, str fragment, diags *d);

/* The meta-schema that describes a resource. No site when it cannot be found. */
site registry_meta_schema(registry *r, const resource *of, diags *d);

/* Something worth making once a registry (compiled meta-schemas), by the node it is made from.
 * Whoever comes second is given the first one's, and its own released. */
void *registry_memo(registry *r, const node *key);
void *registry_remember(registry *r, const node *key, void *value, void (*release)(void *));

/* Whether a document looks like a JSON Schema: settings that happen to be an object do not. */
bool schema_is_likely(const node *root);

/* The anchor of that name in a resource; NULL when it has none. */
const anchor *resource_anchor(const resource *of, str name);

/* The dialect that an OpenAPI or Swagger document gives its schema objects (3.1's
 * jsonSchemaDialect is looked at); DIALECT_UNKNOWN when the root is no such document. */
dialect registry_contract_dialect(const node *root);

/* The document that holds a node, meta-schemas included, and where the node stands: what
 * bundle_position says, for every node that a site can have. */
const document *registry_document_of(const registry *r, const node *n);
position registry_position(const registry *r, const node *n, arena *a);
diag *registry_diag_at(const registry *r, diags *d, diag *of, const node *n);

#endif
