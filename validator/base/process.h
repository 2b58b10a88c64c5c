/*
 * Child processes without a shell: an argument vector, an optional input, both outputs collected
 * under limits, a deadline after which the child's whole process group is killed.
 */
#ifndef HANDOFF_BASE_PROCESS_H
#define HANDOFF_BASE_PROCESS_H

#include "base/buf.h"
#include "base/diag.h"

typedef struct process_result {
    int exit_code; /* 128 + signal when it died by one; -1 when it could not be started */
    bool timed_out;
    bool truncated; /* an output was larger than its limit */
    buf out, err;   /* owned by the caller */
} process_result;

typedef struct process_options {
    const char *folder;             /* working folder; NULL: the current one */
    const char *const *environment; /* NULL-terminated "NAME=value" beside the inherited; or NULL */
    str input;
    size_t output_limit; /* 0: LIMIT_DOCUMENT_BYTES */
    unsigned seconds;    /* 0: LIMIT_CHILD_SECONDS */
} process_options;

/* false with a diagnostic ("process.start", "process.timeout",
 * "process.poll") when it did not run to its end. */
bool process_run(process_result *out, const char *const *arguments, const process_options *options,
                 diags *d);
void process_result_clear(process_result *r);

/* A long-lived child spoken to over pipes (git cat-file --batch). */
typedef struct process process;

process *process_start(const char *const *arguments, const process_options *options, diags *d);
bool process_send(process *p, str bytes, diags *d);
bool process_read_line(process *p, buf *line, diags *d); /* without its LF */
bool process_read_bytes(process *p, buf *out, size_t count, diags *d);
void process_stop(process *p); /* closes, waits briefly, kills; NULL is fine */

#endif
