#include "cli/terminal.h"
#include "handoff/expect.h"

static const char *const *texts_of(invocation *call, const char *option)
{
    size_t count = invocation_count(call, option);
    const char **texts = arena_array_of(call->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        texts[i] = invocation_nth(call, option, i);
    return texts;
}

static bool check_usage(invocation *call, const expect_options *options)
{
    diags *d = &call->diagnostics;
    bool named = options->consumer && *options->consumer;
    if (named && (options->contract || options->traffic_count))
        return true;
    diag *of = named ? diags_error(d, "usage.option", "neither a contract nor traffic was named")
                     : diags_error(d, "usage.option", "no consumer was named");
    diags_hint(d, of, "handoff expect init --consumer checkout-web --contract openapi.yaml");
    return false;
}

static bool show(invocation *call, const expect_options *options)
{
    buf text = {0};
    expect_result result = {0};
    bool fine = expect_preview(&text, options, &result, &call->diagnostics) &&
                terminal_write(call, buf_str(&text));
    buf_clear(&text);
    return fine;
}

static bool write_file(invocation *call, const expect_options *options)
{
    expect_result result;
    if (!expect_write(invocation_text(call, "output", NULL), invocation_has(call, "force"), options,
                      &result, call->arena, &call->diagnostics))
        return false;
    buf line = {0};
    buf_append(&line, STR("wrote "));
    utf8_append_printable(&line, result.path);
    buf_append(&line, STR(": "));
    if (result.operations)
        buf_printf(&line, "%zu operation%s, ", result.operations,
                   result.operations == 1 ? "" : "s");
    if (result.events)
        buf_printf(&line, "%zu event%s, ", result.events, result.events == 1 ? "" : "s");
    buf_printf(&line, "%zu field%s\n", result.fields, result.fields == 1 ? "" : "s");
    bool fine = terminal_write(call, buf_str(&line));
    buf_clear(&line);
    return fine;
}

static int run_expect_init(invocation *call)
{
    const expect_options options = {
        .consumer = invocation_text(call, "consumer", NULL),
        .team = invocation_text(call, "team", NULL),
        .producer = invocation_text(call, "producer", NULL),
        .contract = invocation_text(call, "contract", NULL),
        .traffic = texts_of(call, "traffic"),
        .traffic_count = invocation_count(call, "traffic"),
        .operations = texts_of(call, "operation"),
        .operation_count = invocation_count(call, "operation"),
        .depth = (unsigned)invocation_number(call, "depth", 2),
    };
    if (!check_usage(call, &options))
        return ANSWER_BAD_INPUT;
    bool done = invocation_has(call, "print") ? show(call, &options) : write_file(call, &options);
    return done ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const option_row options_table[] = {
    {.name = "consumer",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "the service whose expectations they are"},
    {.name = "team",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "the team that answers for it"},
    {.name = "producer",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "whose contract it is (default: as handoff.yaml says, else by the contract's title)"},
    {.name = "contract",
     .kind = OPTION_FILE,
     .argument = "CONTRACT",
     .help = "the contract: OpenAPI, or the JSON Schema of an event"},
    {.name = "operation",
     .kind = OPTION_TEXT,
     .argument = "OPERATION",
     .repeatable = true,
     .help = "only this one: \"GET /orders/{id}\", an operationId, a path (default: all)"},
    {.name = "traffic",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .repeatable = true,
     .help = "recorded traffic (HAR, or NDJSON of request and response): what was really used"},
    {.name = "depth",
     .kind = OPTION_NUMBER,
     .argument = "N",
     .minimum = 1,
     .maximum = 10,
     .help = "members below members to take from a contract (default: 2)"},
    {.name = "output",
     .letter = 'o',
     .kind = OPTION_FILE,
     .argument = "FILE",
     .help = "write to FILE (default: NAME.expectations.yaml)"},
    {.name = "print", .kind = OPTION_FLAG, .help = "show the draft, write nothing"},
    {.name = "force", .kind = OPTION_FLAG, .help = "replace a file that is there"},
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff expect init --consumer checkout-web --team storefront --contract openapi.yaml "
     "--operation 'GET /payments/{id}'",
     "writes checkout-web.expectations.yaml from what one operation documents"},
    {"handoff expect init --consumer checkout-web --contract openapi.yaml --traffic recorded.har",
     "from what was really used"},
    {NULL, NULL},
};

const command command_expect_init = {
    .name = "expect init",
    .summary = "draft what a consumer relies on, from a contract or from traffic",
    .operands = "",
    .description =
        "Writes a short expectation file to go on from: what the consumer sends, and what it reads "
        "of which status. From a contract: what each operation requires, and the fields its "
        "successful answers document. From recorded traffic: the operations, parameters and fields "
        "that were really used; what was in every answer must be there, the rest may be. With "
        "both, "
        "paths are the contract's, and what the contract does not document is left out with a "
        "warning. 'handoff verify' passes on the contract a draft was made from.\n\n"
        "A file that is there is never overwritten unless --force is given.",
    .minimum_operands = 0,
    .maximum_operands = 0,
    .operand_kind = OPTION_TEXT,
    .options = options_table,
    .examples = examples,
    .run = run_expect_init,
};
