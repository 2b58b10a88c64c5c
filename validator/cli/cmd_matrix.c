#include <string.h>

#include "cli/ledger_option.h"
#include "cli/terminal.h"
#include "handoff/approvals.h"
#include "handoff/matrix.h"

static const char *const formats[] = {"text", "json", "html", NULL}; /* ORDER matrix_format */

static const str *names(invocation *call, const char *option, size_t *count)
{
    *count = invocation_count(call, option);
    str *all = arena_array_of(call->arena, str, *count + 1);
    for (size_t i = 0; i < *count; i++)
        all[i] = str_from(invocation_nth(call, option, i));
    return all;
}

/* FORMAT or FORMAT=FILE; a file is written whole or not at all. */
static bool write(invocation *call, const matrix *m)
{
    const char *given = invocation_text(call, "format", "text"), *file = strchr(given, '=');
    size_t length = file ? (size_t)(file - given) : strlen(given), format = MATRIX_TEXT;
    for (size_t i = 0; formats[i]; i++)
        if (strlen(formats[i]) == length && strncmp(formats[i], given, length) == 0)
            format = i;
    buf out = {0};
    matrix_render(&out, m, (matrix_format)format);
    bool written = file ? file_write(file + 1, buf_str(&out), &call->diagnostics)
                        : terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written;
}

static bool gather(invocation *call, ledger *l, const matrix_request *request, matrix *out)
{
    engine *e = engine_new(l, call->arena);
    const gather_options how = engine_options(e);
    bool gathered =
        matrix_gather(l, request, &how, out, call->arena, &call->diagnostics) && write(call, out);
    return gathered;
}

static int run_matrix(invocation *call)
{
    approval_settings settings;
    clock_source clock;
    if (!invocation_clock(call, &clock) ||
        !approval_settings_read(&settings, invocation_text(call, "config", NULL), call->arena,
                                &call->diagnostics))
        return ANSWER_BAD_INPUT;
    const gate_conditions conditions = {.policy = settings.policy,
                                        .protected_ = settings.protected_,
                                        .protected_count = settings.protected_count,
                                        .now = clock_now(&clock)};
    matrix_request request = {.conditions = &conditions};
    request.environments = names(call, "env", &request.environment_count);
    request.services = names(call, "service", &request.service_count);
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    matrix m;
    bool shown = l && gather(call, l, &request, &m);
    ledger_close(l);
    return shown ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const option_row options[] = {
    {.name = "service",
     .kind = OPTION_TEXT,
     .argument = "S",
     .repeatable = true,
     .help = "this service and whoever it meets only"},
    {.name = "env",
     .kind = OPTION_TEXT,
     .argument = "E",
     .repeatable = true,
     .help = "this environment only"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .with_file = true,
     .help = "text, json or html, into FILE where given (default: text)"},
    {.name = "config",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .help = "read 'approvals' from FILE instead of the nearest handoff.yaml"},
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff matrix", "all services in all environments"},
    {"handoff matrix --service orders --env production", "one service there, and its neighbours"},
    {"handoff matrix --format html=matrix.html", "the same as one self-contained page"},
    {NULL, NULL},
};

const command command_matrix = {
    .name = "matrix",
    .summary = "show what is where, and who fits whom there",
    .operands = "",
    .description =
        "For each environment: which versions of each service are live (arriving and leaving ones "
        "during a roll-out, released ones, instances that a rollback has not brought back yet), "
        "the states of their contracts, and for every consumer and provider that meet there "
        "whether they fit, as 'can-i-deploy' would decide. It only shows: nothing is recorded, and "
        "it exits 0 whatever it shows.",
    .options = options,
    .examples = examples,
    .run = run_matrix,
};
