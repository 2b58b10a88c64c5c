#include <string.h>

#include "cli/actor.h"
#include "cli/key_option.h"
#include "cli/ledger_option.h"
#include "cli/terminal.h"
#include "handoff/approvals.h"
#include "handoff/clearance.h"

/* --- selectors: --service opens one, what follows belongs to it --- */

typedef VEC(gate_selector) selector_list;

static bool usage(invocation *call, const char *message, const char *hint)
{
    diags_hint(&call->diagnostics, diags_error(&call->diagnostics, "usage.selector", "%s", message),
               "%s", hint);
    return false;
}

static bool set_once(invocation *call, str *field, const option_use *use)
{
    if (field->data)
        return usage(call, "a selector names its version twice", "open another with --service");
    *field = str_from(use->value);
    return true;
}

static bool add_to_selector(invocation *call, gate_selector *s, const option_use *use)
{
    const char *name = use->row->name;
    if (strcmp(name, "latest") == 0) {
        s->kind = SELECT_LATEST;
        return true;
    }
    if (strcmp(name, "version") == 0) {
        s->kind = SELECT_VERSION;
        return set_once(call, &s->version, use);
    }
    if (strcmp(name, "branch") == 0) {
        s->kind = SELECT_LATEST;
        return set_once(call, &s->branch, use);
    }
    return set_once(call, &s->tag, use);
}

static bool belongs_to_selector(const char *name)
{
    return strcmp(name, "version") == 0 || strcmp(name, "latest") == 0 ||
           strcmp(name, "branch") == 0 || strcmp(name, "tag") == 0;
}

static bool is_consistent(invocation *call, const gate_selector *s)
{
    if (s->version.data && (s->branch.data || s->tag.data || s->kind != SELECT_VERSION))
        return usage(call, "a selector names a version and a rule for one",
                     "either --version V, or --latest, --branch B or --tag T");
    if (s->branch.data && s->tag.data)
        return usage(call, "a selector names a branch and a tag", "name one of them");
    return true;
}

/* A variable that nobody set: a tag of no letters would be one that no partner has. */
static bool refuse_empty(invocation *call)
{
    static const char *const names[] = {"service", "version", "branch",       "tag",
                                        "to",      "to-tag",  "to-every-tag", "ignore"};
    for (size_t i = 0; i < call->option_count; i++)
        for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
            const option_use *use = &call->options[i];
            if (strcmp(use->row->name, names[j]) != 0 || *use->value)
                continue;
            diags_error(&call->diagnostics, "usage.value", "'--%s' is empty", names[j]);
            return false;
        }
    return true;
}

static bool read_selectors(invocation *call, selector_list *out)
{
    for (size_t i = 0; i < call->option_count; i++) {
        const option_use *use = &call->options[i];
        if (strcmp(use->row->name, "service") == 0) {
            vec_push(call->arena, out,
                     (gate_selector){.service = str_from(use->value), .kind = SELECT_ALL});
        } else if (belongs_to_selector(use->row->name)) {
            if (out->count == 0)
                return usage(call, "a version is named before its service",
                             "--service checkout --version 1.4");
            if (!add_to_selector(call, &out->items[out->count - 1], use))
                return false;
        }
    }
    for (size_t i = 0; i < out->count; i++)
        if (!is_consistent(call, &out->items[i]))
            return false;
    if (out->count == 0)
        return usage(call, "no service was named",
                     "--service checkout --version 1.4 --to production");
    if (out->count == 1 && out->items[0].kind == SELECT_ALL && !out->items[0].tag.data)
        return usage(call, "the selector names no version",
                     "add --version V, --latest or --branch B");
    return true;
}

/* --- the question --- */

static bool read_target(invocation *call, gate_question *q)
{
    static const struct {
        const char *option;
        target_kind kind;
    } targets[] = {{"to", TARGET_ENVIRONMENT},
                   {"to-tag", TARGET_TAG},
                   {"to-every-tag", TARGET_EVERY_TAG},
                   {"to-main", TARGET_MAIN}};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        if (!invocation_has(call, targets[i].option))
            continue;
        if (q->target != TARGET_NONE)
            return usage(call, "more than one target was named",
                         "name one of --to, --to-tag, --to-main");
        q->target = targets[i].kind;
        q->target_name = str_from(invocation_text(call, targets[i].option, NULL));
    }
    return true;
}

