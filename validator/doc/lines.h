/*
 * Lines and columns of byte offsets in a text. Private to doc/.
 *
 * The table has one entry a kilobyte of text and is made when somebody asks first, so reading does
 * not pay for it; after that a look-up scans at most that kilobyte. Any number of threads may ask.
 */
#ifndef HANDOFF_DOC_LINES_H
#define HANDOFF_DOC_LINES_H

#include "base/str.h"

typedef struct lines lines;

lines *lines_new(str text); /* the text must stay */
void lines_free(lines *l);

void lines_position(const lines *l, uint32_t offset, uint32_t *line, uint32_t *column);
str lines_text(const lines *l,
               uint32_t line); /* without the line end; STR_NULL when there is none */
size_t lines_memory(const lines *l);

#endif
