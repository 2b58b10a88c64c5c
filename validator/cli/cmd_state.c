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
    return arena_printf(a, "%.*s%s%.*s%s%.*s", STR_ARG(s->service), s->contract.length ? "/" : "",
                        STR_ARG(s->contract), s->version.length ? "@" : "", STR_ARG(s->version));
}

static int write(invocation *call, const buf *raw)
{
    buf shown = {0};
    str rest = buf_str(raw), one;
    while (str_split(&rest, '\n', &one)) {
        if (one.length == 0 && rest.length == 0)
            break;
        utf8_append_printable(&shown, one);
        buf_append_char(&shown, '\n');
    }
    bool written = terminal_write(call, buf_str(&shown));
    buf_clear(&shown);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}

/* --- moving --- */

static int tell_refusal(invocation *call, const state_request *r, const state_answer *answer)
{
    buf out = {0};
    str name = name_of(&r->subject, call->arena);
    buf_printf(&out, "refused: %.*s may not go from %s to %s\n", STR_ARG(name),
               lifecycle_name(answer->from), lifecycle_name(r->to));
    for (size_t i = 0; i < answer->refusal.missing_count; i++)
        buf_printf(&out, "  %.*s\n", STR_ARG(answer->refusal.missing[i]));
    int written = write(call, &out);
    buf_clear(&out);
    return written == ANSWER_YES ? ANSWER_NO : written;
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

static void show_one(buf *out, str name, const contract_state *s, int64_t now, arena *a)
{
    str phrase = lifecycle_phrase(s->state, s->sunset, now, a);
    if (s->state == STATE_NONE)
        phrase = STR("has no state of its own, and counts as active");
    buf_printf(out, "%.*s %.*s", STR_ARG(name), STR_ARG(phrase));
    if (s->changed_by.data)
        buf_printf(out, ", says %.*s", STR_ARG(s->changed_by));
    if (s->reason.data)
        buf_printf(out, ": %.*s", STR_ARG(s->reason));
    buf_printf(out, "\n  next: %.*s\n", STR_ARG(lifecycle_next(s->state, a)));
}

/* The service's own state, those given to its contracts, and the contracts without one. */
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

static int show(invocation *call, ledger *l, const state_subject *asked, int64_t now)
{
    arena *a = call->arena;
    contract_states all;
    name_list names;
    buf out = {0};
    bool known;
    if (!service_is_known(l, asked->service, &known, a, &call->diagnostics) ||
        !states_find(l, asked->service, &all, a, &call->diagnostics) ||
        !provided_names(l, asked->service, STR_NULL, &names, a, &call->diagnostics))
        return ANSWER_BAD_INPUT;
    for (size_t i = 0; i < all.count; i++) {
        state_subject s = {asked->service, all.items[i].contract, all.items[i].version};
        if (is_asked_for(asked, s.contract, s.version))
            show_one(&out, name_of(&s, a), &all.items[i], now, a);
    }
    for (size_t i = 0; i < names.count; i++) {
        state_subject s = {asked->service, names.items[i], STR("")};
        contract_state counts = states_pick(&all, names.items[i], asked->version);
        if (!has_own(&all, names.items[i]) && is_asked_for(asked, s.contract, asked->version))
            show_one(&out, name_of(&s, a), &counts, now, a);
    }
    if (out.length == 0 && known && asked->contract.length == 0)
        show_one(&out, asked->service, &(contract_state){.state = STATE_NONE}, now, a);
    if (out.length == 0)
        diags_error(&call->diagnostics, "state.unknown", "nothing is recorded of '%.*s'",
                    STR_ARG(name_of(asked, a)));
    int answer = out.length ? write(call, &out) : ANSWER_BAD_INPUT;
    buf_clear(&out);
    return answer;
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
