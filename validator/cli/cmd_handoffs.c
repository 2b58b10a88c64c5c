#include <string.h>

#include "cli/ledger_option.h"
#include "cli/reporting.h"
#include "cli/terminal.h"
#include "handoff/handoffs.h"

/* "payments (@acme/payments)". */
static void append_service(buf *out, str service, str team)
{
    utf8_append_printable(out, service.data ? service : STR("?"));
    buf_append(out, STR(" ("));
    utf8_append_printable(out, team.data ? team : STR("no team is known"));
    buf_append(out, STR(")"));
}

static void append_text(buf *out, const handoffs *h)
{
    for (size_t i = 0; i < h->count; i++) {
        const handoff_place *place = &h->items[i];
        append_service(out, place->producer, place->producer_team);
        buf_append(out, STR(" -> "));
        append_service(out, place->consumer, place->consumer_team);
        buf_append(out, STR(": "));
        utf8_append_printable(out, place->contract);
        for (size_t k = 0; k < place->environment_count; k++) {
            buf_append(out, k ? STR(", ") : STR(" in "));
            utf8_append_printable(out, place->environments[k].name);
        }
        buf_append_char(out, '\n');
    }
}

/* The list goes to standard output and what is wrong about it to standard error: both are read,
 * by different readers. */
static void print_findings(const handoffs *h)
{
    report_entry entry = {.contract = h->settings, .report = h->findings};
    report_set set = {.command = "handoffs", .entries = &entry, .count = 1};
    report_options options = {.fail_on = LEVEL_BREAKING};
    buf text = {0};
    report_render(&text, STR("text"), &set, &options);
    fwrite(text.data, 1, text.length, stderr);
    buf_clear(&text);
}

static int run_handoffs(invocation *call)
{
    handoffs_options how = {.file = invocation_text(call, "config", NULL),
                            .all = invocation_has(call, "all")};
    const char *format = invocation_text(call, "format", "text");
    if (!invocation_clock(call, &how.clock) || !ledger_option_waivers(call, &how.ledger))
        return ANSWER_BAD_INPUT;
    handoffs *h = handoffs_read(&how, &call->diagnostics);
    ledger_close(how.ledger);
    if (h == NULL)
        return ANSWER_BAD_INPUT;
    buf text = {0};
    if (strcmp(format, "json") == 0)
        handoffs_write_json(h, &text);
    else if (strcmp(format, "markdown") == 0)
        handoffs_write_markdown(h, &text);
    else
        append_text(&text, h);
    bool written = terminal_write(call, buf_str(&text));
    buf_clear(&text);
    if (h->findings->finding_count > 0)
        print_findings(h);
    report_entry entry = {.contract = h->settings, .report = h->findings};
    report_set set = {.command = "handoffs", .entries = &entry, .count = 1};
    level fail_on = LEVEL_NONE;
    level_parse(&fail_on, str_from(invocation_text(call, "fail-on", "breaking")));
    int answer = written ? report_answer(&set, fail_on) : ANSWER_BAD_INPUT;
    handoffs_free(h);
    return answer;
}

static const char *const formats[] = {"text", "json", "markdown", NULL};

static const option_row options[] = {
    {.name = "all",
     .kind = OPTION_FLAG,
     .help = "also list where producer and consumer are of one team"},
    {.name = "config",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .help = "read FILE instead of the nearest handoff.yaml"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "write the list as FORMAT (default: text)"},
    {.name = "ledger",
     .kind = OPTION_FILE,
     .argument = "FILE|URL",
     .help = "also say in which environments both sides are live, by this ledger"},
    OPTION_ROW_NOW,
    OPTION_ROW_FAIL_ON,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff handoffs", "where work changes teams in this repository"},
    {"handoff handoffs --ledger .handoff/ledger.db", "and where both sides are live"},
    {"handoff handoffs --fail-on warning", "fail when a contract or a handoff has no owner"},
    {NULL, NULL},
};

const command command_handoffs = {
    .name = "handoffs",
    .summary = "list each place where work changes teams",
    .operands = "",
    .description =
        "For each contract of handoff.yaml: the service and team that provide it, and each "
        "service of another team that relies on it. Consumers come from 'consumers', 'read-by' "
        "and 'written-by' of handoff.yaml, from the files of 'expectations' and from consumesApis "
        "of the Backstage catalogue; teams from handoff.yaml, CODEOWNERS (the rules of GitHub and "
        "of GitLab, the last match wins) "
        "and catalog-info.yaml.\n\n"
        "A contract or a handoff without an owner, sources that disagree, and owners that nobody "
        "knows are findings, on standard error; --fail-on warning makes them fail.",
    .minimum_operands = 0,
    .maximum_operands = 0,
    .operand_kind = OPTION_TEXT,
    .options = options,
    .examples = examples,
    .run = run_handoffs,
};
