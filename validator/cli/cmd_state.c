/* The life of contracts: `handoff state`. */
#include <string.h>

#include "cli/actor.h"
#include "cli/ledger_option.h"
#include "cli/terminal.h"
#include "handoff/approvals.h"

static const char *text(invocation *call, const char *name)
{
    return invocation_text(call, name, NULL);
}

static str name_of(const state_subject *s, arena *a)
{
    return state_name(s->service, s->contract, s->version, a);
}

/* --- moving --- */

static int tell_refusal(invocation *call, const state_request *r, const state_answer *answer)
{
    buf out = {0};
    states_render_refusal(&out, name_of(&r->subject, call->arena), answer->from, r->to,
                          &answer->refusal);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written ? ANSWER_NO : ANSWER_BAD_INPUT;
}

static int tell_move(invocation *call, const state_answer *answer)
{
    buf out = {0};
    ledger_option_tell(call, &out, &answer->fact, answer->result);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int move(invocation *call, ledger *l, const state_subject *subject, int64_t now)
{
    state_answer answer;
    retirement retiring = {l, engine_new(l, call->arena), call->arena};
    state_request r = {.subject = *subject,
                       .sunset = text(call, "sunset"),
                       .reason = text(call, "reason"),
                       .request = text(call, "request"),
                       .by = actor_demand(call),
                       .now = now,
                       .need = retirement_need,
                       .payload = &retiring};
    lifecycle_parse(&r.to, str_from(text(call, "set")));
    if (!r.by || !state_move(l, &r, &answer, call->arena, &call->diagnostics))
        return ANSWER_BAD_INPUT;
    return answer.moved ? tell_move(call, &answer) : tell_refusal(call, &r, &answer);
}

/* --- showing --- */

static bool is_asked_for(const state_subject *asked, str contract, str version)
{
    return (asked->contract.length == 0 || str_equal(asked->contract, contract)) &&
           (asked->version.length == 0 || str_equal(asked->version, version));
}

static bool has_own(const contract_states *all, str contract)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].contract, contract))
            return true;
    return false;
}

static void collect(const state_subject *asked, const contract_states *all,
                    const name_list *provided, bool known, contract_states *out, arena *a)
{
    for (size_t i = 0; i < all->count; i++)
        if (is_asked_for(asked, all->items[i].contract, all->items[i].version))
            vec_push(a, out, all->items[i]);
    for (size_t i = 0; i < provided->count; i++) {
        contract_state counts = states_pick(all, provided->items[i], asked->version);
        counts.service = asked->service;
        counts.contract = provided->items[i];
        counts.version = STR("");
        if (!has_own(all, provided->items[i]) &&
            is_asked_for(asked, provided->items[i], asked->version))
            vec_push(a, out, counts);
    }
    if (out->count == 0 && known && asked->contract.length == 0)
        vec_push(
            a, out,
            (contract_state){.service = asked->service, .contract = STR(""), .version = STR("")});
}

static int show(invocation *call, ledger *l, const state_subject *asked, int64_t now)
{
    arena *a = call->arena;
    contract_states all, shown = {0};
    name_list provided;
    bool known;
    if (!service_is_known(l, asked->service, &known, a, &call->diagnostics) ||
        !states_find(l, asked->service, &all, a, &call->diagnostics) ||
        !provided_names(l, asked->service, STR_NULL, &provided, a, &call->diagnostics))
        return ANSWER_BAD_INPUT;
    collect(asked, &all, &provided, known, &shown, a);
    if (shown.count == 0) {
        diags_error(&call->diagnostics, "state.unknown", "nothing is recorded of '%.*s'",
                    STR_ARG(name_of(asked, a)));
        return ANSWER_BAD_INPUT;
    }
    buf out = {0};
    if (strcmp(invocation_text(call, "format", "text"), "json") == 0)
        states_render_json(&out, &shown);
    else
        states_render_text(&out, &shown, now);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int run_state(invocation *call)
{
    clock_source clock;
    state_subject subject;
    const char *set = text(call, "set");
    const char *const only_with_set[] = {"sunset", "reason", "request"};
    for (size_t i = 0; !set && i < 3; i++)
        if (text(call, only_with_set[i])) {
            diags_hint(&call->diagnostics,
                       diags_error(&call->diagnostics, "usage.option",
                                   "--%s says something about a move, and none is asked for",
                                   only_with_set[i]),
                       "--set deprecated --sunset 2027-06-30 --reason TEXT");
            return ANSWER_BAD_INPUT;
        }
    if (!invocation_clock(call, &clock))
        return ANSWER_BAD_INPUT;
    ledger *l = ledger_option_open(call, set ? 0 : DATABASE_MUST_EXIST);
    int answer = ANSWER_BAD_INPUT;
    str version = str_from(invocation_text(call, "version", ""));
    if (l && state_subject_of(l, str_from(call->operands[0]), version, &subject, call->arena,
                              &call->diagnostics))
        answer = set ? move(call, l, &subject, clock_now(&clock))
                     : show(call, l, &subject, clock_now(&clock));
    ledger_close(l);
    return answer;
}

static const char *const states[] = {"draft",   "proposed", "active", "deprecated",
                                     "retired", "rejected", NULL};

static const char *const formats[] = {"text", "json", NULL};

static const option_row options[] = {
    {.name = "set",
     .kind = OPTION_CHOICE,
     .argument = "STATE",
     .choices = states,
     .help = "move it there; without, its state is shown"},
    {.name = "sunset",
     .kind = OPTION_TEXT,
     .argument = "DATE",
     .help = "of a deprecation: the day from which it may be gone"},
    {.name = "reason", .kind = OPTION_TEXT, .argument = "TEXT", .help = "why"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "how to show it: text or json (default: text)"},
    {.name = "version",
     .kind = OPTION_TEXT,
     .argument = "V",
     .help = "in this version of the service only"},
    OPTION_ROW_BY,
    OPTION_ROW_REQUEST,
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff state orders", "where its contracts stand"},
    {"handoff state orders/v1.yaml --set deprecated --sunset 2027-06-30 --reason 'v2 is there' "
     "--by anna",
     "announces the end of one contract"},
    {"handoff state orders/v1.yaml --set retired --by anna",
     "ends it, once nobody live relies on it"},
    {NULL, NULL},
};

const command command_state = {
    .name = "state",
    .summary = "show where a contract stands in its life, or move it on",
    .operands = "SERVICE[/CONTRACT]",
    .description =
        "draft, proposed, active, deprecated, retired; or rejected. A contract that was given no "
        "state counts as active.\n\n"
        "  draft       to proposed once it is published, or rejected\n"
        "  proposed    to active, back to draft, or rejected\n"
        "  active      to deprecated, with a sunset date to come and a reason\n"
        "  deprecated  to retired, once the sunset has come and nobody live anywhere relies on it; "
        "to deprecated with another sunset; back to active, with a reason\n"
        "  rejected    back to draft, with a reason\n\n"
        "A move that may not be made exits 1 and says what is missing. can-i-deploy refuses a "
        "version that provides a retired or rejected contract, and one that would rely on nothing "
        "else; it warns of a deprecated one with its sunset, and of a draft or proposed one.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_TEXT,
    .options = options,
    .examples = examples,
    .run = run_state,
};
