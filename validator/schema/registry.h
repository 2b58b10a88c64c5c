/*
 * Schema resources: which base URI, anchors and dialect hold where (JSON Schema core, section 8).
 *
 * A registry sits on a loaded bundle and finds the schema resources in it: a document's root, each
 * `$id` (`id` in draft-04 and before), each embedded or mapped document. Everything that works on
 * schemas passes a `site`: a schema together with the resource it is read in, because the same
 * text means different things under another base URI or dialect. Sites are compared by node.
 *
 * The registry owns its resources and is immutable after registry_new, but for memoised look-ups
 * that it locks itself; one registry a bundle. The meta-schemas of all dialects are always there.
 */
#ifndef HANDOFF_SCHEMA_REGISTRY_H
#define HANDOFF_SCHEMA_REGISTRY_H

#include "doc/bundle.h"
#include "schema/dialect.h"

typedef struct registry registry;

typedef struct resource {
    str uri; /* absolute, without fragment */
    dialect dialect;
    const node *root;
    uint32_t vocabularies; /* vocabulary bits in force, see schema/vocabulary.h */
    uint16_t document;
} resource;

typedef struct site {
    const node *node;         /* the schema: an object or a boolean; NULL: no site */
    const resource *resource;
} site;

typedef struct registry_options {
    dialect default_dialect; /* where no $schema says otherwise; DIALECT_UNKNOWN: 2020-12 */
} registry_options;

registry *registry_new(const bundle *b, const registry_options *options, diags *d);
void registry_free(registry *r); /* NULL is fine */
const bundle *registry_bundle(const registry *r);

/* A whole document read as a schema (the entry: index 0). */
site registry_document(registry *r, size_t index, diags *d);

/* Schemas inside something that is no schema (an OpenAPI document): the site of a schema object
 * there. The walk for `$id` and anchors below it happens once. */
site registry_embedded(registry *r, const node *schema, dialect d);

/* The site of a subschema of `parent`: its own resource when it has an identifier, else the
 * parent's. `child` must stand at a keyword where the dialect has a schema. */
site registry_child(registry *r, site parent, const node *child);

/* What a reference in `from` points to: pointers, anchors, $id, other documents, meta-schemas. The
 * site's node is NULL, with a diagnostic ("ref.*"), when it points to nothing; `d` may be NULL. */
site registry_resolve(registry *r, site from, str reference, diags *d);

/* `#/definitions/X` of the entry, for "file.yaml#/components/schemas/Order" on the command line. */
site registry_fragment(registry *r, str fragment, diags *d);

#endif
