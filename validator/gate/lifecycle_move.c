#include "gate/lifecycle_move.h"

/* --- whose --- */

bool state_subject_of(ledger *l, str name, str version, state_subject *out, arena *a, diags *d)
{
    size_t first = str_find(name, '/');
    *out = (state_subject){.service = name, .contract = STR(""), .version = version};
    for (str service = name; service.length;) {
        bool known;
        if (!service_is_known(l, service, &known, a, d))
            return false;
        if (known) {
            out->service = service;
            out->contract =
                service.length < name.length ? str_skip(name, service.length + 1) : STR("");
            return true;
        }
        size_t slash = str_find_last(service, '/');
        service = slash == SIZE_MAX ? STR("") : str_take(service, slash);
    }
    if (first != SIZE_MAX && first > 0 && first + 1 < name.length) {
        out->service = str_take(name, first);
        out->contract = str_skip(name, first + 1);
    }
    return true;
}

/* --- what is known --- */

static bool is_published(ledger *l, const state_subject *s, bool *published, arena *a, diags *d)
{
    name_list names;
    if (!provided_names(l, s->service, s->version.length ? s->version : STR_NULL, &names, a, d))
        return false;
    *published = names.count && s->contract.length == 0;
    for (size_t i = 0; i < names.count; i++)
        *published |= str_equal(names.items[i], s->contract);
    return true;
}

/* Only those who need what is to be retired keep it alive. */
static bool find_consumers(ledger *l, const state_request *r, lifecycle_move *move, arena *a,
                           diags *d)
{
    const state_subject *s = &r->subject;
    live_consumer_list live;
    if (!live_consumers(l, s->service, s->version.length ? s->version : STR_NULL, &live, a, d))
        return false;
    str *names = arena_array_of(a, str, live.count + 1);
    for (size_t i = 0; i < live.count; i++) {
        const live_consumer *c = &live.items[i];
        bool needed = true;
        if (r->need && s->contract.length && c->content.data &&
            !r->need(r->payload, s, c, &needed, d))
            return false;
        if (needed)
            names[move->consumer_count++] =
                arena_printf(a, "%.*s@%.*s in %.*s%s", STR_ARG(c->service), STR_ARG(c->version),
                             STR_ARG(c->environment), c->content.data ? "" : " (never published)");
    }
    move->consumers = names;
    return true;
}

static bool gather(ledger *l, const state_request *r, lifecycle_move *move, arena *a, diags *d)
{
    const state_subject *s = &r->subject;
    contract_states all;
    bool retires = r->to == STATE_RETIRED;
    if (!states_find(l, s->service, &all, a, d) || !is_published(l, s, &move->published, a, d) ||
        (retires && !find_consumers(l, r, move, a, d)))
        return false;
    contract_state now = states_exact(&all, s->contract, s->version);
    move->from = now.state;
    move->promised = now.sunset;
    return true;
}

/* --- the move --- */

static bool record(ledger *l, const state_request *r, state_answer *out, arena *a, diags *d)
{
    const state_subject *s = &r->subject;
    bool made = fact_make(&out->fact, "state", d, "service", arena_cstr(a, s->service), "state",
                          lifecycle_name(r->to), "contract",
                          s->contract.length ? arena_cstr(a, s->contract) : NULL, "version",
                          s->version.length ? arena_cstr(a, s->version) : NULL, "sunset", r->sunset,
                          "by", r->by, "reason", r->reason, FACT_END);
    if (!made)
        return false;
    out->fact.request = str_from(r->request);
    out->result = ledger_record(l, &out->fact, d);
    out->moved = true;
    return out->result != RECORDED_FAILED;
}

bool state_move(ledger *l, const state_request *r, state_answer *out, arena *a, diags *d)
{
    lifecycle_move move = {
        .to = r->to, .reason = str_from(r->reason), .sunset = str_from(r->sunset), .now = r->now};
    *out = (state_answer){0};
    if (!gather(l, r, &move, a, d))
        return false;
    out->from = move.from;
    return !lifecycle_allows(&move, &out->refusal, a) || record(l, r, out, a, d);
}
