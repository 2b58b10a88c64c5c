/* Waivers and approvals: `handoff waive`, `handoff approve`. */
#include <string.h>

#include "cli/actor.h"
#include "cli/ledger_option.h"
#include "cli/terminal.h"
#include "handoff/approvals.h"

enum { FINGERPRINT_LENGTH = 16 };

static const char *text(invocation *call, const char *name)
{
    return invocation_text(call, name, NULL);
}

static int usage(invocation *call, const char *message, const char *hint)
{
    diags_hint(&call->diagnostics, diags_error(&call->diagnostics, "usage.option", "%s", message),
               "%s", hint);
    return ANSWER_BAD_INPUT;
}

/* --- what is checked before it becomes a fact --- */

/* What would have no effect is a mistake of whoever wrote it. */
static bool refuse_options(invocation *call, const char *const *names, const char *with)
{
    for (; *names; names++)
        if (text(call, *names)) {
            diags_error(&call->diagnostics, "usage.option", "'--%s' says nothing about %s", *names,
                        with);
            return false;
        }
    return true;
}

static bool is_fingerprint(str s)
{
    for (size_t i = 0; i < s.length; i++)
        if (!strchr("0123456789abcdef", s.data[i]))
            return false;
    return s.length == FINGERPRINT_LENGTH;
}

/* The ledger looks them up whole; a shortened one would be recorded and never fit. */
static bool check_fingerprint(invocation *call)
{
    if (is_fingerprint(str_from(call->operands[0])))
        return true;
    usage(call, "this is no fingerprint: 16 characters of 0-9 and a-f",
          "diff, check and can-i-deploy print one with each finding");
    return false;
}

/* What it is bound to: a contract's file, or a digest another command printed. */
static const char *contract_of(invocation *call)
{
    const char *file = text(call, "contract"), *content = text(call, "content");
    str digest;
    if ((file != NULL) == (content != NULL)) {
        usage(call, "say which contract it is bound to, once",
              "--contract FILE, or --content DIGEST as a report prints it");
        return NULL;
    }
    if (content)
        return content;
    if (!approvals_digest(file, &digest, call->arena, &call->diagnostics))
        return NULL;
    return arena_cstr(call->arena, digest);
}

/* Absent is fine. A date that is past would be recorded and never count. */
static bool check_expiry(invocation *call)
{
    const char *expires = text(call, "expires");
    clock_source clock;
    int64_t end;
    if (!expires)
        return true;
    if (!invocation_clock(call, &clock))
        return false;
    if (clock_parse_end(str_from(expires), &end) && end > clock_now(&clock))
        return true;
    usage(call, "--expires is no date to come", "--expires 2027-06-30");
    return false;
}

/* --- waive --- */

static int revoke_waiver(invocation *call, const char *contract, const char *by)
{
    fact f;
    bool made =
        fact_make(&f, "waiver-revoked", &call->diagnostics, "fingerprint", call->operands[0],
                  "contract", contract, "by", by, "reason", text(call, "reason"), FACT_END);
    return made ? ledger_option_record(call, &f) : ANSWER_BAD_INPUT;
}

static int run_waive(invocation *call)
{
    static const char *const not_of_revoking[] = {"owner", "expires", NULL};
    fact f;
    bool revoke = invocation_has(call, "revoke");
    if (revoke && !refuse_options(call, not_of_revoking, "taking it back"))
        return ANSWER_BAD_INPUT;
    if (!check_fingerprint(call) || (!revoke && !check_expiry(call)))
        return ANSWER_BAD_INPUT;
    if (!revoke && (!text(call, "owner") || !text(call, "reason") || !text(call, "expires")))
        return usage(call, "a waiver says who answers for it, why, and until when",
                     "--owner TEAM --reason TEXT --expires DATE");
    const char *by = actor_demand(call), *contract = by ? contract_of(call) : NULL;
    if (!contract)
        return ANSWER_BAD_INPUT;
    if (revoke)
        return revoke_waiver(call, contract, by);
    bool made =
        fact_make(&f, "waiver", &call->diagnostics, "fingerprint", call->operands[0], "contract",
                  contract, "owner", text(call, "owner"), "reason", text(call, "reason"), "expires",
                  text(call, "expires"), "author", by, FACT_END);
    return made ? ledger_option_record(call, &f) : ANSWER_BAD_INPUT;
}

/* --- approve --- */

static bool knows_waiver(invocation *call, const char *contract, bool *known)
{
    waiver_list waivers = {0};
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    bool asked = l && waivers_find(l, str_from(call->operands[0]), &waivers, call->arena,
                                   &call->diagnostics);
    ledger_close(l);
    *known = false;
    for (size_t i = 0; i < waivers.count; i++)
        *known |= str_equal(waivers.items[i].contract, str_from(contract)) &&
                  !waivers.items[i].revoked_by.data;
    return asked;
}

