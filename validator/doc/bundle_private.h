/*
 * What a bundle is made of; private to doc/bundle.c (loading) and doc/resolve.c (references).
 */
#ifndef HANDOFF_DOC_BUNDLE_PRIVATE_H
#define HANDOFF_DOC_BUNDLE_PRIVATE_H

#include "base/map.h"
#include "base/vec.h"
#include "doc/bundle.h"

typedef enum link_state {
    LINK_FOUND,
    LINK_UNREADABLE, /* problems say why */
    LINK_OUTSIDE,
    LINK_REMOTE,
    LINK_MALFORMED
} link_state;

typedef struct bundled {
    document *document;
    str uri;
    map links; /* from the text of a reference before its '#' to a link */
} bundled;

/* One file that references name. */
typedef struct link {
    link_state state;
    bundled *target; /* of LINK_FOUND */
    str uri;
    diags *problems; /* of LINK_UNREADABLE */
} link;

struct bundle {
    arena *arena;
    uint64_t seed;
    VEC(bundled *) documents;
    map by_uri;
    map links_by_uri;
    VEC(diags *) failures; /* owned by links */
};

/* The URI of the document that a reference (without its fragment) names. */
link_state bundle_target_uri(str base, str ref, str *uri, arena *a);

#endif
