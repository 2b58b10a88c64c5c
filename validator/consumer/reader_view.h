/*
 * A contract as a reader of examples sees it: what a consumer says it reads must be documented, and
 * need not be everything.
 *
 * "The producer sends a superset of what the consumer reads" is a question about members: an
 * example of a response is fine when each of its members is one the contract documents, with a
 * value the contract allows. So in the view objects are closed where the contract leaves them open
 * without saying of what, and nothing is required but where alternatives (`oneOf`) are told apart
 * by it. What stands in place (allOf, anyOf, a $ref beside other keywords) stays open and the
 * schema around it is closed by `unevaluatedProperties`.
 *
 * The view is made of rewritten copies of the contract's documents, in the dialect of OpenAPI 3.1
 * whatever the contract's own is. It owns them.
 */
#ifndef HANDOFF_CONSUMER_READER_VIEW_H
#define HANDOFF_CONSUMER_READER_VIEW_H

#include "openapi/api.h"

typedef struct reader_view reader_view;

reader_view *reader_view_new(const api *contract, diags *d);
reader_view *reader_view_of_schema(const bundle *of, diags *d); /* of JSON Schemas */
void reader_view_free(reader_view *v);                          /* NULL is fine */

registry *reader_view_registry(reader_view *v);

/* The view of one of the contract's schemas. node NULL when it has none. */
site reader_view_site(reader_view *v, site of, arena *a);
site reader_view_document(reader_view *v, diags *d); /* the entry, of JSON Schemas */

#endif
