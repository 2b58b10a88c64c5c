/*
 * Interactions: what a consumer sends and what it reads back, once, as an example; or what was
 * recorded of real traffic. Whoever wrote them down (Pact files, HAR archives), they have this
 * form. Plain data: text borrows from the documents they were read from or lives in the reader's
 * arena.
 */
#ifndef HANDOFF_CONSUMER_INTERACTION_H
#define HANDOFF_CONSUMER_INTERACTION_H

#include "doc/bundle.h"

typedef enum interaction_kind {
    INTERACTION_HTTP,
    INTERACTION_MESSAGE,
    INTERACTION_OTHER /* a kind this file format has and HTTP contracts do not */
} interaction_kind;

typedef struct field {
    str name, value; /* a header or a query parameter; repeated names are repeated fields */
    const node *node;
} field;

typedef struct fields {
    const field *items;
    size_t count;
} fields;

typedef struct message_part {
    const node *node; /* the request or response; NULL: none */
    fields headers;
    bool has_body;
    const node *body;       /* the value; text of other media types is a string */
    const node *body_place; /* where it is written */
    str body_text;          /* the same as text where it is a string, decoded when it was encoded */
} message_part;

typedef struct interaction {
    interaction_kind kind;
    str description;
    const node *node;
    str method, path;
    fields query;
    message_part request, response;
    int64_t status; /* 0: any */
    const node *status_node;
} interaction;

/* First field of that name; headers are compared without case. NULL when there is none. */
const field *fields_find(const fields *of, str name, bool ignoring_case);

/* "a=1&b=%20x" as fields, percent-decoded; '+' is a space. */
fields fields_from_query(str text, const node *n, arena *a);

#endif
