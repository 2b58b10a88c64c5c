/* What the renderers of the matrix share. Private to report/. */
#ifndef HANDOFF_REPORT_MATRIX_PARTS_H
#define HANDOFF_REPORT_MATRIX_PARTS_H

#include "report/matrix.h"

void matrix_render_json(buf *out, const matrix *m);
void matrix_render_html(buf *out, const matrix *m);

/* "fits", "breaks", "unknown", "waived". */
const char *matrix_fit_name(const gate_meeting *m);

/* The worst of what was counted, by the same names; "alone" where nothing was. */
const char *matrix_worst(const matrix_counts *counts);

/* "2.0 (eu, us)", "2.1 (eu) arriving", "2.1 (eu) to go back to 2.0": instances of one version and
 * one fate together. Calls `tell` for each. */
typedef void matrix_tell(void *payload, const matrix_instance *first, str instances);
void matrix_each_version(const matrix_cell *c, matrix_tell *tell, void *payload);

/* Why a meeting does not simply fit, in words; STR_NULL where there is nothing to say. */
str matrix_why(const gate_meeting *m, arena *a);

#endif
