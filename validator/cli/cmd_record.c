/*
 * The commands that record one fact each, one row a command: its options are the fact's members,
 * and everything else follows from gate/fact.h.
 */
#include <string.h>

#include "cli/ledger_option.h"

/* --- from options to a fact --- */

/* Options that say a member's value by their name, or whose member is called otherwise. */
typedef struct member_option {
    const char *option, *member, *value; /* value NULL: the option's own */
} member_option;

static const member_option member_options[] = {
    {"env", "environment", NULL},         {"provider-version", "provider_version", NULL},
    {"begin", "phase", "begin"},          {"end", "phase", "end"},
    {"passed", "success", "true"},        {"failed", "success", "false"},
    {"production", "production", "true"}, {"protect", "protection", NULL},
};

static member_option member_of(const char *option)
{
    for (size_t i = 0; i < sizeof member_options / sizeof *member_options; i++)
        if (strcmp(member_options[i].option, option) == 0)
            return member_options[i];
    return (member_option){option, option, NULL};
}

/* The options that name a member: "--passed or --failed". */
static str options_of(invocation *call, const char *wanted)
{
    str names = STR("");
    for (const option_row *row = call->command->options; row->name; row++)
        if (strcmp(member_of(row->name).member, wanted) == 0)
            names = arena_printf(call->arena, "%.*s%s--%s", STR_ARG(names),
                                 names.length ? " or " : "", row->name);
    return names;
}

static bool set_member(invocation *call, fact *f, const char *name, const char *value,
                       const char **by, const char *option)
{
    size_t at = fact_member_find(f->kind, str_from(name));
    if (at == SIZE_MAX)
        return true;
    if (by[at] && strcmp(by[at], option) != 0) {
        diags_error(&call->diagnostics, "usage.option", "--%s and --%s exclude each other", by[at],
                    option);
        return false;
    }
    by[at] = option;
    return fact_set(f, at, str_from(value), &call->diagnostics);
}

static bool is_complete(invocation *call, const fact *f, const char *const *by)
{
    for (size_t i = 0; i < fact_member_count(f->kind); i++) {
        if (f->kind->members[i].optional || by[i])
            continue;
        diags_hint(&call->diagnostics,
                   diags_error(&call->diagnostics, "usage.option", "%.*s is missing",
                               STR_ARG(options_of(call, f->kind->members[i].name))),
                   "%s", call->command->examples[0].line);
        return false;
    }
    return true;
}

static int record_fact(invocation *call, const char *kind)
{
    fact f = fact_blank(fact_kind_find(str_from(kind)));
    const char *by[FACT_MEMBERS] = {NULL};
    if (call->operand_count && !set_member(call, &f, "name", call->operands[0], by, "name"))
        return ANSWER_BAD_INPUT;
    for (size_t i = 0; i < call->option_count; i++) {
        member_option m = member_of(call->options[i].row->name);
        const char *value = m.value ? m.value : call->options[i].value;
        if (value && !set_member(call, &f, m.member, value, by, m.option))
            return ANSWER_BAD_INPUT;
    }
    return is_complete(call, &f, by) ? ledger_option_record(call, &f) : ANSWER_BAD_INPUT;
}

/* --- the rows --- */

static const char *const protections[] = {"approval", "two-person", "none", NULL};

#define TEXT(NAME, ARGUMENT, HELP)                                                                 \
    {                                                                                              \
        .name = NAME, .kind = OPTION_TEXT, .argument = ARGUMENT, .help = HELP                      \
    }
#define FLAG(NAME, HELP)                                                                           \
    {                                                                                              \
        .name = NAME, .kind = OPTION_FLAG, .help = HELP                                            \
    }
#define SERVICE  TEXT("service", "S", "the service")
#define VERSION  TEXT("version", "V", "its version")
#define ENV      TEXT("env", "E", "the environment")
#define INSTANCE TEXT("instance", "I", "which of several installations in the environment")

