/*
 * The ledger: facts in order, only ever added to, each chained to the one before by SHA-256.
 *
 * A row's digest covers the digest before it, its sequence, its time, its request id and its text,
 * so a flipped, dropped or swapped row is found by ledger_verify, and a truncated tail by comparing
 * the head with a digest kept elsewhere (`--head`, or a signed checkpoint).
 *
 * Recording is idempotent: a fact that repeats the current state, or whose request id was seen,
 * adds nothing. Order is by sequence; the recorded time is told, never used to decide.
 */
#ifndef HANDOFF_GATE_LEDGER_H
#define HANDOFF_GATE_LEDGER_H

#include "base/clock.h"
#include "gate/fact.h"

typedef struct ledger ledger;

typedef struct ledger_options {
    unsigned flags; /* database_flags */
    clock_source clock;
} ledger_options;

/* Opens the ledger at a path or URL and brings its tables up to date. NULL with errors. */
ledger *ledger_open(str location, const ledger_options *options, diags *d);
void ledger_close(ledger *l); /* NULL is fine */
database *ledger_database(ledger *l);
int64_t ledger_now(const ledger *l); /* seconds by the ledger's clock */

typedef enum recorded { RECORDED_NEW, RECORDED_BEFORE, RECORDED_FAILED } recorded;

/* Records one fact in a transaction of its own, or many in one (all or none). What succeeded is on
 * the disk. `results` (may be NULL) tells each fact's fate. */
recorded ledger_record(ledger *l, const fact *f, diags *d);
bool ledger_record_all(ledger *l, const fact *facts, size_t count, recorded *results, diags *d);

/* Many facts that one act records. */
typedef struct ledger_batch {
    const fact *facts;
    size_t count;
    str request; /* of the whole act: when it was seen, nothing is added; may be STR_NULL */
    bool
        strict; /* a fact that contradicts a published version is refused: "ledger.contradiction" */
} ledger_batch;

bool ledger_record_batch(ledger *l, const ledger_batch *batch, recorded *results, diags *d);

/* Facts one after the other, as many as do not fit into memory. */
typedef struct ledger_source {
    /* *f: the next fact, valid until the next call; its kind NULL after the last. false with
     * errors: nothing is recorded. */
    bool (*next)(void *payload, fact *f, diags *d);
    void (*rewind)(void *payload); /* to the first again: a race was lost */
    /* Says of errors that know no place where the last fact came from; NULL: nothing is said. */
    void (*locate)(void *payload, diags *d);
    void *payload;
} ledger_source;

typedef struct ledger_counts {
    size_t read, recorded, known;
} ledger_counts;

/* All in one transaction, or none. */
bool ledger_record_from(ledger *l, const ledger_source *source, ledger_counts *counts, diags *d);

/* Whether recording would add nothing, asked without becoming a writer. */
bool ledger_knows(ledger *l, const fact *f, bool *known, diags *d);

/* false with "ledger.environment" unless somebody made the environment known: a typing mistake must
 * not read as an empty environment. */
bool ledger_check_environment(ledger *l, str name, diags *d);

/* A text by its digest; both STR_NULL when nobody stored it. */
bool ledger_fetch(ledger *l, str digest, str *name, str *text, arena *a, diags *d);

typedef struct ledger_content {
    str digest, name, text;
} ledger_content;

/* The next text by digest; all STR_NULL after the last. "" begins. */
bool ledger_content_after(ledger *l, str after, ledger_content *out, arena *a, diags *d);

typedef struct ledger_head {
    int64_t sequence; /* 0: empty */
    str digest;       /* in the arena; of an empty ledger 64 zeros */
} ledger_head;

bool ledger_head_of(ledger *l, ledger_head *out, arena *a, diags *d);

/* Whether some row has this digest. */
bool ledger_has_digest(ledger *l, str digest, bool *found, diags *d);

typedef struct ledger_fault {
    int64_t sequence;
    str what; /* "the row was changed", "row 12 is missing", … */
} ledger_fault;

typedef struct ledger_faults {
    ledger_fault *items;
    size_t count, capacity;
} ledger_faults;

/* Checks every row of the chain and every text against its digest. false only when it could not be
 * read. */
bool ledger_verify(ledger *l, ledger_faults *faults, ledger_head *head, arena *a, diags *d);

typedef struct ledger_row {
    int64_t sequence;
    str body, recorded_at, request, previous, digest;
    str kind; /* as the body says it again */
} ledger_row;

/* The digest that the row's other members make; in the arena. */
str ledger_row_digest(const ledger_row *row, arena *a);

/* Rows after a sequence, at most `limit` of them, in order; for export and verification. */
bool ledger_rows_after(ledger *l, int64_t sequence, size_t limit, ledger_row **rows, size_t *count,
                       arena *a, diags *d);

#endif
