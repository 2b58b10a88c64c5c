/*
 * Whether an interaction is one the contract allows: the example a consumer's tests stand on, or a
 * request and its response as they were recorded.
 *
 * A request must be one the contract accepts: path and method, parameters, body, media types,
 * credentials; none of it is asked where the response is an error (status 400 and above), because
 * the consumer tries a bad request there. A response is read in one of two ways: as an expectation,
 * where each member the consumer reads must be documented (consumer/reader_view.h), or as recorded,
 * where it must be what the contract says, whole.
 *
 * A conformer keeps compiled schemas from one interaction to the next; problems live in its arena.
 */
#ifndef HANDOFF_CONSUMER_CONFORM_H
#define HANDOFF_CONSUMER_CONFORM_H

#include "consumer/interaction.h"
#include "openapi/api.h"

typedef enum conform_code {
    CONFORM_PATH_UNKNOWN,
    CONFORM_METHOD_UNKNOWN,
    CONFORM_REQUEST_BODY,
    CONFORM_REQUEST_BODY_UNKNOWN,
    CONFORM_REQUEST_BODY_UNCHECKED,
    CONFORM_REQUEST_HEADER,
    CONFORM_REQUEST_HEADER_UNKNOWN,
    CONFORM_QUERY,
    CONFORM_QUERY_UNKNOWN,
    CONFORM_ACCEPT,
    CONFORM_ACCEPT_UNKNOWN,
    CONFORM_REQUEST_MEDIA_TYPE,
    CONFORM_REQUEST_MEDIA_TYPE_MISSING,
    CONFORM_REQUEST_MEDIA_TYPE_UNKNOWN,
    CONFORM_CREDENTIALS,
    CONFORM_STATUS_UNKNOWN,
    CONFORM_STATUS_DEFAULT,
    CONFORM_RESPONSE_BODY,
    CONFORM_RESPONSE_BODY_UNKNOWN,
    CONFORM_RESPONSE_BODY_UNCHECKED,
    CONFORM_RESPONSE_HEADER,
    CONFORM_RESPONSE_HEADER_UNKNOWN,
    CONFORM_RESPONSE_HEADER_UNDEFINED,
    CONFORM_RESPONSE_MEDIA_TYPE,
    CONFORM_RESPONSE_MEDIA_TYPE_UNKNOWN,
    CONFORM_MESSAGE,
    CONFORM_MESSAGE_UNCHECKED,
    CONFORM_REQUEST_RULES
} conform_code;

typedef struct problem {
    conform_code code;
    str message;
    str pointer;          /* into the value concerned, or STR_NULL */
    const node *given;    /* in the consumer's file, or NULL */
    const node *contract; /* in the contract, or NULL */
} problem;

typedef struct problems {
    problem *items;
    size_t count, capacity;
    size_t errors;
    bool judged;                    /* else the contract has nothing of the kind */
    bool undecided;                 /* a limit was reached in a schema */
    const api_operation *operation; /* NULL: none was found */
} problems;

typedef enum conform_reading { CONFORM_EXPECTATION, CONFORM_RECORDED } conform_reading;

typedef struct conformer conformer;

/* The contract must outlive it. Requests are asked of an OpenAPI contract, messages of the JSON
 * Schema of their contents. */
conformer *conformer_new(const api *contract);
conformer *conformer_of_schema(registry *r, site of);
void conformer_free(conformer *c); /* NULL is fine */

problems conform_check(conformer *c, const interaction *i, conform_reading reading, diags *d);

/* The operation that a request is of; NULL when the contract has none. */
const api_operation *conform_find(conformer *c, const interaction *i, diags *d);

/* Whether a field of a request belongs to a parameter: filter[a] to filter. */
bool conform_belongs(const api_parameter *p, str name);

const char *conform_code_name(conform_code code); /* "response.body.incompatible", … */
bool conform_code_is_error(conform_code code);    /* else a warning */

#endif
