/*
 * Statistics of one comparison: every question about schemas that the engine was asked, once, with
 * its answer and the time it took.
 */
#ifndef HANDOFF_CHANGE_TALLY_H
#define HANDOFF_CHANGE_TALLY_H

#include "doc/finding.h"
#include "inclusion/inclusion.h"

typedef struct tally tally;

/* The report's `statistics`; the tally itself lives in `a`. */
tally *tally_new(report *into, arena *a);

/* A result that was counted before is an answer that was remembered: only its time is added. */
void tally_add(tally *t, site writer, site reader, const inclusion_result *result,
               int64_t microseconds);

/* Puts the list of unknown answers into the report. */
void tally_close(tally *t, size_t refuted);

#endif
