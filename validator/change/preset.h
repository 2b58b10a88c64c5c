/*
 * Presets: what a policy makes of levels as a whole. What each changes is in change/levels.def.
 */
#ifndef HANDOFF_CHANGE_PRESET_H
#define HANDOFF_CHANGE_PRESET_H

#include "base/str.h"

typedef enum level_preset { PRESET_DEFAULT, PRESET_STRICT, PRESET_LENIENT } level_preset;

extern const char *const level_preset_names[]; /* in the order of the enum, NULL-terminated */

bool level_preset_parse(level_preset *out, str name);

#endif