static void read_ignores(invocation *call, gate_question *q)
{
    size_t count = invocation_count(call, "ignore");
    gate_ignore *ignores = arena_array_of(call->arena, gate_ignore, count);
    for (size_t i = 0; i < count; i++) {
        str given = str_from(invocation_nth(call, "ignore", i));
        size_t at = str_find_last(given, '@');
        bool has_version = at != SIZE_MAX && at > 0;
        ignores[i].service = has_version ? str_take(given, at) : given;
        ignores[i].version = has_version ? str_skip(given, at + 1) : STR_NULL;
    }
    q->ignores = ignores;
    q->ignore_count = count;
}

static str selector_text(const gate_selector *s, arena *a)
{
    if (s->kind == SELECT_VERSION)
        return arena_printf(a, "%.*s@%.*s", STR_ARG(s->service), STR_ARG(s->version));
    str rule = s->branch.data ? s->branch : s->tag;
    return arena_printf(a, "%.*s (%s%s%.*s)", STR_ARG(s->service),
                        s->kind == SELECT_LATEST ? "newest" : "every version",
                        rule.data ? " of " : "", STR_ARG(rule));
}

static str question_text(const gate_question *q, arena *a)
{
    str text = STR("");
    for (size_t i = 0; i < q->selector_count; i++)
        text = arena_printf(a, "%.*s%s%.*s", STR_ARG(text), i ? " and " : "",
                            STR_ARG(selector_text(&q->selectors[i], a)));
    if (q->target == TARGET_MAIN)
        return arena_printf(a, "%.*s beside the main branches", STR_ARG(text));
    if (q->target != TARGET_NONE)
        return arena_printf(a, "%.*s to %.*s", STR_ARG(text), STR_ARG(q->target_name));
    return text;
}

static int answer_of(gate_answer answer)
{
    static const int codes[] = {ANSWER_YES, ANSWER_NO, ANSWER_UNDECIDED};
    return codes[answer];
}

static const char *const formats[] = {"text", "json", "markdown", "github", "junit", NULL};

static decision_format format_of(invocation *call)
{
    const char *given = invocation_text(call, "format", "text");
    for (size_t i = 0; formats[i]; i++)
        if (strcmp(formats[i], given) == 0)
            return (decision_format)i;
    return DECISION_TEXT;
}

/* --- waiting --- */

static void tell_waiting(void *payload, const gate_decision *so_far, int64_t seconds_left)
{
    char text[100];
    snprintf(text, sizeof text, "waiting for %zu that are unknown, %lld s left", so_far->unknown,
             (long long)seconds_left);
    progress_show(payload, text, 0, 0);
}

/* --- the answer --- */

static bool tell(invocation *call, const gate_question *q, str subject, const clearance *answer)
{
    const decision_report told = {
        .question = subject,
        .rows = &answer->rows,
        .decision = &answer->decision,
        .rollback = q->target == TARGET_ENVIRONMENT ? &answer->rollback : NULL,
        .verdict = answer->verdict,
    };
    buf out = {0};
    decision_render(&out, &told, format_of(call));
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written;
}

/* What handoff.yaml says about approvals holds beside what the ledger says of the environment. */
static bool read_conditions(invocation *call, gate_conditions *out)
{
    approval_settings settings;
    clock_source clock;
    if (!invocation_clock(call, &clock) ||
        !approval_settings_read(&settings, invocation_text(call, "config", NULL), call->arena,
                                &call->diagnostics))
        return false;
    *out = (gate_conditions){.policy = settings.policy,
                             .protected_ = settings.protected_,
                             .protected_count = settings.protected_count,
                             .asker = str_from(actor_name(call)),
                             .now = clock_now(&clock)};
    return true;
}

/* Before the answer is printed: who reads a yes may count on its attestation. */
static bool attest(invocation *call, ledger *l, str subject, const clearance *answer)
{
    const char *path = invocation_text(call, "attest", NULL);
    private_key key;
    clock_source clock;
    str envelope;
    if (!path)
        return true;
    if (!invocation_clock(call, &clock) || !key_option_private(call, &key))
        return false;
    bool sealed = clearance_attest(l, answer, subject, &clock, &key, &envelope, call->arena,
                                   &call->diagnostics);
    key_wipe(&key);
    return sealed && key_option_write(call, path, envelope);
}

