/*
 * Records: one JSON value a line (NDJSON, JSON Lines), read as a stream in flat memory.
 *
 * A record's nodes live until the next is asked for: the arena, the buffer and the reader's stacks
 * are used again for each line, so that a file of any size takes the memory of its longest line.
 * Empty lines are skipped. A line that is no JSON is a record without a root: record_document
 * says why.
 */
#ifndef HANDOFF_DOC_RECORDS_H
#define HANDOFF_DOC_RECORDS_H

#include "doc/document.h"

typedef struct records records;

typedef struct record {
    const node *root;  /* NULL: the line is no JSON; without structural hashes */
    bool has_warnings; /* duplicate keys: record_document says them */
    str text;
    uint32_t line; /* from 1, saturated */
} record;

/* A file or a pipe by its path, or `-` for standard input. NULL with an error ("file.missing",
 * ...). `name` in messages is the path ("standard input" for `-`). */
records *records_open(const char *path, diags *d);
/* The lines of a text that is already in memory, which is taken over. */
records *records_of(buf *source, str name);
void records_free(records *r); /* NULL is fine */

/* The next record. false at the end, or with an error when reading fails ("file.read") or a line is
 * longer than LIMIT_DOCUMENT_BYTES ("limit.size"). */
bool records_next(records *r, record *out, diags *d);

/* The record once more as a document of its own, with positions and all that document_read
 * reports, its lines counted within the record: for the few that are looked at closely. NULL with
 * errors, positioned in the file, when it is no JSON. */
document *record_document(const records *r, const record *of, diags *d);

str records_name(const records *r);
uint64_t records_bytes(const records *r); /* read so far */

#endif
