/*
 * What the parts of consumer/draft.h share: the file before it is written. Private to consumer/.
 */
#ifndef HANDOFF_CONSUMER_DRAFT_PARTS_H
#define HANDOFF_CONSUMER_DRAFT_PARTS_H

#include "base/map.h"
#include "base/vec.h"
#include "consumer/draft.h"
#include "consumer/kinds.h"
#include "consumer/outline.h"

/* Fields of one part; a contract with more is asked for less at once. */
enum { DRAFT_FIELDS = 400, DRAFT_STEPS = 16 };

/* How much is still asked of a field; each step down asks less. */
typedef enum draft_rung {
    RUNG_AS_SEEN,
    RUNG_CONTRACT_TYPE,
    RUNG_MAY_BE_ABSENT,
    RUNG_ANY_TYPE,
    RUNG_NOTHING /* it is left out */
} draft_rung;

typedef struct draft_field {
    str name;                /* of a parameter */
    const field_step *steps; /* of a field */
    size_t step_count;
    bool optional;
    unsigned kinds;
    unsigned documented; /* kinds the contract says; 0: no contract */
    draft_rung rung;
} draft_field;

typedef VEC(draft_field) draft_fields;

typedef struct draft_part {
    str status;     /* of what is read */
    str media_type; /* STR_NULL: JSON, or no body */
    bool has_fields;
    draft_fields fields, query, headers;
} draft_part;

typedef struct draft_operation {
    str name;
    draft_part sends;
    VEC(draft_part) reads;
} draft_operation;

typedef struct draft_event {
    str name;
    draft_fields reads;
} draft_event;

typedef struct draft {
    arena *arena;
    const draft_options *options;
    diags *diags;
    VEC(draft_operation) operations;
    VEC(draft_event) events;
} draft;

bool draft_is_wanted(const draft *d, const api_operation *operation);
bool draft_names(const draft *d, str operation); /* the same by its name, without a contract */

void draft_from_contract(draft *d);
bool draft_from_traffic(draft *d);

/* Asks less until the contract keeps all of it. false with errors when that cannot be asked. */
bool draft_fit(draft *d);

void draft_write(buf *out, const draft *d);

/* A path's steps and one more. */
const field_step *draft_step(const draft *d, const field_step *steps, size_t count,
                             field_step added);
void draft_add_field(draft *d, draft_fields *fields, const field_step *steps, size_t count,
                     unsigned kinds, unsigned documented);

#endif
