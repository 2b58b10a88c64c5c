/*
 * "Did you mean": the nearest of some known words, where it is near enough to be a slip of the
 * finger (at most two edits, and fewer than half of the word).
 */
#ifndef HANDOFF_CLI_SUGGEST_H
#define HANDOFF_CLI_SUGGEST_H

#include "handoff/base.h"

typedef struct suggestion {
    str wanted;
    const char *best; /* NULL: nothing near */
    size_t distance;
} suggestion;

/* Zero but for `wanted`; offer every known word; read `best`. The first of equals wins. */
void suggestion_offer(suggestion *s, const char *word);

#endif
