/*
 * Values: JSON values that are kept once, so that equal values have one address.
 *
 * The engine builds candidates, compares them with enumerations and looks for pairs that differ;
 * with hash consing all of that is a comparison of pointers, however large the values are. A store
 * owns its values; they live in its arena. Equality is JSON Schema's: 1 and 1.0 are one value, the
 * order of members means nothing.
 */
#ifndef HANDOFF_INCLUSION_VALUE_H
#define HANDOFF_INCLUSION_VALUE_H

#include "base/buf.h"
#include "doc/node.h"
#include "base/vec.h"
#include "inclusion/intern.h"

/* The kinds that share no value. Sets of them are bits (1 << kind). */
typedef enum value_kind {
    KIND_NULL,
    KIND_BOOLEAN,
    KIND_INTEGER, /* 1.0 is one */
    KIND_STRING,
    KIND_FRACTION, /* numbers that are no integers */
    KIND_DECIMAL,  /* integers written like 1.0: draft-04 and before do not count them as such */
    KIND_ARRAY,
    KIND_OBJECT,
    KIND_COUNT
} value_kind;

typedef uint8_t kind_set;

enum {
    KINDS_NONE = 0,
    KINDS_NULL = 1 << KIND_NULL,
    KINDS_BOOLEAN = 1 << KIND_BOOLEAN,
    KINDS_INTEGER = 1 << KIND_INTEGER,
    KINDS_STRING = 1 << KIND_STRING,
    KINDS_FRACTION = 1 << KIND_FRACTION,
    KINDS_DECIMAL = 1 << KIND_DECIMAL,
    KINDS_ARRAY = 1 << KIND_ARRAY,
    KINDS_OBJECT = 1 << KIND_OBJECT,
    KINDS_NUMBER = KINDS_INTEGER | KINDS_FRACTION | KINDS_DECIMAL,
    KINDS_ALL = (1 << KIND_COUNT) - 1
};

typedef struct value value;

typedef struct value_member {
    const value *name; /* a string */
    const value *value;
} value_member;

struct value {
    uint64_t hash;
    uint32_t id;   /* in order of making: the same on every run */
    uint32_t size; /* values in it, itself included, saturated: small is readable */
    uint8_t kind;
    bool truth; /* KIND_BOOLEAN */
    uint32_t count;
    number number; /* of the three kinds of numbers */
    str text;      /* KIND_STRING */
    const value *const *items;
    const value_member *members; /* sorted by name's bytes */
};

typedef struct value_store {
    arena *arena;
    intern set;
    uint64_t seed;
    VEC(const value *) all; /* by id */
    const value *null, *truth[2];
} value_store;

void value_store_init(value_store *s, arena *a, uint64_t seed);

const value *value_of_boolean(value_store *s, bool truth);
const value *value_of_number(value_store *s, const number *n);
const value *value_of_integer(value_store *s, int64_t n);

/* An integer as it is when written like 1.0, and back. Other values are their own. */
const value *value_as_decimal(value_store *s, const value *v);
const value *value_as_integer(value_store *s, const value *v);
const value *value_of_string(value_store *s, str text);
const value *value_of_items(value_store *s, const value *const *items, size_t count);

/* Sorts the members it is given; names must differ. */
const value *value_of_members(value_store *s, value_member *members, size_t count);

/* NULL for a number beyond what can be read. */
const value *value_of_node(value_store *s, const node *n);

/* An object or array with the part at an index replaced, or left out (NULL). */
const value *value_with_part(value_store *s, const value *v, uint32_t at, const value *part);

const value *value_get(const value *object, const value *name); /* NULL when absent */
int value_compare_names(const value *a, const value *b);

/* A number as JSON text. Integers plainly as far as anybody would: draft-04 tells 1e3 from 1000. */
str value_number_text(const value *v, arena *a);

void value_write(buf *out, const value *v, arena *a); /* compact JSON */
str value_text(const value *v, arena *a);

#endif
