/*
 * Handoffs: each place where work changes teams. A contract that one team provides and a service
 * of another team relies on is one; so is a contract whose owner or consumer's owner nobody knows.
 */
#ifndef HANDOFF_HANDOFFS_H
#define HANDOFF_HANDOFFS_H

#include "base/buf.h"
#include "base/diag.h"
#include "doc/finding.h"

typedef struct handoff_place {
    str contract;                /* its file */
    str producer, producer_team; /* STR_NULL: not said */
    str consumer, consumer_team; /* STR_NULL: not said */
} handoff_place;

typedef struct handoffs {
    arena *arena;         /* owned, with all below */
    handoff_place *items; /* by contract, then consumer */
    size_t count;
    report *findings; /* contracts and handoffs without an owner, disagreements, unknown owners */
    str settings;     /* the file they come from */
} handoffs;

/* Of the contracts that handoff.yaml lists in the working tree. `file`: NULL finds handoff.yaml.
 * `all` also lists where producer and consumer are of one team. NULL with errors. */
handoffs *handoffs_read(const char *file, bool all, diags *d);
void handoffs_free(handoffs *h); /* NULL is fine */

/* JSON: [{"contract", "producer": {"service", "team"}, "consumer": {...}}]. */
void handoffs_write_json(const handoffs *h, buf *out);

#endif
