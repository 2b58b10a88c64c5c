/*
 * Evaluation: whether a value satisfies an item, by its facts.
 *
 * The search checks every candidate here before it builds on it. This is not the judge of what
 * leaves the engine: that is schema/, on the original documents.
 */
#ifndef HANDOFF_INCLUSION_EVALUATE_H
#define HANDOFF_INCLUSION_EVALUATE_H

#include "inclusion/formula.h"
#include "schema/pattern.h"

typedef enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN } truth;

/* The last answers about arrays and objects, and about what is put together of other schemas: long
 * arrays repeat their items, and schemas refer to one another on several ways. */
enum { EVALUATED_SLOTS = 1024 };

typedef struct evaluated {
    uint32_t class_id, value_id; /* value_id + 1; 0: empty */
    uint8_t truth;
} evaluated;

typedef struct evaluator {
    graph *graph;
    arena *arena;
    pattern_pool *patterns;
    pattern_scratch scratch;
    VEC(const pattern *) by_text; /* by id of the text's value */
    evaluated *memo;              /* EVALUATED_SLOTS */
    struct {
        uint32_t class_id;
        const value *value;
    } * path; /* what is being evaluated: LIMIT_EVALUATION_DEPTH */
    unsigned depth;
    size_t steps; /* counted up; the caller reads and resets it */
    size_t limit; /* of steps: beyond it everything is UNKNOWN */
} evaluator;

void evaluator_init(evaluator *e, graph *g, arena *a);
void evaluator_clear(evaluator *e);

truth evaluate_item(evaluator *e, item i, const value *v);

/* Whether the pattern with this text matches. */
truth evaluate_pattern(evaluator *e, const value *pattern, str subject);

/* Whether the name (a string) is one of the keys. */
truth evaluate_keys(evaluator *e, const keys *k, const value *name);

#endif
