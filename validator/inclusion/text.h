/*
 * Values as text on the wire: parameters and headers, where the integer 1 and the string "1" are
 * the same. Each text has one canonical value: a string that is the usual text of a number, `true`
 * or `false` is that number or boolean, and so it takes the place of `string` to accept them all.
 */
#ifndef HANDOFF_INCLUSION_TEXT_H
#define HANDOFF_INCLUSION_TEXT_H

#include "inclusion/value.h"

enum { TEXT_KINDS = KINDS_STRING | KINDS_NUMBER | KINDS_BOOLEAN };

/* Arrays by their items, objects by their members; other values are their own. */
const value *text_canonical(value_store *s, const value *v);

/* The text of a string, number or boolean. */
str text_of(const value *v, arena *a);

/* The same value with every number and boolean as the string it is on the wire. */
const value *text_as_strings(value_store *s, const value *v);

/* How many texts the value is made of, and one way of reading each: bit i of `choice` is 1 where
 * text i is read as a string, 0 where as what it spells. Texts beyond 32 are read as spelt. */
uint32_t text_count(const value *v);
const value *text_reading(value_store *s, const value *v, uint32_t choice);

/* A pattern of strings that are the usual text of a number ("1", not "1.0"); not of all. */
str text_number_pattern(void);

#endif
