/*
 * Formats: the named checks behind the `format` keyword.
 *
 * A table (schema/format.c) says for each name which kind of value it speaks about, in which
 * dialects it means something, and which function decides. A value of another kind always passes,
 * and so does a name that the dialect does not know: callers see no format then.
 */
#ifndef HANDOFF_SCHEMA_FORMAT_H
#define HANDOFF_SCHEMA_FORMAT_H

#include "doc/node.h"
#include "schema/dialect.h"

typedef enum format_kind {
    FORMAT_OF_STRINGS,
    FORMAT_OF_NUMBERS,
    FORMAT_OF_ANYTHING /* strings and numbers pass alike: "password", "binary" */
} format_kind;

typedef struct format {
    const char *name;
    format_kind kind;
    uint32_t dialects;         /* bit 1 << dialect: where the name is known */
    bool (*accepts)(str text); /* decoded string, or JSON number text; NULL: everything */
} format;

/* The format of that name in that dialect; NULL when it means nothing there. */
const format *format_find(str name, dialect d);

/* A name for the set of values itself: equal for rows that accept the same ("hostname" of draft-04
 * is draft-03's "host-name"), different for rows of one name that do not. */
str format_identity(const format *f);

/* All rows, sorted by name (a name may have several rows for different dialects). */
const format *format_table(size_t *count);

/* Whether the value satisfies it; values of other kinds do. */
bool format_accepts(const format *f, const node *value);

/* The range of `float`: what lies strictly between -END and END is rounded to a finite number.
 * `double` has none: it is what JSON's numbers are to those who read them (RFC 8259, section 6),
 * so that to write it beside `number` changes nothing for anybody. */
extern const char format_float_end[];

#endif
