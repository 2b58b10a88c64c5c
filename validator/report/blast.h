/*
 * A blast radius for readers: text and JSON (schemas/blast.schema.json).
 */
#ifndef HANDOFF_REPORT_BLAST_H
#define HANDOFF_REPORT_BLAST_H

#include "base/buf.h"
#include "gate/blast.h"

void blast_render_text(buf *out, const blast *b);
void blast_render_json(buf *out, const blast *b);

#endif
