/*
 * A report and its diagnostics as bytes, to come back from a worker process over a pipe.
 *
 * Both ends are the same program, so numbers travel as the machine has them; what arrives may
 * still be cut short or damaged by a worker that died, so reading checks every length and fails
 * as a whole.
 */
#ifndef HANDOFF_CHECK_FRAME_H
#define HANDOFF_CHECK_FRAME_H

#include "base/buf.h"
#include "base/diag.h"
#include "doc/finding.h"

void frame_write(buf *out, const report *r, const diags *d);

/* Adds to `d`, fills the fresh `r`. false when the bytes are not one whole frame. */
bool frame_read(str bytes, report *r, diags *d);

#endif