static int decide(invocation *call, ledger *l, const gate_question *q)
{
    gate_conditions conditions;
    if (!read_conditions(call, &conditions))
        return ANSWER_BAD_INPUT;
    progress waiting;
    progress_start(&waiting);
    clearance_request request = {
        .question = q,
        .conditions = &conditions,
        .subject = question_text(q, call->arena),
        .asked_by = str_from(actor_name(call)),
        .keep = !invocation_has(call, "no-record"),
        .wait = {.seconds = invocation_number(call, "wait", 0),
                 .tell = tell_waiting,
                 .payload = &waiting},
    };
    clearance answer;
    bool answered = clearance_ask(l, &request, &answer, call->arena, &call->diagnostics);
    progress_end(&waiting);
    if (!answered || !attest(call, l, request.subject, &answer) ||
        !tell(call, q, request.subject, &answer))
        return ANSWER_BAD_INPUT;
    return answer_of(answer.decision.answer);
}

static int run_can_i_deploy(invocation *call)
{
    selector_list selectors = {0};
    gate_question q = {0};
    if (!refuse_empty(call) || !read_selectors(call, &selectors) || !read_target(call, &q))
        return ANSWER_BAD_INPUT;
    q.selectors = selectors.items;
    q.selector_count = selectors.count;
    read_ignores(call, &q);
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    if (!l)
        return ANSWER_BAD_INPUT;
    int answer = decide(call, l, &q);
    ledger_close(l);
    return answer;
}

static const option_row options[] = {
    {.name = "service",
     .kind = OPTION_TEXT,
     .argument = "S",
     .repeatable = true,
     .help = "opens a selector; the options below belong to the service before them"},
    {.name = "version",
     .kind = OPTION_TEXT,
     .argument = "V",
     .repeatable = true,
     .help = "this version"},
    {.name = "latest",
     .kind = OPTION_FLAG,
     .repeatable = true,
     .help = "the newest version; with --tag the newest with it"},
    {.name = "branch",
     .kind = OPTION_TEXT,
     .argument = "B",
     .repeatable = true,
     .help = "the newest version of the branch"},
    {.name = "tag",
     .kind = OPTION_TEXT,
     .argument = "T",
     .repeatable = true,
     .help = "every version with the tag; with --latest the newest"},
    {.name = "to",
     .kind = OPTION_TEXT,
     .argument = "ENV",
     .help = "the environment it is to go to"},
    {.name = "to-tag",
     .kind = OPTION_TEXT,
     .argument = "T",
     .help = "beside every partner's newest version with the tag"},
    {.name = "to-every-tag",
     .kind = OPTION_TEXT,
     .argument = "T",
     .help = "beside every version of the partners with the tag"},
    {.name = "to-main",
     .kind = OPTION_FLAG,
     .help = "beside the newest version of every partner's main branch"},
    {.name = "ignore",
     .kind = OPTION_TEXT,
     .argument = "S[@V]",
     .repeatable = true,
     .help = "leave this service, or this version of it, out of the answer"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = formats,
     .help = "how to print the answer (default: text)"},
    {.name = "wait",
     .kind = OPTION_NUMBER,
     .argument = "SECONDS",
     .minimum = 0,
     .maximum = 86400,
     .help = "while something is unknown and nothing is wrong, look again for so long"},
    {.name = "no-record",
     .kind = OPTION_FLAG,
     .help = "leave no verdict in the ledger, which may then be read-only"},
    {.name = "config",
     .kind = OPTION_FILE,
     .argument = "FILE",
     .help = "read 'approvals' from FILE instead of the nearest handoff.yaml"},
    OPTION_ROW_ATTEST,
    OPTION_ROW_KEY,
    OPTION_ROW_BY,
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff can-i-deploy --service checkout --version 1.4 --to production",
     "asks whether everything live in production fits version 1.4"},
    {NULL, NULL},
};

const command command_can_i_deploy = {
    .name = "can-i-deploy",
    .summary = "say whether a version may go where it is meant to go",
    .operands = "",
    .description =
        "Every version of every partner that is live at the target meets the version asked about; "
        "what the ledger holds of each meeting decides. Any failure is a no, at once. What nobody "
        "verified is unknown and exits 3, which a pipeline takes as a no.\n\n"
        "Where the ledger holds both contracts, they are compared, and recorded verifications "
        "count "
        "beside that. The answer is kept as a verdict with all it was made from: 'handoff ledger "
        "show' prints it, 'handoff replay' decides again.\n\n"
        "A protected environment asks for an approval ('handoff approve'); waived meetings are "
        "told and decide nothing ('handoff waive'); a retired contract may not be deployed and a "
        "deprecated one warns ('handoff state').\n\n"
        "With --to the answer also says whether the version being replaced could come back.",
    .options = options,
    .examples = examples,
    .run = run_can_i_deploy,
};