/* Nobody can approve of what nobody asked for. */
static int approve_waiver(invocation *call, const char *by)
{
    fact f;
    bool known, revoke = invocation_has(call, "revoke");
    const char *contract = check_fingerprint(call) ? contract_of(call) : NULL;
    if (!contract || !knows_waiver(call, contract, &known))
        return ANSWER_BAD_INPUT;
    if (!known && !revoke) {
        diags_hint(&call->diagnostics,
                   diags_error(&call->diagnostics, "approval.nothing",
                               "no waiver of this finding for this contract is in force"),
                   "handoff waive asks for one");
        return ANSWER_BAD_INPUT;
    }
    bool made = revoke
                    ? fact_make(&f, "approval-revoked", &call->diagnostics, "fingerprint",
                                call->operands[0], "contract", contract, "approver", by, FACT_END)
                    : fact_make(&f, "approval", &call->diagnostics, "fingerprint",
                                call->operands[0], "contract", contract, "approver", by, "reason",
                                text(call, "reason"), "expires", text(call, "expires"), FACT_END);
    return made ? ledger_option_record(call, &f) : ANSWER_BAD_INPUT;
}

/* An approval of a version that does not exist would wait for whoever takes that name. */
static bool knows_version(invocation *call, const char *service, const char *version)
{
    bool known = false;
    ledger *l = ledger_option_open(call, DATABASE_MUST_EXIST);
    bool asked = l && version_is_known(l, str_from(service), str_from(version), &known, call->arena,
                                       &call->diagnostics);
    ledger_close(l);
    if (asked && !known)
        diags_hint(&call->diagnostics,
                   diags_error(&call->diagnostics, "approval.version",
                               "nothing is recorded of version %s of '%s'", version, service),
                   "handoff publish records one");
    return known;
}

static int approve_release(invocation *call, const char *by)
{
    fact f;
    bool made;
    const char *service = text(call, "service"), *version = text(call, "version"),
               *environment = text(call, "env");
    if (!service || !version || !environment)
        return usage(call, "an approval is of a finding, or of a version for an environment",
                     "handoff approve FINGERPRINT, or --service S --version V --env E");
    if (invocation_has(call, "revoke"))
        made = fact_make(&f, "release-approval-revoked", &call->diagnostics, "service", service,
                         "version", version, "environment", environment, "approver", by, FACT_END);
    else if (!text(call, "owner") || !text(call, "rollback-plan"))
        return usage(call, "who lets a version in says who owns it and how it comes back",
                     "--owner TEAM --rollback-plan TEXT");
    else if (!knows_version(call, service, version))
        return ANSWER_BAD_INPUT;
    else
        made = fact_make(&f, "release-approval", &call->diagnostics, "service", service, "version",
                         version, "environment", environment, "owner", text(call, "owner"),
                         "approver", by, "rollback_plan", text(call, "rollback-plan"), "author",
                         text(call, "author"), "reason", text(call, "reason"), "expires",
                         text(call, "expires"), FACT_END);
    return made ? ledger_option_record(call, &f) : ANSWER_BAD_INPUT;
}

static int run_approve(invocation *call)
{
    static const char *const of_releases[] = {"owner", "rollback-plan", "author", NULL};
    static const char *const of_findings[] = {"contract", "content", NULL};
    static const char *const of_giving[] = {"owner",   "rollback-plan", "author",
                                            "expires", "reason",        NULL};
    bool of_release = text(call, "service") || text(call, "version") || text(call, "env");
    if (of_release && call->operand_count)
        return usage(call, "an approval is of a finding or of a version, not of both",
                     "handoff approve FINGERPRINT, or --service S --version V --env E");
    if (invocation_has(call, "revoke") && !refuse_options(call, of_giving, "taking it back"))
        return ANSWER_BAD_INPUT;
    if (call->operand_count ? !refuse_options(call, of_releases, "the approval of a waiver")
                            : !refuse_options(call, of_findings, "a release"))
        return ANSWER_BAD_INPUT;
    if (!check_expiry(call))
        return ANSWER_BAD_INPUT;
    const char *by = actor_demand(call);
    if (!by)
        return ANSWER_BAD_INPUT;
    return call->operand_count ? approve_waiver(call, by) : approve_release(call, by);
}

/* --- rows --- */

#define ROW_CONTRACT                                                                               \
    {                                                                                              \
        .name = "contract", .kind = OPTION_FILE, .argument = "FILE",                               \
        .help = "the contract it is bound to, as it is now: a path or REV:path"                    \
    }
