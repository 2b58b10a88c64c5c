/*
 * Globs over '/'-separated names: file paths, operation paths, rule ids.
 *
 *     ?        one character, not '/'
 *     *        any run without '/'
 *     **       any run, '/' included; "**" between slashes also stands for no folder at all, so
 *              "a/" + "**" + "/b" matches "a/b"
 *     [a-z]    one character of the class; [!a-z] one that is not, and not '/'
 *     \x       x itself
 *
 * Braces are plain characters, because path templates have them. A class that is not closed is
 * plain text too, so every pattern means something. Matching is by bytes except that '?' and
 * classes take one code point. Time is polynomial (pattern * name^2 at worst), whatever the
 * pattern.
 */
#ifndef HANDOFF_BASE_GLOB_H
#define HANDOFF_BASE_GLOB_H

#include "base/arena.h"

bool glob_matches(str pattern, str name);

/* Whether it has any of the special characters; a name without them matches itself only. */
bool glob_is_pattern(str pattern);

/* Without a leading "./" and with runs of '/' made one: how patterns and paths are compared. */
str glob_clean(str pattern, arena *a);

#endif
