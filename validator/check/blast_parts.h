/*
 * What the finding of a blast radius reads of the ledger's texts. Private to check/blast*.c.
 */
#ifndef HANDOFF_CHECK_BLAST_PARTS_H
#define HANDOFF_CHECK_BLAST_PARTS_H

#include "check/contract.h"
#include "gate/blast.h"
#include "gate/reach.h"

/* --- what a version provides --- */

typedef struct provided_contract {
    str name, content;
} provided_contract;

typedef struct provided_list {
    provided_contract *items;
    size_t count, capacity;
} provided_list;

bool provided_read(ledger *l, str service, str version, provided_list *out, arena *a, diags *d);
const provided_contract *provided_find(const provided_list *list, str name);
str provided_joined(const provided_list *list, arena *a); /* as gate_meeting's `provided` */

/* --- texts --- */

/* A text of the ledger as an input. NULL with errors, "content.missing" among them. */
input *blast_open(ledger *l, str digest, bundle_options *how, arena *a, diags *d);

typedef struct blast_loading {
    ledger *ledger;
    arena *arena;
} blast_loading;

bundle *blast_load(void *payload, const char *digest, diags *d); /* for verify_source */

/* --- consumers --- */

/* Fills what the consumer relies on of the service, and its team where the ledger knows none.
 * *known: its contract's text is in the ledger. A text that cannot be read says nothing. */
bool blast_read_operations(ledger *l, const reached *who, str service, blast_consumer *c,
                           bool *known, arena *a, diags *d);

/* Whether its contract is a copy of the provider's. */
bool blast_is_copy(ledger *l, str content, arena *a);

/* Replaces the findings by those of the copy against the new contract, all of them its. */
bool blast_compare_copy(ledger *l, const reached *who, const contract *new_, report *r, arena *a,
                        diags *d);

void blast_attach(report *r, finding *f, const affected_consumer *c);

#endif
