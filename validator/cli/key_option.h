/*
 * The key that commands sign with: --key FILE, else the file that HANDOFF_KEY names. And what a
 * command that can attest its answer offers: --attest FILE.
 */
#ifndef HANDOFF_CLI_KEY_OPTION_H
#define HANDOFF_CLI_KEY_OPTION_H

#include "cli/invocation.h"
#include "handoff/evidence.h"

#define OPTION_ROW_KEY                                                                             \
    {                                                                                              \
        .name = "key", .kind = OPTION_FILE, .argument = "FILE",                                    \
        .help = "the private key to sign with (default: the file HANDOFF_KEY names)"               \
    }
#define OPTION_ROW_PUBLIC_KEY                                                                      \
    {                                                                                              \
        .name = "key", .kind = OPTION_FILE, .argument = "FILE",                                    \
        .help = "the public key it must be signed with"                                            \
    }
#define OPTION_ROW_ATTEST                                                                          \
    {                                                                                              \
        .name = "attest", .kind = OPTION_FILE, .argument = "FILE",                                 \
        .help = "write the answer as a signed in-toto statement"                                   \
    }

/* false with a diagnostic. The caller wipes the key. */
bool key_option_private(invocation *call, private_key *out);
bool key_option_public(invocation *call, const char *option, public_key *out);

/* The sealed envelope as a file of one line. */
bool key_option_write(invocation *call, const char *path, str envelope);

#endif
