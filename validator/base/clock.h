/*
 * The clock, injectable: --now TIME stands in for it everywhere. Seconds since 1970 in UTC.
 */
#ifndef HANDOFF_BASE_CLOCK_H
#define HANDOFF_BASE_CLOCK_H

#include "base/arena.h"

typedef struct clock_source {
    bool is_fixed;
    int64_t fixed_seconds;
} clock_source; /* zeroed: the machine's clock */

int64_t clock_now(const clock_source *c);

/* For measuring how long something takes: from an arbitrary moment on, never backwards. */
int64_t clock_microseconds(void);

/* RFC 3339 date-time ("2026-11-21T06:00:00Z", any offset) or date ("2026-11-21", midnight UTC). */
bool clock_parse(str text, int64_t *seconds);

/* The same for what ends then: a date ends with its last second, a date-time at once. */
bool clock_parse_end(str text, int64_t *seconds);

str clock_format(int64_t seconds, arena *a);      /* RFC 3339, Z */
str clock_format_date(int64_t seconds, arena *a); /* YYYY-MM-DD */

#endif
