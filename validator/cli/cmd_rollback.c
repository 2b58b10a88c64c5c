#include "cli/ledger_option.h"
#include "cli/terminal.h"

static str text(const invocation *call, const char *option)
{
    return str_from(invocation_text(call, option, NULL));
}

/* Exit 3 while an instance runs what was to be replaced: a pipeline must not take it for done. */
static int tell(invocation *call, const begun_rollbacks *begun)
{
    buf out = {0};
    size_t waiting = 0;
    for (size_t i = 0; i < begun->count; i++) {
        waiting += begun->items[i].waiting_count;
        buf_append(&out, begun->items[i].waiting_count ? STR("incomplete: ") : STR("complete: "));
        utf8_append_printable(&out, rollback_text(&begun->items[i], call->arena));
        buf_append_char(&out, '\n');
    }
    if (begun->count == 0)
        buf_append(&out, STR("no rollback was begun\n"));
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    if (!written)
        return ANSWER_BAD_INPUT;
    return waiting && invocation_has(call, "show") ? ANSWER_UNDECIDED : ANSWER_YES;
}

static bool is_complete(invocation *call, const rollback_request *r)
{
    const char *missing = !r->service.data       ? "service"
                          : !r->version.data     ? "version"
                          : !r->environment.data ? "env"
                                                 : NULL;
    if (missing)
        diags_hint(&call->diagnostics,
                   diags_error(&call->diagnostics, "usage.option", "--%s is missing", missing),
                   "%s", call->command->examples[0].line);
    return !missing;
}

static bool begin(invocation *call, ledger *l)
{
    rollback_request r = {.service = text(call, "service"),
                          .version = text(call, "version"),
                          .environment = text(call, "env"),
                          .instance_count = invocation_count(call, "instance"),
                          .reason = text(call, "reason"),
                          .request = text(call, "request")};
    str *instances = arena_array_of(call->arena, str, r.instance_count);
    for (size_t i = 0; i < r.instance_count; i++)
        instances[i] = str_from(invocation_nth(call, "instance", i));
    r.instances = instances;
    return is_complete(call, &r) && rollback_begin(l, &r, &call->diagnostics);
}

static int run_rollback(invocation *call)
{
    bool show = invocation_has(call, "show");
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    begun_rollbacks begun;
    bool fine = l && (show || begin(call, l)) &&
                rollbacks_find(l, text(call, "service"), text(call, "env"), true, &begun,
                               call->arena, &call->diagnostics);
    ledger_close(l);
    return fine ? tell(call, &begun) : ANSWER_BAD_INPUT;
}

static const option_row options[] = {
    {.name = "service", .kind = OPTION_TEXT, .argument = "S", .help = "the service"},
    {.name = "version",
     .kind = OPTION_TEXT,
     .argument = "V",
     .help = "the version that it goes back to"},
    {.name = "env", .kind = OPTION_TEXT, .argument = "E", .help = "the environment"},
    {.name = "instance",
     .kind = OPTION_TEXT,
     .argument = "I",
     .repeatable = true,
     .help = "an installation that goes back (default: all that run another version)"},
    {.name = "reason", .kind = OPTION_TEXT, .argument = "TEXT", .help = "why"},
    {.name = "show",
     .kind = OPTION_FLAG,
     .help = "begin none: say which are complete, and exit 3 when one is not"},
    OPTION_ROW_REQUEST,
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff rollback --service checkout --version 1.3 --env production",
     "records that every instance is to go back to 1.3"},
    {"handoff rollback --show --env production", "says which instances are not back yet"},
    {NULL, NULL},
};

const command command_rollback = {
    .name = "rollback",
    .summary = "record that a service goes back to an earlier version",
    .operands = "",
    .description =
        "Each instance is back when 'handoff deploy' says that the version is live there. Until "
        "all are, the rollback is incomplete, everything that speaks of the environment says so, "
        "and partners must fit both versions.",
    .options = options,
    .examples = examples,
    .run = run_rollback,
};
