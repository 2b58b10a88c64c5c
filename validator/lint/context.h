/*
 * What the files of this folder share while one contract is judged; private to lint/.
 *
 * First the walk (lint/walk.c) checks the structure by the tables and gathers every object by its
 * kind; then each file of checks looks at the kinds it is about. Nothing is judged twice, however
 * many references lead to it.
 */
#ifndef HANDOFF_LINT_CONTEXT_H
#define HANDOFF_LINT_CONTEXT_H

#include "base/vec.h"
#include "lint/lint.h"
#include "lint/objects.h"
#include "lint/rules.h"
#include "schema/schema.h"

/* One object of the contract, where it is written (references followed). */
typedef struct entity {
    const node *node;
    const member *key;          /* the member it is the value of; NULL in lists and at roots */
    const node *parent;         /* what holds it */
    schema_direction direction; /* the way a message with it travels, where that is known */
} entity;

typedef VEC(entity) entity_list;

typedef struct lint {
    const bundle *bundle;
    report *report;
    arena *arena;
    api *api;           /* what could be read of it; NULL for a plain JSON Schema */
    registry *registry; /* the api's, or of the plain JSON Schema */
    api_version version;
    unsigned bit; /* 1 << version */
    entity_list entities[KIND_COUNT_OF_ALL];
    map visited[KIND_COUNT_OF_ALL]; /* nodes that were walked as that kind */
    size_t findings;
    size_t compiled; /* schemas compiled to try values, with all that they reach */
    bool stopped;    /* LIMIT_LINT_FINDINGS was reached */
} lint;

/* Adds a finding at a value, or at a member's key (`holder` has the member). */
void lint_add(lint *l, lint_rule rule, const node *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void lint_add_key(lint *l, lint_rule rule, const member *at, const node *holder, const char *format,
                  ...) __attribute__((format(printf, 5, 6)));
void lint_undecided(lint *l, const node *at, str why);

/* At the end of n's $ref, or NULL (the walk has reported that). */
const node *lint_follow(const lint *l, const node *n);

/* " (did you mean 'x'?)" for the nearest name offered, or "". */
typedef struct near_name {
    str wanted, best;
    size_t distance;
} near_name;

void near_offer(near_name *n, str candidate);
const char *near_text(const near_name *n, arena *a);

/* --- the walk, then the checks in the order they run --- */

void walk_contract(lint *l);
void check_objects(lint *l);    /* requirements between the fields of one object */
void check_paths(lint *l);      /* templates, duplicates, ambiguity */
void check_operations(lint *l); /* ids, parameters, responses */
void check_media_types(lint *l);
void check_security(lint *l);
void check_servers(lint *l);
void check_components(lint *l); /* names, use */
void check_schemas(lint *l);    /* each schema by itself: meta-schema, keywords, discriminator */
void check_examples(lint *l);   /* media types, parameters, headers */

/* A plain JSON Schema. */
void check_schema_document(lint *l, site s);

#endif
