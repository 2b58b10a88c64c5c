/*
 * Verifying consumers against a contract: each interaction passes, fails with every reason and both
 * positions, or could not be decided.
 *
 * Files are told apart by what they hold: Pact files and expectation files; recorded traffic is
 * named apart (consumer/traffic.h). The result is plain data in its own arena and outlives the
 * files.
 */
#ifndef HANDOFF_CONSUMER_VERIFY_H
#define HANDOFF_CONSUMER_VERIFY_H

#include "base/diag.h"
#include "consumer/conform.h"

typedef enum verify_answer {
    VERIFY_PASSED,
    VERIFY_FAILED,
    VERIFY_UNDECIDED,
    VERIFY_SKIPPED
} verify_answer;

typedef struct verify_problem {
    str code, message;
    bool is_error;            /* else a warning, which fails nothing */
    str pointer;              /* into the value concerned */
    str witness;              /* JSON text of a value that shows it, or STR_NULL */
    position given, contract; /* line 0: none */
} verify_problem;

typedef struct verify_interaction {
    str description;
    str operation;  /* "GET /orders/{id}", or the request's own method and path */
    size_t element; /* which of the file's: of its interactions, or of what it expects of the
                       producer, operations first, then events */
    verify_answer answer;
    const verify_problem *problems;
    size_t problem_count;
} verify_interaction;

typedef struct verify_consumer {
    str file, consumer, team, provider; /* of traffic only the file is known */
    const verify_interaction *interactions;
    size_t interaction_count;
    size_t element_count;
} verify_consumer;

typedef struct verify_result {
    arena *arena; /* owned */
    const verify_consumer *consumers;
    size_t consumer_count;
    size_t passed, failed, undecided, skipped;
    bool complete; /* every file could be read; else what could be is here, with errors */
} verify_result;

/* Where the files of the options come from, when they are not files: NULL with errors. */
typedef struct verify_source {
    bundle *(*load)(void *payload, const char *name, diags *d);
    void *payload;
} verify_source;

typedef struct verify_options {
    const verify_source *source; /* NULL: names are those of inputs (doc/input.h) */
    const char *contract;
    const char
        *producer; /* whose contract it is, where files expect things of several; may be NULL */
    const char *const *consumers; /* files of expectations */
    size_t consumer_count;
    const char *const *traffic; /* recorded traffic */
    size_t traffic_count;
} verify_options;

/* NULL with errors when the contract cannot be read. */
verify_result *verify_run(const verify_options *options, diags *d);
void verify_result_free(verify_result *r); /* NULL is fine */

const char *
verify_answer_name(verify_answer answer); /* "passed", "failed", "undecided", "skipped" */

#endif
