/*
 * What the files that run programs share (schema/program.h says what a program is). Private.
 */
#ifndef HANDOFF_SCHEMA_RUN_H
#define HANDOFF_SCHEMA_RUN_H

#include <string.h>

#include "base/limits.h"
#include "schema/program.h"

/* Which members or items of one value were evaluated: bits on the validation's stack. */
typedef struct frame {
    size_t first; /* word on the stack */
    uint32_t words;
    bool all;
} frame;

struct validation {
    int64_t steps;
    uint32_t depth;
    const char *limit; /* set: everything unwinds, the answer is UNDECIDED */
    uint64_t seed;
    pattern_scratch patterns;
    arena *numbers; /* digits of the numbers that need more than 64 bits */
    uint64_t *bits;
    size_t bits_top, bits_capacity;
    frame *frame;     /* of the value that tracking tests mark */
    uint64_t *hashes; /* of uniqueItems */
    size_t hashes_capacity;
    /* What is not known is guessed, in the order in which it is met: bit i is guess i. */
    uint32_t guesses, guessed, guesses_kept;
};

/* The tests from `o` on hold for the value. */
bool run(validation *v, const op *o, const node *n);

bool run_object(validation *v, const object_test *test, const node *n);
bool run_object_full(validation *v, const object_test *test, const node *n, bool tracks);
bool run_discriminator(const discriminator_test *test, const node *n);
bool run_required(const name_list *list, const node *n);
bool run_dependent_required(const name_list *list, const node *n);
bool run_dependent_schema(validation *v, const name_list *list, const node *n);
bool run_property_names(validation *v, const block *b, const node *n);
bool run_unevaluated_properties(validation *v, const block *b, const node *n);

bool run_items(validation *v, const item_test *test, const node *n, bool tracks);
bool run_contains(validation *v, const contains_test *test, const node *n, bool tracks);
bool run_unevaluated_items(validation *v, const block *b, const node *n);
bool run_unique(validation *v, const node *n);

bool run_integer(validation *v, const node *n);
bool run_bounds(validation *v, const bounds *b, const node *n);
bool run_multiple_of(validation *v, const divisor *d, const node *n);

bool run_length(const node *n, uint64_t least, uint64_t most);
bool run_pattern(validation *v, const pattern *p, str text);
bool run_content(const subschema *s, const node *n);
bool run_value_in(validation *v, const value_set *set, const node *n);
const string_slot *run_string_find(const string_set *set, const char *text, uint32_t length);

bool run_any_of(validation *v, const op *o, const node *n);
bool run_one_of(validation *v, const op *o, const node *n);
bool run_if(validation *v, const op *o, const node *n);
bool run_dispatch(validation *v, const dispatch *d, const node *n, bool tracks);
bool run_frame(validation *v, const op *o, const node *n);

bool run_stop(validation *v, const char *limit); /* false, for good */

void run_reset(validation *v, const schema *s, const node *instance);
void run_clear(validation *v);

void frame_open(validation *v, frame *f, uint32_t bits);
void frame_close(validation *v, const frame *f);
void frame_merge(validation *v, frame *into, const frame *from);
static inline void frame_mark(validation *v, uint32_t bit)
{
    v->bits[v->frame->first + bit / 64] |= 1ull << bit % 64;
}
static inline bool frame_has(const validation *v, uint32_t bit)
{
    return v->frame->all || v->bits[v->frame->first + bit / 64] >> bit % 64 & 1;
}

bool run_call(validation *v, const op *o, const node *n);

/* Entries that are one test of an object's members or an array's items skip the loop over tests. */
static inline bool run_entry(validation *v, const op *o, const node *n)
{
    if (o->code == OP_OBJECT && o->flags == OP_LAST)
        return run_object(v, o->data, n);
    if (o->code == OP_ITEMS && o->flags == OP_LAST)
        return n->count ? run_items(v, o->data, n, false)
                        : ((const item_test *)o->data)->least == 0;
    return run(v, o, n);
}

/* A block on a value inside the one at hand: the document's depth bounds how often. */
static inline bool apply(validation *v, const block *b, const node *n)
{
    if (b->passes >> value_class(n) & 1)
        return true;
    return run_entry(v, b->entry[n->kind], n);
}

/* A block on the same value: nothing but the limits bounds how often. */
static inline bool apply_in_place(validation *v, const block *b, const node *n)
{
    const op *o = b->entry[n->kind];
    if (o->code <= OP_FAIL)
        return o->code == OP_END;
    return run_call(v, o, n);
}

/* For work that a loop does without calling run. */
static inline bool spend(validation *v, uint32_t steps)
{
    v->steps -= steps;
    return v->steps > 0 || run_stop(v, "limit.validation-steps");
}

static inline bool same_8(const char *a, const char *b)
{
    uint64_t x, y;
    memcpy(&x, a, 8);
    memcpy(&y, b, 8);
    return x == y;
}

static inline bool same_4(const char *a, const char *b)
{
    uint32_t x, y;
    memcpy(&x, a, 4);
    memcpy(&y, b, 4);
    return x == y;
}

/* Keys are short: overlapping loads from both ends beat a call. */
static inline bool key_equal(const char *a, const char *b, uint32_t length)
{
    const char *a_end = a + length, *b_end = b + length;
    if (length >= 8) {
        if (length <= 16)
            return same_8(a, b) && same_8(a_end - 8, b_end - 8);
        if (length <= 32)
            return same_8(a, b) && same_8(a + 8, b + 8) && same_8(a_end - 16, b_end - 16) &&
                   same_8(a_end - 8, b_end - 8);
        return memcmp(a, b, length) == 0;
    }
    if (length >= 4)
        return same_4(a, b) && same_4(a_end - 4, b_end - 4);
    return length == 0 ||
           (a[0] == b[0] && a[length / 2] == b[length / 2] && a_end[-1] == b_end[-1]);
}

#endif
