/*
 * A contract read and understood: its documents, and the model its kind has. Two of them compared.
 * What `diff` does for two arguments and `check` for each pair of a repository.
 */
#ifndef HANDOFF_CHECK_CONTRACT_H
#define HANDOFF_CHECK_CONTRACT_H

#include "change/change.h"
#include "policy/policy.h"

typedef struct contract {
    contract_kind kind; /* never CONTRACT_ANY once loaded */
    bundle *bundle;     /* owned, as the models below */
    api *api;           /* OpenAPI */
    registry *registry; /* JSON Schema */
    site schema;
} contract;

typedef struct contract_request {
    input *input;         /* taken over */
    contract_kind wanted; /* CONTRACT_ANY: what the document looks like */
    const bundle_mapping *mappings;
    size_t mapping_count;
    uint64_t seed; /* equal for both sides of a comparison */
} contract_request;

/* false with errors: those of reading, or "contract.kind" when it is no contract of that kind. */
bool contract_load(contract *out, const contract_request *request, diags *d);

/* Both sides side by side, in two threads; diagnostics in the order old, new. Both are loaded or
 * none is. */
bool contract_load_both(contract *old, const contract_request *old_request, contract *new_,
                        const contract_request *new_request, diags *d);

void contract_clear(contract *c); /* a zeroed contract is fine */

typedef struct contract_comparison {
    change_options options;
    compatibility compatibility; /* of JSON Schemas */
    bool literal;
} contract_comparison;

/* Fills and finishes the report. false with "contract.kind" when the two are of different kinds. */
bool contract_compare(const contract *old, const contract *new_, const contract_comparison *how,
                      report *r, diags *d);

#endif
