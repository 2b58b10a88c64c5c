/*
 * Jobs run in processes of their own, so that one bad contract costs one answer and not the run.
 *
 * Each job is forked with a limit on memory and on time and sends back its report and diagnostics.
 * A worker that crashes leaves an error ("worker.crashed": a bug, exit 2); one that runs out of
 * its time or memory leaves an undecided diagnostic ("limit.time", "limit.memory": exit 3). Jobs
 * that were done are done whatever happens to the others.
 */
#ifndef HANDOFF_CHECK_WORKER_H
#define HANDOFF_CHECK_WORKER_H

#include "base/diag.h"
#include "doc/finding.h"

typedef struct worker_limits {
    uint32_t seconds;
    uint64_t memory; /* bytes of address space; not enforced under AddressSanitizer */
} worker_limits;

typedef struct worker_job {
    str name;                                               /* for messages: the contract */
    void (*run)(const void *argument, report *r, diags *d); /* in the worker */
    const void *argument;
    /* filled in the parent; whoever made the job frees both */
    report *report;
    diags diags;
    bool answered; /* the worker came to its end: report and diags are its own */
} worker_job;

/* Runs all of them, a few at a time, and returns when the last is done. */
void workers_run(worker_job *jobs, size_t count, const worker_limits *limits);

void worker_job_clear(worker_job *job);

#endif
