/*
 * How formats lie to each other, as a table: which one is within which, which two share no value,
 * and sample values of each. What the table does not say is unknown.
 */
#ifndef HANDOFF_INCLUSION_FORMAT_LATTICE_H
#define HANDOFF_INCLUSION_FORMAT_LATTICE_H

#include "schema/format.h"

typedef enum format_relation {
    FORMATS_UNKNOWN,  /* nothing is known */
    FORMATS_EQUAL,    /* the same set of values */
    FORMATS_WITHIN,   /* every value of the first is one of the second */
    FORMATS_DISJOINT, /* no value is in both */
    FORMATS_OVERLAP   /* some values are in both, some only in the first */
} format_relation;

/* Of the values the formats speak about; both names as written in the schemas. */
format_relation format_relate(str first, str second);

/* Values of the format that people would write (JSON text of numbers, plain text of strings),
 * first the most telling; NULL with 0 when the name is unknown. */
const char *const *format_samples(str name, size_t *count);

/* Strings near the format that are not of it ("2026-02-30"). */
const char *const *format_counter_samples(str name, size_t *count);

#endif
