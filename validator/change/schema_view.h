/*
 * How a schema reads: its keywords gathered over what holds in place.
 *
 * A $ref and alternatives that only add null say nothing by themselves, and neither does the
 * spelling that a dialect demands (nullable, boolean exclusiveMaximum). A view looks through all
 * that, so that keywords are compared by what they mean. It is for naming changes only; whether
 * they break anybody is the engine's to say.
 */
#ifndef HANDOFF_CHANGE_SCHEMA_VIEW_H
#define HANDOFF_CHANGE_SCHEMA_VIEW_H

#include "base/arena.h"
#include "schema/registry.h"

/* Types as sets of bits. An integer is a number too: "number" is both of its bits. */
enum {
    TYPE_NULL = 1,
    TYPE_BOOLEAN = 2,
    TYPE_INTEGER = 4,
    TYPE_FRACTION = 8,
    TYPE_STRING = 16,
    TYPE_ARRAY = 32,
    TYPE_OBJECT = 64,
    TYPE_NUMBER = TYPE_INTEGER | TYPE_FRACTION,
    TYPE_ANY = 127
};

/* In-place parts of one schema beyond this are not looked at: real ones have a handful. */
enum { VIEW_PARTS = 48 };

typedef struct schema_view {
    registry *schemas;
    site parts[VIEW_PARTS]; /* the first is the schema itself */
    size_t count;
    unsigned types; /* TYPE_ bits that may occur */
    bool is_typed;  /* some type is written */
    bool is_list;   /* its types are written as alternatives */
    bool null_by_alternative;
    const node *consumed; /* the anyOf or oneOf that was read as types or null; NULL */
    bool flattened;       /* all allOf members are parts */
} schema_view;

/* `flatten`: take every allOf apart. */
void view_of(schema_view *v, registry *schemas, site s, bool flatten);

/* Reads an anyOf of one member as that member where the other side has no anyOf: they mean the
 * same. */
void view_read_single(schema_view *v, const schema_view *other);

/* The first part that has the keyword: its value, or NULL. `at` may be NULL. */
const node *view_get(const schema_view *v, str keyword, site *at);
const member *view_member(const schema_view *v, str keyword, site *at);

/* The property of that name in any part. */
const member *view_property(const schema_view *v, str name, site *at);
bool view_requires(const schema_view *v, str name, const node **at);

/* "string", "string or null", "any": in the arena. */
str view_types_text(unsigned types, arena *a);

/* Follows what only points elsewhere: the schema that is meant, and the name of the component
 * where it is one. Gives up after LIMIT_REFERENCE_CHAIN. */
site view_follow(registry *schemas, site s, str *component);

/* The text of a reference that says all and that view_follow could not follow; else STR_NULL. */
str view_open_reference(site followed);

#endif
