#include "gate/rollback.h"

#include "base/vec.h"

typedef VEC(gate_selector) selector_list;

static bool is_among(const gate_question *q, str service, str version)
{
    for (size_t i = 0; i < q->selector_count; i++)
        if (str_equal(q->selectors[i].service, service) &&
            str_equal(q->selectors[i].version, version))
            return true;
    return false;
}

static bool add_replaced(ledger *l, const gate_question *q, str service, selector_list *replaced,
                         arena *a, diags *d)
{
    str *versions;
    size_t count;
    if (!gate_live_versions(l, service, q->target_name, &versions, &count, a, d))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_among(q, service, versions[i]))
            vec_push(a, replaced,
                     (gate_selector){
                         .service = service, .kind = SELECT_VERSION, .version = versions[i]});
    return true;
}

static str *names_of(const selector_list *replaced, arena *a)
{
    str *names = arena_array_of(a, str, replaced->count);
    for (size_t i = 0; i < replaced->count; i++)
        names[i] = arena_printf(a, "%.*s@%.*s", STR_ARG(replaced->items[i].service),
                                STR_ARG(replaced->items[i].version));
    return names;
}

bool gate_rollback(ledger *l, const gate_question *question, const gather_options *options,
                   rollback *out, arena *a, diags *d)
{
    static const rollback_answer answers[] = {ROLLBACK_SAFE, ROLLBACK_UNSAFE, ROLLBACK_UNKNOWN};
    *out = (rollback){.answer = ROLLBACK_NOTHING};
    if (question->target != TARGET_ENVIRONMENT)
        return true;
    selector_list replaced = {0};
    for (size_t i = 0; i < question->selector_count; i++)
        if (!add_replaced(l, question, question->selectors[i].service, &replaced, a, d))
            return false;
    if (replaced.count == 0)
        return true;
    gate_question back = *question;
    back.selectors = replaced.items;
    back.selector_count = replaced.count;
    gate_rows rows;
    if (!gate_gather(l, &back, options, &rows, a, d))
        return false;
    out->decision = gate_decide(&rows, a);
    out->answer = answers[out->decision.answer];
    out->versions = names_of(&replaced, a);
    out->version_count = replaced.count;
    return true;
}

const char *rollback_name(rollback_answer answer)
{
    static const char *const names[] = {"nothing to roll back", "safe", "unsafe", "unknown"};
    return names[answer];
}
