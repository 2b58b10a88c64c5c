#include "gate/checkpoint.h"

#include "base/vec.h"
#include "doc/document.h"
#include "doc/json_tree.h"
#include "gate/envelope.h"

#define TYPE STR("application/vnd.handoff.checkpoint+json")

bool checkpoint_make(ledger *l, const private_key *key, const clock_source *clock, str *envelope,
                     ledger_faults *faults, arena *a, diags *d)
{
    ledger_head head;
    *envelope = STR_NULL;
    if (!ledger_verify(l, faults, &head, a, d))
        return false;
    if (faults->count)
        return true;
    cJSON *whole = cJSON_CreateObject();
    cjson_add(whole, "sequence", cjson_raw(arena_printf(a, "%lld", (long long)head.sequence)));
    cjson_add_text(whole, "digest", head.digest);
    cjson_add_text(whole, "at", clock_format(clock_now(clock), a));
    *envelope = envelope_seal(TYPE, cjson_print_compact(whole, a), key, a);
    return true;
}

bool checkpoint_check(ledger *l, str name, str envelope, const public_key *key,
                      ledger_faults *faults, arena *a, diags *d)
{
    str payload;
    int64_t sequence;
    if (!envelope_open(name, envelope, TYPE, key, &payload, a, d))
        return false;
    const node *root = node_parse_json(payload, a, d);
    str wanted = node_get_text(root, STR("digest"));
    const node *number_ = node_get(root, STR("sequence"));
    if (!wanted.data || !number_ || !node_int64(number_, &sequence)) {
        diags_error(d, "envelope.structure", "'%.*s' holds no checkpoint", STR_ARG(name));
        return false;
    }
    ledger_row *rows;
    size_t count;
    if (!ledger_rows_after(l, sequence - 1, 1, &rows, &count, a, d))
        return false;
    bool is_empty_start = sequence == 0;
    if (is_empty_start ||
        (count && rows[0].sequence == sequence && str_equal(rows[0].digest, wanted)))
        return true;
    ledger_fault f = {sequence, count ? STR("it is not the row that the checkpoint saw")
                                      : STR("it is missing, and so is all that followed it: the "
                                            "checkpoint saw it")};
    vec_push(a, faults, f);
    return true;
}
