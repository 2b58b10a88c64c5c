/*
 * Values from the wire: the text of a parameter, a header or a form, read as the JSON value its
 * schema speaks of.
 *
 * Text says nothing of its type; the schema does: where it allows numbers and the text is one, it
 * is a number, and so on, text at last. Arrays and objects are parted as `style` and `explode` say
 * (OpenAPI, Parameter Object, "style values"). Nodes live in the arena given.
 */
#ifndef HANDOFF_CONSUMER_WIRE_H
#define HANDOFF_CONSUMER_WIRE_H

#include "consumer/interaction.h"
#include "openapi/api.h"

/* The parameter's value among these fields (its own name, or the names its style spreads it over),
 * or NULL when it is not there. */
const node *wire_parameter(registry *r, const api_parameter *p, const fields *given, arena *a);

/* One text by its schema and style: path segments, headers. */
const node *wire_text(registry *r, site s, parameter_style style, bool explode, str text, arena *a);

/* application/x-www-form-urlencoded and multipart/form-data as an object. */
const node *wire_form(registry *r, site s, str text, arena *a);
const node *wire_multipart(registry *r, site s, str text, str boundary, arena *a);

#endif
