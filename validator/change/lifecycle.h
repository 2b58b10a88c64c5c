/*
 * Deprecation, sunset and stability as one lifecycle: of operations, parameters, properties and
 * headers alike. Private to change/.
 */
#ifndef HANDOFF_CHANGE_LIFECYCLE_H
#define HANDOFF_CHANGE_LIFECYCLE_H

#include "change/change.h"

typedef enum life_event {
    LIFE_DEPRECATED,
    LIFE_DEPRECATED_WITH_SUNSET,
    LIFE_REACTIVATED,
    LIFE_SUNSET_MISSING,
    LIFE_SUNSET_INVALID,
    LIFE_SUNSET_TOO_SMALL,
    LIFE_SUNSET_CHANGED_TOO_SMALL,
    LIFE_SUNSET_CHANGED_INVALID,
    LIFE_SUNSET_DELETED,
    LIFE_STABILITY_DECREASED,
    LIFE_STABILITY_INCREASED,
    LIFE_STABILITY_INVALID,
    LIFE_EVENT_COUNT
} life_event;

typedef struct life_change {
    life_event event;
    str detail; /* " until 2026-12-31", or empty */
} life_change;

enum { LIFE_CHANGES = 4 };

/* What happened to it, at most LIFE_CHANGES events. Returns how many. */
size_t lifecycle_compare(const lifecycle *old, const lifecycle *new_, const change_options *options,
                         arena *a, life_change *out);

typedef enum life_end {
    END_WITHOUT_DEPRECATION,
    END_WITH_DEPRECATION, /* it was told, and the date, if there was one, has passed */
    END_BEFORE_SUNSET,
    END_SUNSET_INVALID
} life_end;

/* What removing it means, by what was promised. */
life_end lifecycle_end(const lifecycle *old, const change_options *options);

/* Whether it had a sunset date and that has passed: then whoever used it was told until when. */
bool lifecycle_is_over(const lifecycle *old, const change_options *options);

/* The level written there; stable when nothing is. False when it is none of the four. */
bool lifecycle_stability(const lifecycle *l, stability *out);

#endif
