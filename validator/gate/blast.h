/*
 * Blast radius of a service in an environment: who relies on it there, and who would be hurt by a
 * change of its contract. Plain data, filled by check/blast.h and rendered by report/blast.h.
 */
#ifndef HANDOFF_GATE_BLAST_H
#define HANDOFF_GATE_BLAST_H

#include "doc/finding.h"

typedef enum blast_fate {
    FATE_RELIES, /* no change was asked about */
    FATE_FINE,   /* the change does not touch it */
    FATE_HURT,
    FATE_WAIVED,  /* it would be hurt, and somebody lives with it */
    FATE_UNKNOWN, /* `why` says what is missing */
    FATE_BEHIND   /* it relies on one of the others */
} blast_fate;

typedef struct blast_consumer {
    str service, version;
    str team;        /* STR_NULL: not known */
    str via;         /* what it relies on */
    size_t distance; /* 1: it relies on the service itself */
    blast_fate fate;
    str why;               /* STR_NULL: nothing to add */
    const str *operations; /* it relies on, of those at distance 1 */
    size_t operation_count;
    size_t finding_count; /* those that name it */
} blast_consumer;

typedef struct blast {
    str service, version, environment;
    str change;                /* "2.0", or the file; STR_NULL: none was asked about */
    blast_consumer *consumers; /* by distance, service, version */
    size_t count;
    report *findings; /* owned by who asked; those that hurt somebody; NULL: no change */
    size_t others;    /* breaking findings that hurt nobody there */
    size_t hurt, waived, unknown;
} blast;

const char *blast_fate_name(blast_fate fate); /* "relies", "fine", "hurt", … */

#endif
