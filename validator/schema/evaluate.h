/*
 * What the files of the explaining evaluator share (schema/output.h says what it makes). Private.
 */
#ifndef HANDOFF_SCHEMA_EVALUATE_H
#define HANDOFF_SCHEMA_EVALUATE_H

#include "schema/output.h"
#include "schema/run.h"

/* A JSON Pointer in the making, on the C stack; text is made of it when a unit is kept. */
typedef struct path {
    const struct path *up; /* NULL: the root, its token says nothing */
    str token;             /* data NULL: the index */
    size_t index;
} path;

/* Members or items of one value that were evaluated. */
typedef struct marks {
    uint8_t *bits; /* one byte each; NULL when nobody asks */
    uint32_t count;
    bool all;
} marks;

typedef struct evaluation {
    arena *arena;
    const schema *schema;
    output_detail detail;
    bool tracks;    /* the schema has unevaluated* somewhere */
    validation run; /* for scalar tests, limits and steps */
    size_t units;   /* made so far */
    str *locations; /* by subschema index: absolute location, when known */
} evaluation;

/* A value and where it stands. */
typedef struct place {
    const node *node;
    const path *path;
} place;

/* One keyword at work on one value. */
typedef struct application {
    evaluation *evaluation;
    const subschema *subschema;
    const clause *clause;
    place at;
    const path *path; /* of the keyword */
    marks *marks;     /* of the value */
    unsigned kept;    /* children's units to keep: output_detail */
    str error;        /* set where it fails for a reason of its own */
    str annotation;   /* set where it holds */
    VEC(output_unit *) children;
} application;

/* Applies a subschema. `unit` gets what is kept (or NULL). */
bool evaluate_subschema(evaluation *e, const subschema *s, place at, const path *p, marks *m,
                        output_detail detail, output_unit **unit);

/* The same as a child of the keyword under `token` (STR_NULL: none), its unit kept or not. */
bool evaluate_child(application *a, const subschema *s, place at, str token, marks *m, bool keep);

/* A branch on the same value has marks of its own; only when it holds are they the value's. */
bool evaluate_branch(application *a, const subschema *s, str token, bool keep);
str evaluate_token(size_t index, arena *a); /* "3" */

bool evaluate_object_keyword(application *a);
bool evaluate_array_keyword(application *a);
bool evaluate_in_place(application *a);
bool evaluate_assertion(application *a); /* of scalars and of any value */

void marks_init(evaluation *e, marks *m, const node *n);
void marks_add(marks *into, const marks *from);

str path_text(const path *p, arena *a);

/* The sentence of a failed keyword. */
str message_of(const application *a);
str message_value(const node *n, arena *a); /* a value for people, cut short */

#endif
