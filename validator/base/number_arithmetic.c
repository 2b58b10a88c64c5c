/* The arithmetic of base/number.h: whole numbers of gmp over a common power of ten. */
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

#include <gmp.h>

#include "base/limits.h"

/* Exponents beyond this are no longer told apart (base/number.h). */
#define EXPONENT_MAX (INT64_MAX / 16)

static bool is_expandable(const number *n)
{
    return n->digits.length <= LIMIT_NUMBER_EXPONENT && n->exponent < EXPONENT_MAX &&
           n->exponent > -EXPONENT_MAX;
}

static void set_digits(mpz_t out, const number *n)
{
    mpz_set_ui(out, 0);
    if (n->digits.length) {
        char *text = memory_alloc(n->digits.length + 1);
        memcpy(text, n->digits.data, n->digits.length);
        mpz_set_str(out, text, 10);
        free(text);
    }
    if (n->negative)
        mpz_neg(out, out);
}

number_answer number_is_multiple_of(const number *value, const number *divisor)
{
    if (number_is_zero(value))
        return NUMBER_YES;
    if (number_is_zero(divisor))
        return NUMBER_NO;
    if (value->is_small && divisor->is_small)
        return divisor->small == -1 || value->small % divisor->small == 0 ? NUMBER_YES : NUMBER_NO;
    int64_t exponent = value->exponent - divisor->exponent;
    if (exponent < 0)
        return NUMBER_NO; /* 10 would have to divide digits that do not end in 0 */
    if (!is_expandable(value) || !is_expandable(divisor))
        return NUMBER_TOO_LARGE;
    mpz_t digits, modulus, power, times;
    mpz_inits(digits, modulus, power, times, NULL);
    set_digits(digits, value);
    set_digits(modulus, divisor);
    mpz_abs(modulus, modulus);
    /* (digits * 10^exponent) mod modulus, and no power of ten is ever written out */
    mpz_set_ui(power, 10);
    mpz_set_ui(times, (unsigned long)exponent);
    mpz_powm(power, power, times, modulus);
    mpz_mul(digits, digits, power);
    bool divides = mpz_divisible_p(digits, modulus) != 0;
    mpz_clears(digits, modulus, power, times, NULL);
    return divides ? NUMBER_YES : NUMBER_NO;
}

/* Both as whole numbers of 10^exponent. */
typedef struct pair {
    mpz_t left, right;
    int64_t exponent;
} pair;

static void scale(mpz_t value, int64_t places)
{
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, (unsigned long)places);
    mpz_mul(value, value, power);
    mpz_clear(power);
}

static bool pair_init(pair *p, const number *left, const number *right)
{
    int64_t lower = left->exponent < right->exponent ? left->exponent : right->exponent;
    if (number_is_zero(left))
        lower = right->exponent;
    else if (number_is_zero(right))
        lower = left->exponent;
    int64_t left_places = number_is_zero(left) ? 0 : left->exponent - lower;
    int64_t right_places = number_is_zero(right) ? 0 : right->exponent - lower;
    if (!is_expandable(left) || !is_expandable(right) || left_places > LIMIT_NUMBER_EXPONENT ||
        right_places > LIMIT_NUMBER_EXPONENT)
        return false;
    mpz_inits(p->left, p->right, NULL);
    set_digits(p->left, left);
    set_digits(p->right, right);
    scale(p->left, left_places);
    scale(p->right, right_places);
    p->exponent = lower;
    return true;
}

/* The number value * 10^exponent; frees the pair. */
static bool pair_finish(pair *p, number *out, const mpz_t value, arena *a)
{
    size_t size = mpz_sizeinbase(value, 10) + 2;
    char *text = arena_alloc(a, size);
    mpz_get_str(text, 10, value);
    bool negative = text[0] == '-';
    number_from_decimal(out, negative, str_from(text + negative), p->exponent);
    mpz_clears(p->left, p->right, NULL);
    return true;
}

bool number_add(number *out, const number *value, const number *other, arena *a)
{
    pair p;
    if (!pair_init(&p, value, other))
        return false;
    mpz_add(p.left, p.left, p.right);
    return pair_finish(&p, out, p.left, a);
}

bool number_subtract(number *out, const number *value, const number *other, arena *a)
{
    pair p;
    if (!pair_init(&p, value, other))
        return false;
    mpz_sub(p.left, p.left, p.right);
    return pair_finish(&p, out, p.left, a);
}

bool number_multiply(number *out, const number *value, const number *other, arena *a)
{
    if (!is_expandable(value) || !is_expandable(other))
        return false;
    pair p = {.exponent = value->exponent + other->exponent};
    mpz_inits(p.left, p.right, NULL);
    set_digits(p.left, value);
    set_digits(p.right, other);
    mpz_mul(p.left, p.left, p.right);
    return pair_finish(&p, out, p.left, a);
}

bool number_lcm(number *out, const number *value, const number *other, arena *a)
{
    pair p;
    if (!pair_init(&p, value, other))
        return false;
    mpz_lcm(p.left, p.left, p.right);
    return pair_finish(&p, out, p.left, a);
}

static bool to_multiple(number *out, const number *value, const number *step, bool up, arena *a)
{
    pair p;
    if (number_is_zero(step) || !pair_init(&p, value, step))
        return false;
    mpz_t quotient;
    mpz_init(quotient);
    mpz_abs(p.right, p.right);
    if (up)
        mpz_cdiv_q(quotient, p.left, p.right);
    else
        mpz_fdiv_q(quotient, p.left, p.right);
    mpz_mul(p.left, quotient, p.right);
    mpz_clear(quotient);
    return pair_finish(&p, out, p.left, a);
}

bool number_floor_to(number *out, const number *value, const number *step, arena *a)
{
    return to_multiple(out, value, step, false, a);
}

bool number_ceiling_to(number *out, const number *value, const number *step, arena *a)
{
    return to_multiple(out, value, step, true, a);
}

str number_radix_text(str digits, int radix, arena *a)
{
    if (digits.length > LIMIT_NUMBER_EXPONENT)
        return STR_NULL;
    const char *text = arena_cstr(a, digits);
    mpz_t value;
    mpz_init_set_str(value, text, radix);
    char *decimal = arena_alloc(a, mpz_sizeinbase(value, 10) + 2);
    mpz_get_str(decimal, 10, value);
    mpz_clear(value);
    return str_from(decimal);
}
