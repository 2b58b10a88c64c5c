/*
 * Which kinds of value a schema allows, as far as its keywords in place tell ($ref, allOf, anyOf,
 * oneOf followed): what a text on the wire is read as, what a drafted expectation says of a field.
 * More may be told than is allowed, never less.
 */
#ifndef HANDOFF_CONSUMER_KINDS_H
#define HANDOFF_CONSUMER_KINDS_H

#include "schema/registry.h"

#define KIND(node_kind) (1u << (node_kind))

enum {
    KIND_INTEGER = 1u << 6,                         /* numbers that are integers */
    KIND_NUMBER = KIND(NODE_NUMBER) | KIND_INTEGER, /* any number */
    KIND_ALL = 127u
};

unsigned kinds_of_schema(registry *r, site s); /* of no schema: KIND_ALL */
unsigned kinds_of_name(str type_name);         /* "integer"; 0: no type's name */
unsigned kinds_of_value(const node *value);

/* The names as a JSON array: ["string","null"]. In the arena. */
str kinds_list(unsigned kinds, arena *a);

/* "string", "[string, \"null\"]", "any": as an expectation file has it. In the arena. */
str kinds_text(unsigned kinds, arena *a);

/* The schema behind $ref, where nothing but a reference stands there. */
site kinds_follow(registry *r, site s);

#endif
