#include "cli/key_option.h"
#include "cli/terminal.h"
#include "handoff/approvals.h"

enum { ENVELOPE_LIMIT = 16 << 20 };

static bool is_listed(const attestation *made, str wanted)
{
    for (size_t i = 0; i < made->subject_count; i++)
        if (str_equal(made->subjects[i].name, wanted) ||
            str_equal(made->subjects[i].digest, wanted))
            return true;
    return false;
}

/* --subject: a subject's name, a digest, or an input whose contract must be one. */
static bool is_subject(invocation *call, const attestation *made, const char *wanted, bool *found)
{
    diags problems;
    str content;
    *found = is_listed(made, str_from(wanted));
    if (*found)
        return true;
    diags_init(&problems);
    bool read = approvals_digest(wanted, &content, call->arena, &problems);
    bool names_nothing = !read && problems.count &&
                         (str_equal(problems.items[0].code, STR("input.missing")) ||
                          str_starts_with(problems.items[0].code, STR("git.")));
    *found = read && is_listed(made, content);
    if (!names_nothing)
        diags_move(&call->diagnostics, &problems);
    diags_clear(&problems);
    return read || names_nothing;
}

static bool check_subjects(invocation *call, const attestation *made, buf *out, bool *fine)
{
    for (size_t i = 0; i < invocation_count(call, "subject"); i++) {
        bool found;
        const char *wanted = invocation_nth(call, "subject", i);
        if (!is_subject(call, made, wanted, &found))
            return false;
        if (!found)
            buf_printf(out, "not about %s\n", wanted);
        *fine = *fine && found;
    }
    return true;
}

static void tell(buf *out, const attestation *made)
{
    buf_printf(out, "%s ", made->passed ? "PASSED" : "FAILED");
    utf8_append_printable(out, made->resource);
    if (made->time.data) {
        buf_append(out, STR(" at "));
        utf8_append_printable(out, made->time);
    }
    buf_append_char(out, '\n');
    for (size_t i = 0; i < made->subject_count; i++) {
        buf_append(out, STR("  subject "));
        utf8_append_printable(out, made->subjects[i].name);
        buf_append(out, STR(" sha256:"));
        utf8_append_printable(out, made->subjects[i].digest);
        buf_append_char(out, '\n');
    }
    if (made->verdict.data) {
        buf_append(out, STR("  verdict "));
        utf8_append_printable(out, made->verdict);
        buf_append_char(out, '\n');
    }
}

/* A signature that does not hold is an answer, not a mistake of who asks. */
static int answer_unsigned(const invocation *call)
{
    for (size_t i = 0; i < call->diagnostics.count; i++)
        if (str_equal(call->diagnostics.items[i].code, STR("envelope.signature")))
            return ANSWER_NO;
    return ANSWER_BAD_INPUT;
}

static int judge(invocation *call, const attestation *made)
{
    buf out = {0};
    bool fine = made->passed;
    tell(&out, made);
    bool read = check_subjects(call, made, &out, &fine);
    bool written = read && terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return !written ? ANSWER_BAD_INPUT : fine ? ANSWER_YES : ANSWER_NO;
}

static int run_attest_verify(invocation *call)
{
    public_key key;
    attestation made;
    buf text = {0};
    const char *path = call->operands[0];
    int answer = ANSWER_BAD_INPUT;
    if (key_option_public(call, "key", &key) &&
        file_read(&text, path, ENVELOPE_LIMIT, &call->diagnostics)) {
        bool opened = attestation_open(str_from(path), buf_str(&text), &key, &made, call->arena,
                                       &call->diagnostics);
        answer = opened ? judge(call, &made) : answer_unsigned(call);
    }
    buf_clear(&text);
    return answer;
}

static const option_row options[] = {
    OPTION_ROW_PUBLIC_KEY,
    {.name = "subject",
     .kind = OPTION_TEXT,
     .argument = "S",
     .repeatable = true,
     .help = "it must be about this: a contract file, a SHA-256, or a name such as "
             "checkout@1.4/openapi.yaml"},
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff attest verify release.json --key gate.key.pub --subject openapi.yaml",
     "says whether the contract was let through, and by whom"},
    {NULL, NULL},
};

const command command_attest_verify = {
    .name = "attest verify",
    .summary = "check a signed answer",
    .operands = "FILE",
    .description = "FILE is what --attest wrote: an in-toto statement with a SLSA verification "
                   "summary in a signed DSSE envelope. Exit 0 only when the signature is the "
                   "key's, the answer was PASSED and every --subject is among its subjects.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_FILE,
    .options = options,
    .examples = examples,
    .run = run_attest_verify,
};
