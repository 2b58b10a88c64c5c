/* The commands on verdicts: ledger show, replay. */
#include <string.h>

#include "cli/key_option.h"
#include "cli/ledger_option.h"
#include "cli/terminal.h"

static bool is_json(const invocation *call)
{
    return strcmp(invocation_text(call, "format", "text"), "json") == 0;
}

static bool find(invocation *call, ledger *l, verdict_found *v)
{
    return verdict_find(l, str_from(call->operands[0]), v, call->arena, &call->diagnostics);
}

static int run_show(invocation *call)
{
    verdict_found v;
    buf out = {0};
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    bool found = l && find(call, l, &v);
    ledger_close(l);
    if (!found)
        return ANSWER_BAD_INPUT;
    if (is_json(call))
        verdict_render_json(&out, &v, call->arena);
    else
        verdict_render_text(&out, &v, call->arena);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int tell_replay(invocation *call, const verdict_found *v, const replay *r)
{
    buf out = {0};
    buf_printf(&out, "%s: verdict %.*s, %zu comparison%s made again, answer %.*s\n",
               r->is_same ? "the same" : "differs", STR_ARG(v->id), r->compared,
               r->compared == 1 ? "" : "s", STR_ARG(r->answer));
    for (size_t i = 0; i < r->count; i++) {
        const replay_difference *one = &r->differences[i];
        buf_append(&out, STR("  "));
        utf8_append_printable(&out, one->what);
        buf_append(&out, STR(": "));
        utf8_append_printable(&out, one->then);
        buf_append(&out, STR(" then, "));
        utf8_append_printable(&out, one->now.data ? one->now : STR("gone"));
        buf_append(&out, STR(" now\n"));
    }
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return !written ? ANSWER_BAD_INPUT : r->is_same ? ANSWER_YES : ANSWER_NO;
}

static int run_replay(invocation *call)
{
    verdict_found v;
    replay r;
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    bool replayed =
        l && find(call, l, &v) && verdict_replay(l, &v, &r, call->arena, &call->diagnostics);
    ledger_close(l);
    return replayed ? tell_replay(call, &v, &r) : ANSWER_BAD_INPUT;
}

static const char *const formats[] = {"text", "json", NULL};

static const option_row show_options[] = {
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "how to print it (default: text)"},
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};
static const option_row replay_options[] = {OPTION_ROW_LEDGER, OPTION_ROW_NOW, OPTIONS_END};

static const example show_examples[] = {
    {"handoff ledger show b73d24c97e4e443c", "prints what was asked and what the answer rests on"},
    {NULL, NULL},
};
static const example replay_examples[] = {
    {"handoff replay b73d24c97e4e443c", "decides again, and says what differs"},
    {NULL, NULL},
};

const command command_ledger_show = {
    .name = "ledger show",
    .summary = "print a verdict with its evidence",
    .operands = "VERDICT",
    .description = "VERDICT is an id that 'handoff can-i-deploy' printed, or the start of one; or "
                   "that of a comparison of two contracts. "
                   "Shown are who asked and when, the digests of the contracts, the tool and its "
                   "rules, and the waivers used.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_TEXT,
    .options = show_options,
    .examples = show_examples,
    .run = run_show,
};

const command command_replay = {
    .name = "replay",
    .summary = "decide a verdict again and say what differs",
    .operands = "VERDICT",
    .description = "The contracts that the ledger keeps are compared again, and the answer is "
                   "formed again from the rows it was formed from. Exit 0 when it is the same, 1 "
                   "when the answer, a comparison or a text differs; another version of handoff "
                   "or of its rules is told, and is no difference by itself.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_TEXT,
    .options = replay_options,
    .examples = replay_examples,
    .run = run_replay,
};
