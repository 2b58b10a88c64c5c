#include "handoff/subset.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/invocation.h"
#include "cli/mappings.h"
#include "cli/terminal.h"

static subset_options read_options(invocation *call)
{
    subset_options o = {
        .writer_closed = invocation_has(call, "writer-closed"),
        .equivalent = invocation_has(call, "equivalent"),
        .formats = invocation_has(call, "formats"),
        .text = invocation_has(call, "text"),
        .self_check = (size_t)invocation_number(call, "self-check", 0),
        .steps = (size_t)invocation_number(call, "steps", 0),
    };
    str direction = str_from(invocation_text(call, "direction", "any"));
    o.direction = str_equal(direction, STR("request"))    ? SUBSET_REQUEST
                  : str_equal(direction, STR("response")) ? SUBSET_RESPONSE
                                                          : SUBSET_ANY;
    return o;
}

/* Line by line, so that answers come while cases are still being written. */
static int run_batch(invocation *call, const subset_options *options)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    bool good = true;
    while (good && (length = getline(&line, &room, stdin)) > 0) {
        buf out = {0};
        subset_batch_line(&out, str_trim(str_of(line, (size_t)length)), options);
        good = terminal_write(call, buf_str(&out));
        buf_clear(&out);
    }
    free(line);
    return good ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int run_subset(invocation *call)
{
    subset_options options = read_options(call);
    if (!mappings_read(call, &options.mappings, &options.mapping_count))
        return ANSWER_BAD_INPUT;
    if (invocation_has(call, "batch"))
        return run_batch(call, &options);
    if (call->operand_count != 2) {
        diags_error(&call->diagnostics, "usage.operands", "two schemas are needed: A B");
        return ANSWER_BAD_INPUT;
    }
    subset *s = subset_compare(call->operands[0], call->operands[1], &options, &call->diagnostics);
    if (!s)
        return ANSWER_BAD_INPUT;
    buf out = {0};
    if (str_equal(str_from(invocation_text(call, "format", "text")), STR("json")))
        subset_write_json(&out, s);
    else
        subset_write_text(&out, s);
    bool good = terminal_write(call, buf_str(&out));
    subset_answer answer = subset_verdict(s);
    buf_clear(&out);
    subset_free(s);
    if (!good)
        return ANSWER_BAD_INPUT;
    return answer == SUBSET_INCLUDED       ? ANSWER_YES
           : answer == SUBSET_NOT_INCLUDED ? ANSWER_NO
                                           : ANSWER_UNDECIDED;
}

static const char *const formats[] = {"text", "json", NULL};
static const char *const directions[] = {"request", "response", NULL};

static const option_row options[] = {
    {.name = "equivalent", .kind = OPTION_FLAG, .help = "ask both ways"},
    {.name = "writer-closed",
     .kind = OPTION_FLAG,
     .help = "A sends no member that only B mentions, as between a producer and a consumer"},
    {.name = "formats", .kind = OPTION_FLAG, .help = "treat 'format' as an assertion"},
    {.name = "direction",
     .kind = OPTION_CHOICE,
     .argument = "DIRECTION",
     .choices = directions,
     .help = "leave out what is readOnly in a request or writeOnly in a response"},
    {.name = "text",
     .kind = OPTION_FLAG,
     .help = "compare values as text, as parameters and headers travel"},
    OPTION_ROW_MAP,
    {.name = "self-check",
     .kind = OPTION_NUMBER,
     .argument = "N",
     .minimum = 0,
     .maximum = 1000000,
     .help = "after 'included', try N values of A on B as well"},
    {.name = "steps",
     .kind = OPTION_NUMBER,
     .argument = "N",
     .minimum = 1,
     .maximum = 1000000000,
     .help = "give up after N steps of the search"},
    {.name = "batch",
     .kind = OPTION_FLAG,
     .help = "read cases {\"a\":..., \"b\":...} from standard input, one a line, and answer each"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "text or json (default: text)"},
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff subset v1.json v2.json", "does v2 accept everything that v1 accepts?"},
    {"handoff subset --equivalent v1.json v2.json", "do they accept the same values?"},
    {"handoff subset 'main:api.yaml#/components/schemas/Order' "
     "'api.yaml#/components/schemas/Order'",
     "compare a schema of an API description with what it was"},
    {NULL, NULL},
};

const command command_subset = {
    .name = "subset",
    .summary = "is every value that one schema accepts accepted by another?",
    .operands = "A B",
    .description =
        "Decides whether every JSON value that schema A accepts is accepted by schema B, and "
        "prints "
        "'included', which is a proof; 'not included' with a witness, a value that A accepts and B "
        "refuses, checked with the ordinary validator on both; or 'unknown' with what stopped the "
        "search.\n\n"
        "A and B are JSON Schema documents, or schemas inside any document (FILE#/pointer). Read "
        "literally, an object without 'additionalProperties' may hold any member; --writer-closed "
        "asks what matters between two parties, where A is what one sends and B what the other "
        "reads.\n\n"
        "Exits 0 for included, 1 for not included, 3 for unknown.",
    .minimum_operands = 0,
    .maximum_operands = 2,
    .operand_kind = OPTION_FILE,
    .options = options,
    .examples = examples,
    .run = run_subset,
};
