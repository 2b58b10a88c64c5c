/*
 * Who would be hurt by a change of a service, in one environment: `handoff blast`.
 */
#ifndef HANDOFF_BLAST_H
#define HANDOFF_BLAST_H

#include "check/blast.h"
#include "report/blast.h"

#endif
