/*
 * The life of a contract: draft, proposed, active, deprecated, retired; or rejected.
 *
 * Which state may follow which, and on what conditions, is one table (gate/lifecycle.c); a move
 * that is not in it is a mistake. Nothing here knows a database or a clock: gate/standing.h finds
 * the facts of a move and records it.
 */
#ifndef HANDOFF_GATE_LIFECYCLE_H
#define HANDOFF_GATE_LIFECYCLE_H

#include "base/arena.h"

typedef enum lifecycle_state {
    STATE_NONE, /* nobody gave it one: a contract from before the ledger; treated as active */
    STATE_DRAFT,
    STATE_PROPOSED,
    STATE_ACTIVE,
    STATE_DEPRECATED,
    STATE_RETIRED,
    STATE_REJECTED,
    LIFECYCLE_STATES
} lifecycle_state;

/* What a move may ask for. */
typedef enum lifecycle_condition {
    CONDITION_REASON = 1,         /* why */
    CONDITION_SUNSET = 2,         /* a date, and one that is still to come */
    CONDITION_SUNSET_REACHED = 4, /* the date promised with the deprecation has come */
    CONDITION_NO_CONSUMER = 8,    /* nothing that relies on it is live in any environment */
    CONDITION_PUBLISHED = 16      /* the ledger has a contract of that name */
} lifecycle_condition;

/* What is known about a move. */
typedef struct lifecycle_move {
    lifecycle_state from, to;
    str reason;   /* STR_NULL: none is given */
    str sunset;   /* as given with this move; STR_NULL: none */
    str promised; /* the sunset in force; STR_NULL: none */
    int64_t now;  /* seconds since 1970, UTC */
    bool published;
    const str *consumers; /* "web@1.4 in production": live ones that rely on it */
    size_t consumer_count;
} lifecycle_move;

typedef struct lifecycle_refusal {
    bool is_no_move;    /* no such move exists; else a condition is not met */
    const str *missing; /* one sentence a missing thing, no full stop */
    size_t missing_count;
} lifecycle_refusal;

/* Whether the move may be made; `refusal` is filled where it may not. Texts live in the arena. */
bool lifecycle_allows(const lifecycle_move *move, lifecycle_refusal *refusal, arena *a);

/* The conditions of a move as a set of lifecycle_condition; -1: there is no such move. */
int lifecycle_conditions(lifecycle_state from, lifecycle_state to);

/* "draft, active": where one may go from a state; "nowhere" for the last. */
str lifecycle_next(lifecycle_state from, arena *a);

const char *lifecycle_name(lifecycle_state state);    /* "none", "draft", … */
bool lifecycle_parse(lifecycle_state *out, str name); /* not "none" */

/* --- what a state means to a deployment --- */

typedef enum lifecycle_effect { EFFECT_NOTHING, EFFECT_WARNS, EFFECT_REFUSES } lifecycle_effect;

/* Of a version that provides, or relies on, a contract in that state. */
lifecycle_effect lifecycle_effect_of(lifecycle_state state);

/* "is deprecated and goes on 2027-01-31", "is retired": what is said about it. */
str lifecycle_phrase(lifecycle_state state, str sunset, int64_t now, arena *a);

#endif
