/*
 * Field paths of expectation files: a JSON Pointer whose steps may stand for many places.
 *
 *     /total             a member
 *     /prices/{currency} every member of a map, whatever its name
 *     /note?             a '?' at the end: the field may be absent, for whatever reason
 *     /address?/city     a '?' before: the address may be absent; where it is there, so is the city
 *
 * A step `*` is every item of a list. A name that is written with one of these signs has it
 * escaped: ~0 is '~', ~1 '/', ~2 '?', ~3 '*' and ~4 '{'.
 */
#ifndef HANDOFF_CONSUMER_FIELD_PATH_H
#define HANDOFF_CONSUMER_FIELD_PATH_H

#include "base/arena.h"
#include "base/buf.h"

typedef enum field_step_kind { STEP_MEMBER, STEP_ITEMS, STEP_VALUES } field_step_kind;

typedef struct field_step {
    field_step_kind kind;
    str name;      /* of a member; unescaped */
    bool optional; /* may be absent from an object that is there */
} field_step;

typedef struct field_path {
    const field_step *steps;
    size_t count;
} field_path;

/* Of "/a/b" (a '?' at the end is not looked at: see expected_field). In the arena. */
field_path field_path_read(str text, arena *a);

/* "/name", "/name?" and so on. */
void field_path_append(buf *out, const field_step *step);

/* The path without its '?'. In the arena. */
str field_path_text(const field_path *path, arena *a);

/* Whether two paths lead to the same places; what is optional is no matter. */
bool field_path_equal(const field_path *a, const field_path *b);

/* Whether a JSON Pointer is one of the path's places or below one, which sets *below. Lists'
 * indices are items, also as findings write them. */
bool field_path_holds(const field_path *path, str pointer, bool *below);

/* The steps that both have from the start on; SIZE_MAX where they part before either ends. */
size_t field_path_overlap(const field_path *path, str pointer);

#endif
