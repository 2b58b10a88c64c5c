/* The list of waivers and approvals: `handoff approvals`. */
#include <string.h>

#include "cli/actor.h"
#include "cli/ledger_option.h"
#include "cli/terminal.h"
#include "handoff/approvals.h"

typedef struct listing {
    invocation *call;
    ledger *ledger;
    approval_settings settings;
    int64_t now;
    waiver_list waivers;
    release_approval_list releases;
} listing;

static bool read_ledger(listing *l)
{
    invocation *call = l->call;
    str service = str_from(invocation_text(call, "service", NULL));
    str environment = str_from(invocation_text(call, "env", NULL));
    return waivers_find(l->ledger, STR_NULL, &l->waivers, call->arena, &call->diagnostics) &&
           release_approvals_list(l->ledger, service, environment, &l->releases, call->arena,
                                  &call->diagnostics);
}

/* Where two persons are wanted and nobody says who asks, it counts for anybody but its giver. */
static bool judge_release(const listing *l, const release_approval *r, standing *out)
{
    protection there;
    arena *a = l->call->arena;
    approval_policy rules = l->settings.policy;
    str asker = str_from(actor_name(l->call));
    if (!environment_protection(l->ledger, r->environment, &there, a, &l->call->diagnostics))
        return false;
    bool two = rules.two_person || there == PROTECTION_TWO_PERSON;
    rules.two_person = two && (asker.data || r->author.data);
    *out = release_standing(r, asker, &rules, l->now, a);
    if (out->kind == STANDING_COUNTS && two && !rules.two_person)
        out->why = arena_printf(a, "for anybody but %.*s", STR_ARG(r->approver));
    return true;
}

static int render(const listing *l)
{
    arena *a = l->call->arena;
    standing *of_waivers = arena_array_of(a, standing, l->waivers.count + 1);
    standing *of_releases = arena_array_of(a, standing, l->releases.count + 1);
    for (size_t i = 0; i < l->waivers.count; i++)
        of_waivers[i] =
            waiver_standing(&l->waivers.items[i], STR_NULL, &l->settings.policy, l->now, a);
    for (size_t i = 0; i < l->releases.count; i++)
        if (!judge_release(l, &l->releases.items[i], &of_releases[i]))
            return ANSWER_BAD_INPUT;
    const approvals_report r = {&l->waivers, of_waivers, &l->releases, of_releases};
    buf out = {0};
    if (strcmp(invocation_text(l->call, "format", "text"), "json") == 0)
        approvals_render_json(&out, &r);
    else
        approvals_render_text(&out, &r);
    bool written = terminal_write(l->call, buf_str(&out));
    buf_clear(&out);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int run_approvals(invocation *call)
{
    listing l = {.call = call};
    clock_source clock;
    if (!invocation_clock(call, &clock) ||
        !approval_settings_read(&l.settings, invocation_text(call, "config", NULL), call->arena,
                                &call->diagnostics))
        return ANSWER_BAD_INPUT;
    l.now = clock_now(&clock);
    l.ledger = ledger_option_open(call, DATABASE_MUST_EXIST);
    int answer = l.ledger && read_ledger(&l) ? render(&l) : ANSWER_BAD_INPUT;
    ledger_close(l.ledger);
    return answer;
}

static const char *const formats[] = {"text", "json", NULL};

static const option_row options[] = {
    {.name = "service",
     .kind = OPTION_TEXT,
     .argument = "S",
     .help = "release approvals of this service only"},
    {.name = "env",
     .kind = OPTION_TEXT,
     .argument = "E",
     .help = "release approvals for this environment only"},
    {.name = "config",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .help = "read 'approvals' from FILE instead of the nearest handoff.yaml"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "text or json (default: text)"},
    OPTION_ROW_BY,
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff approvals", "all waivers and approvals, and which of them count today"},
    {NULL, NULL},
};

const command command_approvals = {
    .name = "approvals",
    .summary = "list waivers and approvals, and which of them count",
    .operands = "",
    .description = "Everything the ledger holds of waivers, their approvals and approvals of "
                   "releases; what does not count any more says why.",
    .options = options,
    .examples = examples,
    .run = run_approvals,
};
