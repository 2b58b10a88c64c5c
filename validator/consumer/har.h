/*
 * Recorded traffic: HAR 1.2 archives, and JSON lines or arrays of {"request", "response"} pairs in
 * the same words. Borrows from the bundle.
 */
#ifndef HANDOFF_CONSUMER_HAR_H
#define HANDOFF_CONSUMER_HAR_H

#include "consumer/interaction.h"

/* NULL with an error ("traffic.structure") when it is none. In the arena. */
const interaction *har_read(const bundle *b, size_t *count, arena *a, diags *d);

#endif
