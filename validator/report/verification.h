/*
 * What verifying consumers found, as text and JSON.
 */
#ifndef HANDOFF_REPORT_VERIFICATION_H
#define HANDOFF_REPORT_VERIFICATION_H

#include "base/buf.h"
#include "consumer/verify.h"

void verification_render_text(buf *out, const verify_result *r, bool with_warnings);
void verification_render_json(buf *out, const verify_result *r);

#endif
