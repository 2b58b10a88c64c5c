/*
 * Paths as text, '/' separated: nothing here looks at the disk. Results live in the arena.
 */
#ifndef HANDOFF_BASE_PATH_H
#define HANDOFF_BASE_PATH_H

#include "base/arena.h"

str path_folder(str path); /* before the last '/': "" for a bare name, "/" for "/a" */
str path_name(str path);   /* behind the last '/' */

/* folder "/" path; an absolute path or an empty folder leaves the path as it is. */
str path_join(str folder, str path, arena *a);

/* Without "." and "..", empty parts and slashes at the ends. STR_NULL: ".." leaves the start. */
str path_normalise(str path, arena *a);

/* Whether path is folder or below it; both absolute and real. */
bool path_is_below(str path, str folder);

/* The way from one absolute folder to an absolute path: "../b/c.yaml"; "." when it is the same. */
str path_relative(str from, str to, arena *a);

#endif
