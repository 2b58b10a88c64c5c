/*
 * Two numbers in a text: order, equality and hash agree with each other; text reads back; sums and
 * differences undo each other; doubles are those of the C library.
 */
#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_one(const number *n, str text, arena *a)
{
    number again;
    if (!number_parse(&again, number_text(n, a), a) || !number_equal(n, &again) ||
        number_hash(n, 5) != number_hash(&again, 5) || number_compare(n, &again) != 0)
        abort();
    double ours = number_to_double(n), theirs = strtod(arena_cstr(a, text), NULL);
    if (ours != theirs && !(isinf(ours) && isinf(theirs)))
        abort();
    int64_t whole;
    if (number_to_int64(n, &whole)) {
        again = number_from_integer(whole, a);
        if (!number_equal(n, &again))
            abort();
    }
}

static void check_two(const number *x, const number *y, arena *a)
{
    number sum, back;
    int order = number_compare(x, y);
    if (order != -number_compare(y, x) || (order == 0) != number_equal(x, y))
        abort();
    if (order == 0 && number_hash(x, 5) != number_hash(y, 5))
        abort();
    if (number_add(&sum, x, y, a) && number_subtract(&back, &sum, y, a) && !number_equal(&back, x))
        abort();
    if (!number_is_zero(y) && number_floor_to(&back, x, y, a) &&
        (number_compare(&back, x) > 0 || number_is_multiple_of(&back, y) == NUMBER_NO))
        abort();
    number_is_multiple_of(x, y);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    str rest = {(const char *)data, size}, left = STR_NULL, right = STR_NULL;
    number x, y;
    if (size && size < 4096) {
        str_split(&rest, ' ', &left);
        str_split(&rest, ' ', &right);
        bool first = number_parse(&x, left, a), second = number_parse(&y, right, a);
        if (first)
            check_one(&x, left, a);
        if (first && second)
            check_two(&x, &y, a);
    }
    arena_free(a);
    return 0;
}
