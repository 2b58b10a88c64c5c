/*
 * What the files of the compiler share (schema/program.h says what it makes). Private.
 */
#ifndef HANDOFF_SCHEMA_COMPILE_H
#define HANDOFF_SCHEMA_COMPILE_H

#include "schema/discriminator.h"
#include "schema/program.h"

typedef struct compiler {
    arena *arena;
    program *program;
    plan *plan;
    VEC(block *) pending, compiled;
    /* looked at again when all blocks are complete */
    VEC(item_test *) items;
    VEC(object_test *) objects;
    unsigned depth;
} compiler;

/* The tests for one kind that one subschema makes. */
typedef struct entry_builder {
    compiler *compiler;
    const subschema *subschema;
    node_kind kind;
    unsigned track; /* of in-place applicators and of object and array tests */
    bool fails;     /* nothing of this kind is accepted */
    const clause
        *as_additional; /* unevaluated* where nothing else evaluates: the same as additional* */
    VEC(op) ops;
} entry_builder;

op *compile_add(entry_builder *e, op_code code, const void *data);

/* A block that will be complete when compilation ends; for children of the value. */
const block *compile_later(compiler *c, const subschema *s, unsigned track);

/* A block for the same value: complete unless it is being compiled further up. */
block *compile_now(compiler *c, const subschema *s, unsigned track);

/* Writes the tests of an in-place block here, or a call of it. */
void compile_in_place(entry_builder *e, const block *b);

/* What the entry of a complete block is; unknown (false, false) for others. */
bool block_passes(const block *b, node_kind kind);
bool block_fails(const block *b, node_kind kind);

/* One keyword family each. */
void compile_type(entry_builder *e, const clause *c);
void compile_enum(entry_builder *e, const node *values, uint32_t count);
void compile_numbers(entry_builder *e);
void compile_strings(entry_builder *e);
void compile_arrays(entry_builder *e);
void compile_objects(entry_builder *e);
void compile_choice(entry_builder *e, const clause *c);
void compile_condition(entry_builder *e, const clause *c);

/* String sets: for `enum` and for dispatch. */
void string_set_init(string_set *s, compiler *c, uint32_t capacity);
string_slot *string_set_add(string_set *s, str text); /* its slot, also when it was there */

/* oneOf or anyOf over objects that a string property tells apart. NULL: they are not. */
/* By the discriminator beside the clause. */
const dispatch *compile_selection(entry_builder *e, const clause *c, const discriminator *told);
const dispatch *compile_dispatch(entry_builder *e, const clause *c, const block **branches,
                                 uint32_t count);

#endif
