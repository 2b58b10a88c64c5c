/*
 * Handoffs: each place where work changes teams. A contract that one team provides and a service
 * of another team relies on is one; so is a contract whose owner or consumer's owner nobody knows.
 */
#ifndef HANDOFF_HANDOFFS_H
#define HANDOFF_HANDOFFS_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/diag.h"
#include "doc/finding.h"
#include "gate/ledger.h"

/* An environment in which both sides are live. */
typedef struct handoff_environment {
    str name;
    const str *producer_versions, *consumer_versions;
    size_t producer_count, consumer_count;
} handoff_environment;

typedef struct handoff_place {
    str contract;                            /* its file */
    str producer, producer_team;             /* STR_NULL: not said */
    str consumer, consumer_team;             /* STR_NULL: not said */
    const handoff_environment *environments; /* by name; none where no ledger was asked */
    size_t environment_count;
} handoff_place;

typedef struct handoffs {
    arena *arena;         /* owned, with all below */
    handoff_place *items; /* by contract, then consumer */
    size_t count;
    report *findings; /* contracts and handoffs without an owner, disagreements, unknown owners */
    str settings;     /* the file they come from */
    bool has_environments;
} handoffs;

typedef struct handoffs_options {
    const char *file; /* NULL finds handoff.yaml */
    bool all;         /* also where producer and consumer are of one team */
    ledger *ledger;   /* says where both are live; NULL: nobody asks */
    clock_source clock;
} handoffs_options;

/* Of the contracts that handoff.yaml lists in the working tree. Who relies on one is told by
 * handoff.yaml, by the files of expectations it names and by the catalogue. NULL with errors. */
handoffs *handoffs_read(const handoffs_options *options, diags *d);
void handoffs_free(handoffs *h); /* NULL is fine */

/* schemas/handoffs.schema.json; `environments` only where a ledger was asked. */
void handoffs_write_json(const handoffs *h, buf *out);
void handoffs_write_markdown(const handoffs *h, buf *out);

#endif
