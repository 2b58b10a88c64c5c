/*
 * Expectation files: what a consumer sends to its producers and reads of their answers.
 *
 *     consumer: checkout-web
 *     team: storefront
 *     expects:
 *       - producer: payments
 *         operations:
 *           - operation: GET /payments/{id}
 *             sends:
 *               query: {expand: string}
 *             reads:
 *               "200":
 *                 fields:
 *                   /total: number        # must be there
 *                   /note?: string        # may be there
 *                   /items: array
 *
 * A field is a path (consumer/field_path.h) with a type name, a list of them or a JSON Schema as
 * its value. Of what is sent a type name says that the consumer sends such values as the contract
 * takes; a schema says which values exactly. A part that is not there (`sends`, or `fields` in it)
 * says nothing of it; `fields: {}` is a body without members. `reads` of an event are those of a
 * consumer that is told of it, `writes` those of one that tells:
 *
 *         events:
 *           - event: order-placed.schema.json     # or a webhook's or callback's name
 *             reads: {/order: string}
 *
 * The file's own schema is schemas/expectations.schema.json. An expectations struct owns its arena
 * and borrows from the bundle.
 */
#ifndef HANDOFF_CONSUMER_EXPECTATION_H
#define HANDOFF_CONSUMER_EXPECTATION_H

#include "consumer/field_path.h"
#include "doc/bundle.h"

typedef struct expected_field {
    str pointer;     /* without the '?' at its end; of parameters and headers the name */
    field_path path; /* of fields */
    bool optional;
    const node *schema; /* a schema; type names are made into one */
    unsigned kinds;     /* of type names (consumer/kinds.h); 0: a schema was written */
    const member *place;
} expected_field;

typedef struct expected_fields {
    const node *node; /* NULL: not said */
    const expected_field *items;
    size_t count;
} expected_fields;

typedef struct expected_part {
    const node *node;       /* NULL: the file says nothing of it */
    str status;             /* of what is read; STR_NULL for what is sent */
    str media_type;         /* STR_NULL: the contract's JSON one */
    expected_fields fields; /* of the body */
    expected_fields query;  /* parameters by name; pointer is the name */
    expected_fields headers;
} expected_part;

typedef struct expected_operation {
    str method, path; /* of "GET /a/{b}"; both STR_NULL when only operation_id is given */
    str operation_id;
    const node *node;
    expected_part sends;
    const expected_part *reads;
    size_t read_count;
} expected_operation;

typedef struct expected_event {
    str name; /* path or name of the event's schema; a webhook's or callback's name */
    const node *node;
    expected_fields reads, writes;
} expected_event;

typedef struct expected_producer {
    str producer, contract; /* contract: a path, STR_NULL when not said */
    const node *node;
    const expected_operation *operations;
    size_t operation_count;
    const expected_event *events;
    size_t event_count;
} expected_producer;

typedef struct expectations {
    arena *arena; /* owned */
    const bundle *bundle;
    str consumer, team;
    const expected_producer *producers;
    size_t producer_count;
} expectations;

/* Whether a document looks like an expectation file. */
bool expectations_is_file(const node *root);

/* NULL with errors ("expectation.structure", "expectation.unknown-key"), all with positions. */
expectations *expectations_read(const bundle *b, diags *d);
void expectations_free(expectations *e); /* NULL is fine */

#endif
