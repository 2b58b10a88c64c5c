/* The commands that record one fact each. */
#include "cli/ledger_option.h"

static const char *text(invocation *call, const char *name)
{
    return invocation_text(call, name, NULL);
}

static int record(invocation *call, fact *f, bool made)
{
    return made ? ledger_option_record(call, f) : ANSWER_BAD_INPUT;
}

static int run_deploy(invocation *call)
{
    fact f;
    if (invocation_has(call, "begin") && invocation_has(call, "end")) {
        diags_error(&call->diagnostics, "usage.option", "--begin and --end exclude each other");
        return ANSWER_BAD_INPUT;
    }
    bool made = fact_make(&f, "deployment", &call->diagnostics, "service", text(call, "service"),
                          "version", text(call, "version"), "environment", text(call, "env"),
                          "instance", text(call, "instance"), "phase",
                          invocation_has(call, "begin") ? "begin" : FACT_END, FACT_END);
    return record(call, &f, made);
}

static int run_undeploy(invocation *call)
{
    fact f;
    bool made = fact_make(&f, "undeployment", &call->diagnostics, "service", text(call, "service"),
                          "version", text(call, "version"), "environment", text(call, "env"),
                          "instance", text(call, "instance"), FACT_END);
    return record(call, &f, made);
}

static int record_release(invocation *call, const char *kind)
{
    fact f;
    bool made = fact_make(&f, kind, &call->diagnostics, "service", text(call, "service"), "version",
                          text(call, "version"), "environment", text(call, "env"), FACT_END);
    return record(call, &f, made);
}

static int run_release(invocation *call)
{
    return record_release(call, "release");
}

static int run_end_support(invocation *call)
{
    return record_release(call, "support-ended");
}

static int run_env_create(invocation *call)
{
    fact f;
    bool made = fact_make(&f, "environment", &call->diagnostics, "name", call->operands[0],
                          "protection", text(call, "protect"), "production",
                          invocation_has(call, "production") ? "true" : FACT_END, FACT_END);
    return record(call, &f, made);
}

static int run_record_verification(invocation *call)
{
    fact f;
    if (invocation_has(call, "passed") == invocation_has(call, "failed")) {
        diags_error(&call->diagnostics, "usage.option", "say either --passed or --failed");
        return ANSWER_BAD_INPUT;
    }
    bool made = fact_make(&f, "verification", &call->diagnostics, "consumer",
                          text(call, "consumer"), "provider", text(call, "provider"), "content",
                          text(call, "content"), "provider_version", text(call, "provider-version"),
                          "success", invocation_has(call, "passed") ? "true" : "false", FACT_END);
    return record(call, &f, made);
}

#define ROW_SERVICE                                                                                \
    {                                                                                              \
        .name = "service", .kind = OPTION_TEXT, .argument = "S", .help = "the service"             \
    }
#define ROW_VERSION                                                                                \
    {                                                                                              \
        .name = "version", .kind = OPTION_TEXT, .argument = "V", .help = "its version"             \
    }
#define ROW_ENV                                                                                    \
    {                                                                                              \
        .name = "env", .kind = OPTION_TEXT, .argument = "E", .help = "the environment"             \
    }
#define ROW_INSTANCE                                                                               \
    {                                                                                              \
        .name = "instance", .kind = OPTION_TEXT, .argument = "I",                                  \
        .help = "which of several installations in the environment"                                \
    }
#define ROWS_COMMON OPTION_ROW_REQUEST, OPTION_ROW_LEDGER, OPTION_ROW_NOW, OPTIONS_END

static const option_row deploy_options[] = {
    ROW_SERVICE,
    ROW_VERSION,
    ROW_ENV,
    ROW_INSTANCE,
    {.name = "begin",
     .kind = OPTION_FLAG,
     .help = "the roll-out begins: the old version stays live beside it"},
    {.name = "end", .kind = OPTION_FLAG, .help = "the roll-out is done (the default)"},
    ROWS_COMMON,
};
static const option_row undeploy_options[] = {ROW_SERVICE, ROW_VERSION, ROW_ENV, ROW_INSTANCE,
                                              ROWS_COMMON};
