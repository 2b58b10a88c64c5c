/*
 * Who is at work: --by, else HANDOFF_ACTOR, else what the pipeline says (GITHUB_ACTOR,
 * GITLAB_USER_LOGIN, CHANGE_AUTHOR and BUILD_USER_ID of Jenkins). A claim, not a proof: who may
 * write to the ledger may write any name; the chain keeps what was claimed.
 */
#ifndef HANDOFF_CLI_ACTOR_H
#define HANDOFF_CLI_ACTOR_H

#include "cli/invocation.h"

#define OPTION_ROW_BY                                                                              \
    {                                                                                              \
        .name = "by", .kind = OPTION_TEXT, .argument = "NAME",                                     \
        .help = "who does this (default: HANDOFF_ACTOR, or who the pipeline runs for)"             \
    }

const char *actor_name(const invocation *call); /* NULL: nobody knows */

/* The same with an error where nobody knows. */
const char *actor_demand(invocation *call);

#endif
