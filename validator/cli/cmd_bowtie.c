#include "handoff/bowtie.h"

#include <stdlib.h>

#include "cli/invocation.h"
#include "cli/terminal.h"

static const option_row options[] = {
    {.name = "formats",
     .kind = OPTION_FLAG,
     .help = "assert 'format'; without it, a format is what the dialect says"},
    OPTIONS_END,
};

/* terminal_write flushes, which lets the other side go on. */
static bool answer_line(invocation *call, buf *answer)
{
    buf_append_char(answer, '\n');
    return terminal_write(call, buf_str(answer));
}

static int run_bowtie(invocation *call)
{
    bowtie_options how = {.formats = invocation_has(call, "formats")};
    bowtie *session = bowtie_new(&how);
    buf answer = {0};
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    int result = ANSWER_YES;
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        bowtie_next next =
            bowtie_answer(session, str_of(line, (size_t)length), &answer, &call->diagnostics);
        if (next == BOWTIE_STOPPED)
            break;
        if (next == BOWTIE_BROKEN || !answer_line(call, &answer)) {
            result = ANSWER_BAD_INPUT;
            break;
        }
    }
    free(line);
    buf_clear(&answer);
    bowtie_free(session);
    return result;
}

static const example examples[] = {
    {"echo '{\"cmd\":\"start\",\"version\":1}' | handoff bowtie", "what it is and can"},
    {"handoff bowtie --formats <requests.jsonl", "judge recorded cases, formats asserted"},
    {NULL, NULL},
};

const command command_bowtie = {
    .name = "bowtie",
    .summary = "speak the harness protocol of the JSON Schema community",
    .operands = "",
    .description =
        "Reads requests from standard input, a JSON object a line, and answers each with a line on "
        "standard output, so that Bowtie can compare this validator with others: start, dialect, "
        "run, stop.\n"
        "\n"
        "A case that cannot be decided is answered as errored, with the limit that was reached. A "
        "line that is no request of the protocol ends the session with exit 2.",
    .options = options,
    .examples = examples,
    .run = run_bowtie,
};