static const option_row release_options[] = {ROW_SERVICE, ROW_VERSION, ROW_ENV, ROWS_COMMON};
static const char *const protections[] = {"approval", "two-person", "none", NULL};

static const option_row env_options[] = {
    {.name = "production", .kind = OPTION_FLAG, .help = "people depend on it"},
    {.name = "protect",
     .kind = OPTION_CHOICE,
     .argument = "HOW",
     .choices = protections,
     .help = "can-i-deploy asks for an approval, or for one by another person than who asks; "
             "without a word it stays as it is"},
    ROWS_COMMON,
};
static const option_row verification_options[] = {
    {.name = "consumer", .kind = OPTION_TEXT, .argument = "S", .help = "whose contract it was"},
    {.name = "provider", .kind = OPTION_TEXT, .argument = "S", .help = "who was verified"},
    {.name = "provider-version", .kind = OPTION_TEXT, .argument = "V", .help = "its version"},
    {.name = "content",
     .kind = OPTION_TEXT,
     .argument = "DIGEST",
     .help = "digest or name of the contract's content"},
    {.name = "passed", .kind = OPTION_FLAG, .help = "it gives what the contract asks"},
    {.name = "failed", .kind = OPTION_FLAG, .help = "it does not"},
    ROWS_COMMON,
};

static const example deploy_examples[] = {
    {"handoff deploy --service checkout --version 1.4 --env production", "records that it is live"},
    {NULL, NULL},
};
static const example undeploy_examples[] = {
    {"handoff undeploy --service checkout --env production", "records that it is gone"},
    {NULL, NULL},
};
static const example release_examples[] = {
    {"handoff release --service app --version 7 --env production",
     "records a version that people install and keep"},
    {NULL, NULL},
};
static const example end_support_examples[] = {
    {"handoff end-support --service app --version 6 --env production",
     "records that nobody needs to fit it any more"},
    {NULL, NULL},
};
static const example env_examples[] = {
    {"handoff env create production --production", "makes the environment known"},
    {NULL, NULL},
};
static const example verification_examples[] = {
    {"handoff record verification --consumer web --provider checkout --provider-version 1.4 "
     "--content 2c26b46b --passed",
     "records what a test run found out"},
    {NULL, NULL},
};

const command command_deploy = {
    .name = "deploy",
    .summary = "record that a version is live in an environment",
    .operands = "",
    .description =
        "It replaces the version before it in the same instance. Between --begin and --end "
        "both are live, and partners must fit both. A rollback is a deploy of the version "
        "before.",
    .options = deploy_options,
    .examples = deploy_examples,
    .run = run_deploy,
};
const command command_undeploy = {
    .name = "undeploy",
    .summary = "record that a service is no longer live in an environment",
    .operands = "",
    .description = "Without --version whatever is live there.",
    .options = undeploy_options,
    .examples = undeploy_examples,
    .run = run_undeploy,
};
const command command_release = {
    .name = "release",
    .summary = "record a version that stays supported beside others",
    .operands = "",
    .description = "For what is installed elsewhere (apps, libraries): releases add up until "
                   "'handoff end-support'.",
    .options = release_options,
    .examples = release_examples,
    .run = run_release,
};
const command command_end_support = {
    .name = "end-support",
    .summary = "record that a released version is no longer supported",
    .operands = "",
    .description = "The version no longer counts as live in the environment.",
    .options = release_options,
    .examples = end_support_examples,
    .run = run_end_support,
};
const command command_env_create = {
    .name = "env create",
    .summary = "make an environment known",
    .operands = "NAME",
    .description = "Deployments to an environment nobody made known are refused, so that a typing "
                   "mistake never reads as an empty environment.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_TEXT,
    .options = env_options,
    .examples = env_examples,
    .run = run_env_create,
};
const command command_record_verification = {
    .name = "record verification",
    .summary = "record the result of a test run outside",
    .operands = "",
    .description = "The newest result for the same content and provider version counts.",
    .options = verification_options,
    .examples = verification_examples,
    .run = run_record_verification,
};
