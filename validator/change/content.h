/*
 * Content by media type, of request bodies and responses. Private to change/.
 */
#ifndef HANDOFF_CHANGE_CONTENT_H
#define HANDOFF_CHANGE_CONTENT_H

#include "change/comparison.h"
#include "change/schema_graph.h"

typedef struct content_place {
    const operation_pair *pair;
    str where;        /* "response 200"; without the pair's prefix */
    str status;       /* STR_NULL: the request */
    const char *what; /* "response body" */
} content_place;

void compare_response_content(comparison *c, const content_place *at, const api_response *old,
                              const api_response *new_);

#endif
