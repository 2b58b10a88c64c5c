#include <string.h>

#include "cli/ledger_option.h"
#include "cli/terminal.h"
#include "handoff/blast.h"

static int usage(invocation *call, const char *message)
{
    diags_hint(&call->diagnostics, diags_error(&call->diagnostics, "usage.option", "%s", message),
               "handoff blast orders@1.4 --env production --to 2.0");
    return ANSWER_BAD_INPUT;
}

/* NAME=FILE where something stands before the first '='. */
static void read_contract(invocation *call, blast_request *r)
{
    const char *given = invocation_text(call, "contract", NULL), *file = NULL;
    if (given)
        file = strchr(given, '=');
    r->contract = file ? file + 1 : given;
    if (file)
        r->contract_name = str_of(given, (size_t)(file - given));
}

static int answer_of(const blast *b)
{
    return b->hurt ? ANSWER_NO : b->unknown ? ANSWER_UNDECIDED : ANSWER_YES;
}

static int tell(invocation *call, const blast *b)
{
    buf out = {0};
    if (strcmp(invocation_text(call, "format", "text"), "json") == 0)
        blast_render_json(&out, b);
    else
        blast_render_text(&out, b);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written ? answer_of(b) : ANSWER_BAD_INPUT;
}

static int find(invocation *call, const blast_request *asked)
{
    approval_settings settings;
    clock_source clock;
    if (!invocation_clock(call, &clock) ||
        !approval_settings_read(&settings, NULL, call->arena, &call->diagnostics))
        return ANSWER_BAD_INPUT;
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    const approvals waivers = {l, &settings, clock_now(&clock)};
    blast_request r = *asked;
    r.waivers = &waivers;
    blast b = {0};
    int answer = ANSWER_BAD_INPUT;
    if (l && blast_find(l, &r, &b, call->arena, &call->diagnostics))
        answer = tell(call, &b);
    blast_clear(&b);
    ledger_close(l);
    return answer;
}

static int run_blast(invocation *call)
{
    str operand = str_from(call->operands[0]);
    size_t at = str_find_last(operand, '@');
    blast_request r = {.environment = str_from(invocation_text(call, "env", NULL)),
                       .to = str_from(invocation_text(call, "to", NULL))};
    if (at == SIZE_MAX || at == 0 || at + 1 == operand.length)
        return usage(call, "name a service and its version, SERVICE@VERSION");
    if (!r.environment.data)
        return usage(call, "no environment was named");
    read_contract(call, &r);
    if (r.to.data && r.contract)
        return usage(call, "'--to' and '--contract' exclude each other");
    r.service = str_take(operand, at);
    r.version = str_skip(operand, at + 1);
    return find(call, &r);
}

static const char *const formats[] = {"text", "json", NULL};

static const option_row options[] = {
    {.name = "env", .kind = OPTION_TEXT, .argument = "E", .help = "where"},
    {.name = "to",
     .kind = OPTION_TEXT,
     .argument = "V",
     .help = "if it became this published version"},
    {.name = "contract",
     .kind = OPTION_FILE,
     .argument = "[NAME=]FILE",
     .help = "if its contract (NAME, where it provides several) became this one"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "text or json (default: text)"},
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff blast orders@1.4 --env production", "who relies on it there, and on those in turn"},
    {"handoff blast orders@1.4 --env production --to 2.0", "whom the next version would hurt"},
    {"handoff blast orders@1.4 --env production --contract openapi.yaml --format json",
     "whom the working tree would hurt"},
    {NULL, NULL},
};

const command command_blast = {
    .name = "blast",
    .summary = "say who would be hurt, in one environment",
    .operands = "SERVICE@VERSION",
    .description =
        "Without a change: everybody live in the environment that relies on the service, with "
        "team and operations, and whoever relies on those in turn.\n\n"
        "With --to or --contract: what the change does to each of them, and the findings that "
        "name them; whoever relies on one that is hurt stands behind it. Consumers' contracts are "
        "those the ledger holds of the versions that are live.\n\n"
        "Exits 1 when somebody would be hurt, 3 when that is not known of somebody, else 0.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_TEXT,
    .options = options,
    .examples = examples,
    .run = run_blast,
};
