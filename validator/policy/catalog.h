/*
 * Backstage catalogue files (catalog-info.yaml): who owns which component and which API, and which
 * component provides or consumes an API.
 *
 * A file holds several YAML documents. Entities of other kinds than Component, API, Group and User
 * are passed over, unknown members ignored: the format is Backstage's, not ours. What cannot be
 * read is a warning ("catalog.syntax"): a catalogue is help, its owners mend it.
 */
#ifndef HANDOFF_POLICY_CATALOG_H
#define HANDOFF_POLICY_CATALOG_H

#include "base/vec.h"
#include "policy/config.h"

typedef enum entity_kind { ENTITY_COMPONENT, ENTITY_API, ENTITY_GROUP, ENTITY_USER } entity_kind;

typedef struct catalog_entity {
    entity_kind kind;
    str name;       /* metadata.name */
    str owner;      /* spec.owner as written; STR_NULL: not said */
    str definition; /* API: the file spec.definition.$text names, from the top; STR_NULL: inline */
    text_list provides, consumes; /* Component: names of APIs */
    position place;
} catalog_entity;

typedef struct catalog {
    arena *arena;                 /* not owned */
    VEC(catalog_entity) entities; /* in order of reading */
} catalog;

/* Adds what one file holds; `file` is its path from the top of the repository. */
void catalog_read(catalog *c, str text, str file, diags *d);

const catalog_entity *catalog_find(const catalog *c, entity_kind kind, str name);

/* The API whose definition is that file; NULL: none. */
const catalog_entity *catalog_api_of_file(const catalog *c, str path);

/* The name in an entity reference "[kind:][namespace/]name". */
str catalog_name_of(str entity);

#endif
