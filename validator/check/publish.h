/*
 * Publishing: what a version of a service provides and what it relies on, recorded whole or not at
 * all.
 *
 * A contract that is provided is read and understood first, and stored with every file it
 * references. What is consumed is an expectation file or a Pact file, which say of whom, or a copy
 * of a provider's contract, of which the caller says so. Publishing again what is published adds
 * nothing; publishing another content under the same version is refused.
 */
#ifndef HANDOFF_CHECK_PUBLISH_H
#define HANDOFF_CHECK_PUBLISH_H

#include "doc/bundle.h"
#include "gate/ledger.h"

typedef struct published_file {
    const char *name; /* provided: what the contract is called, NULL: the file's name;
                       * consumed: whose contract it is a copy of, NULL: the file says */
    const char *path; /* an input: path, '-', REV:path */
} published_file;

typedef struct publication {
    const char *service, *version;
    const char *branch; /* may be NULL */
    const char *const *tags;
    size_t tag_count;
    const published_file *provides;
    size_t provides_count;
    const published_file *consumes;
    size_t consumes_count;
    const char *request; /* may be NULL */
    const bundle_mapping *mappings;
    size_t mapping_count;
} publication;

typedef struct published {
    fact *facts;
    recorded *results;
    size_t count;
} published;

/* false with errors: those of reading, "publish.consumer", "publish.provider", "publish.name",
 * "ledger.contradiction", "ledger.*". What is returned lives in the arena. */
bool publish(ledger *l, const publication *p, published *out, arena *a, diags *d);

#endif
