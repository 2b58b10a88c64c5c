/*
 * The ledger that commands of the gate work on: --ledger, else HANDOFF_LEDGER, else
 * `.handoff/ledger.db` below the current folder. A PostgreSQL URL works wherever a path does.
 */
#ifndef HANDOFF_CLI_LEDGER_OPTION_H
#define HANDOFF_CLI_LEDGER_OPTION_H

#include "cli/invocation.h"
#include "handoff/gate.h"

#define OPTION_ROW_LEDGER                                                                          \
    {                                                                                              \
        .name = "ledger", .kind = OPTION_FILE, .argument = "FILE|URL",                             \
        .help = "the ledger (default: HANDOFF_LEDGER, or .handoff/ledger.db)"                      \
    }
#define OPTION_ROW_WAIVERS                                                                         \
    {                                                                                              \
        .name = "ledger", .kind = OPTION_FILE, .argument = "FILE|URL",                             \
        .help = "let the waivers of this ledger count too (handoff waive)"                         \
    }
#define OPTION_ROW_REQUEST                                                                         \
    {                                                                                              \
        .name = "request", .kind = OPTION_TEXT, .argument = "ID",                                  \
        .help = "an id of this recording; the same id again records nothing"                       \
    }

/* NULL with diagnostics in the call. */
ledger *ledger_option_open(invocation *call, unsigned flags);

/* The ledger named by an OPTION_ROW_WAIVERS; NULL where there is none. false with diagnostics. */
bool ledger_option_waivers(invocation *call, ledger **out);

/* Records the fact, with --request when given, and says what became of it. */
int ledger_option_record(invocation *call, fact *f);

/* One line about a fact's fate. */
void ledger_option_tell(invocation *call, buf *out, const fact *f, recorded result);

#endif
