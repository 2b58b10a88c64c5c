/*
 * How a run changes the levels of findings: what `diff`, `changelog` and `check` have in common.
 *
 * A preset comes first, then the file of severity levels, then overrides one by one; what the
 * ignore files name is listed as waived. The files are oasdiff's, read as it reads them.
 */
#ifndef HANDOFF_LEVELS_H
#define HANDOFF_LEVELS_H

#include "doc/finding.h"

typedef struct level_options {
    const char *preset;          /* "default", "strict", "lenient"; NULL: not said */
    const char *severity_levels; /* files; NULL: none */
    const char *err_ignore, *warn_ignore;
} level_options;

#endif