/* FACT_COMMAND(symbol, fact kind, name, operands, summary, description, example, what it does,
 *              options...) */
#define FACT_COMMAND(ID, KIND, NAME, OPERANDS, COUNT, SUMMARY, DESCRIPTION, EXAMPLE, SAYS, ...)    \
    static int run_##ID(invocation *call)                                                          \
    {                                                                                              \
        return record_fact(call, KIND);                                                            \
    }                                                                                              \
    static const option_row options_##ID[] = {__VA_ARGS__, OPTION_ROW_REQUEST, OPTION_ROW_LEDGER,  \
                                              OPTION_ROW_NOW, OPTIONS_END};                        \
    static const example examples_##ID[] = {{EXAMPLE, SAYS}, {NULL, NULL}};                        \
    const command command_##ID = {.name = NAME,                                                    \
                                  .summary = SUMMARY,                                              \
                                  .operands = OPERANDS,                                            \
                                  .description = DESCRIPTION,                                      \
                                  .minimum_operands = COUNT,                                       \
                                  .maximum_operands = COUNT,                                       \
                                  .operand_kind = OPTION_TEXT,                                     \
                                  .options = options_##ID,                                         \
                                  .examples = examples_##ID,                                       \
                                  .run = run_##ID};

FACT_COMMAND(deploy, "deployment", "deploy", "", 0,
             "record that a version is live in an environment",
             "It replaces the version before it in the same instance. Between --begin and --end "
             "both are live, and partners must fit both. After 'handoff rollback' it says that an "
             "instance is back.",
             "handoff deploy --service checkout --version 1.4 --env production",
             "records that it is live", SERVICE, VERSION, ENV, INSTANCE,
             FLAG("begin", "the roll-out begins: the old version stays live beside it"),
             FLAG("end", "the roll-out is done (the default)"))

FACT_COMMAND(undeploy, "undeployment", "undeploy", "", 0,
             "record that a service is no longer live in an environment",
             "Without --version whatever is live there.",
             "handoff undeploy --service checkout --env production", "records that it is gone",
             SERVICE, VERSION, ENV, INSTANCE)

FACT_COMMAND(release, "release", "release", "", 0,
             "record a version that stays supported beside others",
             "For what is installed elsewhere (apps, libraries): releases add up until 'handoff "
             "end-support'.",
             "handoff release --service app --version 7 --env production",
             "records a version that people install and keep", SERVICE, VERSION, ENV)

FACT_COMMAND(end_support, "support-ended", "end-support", "", 0,
             "record that a released version is no longer supported",
             "The version no longer counts as live in the environment.",
             "handoff end-support --service app --version 6 --env production",
             "records that nobody needs to fit it any more", SERVICE, VERSION, ENV)

FACT_COMMAND(env_create, "environment", "env create", "NAME", 1, "make an environment known",
             "Deployments to an environment nobody made known are refused, so that a typing "
             "mistake never reads as an empty environment.",
             "handoff env create production --production", "makes the environment known",
             FLAG("production", "people depend on it"),
             {.name = "protect",
              .kind = OPTION_CHOICE,
              .argument = "HOW",
              .choices = protections,
              .help = "can-i-deploy asks for an approval, or for one by another person than who "
                      "asks; without a word it stays as it is"})

FACT_COMMAND(record_verification, "verification", "record verification", "", 0,
             "record the result of a test run outside",
             "The newest result for the same content and provider version counts.",
             "handoff record verification --consumer web --provider checkout --provider-version "
             "1.4 --content 2c26b46b --passed",
             "records what a test run found out", TEXT("consumer", "S", "whose contract it was"),
             TEXT("provider", "S", "who was verified"),
             TEXT("provider-version", "V", "its version"),
             TEXT("content", "DIGEST", "digest or name of the contract's content"),
             FLAG("passed", "it gives what the contract asks"), FLAG("failed", "it does not"))
