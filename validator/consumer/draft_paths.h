/*
 * Path templates from recorded paths: "/orders/17/lines" is "/orders/{order_id}/lines".
 */
#ifndef HANDOFF_CONSUMER_DRAFT_PATHS_H
#define HANDOFF_CONSUMER_DRAFT_PATHS_H

#include "base/buf.h"
#include "base/map.h"
#include "base/uri.h"
#include "base/vec.h"

typedef VEC(str) path_steps;

typedef struct path_templates {
    arena *arena;
    map siblings; /* a path with one step left open -> the values that were seen there */
} path_templates;

void path_templates_init(path_templates *t, arena *a);

/* The template as far as one path tells. In the arena. */
str path_templates_add(path_templates *t, str method, str path);

/* The template, given that one, once all paths are known. */
str path_templates_find(path_templates *t, str method, str path);

#endif
