/* The commands on the ledger as a whole: import, export, verify, checkpoint. */
#include "cli/key_option.h"
#include "cli/ledger_option.h"
#include "cli/terminal.h"
#include "handoff/base.h"

enum { IMPORT_LIMIT = 256 << 20 };

static int run_import(invocation *call)
{
    buf text = {0};
    const char *name = call->operands[0];
    bool standard_input = str_equal(str_from(name), STR("-"));
    bool read = standard_input ? file_read_stdin(&text, IMPORT_LIMIT, &call->diagnostics)
                               : file_read(&text, name, IMPORT_LIMIT, &call->diagnostics);
    ledger *l = read ? ledger_option_open(call, 0) : NULL;
    ledger_counts count = {0};
    bool fine = l && ledger_import(l, standard_input ? STR("<stdin>") : str_from(name),
                                   buf_str(&text), &count, &call->diagnostics);
    ledger_close(l);
    buf_clear(&text);
    if (!fine)
        return ANSWER_BAD_INPUT;
    str told = arena_printf(call->arena, "%zu facts read, %zu recorded, %zu known already\n",
                            count.read, count.recorded, count.known);
    return terminal_write(call, told) ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int run_export(invocation *call)
{
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    buf out = {0};
    bool fine = l && ledger_export(l, &out, &call->diagnostics);
    ledger_close(l);
    fine = fine && terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return fine ? ANSWER_YES : ANSWER_BAD_INPUT;
}

/* A head that was kept elsewhere is somewhere in the chain, or the chain was cut or rewritten. */
static bool check_head(invocation *call, ledger *l, ledger_faults *faults)
{
    const char *wanted = invocation_text(call, "head", NULL);
    if (!wanted)
        return true;
    bool found;
    if (!ledger_has_digest(l, str_from(wanted), &found, &call->diagnostics))
        return false;
    if (!found)
        vec_push(
            call->arena, faults,
            (ledger_fault){0, STR("the head that was kept is not in the ledger: rows at the end "
                                  "are missing, or were changed")});
    return true;
}

static int tell_faults(invocation *call, const ledger_faults *faults, const ledger_head *head)
{
    buf out = {0};
    for (size_t i = 0; i < faults->count; i++) {
        const ledger_fault *fault = &faults->items[i];
        if (fault->sequence)
            buf_printf(&out, "row %lld: ", (long long)fault->sequence);
        utf8_append_printable(&out, fault->what);
        buf_append_char(&out, '\n');
    }
    if (faults->count == 0)
        buf_printf(&out, "%lld rows, all as they were recorded\nhead %.*s\n",
                   (long long)head->sequence, STR_ARG(head->digest));
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    if (!written)
        return ANSWER_BAD_INPUT;
    return faults->count ? ANSWER_NO : ANSWER_YES;
}

enum { CHECKPOINT_LIMIT = 1 << 20 };

static bool check_checkpoint(invocation *call, ledger *l, ledger_faults *faults)
{
    const char *path = invocation_text(call, "checkpoint", NULL);
    public_key key;
    buf text = {0};
    if (!path)
        return true;
    bool fine = key_option_public(call, "key", &key) &&
                file_read(&text, path, CHECKPOINT_LIMIT, &call->diagnostics) &&
                checkpoint_check(l, str_from(path), buf_str(&text), &key, faults, call->arena,
                                 &call->diagnostics);
    buf_clear(&text);
    return fine;
}

static int run_checkpoint(invocation *call)
{
    clock_source clock;
    private_key key;
    const char *path = call->operands[0];
    if (!invocation_clock(call, &clock) || !key_option_private(call, &key))
        return ANSWER_BAD_INPUT;
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    ledger_faults faults = {0};
    str envelope = STR_NULL;
    bool read =
        l && checkpoint_make(l, &key, &clock, &envelope, &faults, call->arena, &call->diagnostics);
    key_wipe(&key);
    ledger_close(l);
    if (!read)
        return ANSWER_BAD_INPUT;
    if (faults.count)
        return tell_faults(call, &faults, NULL);
    return key_option_write(call, path, envelope) ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int run_verify(invocation *call)
{
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    if (!l)
        return ANSWER_BAD_INPUT;
    ledger_faults faults = {0};
    ledger_head head;
    bool read = ledger_verify(l, &faults, &head, call->arena, &call->diagnostics) &&
                check_head(call, l, &faults) && check_checkpoint(call, l, &faults) &&
                (faults.count || ledger_verify_tables(l, &faults, call->arena, &call->diagnostics));
    ledger_close(l);
    return read ? tell_faults(call, &faults, &head) : ANSWER_BAD_INPUT;
}

static const option_row common[] = {OPTION_ROW_LEDGER, OPTION_ROW_NOW, OPTIONS_END};

static const option_row verify_options[] = {
    {.name = "head",
     .kind = OPTION_TEXT,
     .argument = "DIGEST",
     .help = "a head printed earlier, which must still be in the chain"},
    {.name = "checkpoint",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .help = "a checkpoint whose last row must still be there"},
    OPTION_ROW_PUBLIC_KEY,
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const option_row checkpoint_options[] = {OPTION_ROW_KEY, OPTION_ROW_LEDGER, OPTION_ROW_NOW,
                                                OPTIONS_END};

static const example import_examples[] = {
    {"handoff ledger import facts.jsonl", "records every fact of the file, all or none"},
    {NULL, NULL},
};
static const example export_examples[] = {
    {"handoff ledger export >facts.jsonl", "writes every fact, one JSON object a line"},
    {NULL, NULL},
};
static const example verify_examples[] = {
    {"handoff ledger verify", "names every row that was flipped, dropped or swapped"},
    {"handoff ledger verify --checkpoint monday.json --key gate.key.pub",
     "finds rows that are missing at the end, too"},
    {NULL, NULL},
};

static const example checkpoint_examples[] = {
    {"handoff ledger checkpoint monday.json --key gate.key",
     "signs how long the ledger is and what its last row is"},
    {NULL, NULL},
};

const command command_ledger_checkpoint = {
    .name = "ledger checkpoint",
    .summary = "sign where the ledger ends",
    .operands = "FILE",
    .description = "The ledger is checked, and its length and last digest are written to FILE, "
                   "signed. Keep it where those who write the ledger cannot: 'handoff ledger "
                   "verify --checkpoint FILE' then finds rows that are missing at the end.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_FILE,
    .options = checkpoint_options,
    .examples = checkpoint_examples,
    .run = run_checkpoint,
};

const command command_ledger_import = {
    .name = "ledger import",
    .summary = "record facts from JSON lines",
    .operands = "FILE",
    .description = "One fact a line. What repeats the current state is known already and adds "
                   "nothing. FILE may be '-'.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_FILE,
    .options = common,
    .examples = import_examples,
    .run = run_import,
};

const command command_ledger_export = {
    .name = "ledger export",
    .summary = "print every fact as JSON lines",
    .operands = "",
    .description = "In the order they were recorded, with the time of recording.",
    .options = common,
    .examples = export_examples,
    .run = run_export,
};

const command command_ledger_verify = {
    .name = "ledger verify",
    .summary = "check that no recorded fact was changed",
    .operands = "",
    .description =
        "Every row's digest covers the row before it, so a changed, missing or swapped row "
        "is named; a cut tail is found with --head or --checkpoint. The tables that answer "
        "questions are "
        "compared with the facts too.",
    .options = verify_options,
    .examples = verify_examples,
    .run = run_verify,
};
