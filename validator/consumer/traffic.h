/*
 * Recorded traffic, one exchange of request and response after the other: HAR 1.2 archives, and
 * JSON lines (NDJSON) with one exchange a line:
 *
 *     {"request": {"method": "GET", "url": "https://shop.example/orders/7?full=1",
 *                  "headers": {"accept": "application/json"}},
 *      "response": {"status": 200, "headers": {"content-type": "application/json"},
 *                   "body": {"total": 12.5}}}
 *
 * `url` may be a path, and may be called `path`; headers are an object (a list of texts where a
 * name is repeated) or a list of {"name", "value"}; `query` may hold the query beside the URL. A
 * body is a JSON value; text is read as JSON where the media type says so and it is JSON. A text
 * that holds several lines is told from a HAR archive by its first line; a JSON array of exchanges
 * is read too.
 *
 * Lines are read one at a time: what an exchange borrows lives until the next is asked for.
 */
#ifndef HANDOFF_CONSUMER_TRAFFIC_H
#define HANDOFF_CONSUMER_TRAFFIC_H

#include "consumer/interaction.h"

typedef struct traffic traffic;

typedef struct exchange {
    interaction interaction; /* its description is "entry 3: GET /orders/7" */
    str host;                /* "shop.example:8080", STR_NULL where only a path is known */
    const bundle *bundle;    /* where its nodes stand */
    uint32_t lines_before;   /* lines of the file before the bundle's first */
    arena *arena;            /* for what is derived from this exchange */
} exchange;

/* A path, `-` or `REV:path`. NULL with errors: those of reading, "traffic.structure". */
traffic *traffic_open(const char *argument, diags *d);
/* The lines or the archive of a text in memory, which is taken over. */
traffic *traffic_of(buf *source, str name, diags *d);
void traffic_free(traffic *t); /* NULL is fine */

/* The next exchange; false at the end. What is no exchange is an error with its place, and the
 * reading goes on behind it. Browsers' entries that were never answered are left out. */
bool traffic_next(traffic *t, exchange *out, diags *d);

str traffic_name(const traffic *t);

#endif
