/*
 * Files that are part of the program, compiled in by ci/embed so that the installed binary needs no
 * data folder: everything under schemas/ and the style of the html report.
 *
 * Names are paths below schemas/ ("dialect/draft7.json"), and "report/page.css". Contents are
 * static and constant; the table is sorted by name.
 */
#ifndef HANDOFF_BASE_EMBEDDED_H
#define HANDOFF_BASE_EMBEDDED_H

#include "base/str.h"

typedef struct embedded_file {
    str name;
    str content;
} embedded_file;

extern const embedded_file embedded_files[];
extern const size_t embedded_file_count;

/* The content, or STR_NULL when there is no such file. */
str embedded_find(str name);

#endif
