/*
 * The deploy decision as text, JSON, Markdown, GitHub workflow commands and JUnit XML.
 */
#ifndef HANDOFF_REPORT_DECISION_H
#define HANDOFF_REPORT_DECISION_H

#include "base/buf.h"
#include "gate/rollback.h"

typedef struct decision_report {
    str question; /* "checkout@1.4 to production" */
    const gate_rows *rows;
    const gate_decision *decision;
    const rollback *rollback; /* NULL: not asked */
    str verdict;              /* its id */
} decision_report;

typedef enum decision_format {
    DECISION_TEXT,
    DECISION_JSON,
    DECISION_MARKDOWN,
    DECISION_GITHUB,
    DECISION_JUNIT
} decision_format;

void decision_render(buf *out, const decision_report *r, decision_format format);

#endif
