/*
 * Tests of numbers and strings.
 *
 * Numbers: most are integers of at most 18 digits, compared as machine integers; next come decimals
 * of at most 18 digits, compared as scaled integers; base/number does the rest exactly.
 */
#include "schema/run.h"

#include "schema/content.h"

/* mantissa * 10^exponent, exactly what the text says. */
typedef struct decimal {
    int64_t mantissa;
    int exponent;
} decimal;

static const int64_t powers[] = {1,
                                 10,
                                 100,
                                 1000,
                                 10000,
                                 100000,
                                 1000000,
                                 10000000,
                                 100000000,
                                 1000000000,
                                 10000000000,
                                 100000000000,
                                 1000000000000,
                                 10000000000000,
                                 100000000000000,
                                 1000000000000000,
                                 10000000000000000,
                                 100000000000000000,
                                 1000000000000000000};

static int64_t small_integer(const node *n)
{
    const char *p = n->as.text, *end = p + n->count;
    bool negative = *p == '-';
    int64_t value = 0;
    for (p += negative; p < end; p++)
        value = value * 10 + (*p - '0');
    return negative ? -value : value;
}

/* Decimals without an exponent and with at most 18 digits. */
static bool parse_decimal(const node *n, decimal *out)
{
    const char *p = n->as.text, *end = p + n->count;
    bool negative = *p == '-';
    p += negative;
    if (end - p > 19)
        return false;
    *out = (decimal){0, 0};
    bool fraction = false;
    int digits = 0;
    for (; p < end; p++) {
        if (*p == '.') {
            fraction = true;
            continue;
        }
        if (*p < '0' || *p > '9' || ++digits > 18) /* 19 may not fit */
            return false;
        out->mantissa = out->mantissa * 10 + (*p - '0');
        out->exponent -= fraction;
    }
    while (out->exponent < 0 && out->mantissa % 10 == 0) {
        out->mantissa /= 10;
        out->exponent++;
    }
    if (negative)
        out->mantissa = -out->mantissa;
    return true;
}

static bool number_decimal(const number *n, decimal *out)
{
    if (n->digits.length > 18 || n->exponent < -18 || n->exponent > 18)
        return false;
    *out = (decimal){0, (int)n->exponent};
    for (size_t i = 0; i < n->digits.length; i++)
        out->mantissa = out->mantissa * 10 + (n->digits.data[i] - '0');
    if (n->negative)
        out->mantissa = -out->mantissa;
    return true;
}

/* Both to the smaller exponent. false: that needs more than 64 bits. */
static bool align(decimal *a, decimal *b)
{
    if (a->exponent < b->exponent)
        return align(b, a);
    int shift = a->exponent - b->exponent;
    if (shift > 18)
        return a->mantissa == 0;
    int64_t most = INT64_MAX / powers[shift];
    if (a->mantissa > most || a->mantissa < -most)
        return false;
    a->mantissa *= powers[shift];
    a->exponent = b->exponent;
    return true;
}

static number exact(validation *v, const node *n)
{
    if (!v->numbers)
        v->numbers = arena_new();
    arena_clear(v->numbers);
    return node_number(n, v->numbers);
}

bool run_integer(validation *v, const node *n)
{
    decimal d;
    if (parse_decimal(n, &d))
        return d.exponent >= 0;
    number value = exact(v, n);
    return number_is_integer(&value);
}

static int compare(validation *v, const node *n, const decimal *d, const number *bound)
{
    decimal x, y;
    if (d && number_decimal(bound, &y)) {
        x = *d;
        if (align(&x, &y))
            return x.mantissa < y.mantissa ? -1 : x.mantissa > y.mantissa;
    }
    number value = exact(v, n);
    return number_compare(&value, bound);
}

bool run_bounds(validation *v, const bounds *b, const node *n)
{
    if (n->flags & NODE_SMALL_INTEGER) {
        int64_t value = small_integer(n);
        return value >= b->lowest && value <= b->highest;
    }
    decimal d;
    const decimal *parsed = parse_decimal(n, &d) ? &d : NULL;
    if (b->least && compare(v, n, parsed, b->least) < (b->above_least ? 1 : 0))
        return false;
    return !b->most || compare(v, n, parsed, b->most) <= (b->below_most ? -1 : 0);
}

bool run_multiple_of(validation *v, const divisor *d, const node *n)
{
    if (n->flags & NODE_SMALL_INTEGER && d->small)
        return small_integer(n) % d->small == 0;
    decimal x, y;
    if (parse_decimal(n, &x) && number_decimal(d->number, &y) && align(&x, &y))
        return y.mantissa != 0 && x.mantissa % y.mantissa == 0;
    number value = exact(v, n);
    number_answer answer = number_is_multiple_of(&value, d->number);
    if (answer == NUMBER_TOO_LARGE)
        return run_stop(v, "limit.number-exponent");
    return answer == NUMBER_YES;
}

/* Bytes bound code points from both sides; only what lies between needs counting. */
bool run_length(const node *n, uint64_t least, uint64_t most)
{
    uint64_t bytes = n->count;
    if (bytes < least)
        return false;
    if (bytes <= most && bytes / 4 >= least)
        return true;
    uint64_t length = 0;
    for (uint32_t i = 0; i < n->count; i++)
        length += ((unsigned char)n->as.text[i] & 0xc0) != 0x80;
    return length >= least && length <= most;
}

bool run_pattern(validation *v, const pattern *p, str text)
{
    switch (pattern_search(p, text, &v->patterns)) {
    case PATTERN_YES:
        return true;
    case PATTERN_NO:
        return false;
    case PATTERN_LIMIT:
        return run_stop(v, "limit.pattern");
    }
    return false;
}

const string_slot *run_string_find(const string_set *set, const char *text, uint32_t length)
{
    if (!(set->lengths >> (length < 31 ? length : 31) & 1))
        return NULL;
    uint32_t hash = node_key_hash((str){text, length});
    uint32_t i = hash & set->mask;
    for (; set->slots[i].text.data; i = (i + 1) & set->mask)
        if (set->slots[i].hash == hash && set->slots[i].text.length == length &&
            key_equal(set->slots[i].text.data, text, length))
            return &set->slots[i];
    return NULL;
}

bool run_value_in(validation *v, const value_set *set, const node *n)
{
    if (!set->slots) {
        for (uint32_t i = 0; i < set->count; i++)
            if (node_equal(set->values[i], n))
                return true;
        return false;
    }
    uint64_t hash = node_hash(n, v->seed);
    for (uint32_t i = (uint32_t)hash & set->mask; set->slots[i]; i = (i + 1) & set->mask) {
        uint32_t index = set->slots[i] - 1;
        if (set->hashes[index] == hash && node_equal(set->values[index], n))
            return true;
    }
    return false;
}

static str asserted_text(const subschema *s, keyword_id id)
{
    const clause *c = subschema_clause(s, id);
    return c && c->asserts ? node_text(&c->member->value) : STR_NULL;
}

bool run_content(const subschema *s, const node *n)
{
    return content_accepts(asserted_text(s, KEYWORD_CONTENT_ENCODING),
                           asserted_text(s, KEYWORD_CONTENT_MEDIA_TYPE), node_text(n));
}
