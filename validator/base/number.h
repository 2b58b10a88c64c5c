/*
 * Exact decimal numbers, as JSON writes them: any size, any precision, no rounding.
 *
 * A number is parsed from its text once; machine integers answer the common questions and gmp the
 * rest. What a number needs beyond its struct lives in the arena it was parsed with. Functions are
 * pure; those that expand a number exactly refuse exponents beyond LIMIT_NUMBER_EXPONENT.
 */
#ifndef HANDOFF_BASE_NUMBER_H
#define HANDOFF_BASE_NUMBER_H

#include "base/arena.h"
#include "base/hash.h"

/* The value is sign * digits * 10^exponent. `digits` has no leading and no trailing zeros
 * (zero is the empty string, exponent 0, not negative), so equal values have equal fields. */
typedef struct number {
    bool negative;
    bool is_small; /* small holds the whole value: all integers of at most 18 digits are */
    int64_t small;
    str digits;       /* '0'..'9' */
    int64_t exponent; /* beyond +-INT64_MAX/8 it is +-INT64_MAX/4 */
} number;

/* RFC 8259 number text. false when it is none. */
bool number_parse(number *out, str text, arena *a);
number number_from_integer(int64_t value, arena *a);

/* digits * 10^exponent; digits may have zeros at both ends, and are kept as a view. */
void number_from_decimal(number *out, bool negative, str digits, int64_t exponent);

bool number_is_integer(const number *n); /* 1.0 is one */
bool number_is_zero(const number *n);
int number_compare(const number *a, const number *b); /* exact, whatever the exponents */
bool number_equal(const number *a, const number *b);
uint64_t number_hash(const number *n, uint64_t seed); /* equal numbers, equal hashes */
/* The same for an integer at hand, of at most 18 digits. */
static inline uint64_t number_hash_integer(int64_t value, uint64_t seed)
{
    return hash_fold((uint64_t)value ^ 0x1d8e4e27c47d124fu, seed ^ 0xeb44accab455d165u);
}
double number_to_double(const number *n);            /* nearest; may be infinite */
bool number_to_int64(const number *n, int64_t *out); /* false unless an integer that fits */

typedef enum number_answer { NUMBER_NO, NUMBER_YES, NUMBER_TOO_LARGE } number_answer;

/* Whether value / divisor is an integer; a divisor of 0 divides nothing but 0. */
number_answer number_is_multiple_of(const number *value, const number *divisor);

/* value + other, value - other, value * other, least common multiple of two positive numbers,
 * largest multiple of step at most value (floor), least at least value (ceiling). false: too
 * large. */
bool number_add(number *out, const number *value, const number *other, arena *a);
bool number_subtract(number *out, const number *value, const number *other, arena *a);
bool number_multiply(number *out, const number *value, const number *other, arena *a);
bool number_lcm(number *out, const number *value, const number *other, arena *a);
bool number_floor_to(number *out, const number *value, const number *step, arena *a);
bool number_ceiling_to(number *out, const number *value, const number *step, arena *a);

/* Shortest JSON text of the value: integers up to 21 digits plain, others as people write them. */
str number_text(const number *n, arena *a);

/* Digits of another radix (2 to 16) as decimal text; STR_NULL: too large. */
str number_radix_text(str digits, int radix, arena *a);

#endif
