/*
 * What the parts of consumer/promise.h share. Private to consumer/.
 */
#ifndef HANDOFF_CONSUMER_PROMISE_PARTS_H
#define HANDOFF_CONSUMER_PROMISE_PARTS_H

#include "consumer/field_schema.h"
#include "consumer/promise.h"
#include "doc/pointer.h"

typedef struct checking {
    const promise_contract *contract;
    field_schemas *schemas;
    inclusion *inclusion;
    arena *arena;
    promises found;
} checking;

/* What a promise is about. */
typedef struct element {
    const expected_operation *operation;
    const expected_event *event;
    const api_operation *found;
    const expected_part *part;
    const expected_field *field;
    bool sends;
    str relies_on;
} element;

typedef struct ask {
    const element *element;
    site expected, contract;
    inclusion_wire wire;
    schema_direction direction;
    const expected_fields *fields; /* of a body that is sent as a whole */
    const node *node;              /* in the contract */
} ask;

void promise_tell(checking *c, const element *e, promise_kind kind, const node *contract_node,
                  str message);
void promise_ask(checking *c, const ask *q);

/* The media type that is named, or JSON, or the only one. */
const api_media_type *promise_media(const api_media_type *content, size_t count, str wanted);

void promise_events(checking *c, const expected_producer *p);

#endif
