/*
 * Excerpts: the few source lines that a report shows of a place.
 */
#ifndef HANDOFF_DOC_EXCERPT_H
#define HANDOFF_DOC_EXCERPT_H

#include "doc/document.h"

/* Some lines from the given place on, into the arena: whole lines where they are short, else from
 * the column on (a minified file is one line). STR_NULL when line is 0. */
str document_excerpt(const document *doc, uint32_t line, uint32_t offset, arena *a);

#endif
