#include "consumer/draft_parts.h"

const field_step *draft_step(const draft *d, const field_step *steps, size_t count,
                             field_step added)
{
    field_step *all = arena_array_of(d->arena, field_step, count + 1);
    for (size_t i = 0; i < count; i++)
        all[i] = steps[i];
    all[count] = added;
    return all;
}

void draft_add_field(draft *d, draft_fields *fields, const field_step *steps, size_t count,
                     unsigned kinds, unsigned documented)
{
    if (fields->count < DRAFT_FIELDS)
        vec_push(
            d->arena, fields,
            (draft_field){
                .steps = steps, .step_count = count, .kinds = kinds, .documented = documented});
}

/* --- which operations --- */

static bool is_named(const api_operation *operation, str name)
{
    return str_equal(name, operation->display) || str_equal(name, operation->operation_id) ||
           str_equal(name, operation->path);
}

bool draft_is_wanted(const draft *d, const api_operation *operation)
{
    const draft_options *o = d->options;
    for (size_t i = 0; i < o->operation_count; i++)
        if (is_named(operation, str_from(o->operations[i])))
            return true;
    return o->operation_count == 0;
}

bool draft_names(const draft *d, str operation)
{
    const draft_options *o = d->options;
    for (size_t i = 0; i < o->operation_count; i++)
        if (str_equal(operation, str_from(o->operations[i])))
            return true;
    return o->operation_count == 0;
}

static str nearest_operation(const api *contract, str name)
{
    str nearest = STR_NULL;
    size_t best = 8;
    for (size_t i = 0; i < contract->operation_count; i++) {
        str display = contract->operations[i]->display;
        size_t distance = str_distance(display, name, best);
        if (distance >= best)
            continue;
        best = distance;
        nearest = display;
    }
    return nearest;
}

/* A name that no operation has is a mistake, not a wish for less. */
static bool check_names(const draft *d)
{
    const draft_options *o = d->options;
    const api *contract = o->contract ? o->contract->api : NULL;
    bool fine = true;
    for (size_t i = 0; contract && i < o->operation_count; i++) {
        str name = str_from(o->operations[i]);
        bool found = false;
        for (size_t j = 0; j < contract->operation_count; j++)
            found |= is_named(contract->operations[j], name);
        if (found)
            continue;
        diag *of = diags_error(d->diags, "draft.operation", "the contract has no operation '%.*s'",
                               STR_ARG(name));
        str near = nearest_operation(contract, name);
        if (near.data)
            diags_hint(d->diags, of, "did you mean '%.*s'?", STR_ARG(near));
        fine = false;
    }
    return fine;
}

/* --- the whole --- */

static size_t count_fields(const draft *d)
{
    size_t count = 0;
    for (size_t i = 0; i < d->operations.count; i++) {
        const draft_operation *o = &d->operations.items[i];
        count += o->sends.fields.count + o->sends.query.count + o->sends.headers.count;
        for (size_t j = 0; j < o->reads.count; j++)
            count += o->reads.items[j].fields.count;
    }
    for (size_t i = 0; i < d->events.count; i++)
        count += d->events.items[i].reads.count;
    return count;
}

static bool draft_all(draft *d)
{
    const draft_options *o = d->options;
    if (!check_names(d))
        return false;
    if (o->traffic_count == 0)
        draft_from_contract(d);
    else if (!draft_from_traffic(d))
        return false;
    if (d->operations.count + d->events.count == 0) {
        diags_error(d->diags, "draft.nothing", "there is nothing to expect");
        return false;
    }
    return !o->contract || draft_fit(d);
}

bool draft_expectations(buf *out, const draft_options *options, draft_counts *counts, diags *d)
{
    arena *a = arena_new();
    draft whole = {.arena = a, .options = options, .diags = d};
    bool drafted = draft_all(&whole);
    if (drafted) {
        draft_write(out, &whole);
        *counts = (draft_counts){whole.operations.count, whole.events.count, count_fields(&whole)};
    }
    arena_free(a);
    return drafted;
}
