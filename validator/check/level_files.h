/*
 * The levels a run works with: presets, overrides and oasdiff's files, read from where they are.
 */
#ifndef HANDOFF_CHECK_LEVEL_FILES_H
#define HANDOFF_CHECK_LEVEL_FILES_H

#include "check/settings.h"
#include "handoff/levels.h"
#include "policy/ignore.h"
#include "policy/leveling.h"

typedef struct run_levels {
    leveling leveling;
    ignore_list ignored;
} run_levels;

/* As named on the command line, relative to the folder (NULL: the process's). Fresh `out`. */
bool level_files_read(run_levels *out, const level_options *options, const char *folder, arena *a,
                      diags *d);

/* The same for what handoff.yaml says, read from the side it was itself read from; what the
 * command line says goes before it. */
bool level_files_read_settings(run_levels *out, const settings *s, const level_options *options,
                               const repository *r, bool from_index, arena *a, diags *d);

#endif
