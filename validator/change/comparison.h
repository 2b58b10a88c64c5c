/*
 * What the files of this folder share while two contracts are compared; private to change/.
 *
 * Each subject (paths, parameters, security, ...) has a file that looks at its part of both sides
 * and adds changes; schemas are gathered as pairs (change/schema_graph.h) and judged at the end.
 * Changes with the same cause are merged as they are added: same rule, same two places, same
 * message. Only then do they become findings.
 */
#ifndef HANDOFF_CHANGE_COMPARISON_H
#define HANDOFF_CHANGE_COMPARISON_H

#include "base/map.h"
#include "base/vec.h"
#include "change/change.h"
#include "change/lifecycle.h"
#include "change/rules.h"
#include "change/sameness.h"

/* Who sends what stands here. A request: the consumer, built on the old contract, to a reader of
 * the new one. A response: the new producer to a consumer built on the old contract. */
typedef enum polarity { POLARITY_REQUEST, POLARITY_RESPONSE } polarity;

static inline polarity polarity_flipped(polarity p)
{
    return p == POLARITY_REQUEST ? POLARITY_RESPONSE : POLARITY_REQUEST;
}

/* A value of one side: where a finding points to. The key, where set, is pointed to instead. A
 * holder is where something stood or would stand: its own content is none of the finding's. */
typedef struct spot {
    const node *node;
    const member *key;
    bool is_holder;
} spot;

static inline spot spot_node(const node *n)
{
    return (spot){.node = n};
}

static inline spot spot_key(const node *n, const member *key)
{
    return (spot){.node = n, .key = key};
}

typedef struct change {
    const rule *rule;
    level level;
    str message;
    str where;     /* within the operation: "query parameter limit" */
    str operation; /* "GET /pets"; STR_NULL: about the contract as a whole */
    str address;   /* what identifies the place in both sides; STR_NULL: operation and where */
    spot old, new_;
    proof proof;
} change;

typedef struct schema_graph schema_graph;

typedef struct comparison {
    arena *arena;
    const change_options *options;
    const api *old, *new_; /* NULL where the contracts are JSON Schemas */
    registry *old_schemas, *new_schemas;
    sameness *same;
    schema_graph *schemas;
    struct change_group *groups; /* private to changes.c, newest first */
    map group_index;
    bool is_base_moved; /* between the servers' base path and the paths; the URLs are the same */
    bool is_global_changed; /* something that operations inherit, security and servers aside */
    report *report;
} comparison;

/* Adds a change; texts are borrowed and must live in the comparison's arena or be literals. */
void comparison_add(comparison *c, const change *ch);

/* The same for a rule's own level. */
void comparison_say(comparison *c, rule_name rule, str operation, str where, spot old, spot new_,
                    const char *format, ...) __attribute__((format(printf, 7, 8)));

typedef struct operation_pair operation_pair;

/* The same within an operation. Where the producer sends the request, what would refuse a caller's
 * message merely announces the producer's, and what would be left out is what a receiver misses. */
void comparison_say_for(comparison *c, const operation_pair *p, rule_name rule, str where, spot old,
                        spot new_, const char *format, ...) __attribute__((format(printf, 7, 8)));

bool comparison_has_breaking(const comparison *c);

/* Turns what was added into the findings of the report. */
void comparison_report(comparison *c);

/* One operation of both sides and how its data flows; what the subjects are given. */
struct operation_pair {
    const api_operation *old, *new_;
    str display;  /* "GET /pets/{id}", as the new side writes it */
    str prefix;   /* of `where`: "callback paid: ", or empty */
    bool flipped; /* a callback or webhook: the producer sends the request */
};

/* "request body application/json" with the pair's prefix. */
str pair_where(const comparison *c, const operation_pair *p, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* --- one function a subject, each in the file of its name --- */

void compare_operations(comparison *c);
void compare_operation(comparison *c, const operation_pair *p);
void compare_parameters(comparison *c, const operation_pair *p);
void compare_bodies(comparison *c, const operation_pair *p);
void compare_responses(comparison *c, const operation_pair *p);
void compare_security(comparison *c, const operation_pair *p);
void compare_security_schemes(comparison *c);
void compare_servers(comparison *c, const operation_pair *p); /* NULL: of the whole API */

/* The base path that all servers of the whole API have; false when they have several. */
bool servers_base_path(const api *side, str *path);

void compare_callbacks(comparison *c, const operation_pair *p);
void compare_lifecycle(comparison *c, const operation_pair *p);

/* The same of what an operation has: a parameter, a header. */
typedef struct life_pair {
    const lifecycle *old, *new_;
    spot old_place, new_place;
    str where, subject;
} life_pair;

/* Each event up to LIFE_SUNSET_DELETED is said by its rule. */
void compare_lives(comparison *c, const operation_pair *p, const life_pair *lives,
                   const rule_name rules[LIFE_EVENT_COUNT]);
void compare_info(comparison *c);
void compare_extensions(comparison *c);
void compare_version(comparison *c); /* last: looks at what was found */

#endif
