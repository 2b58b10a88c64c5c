/*
 * A first expectation file for a consumer, from the contract or from recorded traffic.
 *
 * Nothing that exists is ever overwritten unless the caller forces it; what is written is written
 * whole or not at all. What is drafted from a contract is kept by that contract.
 */
#ifndef HANDOFF_EXPECT_H
#define HANDOFF_EXPECT_H

#include "base/buf.h"
#include "base/diag.h"

typedef struct expect_options {
    const char *consumer;
    const char *team;     /* may be NULL */
    const char *producer; /* NULL: as handoff.yaml says, else by the contract's title */
    const char *contract; /* may be NULL where there is traffic */
    const char *const *traffic;
    size_t traffic_count;
    const char *const *operations; /* none: all */
    size_t operation_count;
    unsigned depth; /* members below members that are taken from a contract */
} expect_options;

typedef struct expect_result {
    str path; /* what was written; in the arena */
    size_t operations, events, fields;
} expect_result;

/* Appends the text. false with errors: those of reading, "expect.producer", "draft.nothing", … */
bool expect_preview(buf *out, const expect_options *options, expect_result *result, diags *d);

/* Writes it to `path`, by default CONSUMER.expectations.yaml in the current folder. "expect.exists"
 * where something is there and `force` is not set. */
bool expect_write(const char *path, bool force, const expect_options *options,
                  expect_result *result, arena *a, diags *d);

#endif
