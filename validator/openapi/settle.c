#include "openapi/api.h"

#include "base/limits.h"

static bool has_same(const diags *in, const diag *wanted)
{
    for (size_t i = 0; i < in->count; i++)
        if (in->items[i].severity == wanted->severity &&
            str_equal(in->items[i].code, wanted->code) &&
            str_equal(in->items[i].message, wanted->message))
            return true;
    return false;
}

static size_t *count_of(diags *of, diag_severity severity)
{
    return severity == DIAG_ERROR     ? &of->errors
           : severity == DIAG_WARNING ? &of->warnings
                                      : &of->undecided;
}

static void lower(diags *of, diag *d, diag_severity to)
{
    --*count_of(of, d->severity);
    d->severity = to;
    ++*count_of(of, to);
}

void api_settle(diags *of_old, diags *of_new)
{
    /* Marked first: lowering one side at once would hide its error from the other. */
    bool shared[2][LIMIT_DIAGNOSTICS] = {{false}};
    diags *sides[2] = {of_old, of_new};
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < sides[side]->count; i++)
            shared[side][i] = has_same(sides[1 - side], &sides[side]->items[i]);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < sides[side]->count; i++) {
            diag *d = &sides[side]->items[i];
            if (shared[side][i] && d->severity != DIAG_WARNING)
                lower(sides[side], d, DIAG_WARNING);
            else if (side == 0 && d->severity == DIAG_ERROR)
                lower(sides[side], d, DIAG_UNDECIDED);
        }
}
