/*
 * Whether a contract keeps what a consumer expects of it, element by element: each parameter it
 * sends, each field it reads.
 *
 * What a consumer sends is a writer whose schema the operation's must include; what it reads is a
 * reader that must include the operation's. Both are decided by inclusion/, with a witness. A field
 * that is read must be documented too, even where it may be absent: what a contract no longer
 * mentions, nobody promises.
 *
 * The same question asked of the old and the new contract tells whom a change hurts: what was kept
 * and is not kept any more.
 */
#ifndef HANDOFF_CONSUMER_PROMISE_H
#define HANDOFF_CONSUMER_PROMISE_H

#include "consumer/expectation.h"
#include "inclusion/inclusion.h"
#include "openapi/api.h"

typedef enum promise_kind {
    PROMISE_KEPT,
    PROMISE_NO_OPERATION,
    PROMISE_NO_STATUS,
    PROMISE_NO_MEDIA_TYPE,
    PROMISE_NOT_DOCUMENTED, /* a field, header or parameter the contract does not mention */
    PROMISE_NOT_ACCEPTED,   /* what is sent may be refused: witness */
    PROMISE_NOT_SENT,       /* the contract requires what the consumer does not send */
    PROMISE_NOT_AS_READ,    /* an answer may come that the consumer cannot read: witness */
    PROMISE_UNDECIDED
} promise_kind;

typedef struct promise {
    promise_kind kind;
    const expected_operation *operation;
    const api_operation *found;  /* NULL: none */
    const expected_part *part;   /* NULL: about the operation as a whole */
    const expected_field *field; /* NULL: about the part as a whole */
    bool sends;
    str relies_on; /* "GET /a", "200 /total", "query expand" */
    str message;
    str witness;               /* JSON text, or STR_NULL */
    const node *contract_node; /* where the contract says otherwise, or NULL */
} promise;

typedef struct promises {
    promise *items;
    size_t count, capacity;
    size_t broken, undecided;
} promises;

/* Every element of every operation that is expected of this producer, in the file's order. Lives in
 * the arena. */
promises promises_check(const api *contract, const expectations *e, const expected_producer *p,
                        arena *a, diags *d);

const char *promise_kind_name(promise_kind kind); /* "kept", "operation-missing", … */

#endif
