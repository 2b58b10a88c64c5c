/*
 * The parts of gathering. Private to gate/gather*.c.
 */
#ifndef HANDOFF_GATE_GATHER_PARTS_H
#define HANDOFF_GATE_GATHER_PARTS_H

#include "base/vec.h"
#include "gate/gather.h"
#include "gate/lookup.h"

typedef VEC(gate_version) version_list;

typedef struct gathering {
    ledger *ledger;
    lookup lookup;
    const gate_question *question;
    const gather_options *options;
    arena *arena;
    diags *diags;
    VEC(gate_subject) subjects;
    VEC(gate_meeting) meetings;
    VEC(str) unknown_ignores;
    bool tag_unknown;
    map asked; /* names of services asked about: version lists */
    map seen;  /* meetings already made, by their four names */
} gathering;

/* --- versions (gather_versions.c) --- */

/* Appends what a selector names; when it names nothing, one without a version. */
bool gather_select(gathering *g, const gate_selector *s, version_list *out);

/* The versions of a partner that matter: the ones asked about when it is asked about itself, else
 * those at the target. */
bool gather_partners(gathering *g, str service, version_list *out);

/* The same for many, ahead of time. */
bool gather_partners_ahead(gathering *g, const str *services, size_t count);

/* --- results (gather_results.c) --- */

/* What is recorded of every meeting. */
bool gather_results(gathering *g);

/* Computes what nobody has compared yet; texts never change, so this needs no snapshot held open.
 */
bool gather_conclude(gathering *g);

#endif
