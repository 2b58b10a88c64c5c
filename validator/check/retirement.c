#include "check/retirement.h"

#include "base/vec.h"
#include "check/blast_parts.h"

/* All that a version provides but for one contract, as gate_meeting's `provided`. */
static bool others_of(const retirement *r, str service, str version, str name, str *joined,
                      diags *d)
{
    provided_list all, others = {0};
    if (!provided_read(r->ledger, service, version, &all, r->arena, d))
        return false;
    for (size_t i = 0; i < all.count; i++)
        if (!str_equal(all.items[i].name, name))
            vec_push(r->arena, &others, all.items[i]);
    *joined = provided_joined(&others, r->arena);
    return true;
}

static bool has_text(const retirement *r, str content, bool *has, diags *d)
{
    str name, text;
    bool asked = ledger_fetch(r->ledger, content, &name, &text, r->arena, d);
    *has = text.data != NULL;
    return asked;
}

/* Every version of the provider that is live beside it must do without. */
bool retirement_need(void *payload, const state_subject *of, const live_consumer *consumer,
                     bool *needed, diags *d)
{
    const retirement *r = payload;
    str *versions;
    size_t count, done_without = 0;
    bool readable;
    *needed = true;
    if (!gate_live_versions(r->ledger, of->service, consumer->environment, &versions, &count,
                            r->arena, d) ||
        !has_text(r, consumer->content, &readable, d))
        return false;
    for (size_t i = 0; readable && i < count; i++) {
        str others;
        gate_comparison answer;
        if (!others_of(r, of->service, versions[i], of->contract, &others, d))
            return false;
        if (!others.data)
            return true;
        if (!engine_compare(r->engine, of->service, consumer->content, others, &answer, NULL, d))
            return false;
        done_without += answer.answer == COMPARISON_FITS;
    }
    *needed = count == 0 || done_without < count;
    return true;
}
