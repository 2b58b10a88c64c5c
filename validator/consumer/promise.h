/*
 * Whether a contract keeps what a consumer expects of it, element by element: each parameter it
 * sends, each field it reads.
 *
 * What a consumer sends is a writer whose schema the operation's must include; what it reads is a
 * reader that must include the operation's. Both are decided by inclusion/, with a witness. A field
 * that is read must be documented too, even where it may be absent: what a contract no longer
 * mentions, nobody promises. Where only a type is named for what is sent, the consumer sends values
 * of that type as the contract takes them: lengths, patterns and the like are kept to, and the
 * promise is `loose`.
 *
 * The same question asked of the old and the new contract tells whom a change hurts: what was kept
 * and is not kept any more. Where that alone does not tell, because a promise is loose or was not
 * kept before either, what was `asked` of both contracts can be compared.
 */
#ifndef HANDOFF_CONSUMER_PROMISE_H
#define HANDOFF_CONSUMER_PROMISE_H

#include "consumer/expectation.h"
#include "inclusion/inclusion.h"
#include "openapi/api.h"

typedef enum promise_kind {
    PROMISE_KEPT,
    PROMISE_NO_OPERATION,
    PROMISE_NO_EVENT,
    PROMISE_NO_STATUS,
    PROMISE_NO_MEDIA_TYPE,
    PROMISE_NOT_DOCUMENTED, /* a field, header or parameter the contract does not mention */
    PROMISE_NOT_ACCEPTED,   /* what is sent may be refused: witness */
    PROMISE_NOT_SENT,       /* the contract requires what the consumer does not send */
    PROMISE_NOT_AS_READ,    /* an answer may come that the consumer cannot read: witness */
    PROMISE_UNDECIDED
} promise_kind;

/* What is asked: an OpenAPI contract, or the JSON Schema of an event. */
typedef struct promise_contract {
    const api *api; /* NULL: a JSON Schema */
    registry *registry;
    site schema;
    str file; /* its path, by which events are named; may be STR_NULL */
} promise_contract;

/* One way in which a promise is not kept. */
typedef struct promise_break {
    str pointer;  /* into the value: where it is refused, or what is missing there */
    bool missing; /* a member is required that is not there */
    str witness;  /* JSON text */
} promise_break;

typedef struct promise {
    promise_kind kind;
    const expected_operation *operation; /* NULL: an event */
    const expected_event *event;
    const api_operation *found;  /* NULL: none */
    const expected_part *part;   /* NULL: about the operation as a whole */
    const expected_field *field; /* NULL: about the part as a whole */
    bool sends;
    bool loose;
    str relies_on; /* "GET /a", "200 /total", "query expand" */
    str message;
    str witness;               /* JSON text, or STR_NULL */
    const node *contract_node; /* where the contract says otherwise, or NULL */
    site asked;                /* the contract's schema; node NULL: none was asked */
    inclusion_wire wire;
    const expected_fields *fields; /* of a body that is sent as a whole */
    const promise_break *breaks;
    size_t break_count;
} promise;

/* What inclusion/ says, as texts in the arena. */
promise_break promise_break_of(const inclusion_break *b, arena *a);

typedef struct promises {
    promise *items;
    size_t count, capacity;
    size_t broken, undecided;
} promises;

/* Every element of every operation and event that is expected of this producer and may be in this
 * contract, in the file's order: operations are asked of OpenAPI, events of the JSON Schema they
 * name, or of the webhook or callback. None where nothing is about it. Lives in the arena. */
promises promises_check(const promise_contract *contract, const expected_producer *p, arena *a,
                        diags *d);

const char *promise_kind_name(promise_kind kind); /* "kept", "operation-missing", … */

#endif
