#include <string.h>

#include "cli/invocation.h"
#include "cli/terminal.h"
#include "handoff/verify.h"

static bool is_json(invocation *call)
{
    return strcmp(invocation_text(call, "format", "text"), "json") == 0;
}

static int tell(invocation *call, const verify_result *r)
{
    buf out = {0};
    if (is_json(call))
        verification_render_json(&out, r);
    else
        verification_render_text(&out, r, invocation_has(call, "warnings"));
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    size_t judged = r->passed + r->failed + r->undecided + r->skipped;
    if (!invocation_has(call, "quiet") && (r->complete || judged))
        fprintf(stderr, "%zu passed, %zu failed, %zu undecided, %zu skipped\n", r->passed,
                r->failed, r->undecided, r->skipped);
    if (!written || !r->complete)
        return ANSWER_BAD_INPUT;
    return r->failed ? ANSWER_NO : r->undecided ? ANSWER_UNDECIDED : ANSWER_YES;
}

static int run_verify(invocation *call)
{
    size_t traffic_count = invocation_count(call, "traffic");
    const char **traffic = arena_array_of(call->arena, const char *, traffic_count + 1);
    for (size_t i = 0; i < traffic_count; i++)
        traffic[i] = invocation_nth(call, "traffic", i);
    const verify_options options = {
        .contract = invocation_text(call, "contract", NULL),
        .producer = invocation_text(call, "producer", NULL),
        .consumers = call->operands,
        .consumer_count = call->operand_count,
        .traffic = traffic,
        .traffic_count = traffic_count,
    };
    if (!options.contract || options.consumer_count + traffic_count == 0) {
        diag *usage =
            options.contract
                ? diags_error(&call->diagnostics, "usage.operand", "nothing to verify")
                : diags_error(&call->diagnostics, "usage.option", "no contract was named");
        diags_hint(&call->diagnostics, usage,
                   "handoff verify web.pact.json --contract openapi.yaml");
        return ANSWER_BAD_INPUT;
    }
    verify_result *r = verify_run(&options, &call->diagnostics);
    if (!r)
        return ANSWER_BAD_INPUT;
    int answer = tell(call, r);
    verify_result_free(r);
    return answer;
}

static const char *const formats[] = {"text", "json", NULL};

static const option_row options_table[] = {
    {.name = "contract",
     .kind = OPTION_FILE,
     .argument = "CONTRACT",
     .help = "the OpenAPI contract to verify against"},
    {.name = "producer",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "whose contract it is, for files that expect things of several producers"},
    {.name = "traffic",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .repeatable = true,
     .help = "recorded traffic (HAR, or NDJSON of request and response) that must be what the "
             "contract says"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "how to print what was found (default: text)"},
    {.name = "warnings", .kind = OPTION_FLAG, .help = "print warnings too"},
    OPTION_ROW_QUIET,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff verify web.pact.json --contract openapi.yaml",
     "tells which interactions of the consumer the contract does not serve"},
    {"handoff verify --traffic recorded.ndjson --contract openapi.yaml",
     "tells which recorded responses are not what the contract says"},
    {NULL, NULL},
};

const command command_verify = {
    .name = "verify",
    .summary = "say whether a contract gives its consumers what they rely on",
    .operands = "[CONSUMER...]",
    .description =
        "CONSUMER is a Pact file (version 1 to 4) or an expectation file, which names what is sent "
        "and what is read of each answer. In a Pact file each interaction's request must be one "
        "the contract "
        "accepts, and each member of its response one the contract documents, with a value it "
        "allows.\n\n"
        "Traffic is a HAR archive, or lines of JSON with one exchange each: {\"request\": "
        "{\"method\": \"GET\", \"url\": \"/orders/7?full=1\", \"headers\": {\"accept\": \"…\"}, "
        "\"body\": …}, \"response\": {\"status\": 200, \"headers\": {…}, \"body\": …}}. The URL "
        "may be "
        "called path; a body is a JSON value, or text. Requests and responses are both checked; "
        "what was recorded of hosts that are none of the contract's servers is left out.",
    .minimum_operands = 0,
    .maximum_operands = OPERANDS_MANY,
    .operand_kind = OPTION_FILE,
    .options = options_table,
    .examples = examples,
    .run = run_verify,
};
