/*
 * Output: why a value is not valid, and what a valid one is annotated with (JSON Schema core
 * 2019-09 and 2020-12, section 12).
 *
 * An output is a tree of units: a unit is a schema applied to a value, or one keyword of it. It is
 * made by walking the schema's plan keyword by keyword, apart from the program that only answers
 * yes or no, so that the two check each other. It owns its units and texts, borrows nodes of schema
 * and instance, and lives until output_free.
 */
#ifndef HANDOFF_SCHEMA_OUTPUT_H
#define HANDOFF_SCHEMA_OUTPUT_H

#include "base/buf.h"
#include "base/vec.h"
#include "schema/schema.h"

/* What is kept of the tree. */
typedef enum output_detail {
    OUTPUT_ERRORS,      /* units that fail and lead to the answer */
    OUTPUT_ANNOTATIONS, /* those, and annotations of what holds */
    OUTPUT_EVERYTHING   /* every step */
} output_detail;

typedef enum output_format { /* the names of the specification */
                             OUTPUT_FLAG,
                             OUTPUT_BASIC,
                             OUTPUT_DETAILED,
                             OUTPUT_VERBOSE
} output_format;

typedef struct output_unit output_unit;

struct output_unit {
    bool valid;
    str keyword;           /* STR_NULL: a whole schema */
    str keyword_location;  /* JSON Pointer along the path of evaluation, through references */
    str absolute_location; /* URI of the keyword where it is written */
    str instance_location; /* JSON Pointer */
    const node *place;     /* the keyword's value, or the schema */
    const member *keyword_member; /* NULL: none is written (or a whole schema) */
    const node *holder;           /* the schema object that holds the keyword */
    const node *instance;         /* the value it was applied to */
    str error;                    /* a sentence; STR_NULL where it holds or its children say why */
    str annotation;               /* JSON text; STR_NULL: none */
    VEC(output_unit *) children;
};

typedef struct output {
    arena *arena;
    validity answer;
    const char *limit; /* of UNDECIDED, a literal */
    const output_unit *root;
} output;

output *schema_explain(const schema *s, const node *instance, output_detail detail);
void output_free(output *o); /* NULL is fine */

/* Units that say something by themselves, in order: failures of a value that is not valid,
 * annotations of one that is. What `basic` lists. */
typedef struct output_list {
    const output_unit **items;
    size_t count, capacity;
} output_list;
output_list output_leaves(const output *o, arena *a);

/* The standard formats as JSON text. With `lines`, units also say line and column of instance and
 * keyword ("instancePosition", "keywordPosition"), looked up through `instances` and the schema's
 * registry. */
typedef struct output_lines {
    const document *instance; /* NULL: no positions */
    const registry *schemas;
    uint32_t lines_before; /* in the instance's file, where it is one record of many */
} output_lines;
void output_write(const output *o, output_format format, const output_lines *lines, buf *to);
bool output_format_parse(output_format *out, str name);

/* One line a step: "  ok    /properties/a/type  at /a". Needs OUTPUT_EVERYTHING. */
void output_trace(const output *o, buf *to);

#endif
