/*
 * Which operation of a contract a request is for: by method and path, the servers' base path aside.
 *
 * Segments are compared one by one, empty ones dropped; a literal segment beats a parameter, and a
 * parameter takes only a value its schema allows.
 */
#ifndef HANDOFF_CONSUMER_ROUTE_H
#define HANDOFF_CONSUMER_ROUTE_H

#include "base/diag.h"
#include "openapi/api.h"

/* Asked whether a path parameter's text is a value of its schema. */
typedef bool route_fits(void *context, const api_parameter *p, str text);

typedef struct route {
    const api_operation *operation; /* NULL: none */
    bool path_known;                /* some operation has the path, with another method */
} route;

route route_find(const api *contract, str method, str path, route_fits *fits, void *context,
                 arena *a);

#endif