#define ROW_CONTENT                                                                                \
    {                                                                                              \
        .name = "content", .kind = OPTION_TEXT, .argument = "DIGEST",                              \
        .help = "the same by its digest, as a report prints it"                                    \
    }
#define ROW_REASON                                                                                 \
    {                                                                                              \
        .name = "reason", .kind = OPTION_TEXT, .argument = "TEXT", .help = "why"                   \
    }
#define ROW_EXPIRES                                                                                \
    {                                                                                              \
        .name = "expires", .kind = OPTION_TEXT, .argument = "DATE",                                \
        .help = "its last day, or a moment (RFC 3339)"                                             \
    }
#define ROW_REVOKE                                                                                 \
    {                                                                                              \
        .name = "revoke", .kind = OPTION_FLAG, .help = "take it back; reports go on telling of it" \
    }

static const option_row waive_options[] = {
    ROW_CONTRACT,
    ROW_CONTENT,
    {.name = "owner",
     .kind = OPTION_TEXT,
     .argument = "TEAM",
     .help = "who lives with it, and answers for it"},
    ROW_REASON,
    ROW_EXPIRES,
    ROW_REVOKE,
    OPTION_ROW_BY,
    OPTION_ROW_REQUEST,
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const option_row approve_options[] = {
    ROW_CONTRACT,
    ROW_CONTENT,
    {.name = "service",
     .kind = OPTION_TEXT,
     .argument = "S",
     .help = "let a version of this service into a protected environment"},
    {.name = "version", .kind = OPTION_TEXT, .argument = "V", .help = "which version"},
    {.name = "env", .kind = OPTION_TEXT, .argument = "E", .help = "into which environment"},
    {.name = "owner", .kind = OPTION_TEXT, .argument = "TEAM", .help = "who owns the release"},
    {.name = "rollback-plan",
     .kind = OPTION_TEXT,
     .argument = "TEXT",
     .help = "how it comes back, or where that is written"},
    {.name = "author",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "who asked for the release, where that is not who asks can-i-deploy"},
    ROW_REASON,
    ROW_EXPIRES,
    ROW_REVOKE,
    OPTION_ROW_BY,
    OPTION_ROW_REQUEST,
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example waive_examples[] = {
    {"handoff waive 9f2c4d1e8a7b6c50 --contract orders/openapi.yaml --owner storefront --reason "
     "'the new checkout ships in May' --expires 2027-05-31 --by anna",
     "lives with one finding of this text of the contract until a date"},
    {"handoff waive 9f2c4d1e8a7b6c50 --contract orders/openapi.yaml --revoke --by anna",
     "takes it back"},
    {NULL, NULL},
};
static const example approve_examples[] = {
    {"handoff approve 9f2c4d1e8a7b6c50 --contract orders/openapi.yaml --by bob",
     "a second person's word for a waiver"},
    {"handoff approve --service orders --version 2.0 --env production --owner fulfilment "
     "--rollback-plan 'deploy 1.9, then run undo.sql' --by bob",
     "lets a version into a protected environment"},
    {NULL, NULL},
};
const command command_waive = {
    .name = "waive",
    .summary = "live with a finding until a date",
    .operands = "FINGERPRINT",
    .description =
        "Records a waiver in the ledger. It is bound to the finding's fingerprint and to the "
        "digest of the contract: when either changes, it covers nothing any more. 'diff' and "
        "'check' honour it with --ledger, 'can-i-deploy' always. A waived finding stays in every "
        "report; an expired, revoked or unapproved waiver is told of and does not count.\n\n"
        "Where handoff.yaml says 'approvals: {two-person: true}' a waiver counts once another "
        "person approved of it ('handoff approve').",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_TEXT,
    .options = waive_options,
    .examples = waive_examples,
    .run = run_waive,
};
const command command_approve = {
    .name = "approve",
    .summary = "give a second person's word for a waiver, or let a version in",
    .operands = "[FINGERPRINT]",
    .description =
        "With a fingerprint: approves of the waiver of a finding for a contract; when the waiver "
        "is written anew, it needs a new approval. With --service, --version and --env: lets a "
        "version into a protected environment ('handoff env create --protect', or 'approvals: "
        "{protected: ...}' in handoff.yaml); that asks for an owner and a rollback plan too.\n\n"
        "Who approves is --by, HANDOFF_ACTOR, or who the pipeline runs for. That is a claim: the "
        "ledger keeps it, and who may write to the ledger decides what it is worth.",
    .minimum_operands = 0,
    .maximum_operands = 1,
    .operand_kind = OPTION_TEXT,
    .options = approve_options,
    .examples = approve_examples,
    .run = run_approve,
};
