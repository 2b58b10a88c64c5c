/*
 * The matrix of gate/matrix.h for readers: text, JSON (schemas/matrix.schema.json) and one
 * self-contained page.
 */
#ifndef HANDOFF_REPORT_MATRIX_H
#define HANDOFF_REPORT_MATRIX_H

#include "base/buf.h"
#include "gate/matrix.h"

typedef enum matrix_format { MATRIX_TEXT, MATRIX_JSON, MATRIX_HTML } matrix_format;

void matrix_render(buf *out, const matrix *m, matrix_format format);

#endif
