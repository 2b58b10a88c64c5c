/*
 * Parameters and headers as they travel: which text a value becomes, by place, style, explode and
 * the kind of the value (OpenAPI 3.x, "Style Values" and "Style Examples"; RFC 6570).
 *
 * Two parameters are written alike when the text is the same for every kind of value that their
 * schemas let through: explode says nothing about a scalar, spaceDelimited and form are one when
 * arrays explode. Nothing fails; combinations that the specification leaves undefined get the text
 * that implementations agree on (the form style's), so that a change between them is no change.
 */
#ifndef HANDOFF_OPENAPI_SERIALIZATION_H
#define HANDOFF_OPENAPI_SERIALIZATION_H

#include "openapi/api.h"

/* Kinds of values as a serialization tells them apart; bits. */
typedef enum serialization_kind {
    SERIALIZED_SCALAR = 1, /* strings, numbers, booleans, null */
    SERIALIZED_ARRAY = 2,
    SERIALIZED_OBJECT = 4,
    SERIALIZED_EVERY_KIND = 7
} serialization_kind;

/* The kinds that the schema's types let through, in all that holds in place ($ref, allOf, anyOf,
 * oneOf); more than there are where that takes too long to find out. No schema: every kind. */
unsigned serialization_kinds(registry *r, site s);

/* The text of the specification's example value (blue; [blue, black]; {R: 100, G: 200}) for a
 * parameter called `color`: "color=blue,black", "color[R]=100&color[G]=200". */
str serialization_example(const api_parameter *p, serialization_kind kind, arena *a);
str serialization_header_example(const api_header *h, serialization_kind kind, arena *a);

/* Whether both write every value of those kinds the same, their names aside. */
bool serialization_same(const api_parameter *one, const api_parameter *other, unsigned kinds);
bool serialization_same_header(const api_header *one, const api_header *other, unsigned kinds);

#endif
