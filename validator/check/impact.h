/*
 * Blast radius: which consumers a change hurts, by what they wrote down that they rely on.
 *
 * Each consumer file (an expectation file, a Pact) is asked of the old and of the new contract.
 * What was kept and is not kept any more is hurt: it is attached to the findings that are about the
 * same place; where none of those is breaking, one of its own (`consumer-expectation-broken`) says
 * what the change means to that consumer. What a consumer's file
 * says that was not kept before either is no business of this change.
 */
#ifndef HANDOFF_CHECK_IMPACT_H
#define HANDOFF_CHECK_IMPACT_H

#include "check/contract.h"
#include "consumer/verify.h"
#include "policy/policy.h"

typedef struct impact_options {
    const char *const *files; /* consumer files: paths, or ":path" in the index */
    size_t file_count;
    const verify_source *source; /* where they are read from; NULL: as inputs */
    const char *folder;          /* for relative names; NULL: the process's */
    str producer;                /* whose contract it is; STR_NULL: any producer a file names */
    str contract;                /* its path, part of fingerprints; may be STR_NULL */
    str file;             /* what its file is called, whatever was read; STR_NULL: as it was */
    unused_policy unused; /* what a break is that nobody relies on */
} impact_options;

/* Fills `consumers` and finishes the report again. false with errors when a file cannot be read. */
bool impact_apply(const contract *old, const contract *new_, const impact_options *options,
                  report *r, diags *d);

/* The same where the contract is gone: whoever relied on any of it is named at every finding. */
bool impact_removed(const contract *old, const impact_options *options, report *r, diags *d);

#endif
