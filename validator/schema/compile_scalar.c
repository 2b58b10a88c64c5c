/*
 * The keywords of numbers and of strings.
 */
#include "schema/compile.h"

/* The integers on the allowed side of a bound, as far as machine integers go. */
static void narrow(bounds *b, const clause *c, bool is_least)
{
    int64_t whole;
    bool exclusive =
        c->exclusive || c->id == KEYWORD_EXCLUSIVE_MINIMUM || c->id == KEYWORD_EXCLUSIVE_MAXIMUM;
    if (is_least) {
        b->least = c->number;
        b->above_least = exclusive;
    } else {
        b->most = c->number;
        b->below_most = exclusive;
    }
    if (number_to_int64(c->number, &whole)) {
        if (is_least)
            b->lowest = exclusive ? whole + 1 : whole;
        else
            b->highest = exclusive ? whole - 1 : whole;
        return;
    }
    /* Not a machine integer: beyond all of at most 18 digits, or a fraction between two. */
    double near = number_to_double(c->number);
    if (near >= 1e18 || near <= -1e18) {
        bool nothing_fits = is_least == (near > 0);
        if (nothing_fits) {
            b->lowest = 1;
            b->highest = 0;
        }
        return;
    }
    int64_t below = (int64_t)near; /* towards zero; exact comparison settles the rest */
    for (below -= 2;; below++) {
        arena *a = arena_new();
        number candidate = number_from_integer(below, a);
        int order = number_compare(&candidate, c->number);
        arena_free(a);
        if (order > 0)
            break;
    }
    if (is_least)
        b->lowest = below;
    else
        b->highest = below - 1;
}

static void compile_bounds(entry_builder *e, keyword_id least, keyword_id most)
{
    const clause *low = subschema_clause(e->subschema, least);
    const clause *high = subschema_clause(e->subschema, most);
    if (!low && !high)
        return;
    bounds *b = arena_new_of(e->compiler->arena, bounds);
    b->lowest = INT64_MIN;
    b->highest = INT64_MAX;
    if (low)
        narrow(b, low, true);
    if (high)
        narrow(b, high, false);
    compile_add(e, OP_BOUNDS, b);
}

void compile_numbers(entry_builder *e)
{
    compile_bounds(e, KEYWORD_MINIMUM, KEYWORD_MAXIMUM);
    compile_bounds(e, KEYWORD_EXCLUSIVE_MINIMUM, KEYWORD_EXCLUSIVE_MAXIMUM);
    const clause *multiple = subschema_clause(e->subschema, KEYWORD_MULTIPLE_OF);
    if (multiple) {
        divisor *d = arena_new_of(e->compiler->arena, divisor);
        d->number = multiple->number;
        if (!number_to_int64(d->number, &d->small))
            d->small = 0;
        compile_add(e, OP_MULTIPLE_OF, d);
    }
    const clause *named = subschema_clause(e->subschema, KEYWORD_FORMAT);
    if (named && named->asserts && named->format->accepts)
        compile_add(e, OP_FORMAT, named->format);
}

void compile_strings(entry_builder *e)
{
    const subschema *s = e->subschema;
    const clause *least = subschema_clause(s, KEYWORD_MIN_LENGTH);
    const clause *most = subschema_clause(s, KEYWORD_MAX_LENGTH);
    if ((least && least->size) || most) {
        op *test = compile_add(e, OP_LENGTH, NULL);
        uint64_t size = least ? least->size : 0;
        test->count = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
        test->most = most ? most->size : UINT64_MAX;
    }
    const clause *found = subschema_clause(s, KEYWORD_PATTERN);
    if (found)
        compile_add(e, found->patterns[0] ? OP_PATTERN : OP_UNRESOLVED, found->patterns[0]);
    found = subschema_clause(s, KEYWORD_FORMAT);
    if (found && found->asserts && found->format->accepts)
        compile_add(e, OP_FORMAT, found->format);
    const clause *encoding = subschema_clause(s, KEYWORD_CONTENT_ENCODING);
    const clause *media_type = subschema_clause(s, KEYWORD_CONTENT_MEDIA_TYPE);
    if ((encoding && encoding->asserts) || (media_type && media_type->asserts))
        compile_add(e, OP_CONTENT, s);
}
