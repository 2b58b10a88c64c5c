/*
 * Compiled schemas: compile once, validate many times, from any number of threads.
 *
 * schema_compile turns a site and everything it reaches into a compact program; the program
 * borrows from the registry and its bundle, which must outlive it. schema_validate answers without
 * allocating on the success path. What it needs besides lives in a `validation`, one per thread.
 *
 * Who validates against many schemas of one contract compiles them as a group: in a recursive
 * contract nearly every schema reaches nearly all others, and a group compiles each once.
 */
#ifndef HANDOFF_SCHEMA_SCHEMA_H
#define HANDOFF_SCHEMA_SCHEMA_H

#include "schema/registry.h"

typedef struct schema schema;

/* Which way a value goes. The side that may not send a member (readOnly in a request, writeOnly in
 * a response) never does; the reader does not require it, and accepts any value it may have. */
typedef enum schema_direction {
    DIRECTION_NONE,
    DIRECTION_REQUEST, /* readOnly members are not required and tolerated */
    DIRECTION_RESPONSE /* writeOnly members likewise */
} schema_direction;

typedef struct schema_options {
    bool assert_formats; /* else as the dialect says */
    bool assert_content;
    schema_direction direction;
    bool discriminator; /* OpenAPI's discriminator asserts what it implies: its property is there,
                           a string, and names a branch or a mapping; of the branches of oneOf or
                           anyOf only those it selects are asked (discriminator.h) */
    bool without_meta_schema; /* do not check the schema against its meta-schema */
    bool tolerate_unresolved; /* a reference to nothing, or a pattern that is none, is no error: a
                                 value is UNDECIDED whose validity hangs on it */
} schema_options;

/* NULL with errors: "schema.invalid" (its meta-schema refuses it), "ref.*", "schema.vocabulary",
 * "schema.pattern", "limit.*". */
schema *schema_compile(registry *r, site s, const schema_options *options, diags *d);
void schema_free(schema *s); /* NULL is fine */

/* How many schemas it is made of, all that it reaches included: what compiling it cost. */
size_t schema_size(const schema *s);

typedef struct schema_group schema_group;

schema_group *schema_group_new(registry *r, const schema_options *options);
void schema_group_free(schema_group *g); /* and its schemas; NULL is fine */

/* The schema of a site, compiled when it is asked for first, as far as others of the group have not
 * reached it. Lives as long as the group; not to be freed. NULL with errors, as above. Of those who
 * use one group at the same time nobody may call this. */
const schema *schema_group_compile(schema_group *g, site s, diags *d);

/* How many schemas the group is made of. */
size_t schema_group_size(const schema_group *g);

typedef enum validity { INVALID, VALID, UNDECIDED } validity; /* undecided: a limit was reached */

/* What a thread needs beside the schema, kept from one value to the next. */
typedef struct validation validation;

validation *validation_new(void);
void validation_free(validation *v); /* NULL is fine */

validity schema_validate(const schema *s, validation *v, const node *instance);

/* After UNDECIDED: the limit that was reached ("limit.validation-steps"), a literal. */
const char *validation_limit(const validation *v);

/* The same in one call, for those who validate once. */
validity schema_is_valid(const schema *s, const node *instance);

/* Why, and what else the schema says about a value: see schema/output.h. */

#endif
