/*
 * Drafts of expectation files: what a consumer relies on, as far as a contract or recorded traffic
 * can tell. People take away what they do not use; nothing is asked that the contract does not
 * keep.
 *
 * From a contract: what each operation requires, and what its successful answers document. From
 * traffic: the operations, parameters and fields that were really used; a field that was in every
 * answer must be there, else it may be. Both: what was used, in the contract's words, and a warning
 * for whatever the contract does not document ("draft.undocumented").
 */
#ifndef HANDOFF_CONSUMER_DRAFT_H
#define HANDOFF_CONSUMER_DRAFT_H

#include "base/buf.h"
#include "consumer/promise.h"

typedef struct draft_options {
    str consumer, team, producer;     /* team may be STR_NULL */
    str event;                        /* what to call it, of a JSON Schema */
    const promise_contract *contract; /* NULL: only traffic */
    const char *const *traffic;       /* consumer/traffic.h */
    size_t traffic_count;
    const char *const *operations; /* "GET /orders/{id}", an operationId; none: all */
    size_t operation_count;
    unsigned depth; /* members below members that are taken from a contract */
} draft_options;

typedef struct draft_counts {
    size_t operations, events, fields;
} draft_counts;

/* Appends the file's text. false with errors: those of reading, "draft.nothing",
 * "draft.operation". */
bool draft_expectations(buf *out, const draft_options *options, draft_counts *counts, diags *d);

#endif
