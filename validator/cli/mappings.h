/*
 * --map URI=PATH, as often as given: where references to remote documents are found.
 */
#ifndef HANDOFF_CLI_MAPPINGS_H
#define HANDOFF_CLI_MAPPINGS_H

#include "cli/invocation.h"
#include "handoff/lint.h" /* bundle_mapping */

/* In the call's arena; false with a diagnostic. */
bool mappings_read(invocation *call, const bundle_mapping **mappings, size_t *count);

#define OPTION_ROW_MAP                                                                             \
    {                                                                                              \
        .name = "map", .kind = OPTION_TEXT, .argument = "URI=PATH", .repeatable = true,            \
        .help = "find references that begin with URI in PATH; nothing is fetched from the network" \
    }

#endif
