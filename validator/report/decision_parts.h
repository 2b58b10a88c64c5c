/*
 * The renderers of a deploy decision, one a format. Private to report/.
 */
#ifndef HANDOFF_REPORT_DECISION_PARTS_H
#define HANDOFF_REPORT_DECISION_PARTS_H

#include <cjson/cJSON.h>

#include "report/decision.h"

void decision_render_json(buf *out, const decision_report *r);
void decision_render_junit(buf *out, const decision_report *r);

cJSON *decision_waived_object(const gate_waived *w);

/* "passed", "failed", "unknown", "waived", "ignored". */
const char *decision_result_name(const gate_meeting *m);

#endif
