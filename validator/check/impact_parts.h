/*
 * What the parts of check/impact.h share: what each consumer relies on and is not kept any more
 * (impact.c), and which findings that is told at (impact_place.c). Private to check/.
 */
#ifndef HANDOFF_CHECK_IMPACT_PARTS_H
#define HANDOFF_CHECK_IMPACT_PARTS_H

#include "base/vec.h"
#include "check/impact.h"
#include "consumer/field_path.h"

/* Where a finding about it stands, in the words of finding.where. */
typedef enum hurt_part {
    HURT_OPERATION,    /* the operation as a whole: it is gone */
    HURT_CALL,         /* whatever every caller meets: path, credentials, servers */
    HURT_REQUEST_BODY, /* of webhooks and callbacks too */
    HURT_QUERY,
    HURT_HEADER,
    HURT_RESPONSE,
    HURT_RESPONSE_HEADER,
    HURT_SCHEMA /* a JSON Schema, which has no parts */
} hurt_part;

/* One thing a consumer relies on that the new contract does not keep. */
typedef struct hurt {
    str consumer, team;
    str operation; /* "GET /orders/{id}"; of a JSON Schema the event's name */
    str event;     /* a callback's name, where it is told of one; else STR_NULL */
    str relies_on, message, witness;
    hurt_part part;
    str name;              /* of a parameter or header; STR_NULL: any */
    str status;            /* of a response */
    str pointer;           /* of a field, in the signs of field_path; STR_NULL: the whole part */
    bool request, missing; /* it is sent; it is not, and should be */
    const struct contract_place *places; /* in both contracts: what describes the field */
    size_t place_count;
    position place;
} hurt;

/* A schema on the way to a field: what is changed at it, or at the next step below, is about the
 * field; what is changed at another member is not. */
typedef struct contract_place {
    str file, pointer; /* JSON Pointer of the schema */
    str next;          /* the member that leads on; STR_NULL at the field itself */
    bool items;        /* items lead on */
    size_t depth;      /* steps from the body's root */
} contract_place;

typedef struct judging {
    const contract *old, *new_; /* new_ NULL: the contract is gone */
    const impact_options *options;
    report *report;
    arena *arena; /* the report's */
    diags *diags;
    VEC(hurt) hurts;
    VEC(hurt) calls; /* the operations each consumer uses: HURT_CALL, not broken by themselves */
} judging;

/* false with errors when the file is none. */
bool impact_judge_expectations(judging *j, const bundle *file);

/* Tells every hurt at the findings about the same place, or in a finding of its own. */
void impact_place(judging *j);

#endif
