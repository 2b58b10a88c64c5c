/*
 * What was seen of each operation in recorded traffic, between the reading of it
 * (draft_traffic.c) and the telling (draft_tell.c). Private to consumer/.
 */
#ifndef HANDOFF_CONSUMER_DRAFT_SEEN_H
#define HANDOFF_CONSUMER_DRAFT_SEEN_H

#include "consumer/conform.h"
#include "consumer/draft_parts.h"
#include "consumer/draft_paths.h"
#include "consumer/observed.h"

typedef struct seen_status {
    int64_t status;
    str media_type; /* of the first body; STR_NULL: none had one */
    observed body;
} seen_status;

typedef struct seen_operation {
    str method, path;               /* a template's */
    const api_operation *operation; /* NULL: no contract, or not in it */
    size_t requests;                /* that were no tries of something bad */
    observed query, headers, body;
    str media_type;
    VEC(seen_status *) statuses;
} seen_operation;

typedef struct seeing {
    draft *draft;
    arena *arena;
    conformer *conformer; /* NULL: no contract */
    path_templates paths;
    map operations; /* "GET /a" -> seen_operation, in the order they were first seen */
} seeing;

registry *seen_registry(const seeing *s); /* NULL: no contract */

/* Drafts every operation that was seen. */
void draft_tell(seeing *s);

#endif
