/*
 * What the files of the registry share: its tables and the walk that fills them. Private.
 */
#ifndef HANDOFF_SCHEMA_REGISTRY_INTERNAL_H
#define HANDOFF_SCHEMA_REGISTRY_INTERNAL_H

#include <pthread.h>

#include "base/map.h"
#include "base/vec.h"
#include "schema/registry.h"

struct memo {
    void *value;
    void (*release)(void *);
};

struct registry {
    const bundle *bundle;
    arena *arena;
    dialect default_dialect;
    pthread_mutex_t lock; /* held by every public function that may add to what follows */
    map by_uri;           /* URI -> resource */
    map root_ids;         /* URI that a document's root claims -> its index + 1 */
    map by_root;          /* node (schema with an identifier of its own) -> resource */
    map walked;           /* node -> anything: schemas whose subschemas were looked at */
    resource **documents; /* by bundle index; NULL until somebody asks */
    size_t document_count;
    map memos;                    /* node -> value */
    VEC(struct memo) released;    /* what registry_free hands back */
    VEC(document *) meta_schemas; /* owned; index + REGISTRY_FIRST_META_SCHEMA is in their nodes */
};

/* The resource of a URI without fragment, reading documents and meta-schemas on demand. `referrer`
 * gives its dialect to a document that names none. NULL when nothing is known by that URI. */
resource *registry__find(registry *r, str uri, dialect referrer, diags *d);

/* The resource of a document of the bundle. NULL with an error when its $schema is not known. */
resource *registry__document(registry *r, size_t index, dialect referrer, diags *d);

/* Registers the identifiers in a schema and below it, once. */
void registry__walk(registry *r, const node *schema, resource *current, diags *d);

/* What a $schema URI means. false with an error. */
bool registry__dialect(registry *r, str uri, const node *at, resource *out, diags *d);

resource *registry__add(registry *r, str uri, const node *root, const resource *like);

#endif
