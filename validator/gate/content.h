/*
 * Contracts as the ledger stores them: one text each, known by its SHA-256.
 *
 * A contract of one file is stored as that file is, so that its digest is what `sha256sum` prints.
 * One that references other files is stored whole, as a bundle, so that it can be compared when
 * those files are long gone:
 *
 *     {"handoff":"bundle","entry":"api.yaml","files":[{"path":"api.yaml","text":"…"},
 *      {"path":"common/money.yaml","text":"…"},{"path":"mapped/2/a.json","uri":"https://…","text":…}]}
 *
 * Paths are relative to the nearest folder that holds them all, so that the same contract has the
 * same digest in every checkout. `uri` stands where a mapping gave a document another name.
 */
#ifndef HANDOFF_GATE_CONTENT_H
#define HANDOFF_GATE_CONTENT_H

#include "doc/bundle.h"

typedef struct packed_contract {
    str name; /* file name of the entry */
    str text, digest;
} packed_contract;

/* In the arena. */
packed_contract content_pack(const bundle *b, arena *a);

/* A stored text as an input. `mappings` (in the arena) go with it into bundle_options. NULL with
 * "content.structure" when it says that it is a bundle and is none. */
input *content_open(str name, str text, const bundle_mapping **mappings, size_t *mapping_count,
                    arena *a, diags *d);

#endif
