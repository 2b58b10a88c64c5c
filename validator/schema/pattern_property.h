/*
 * Unicode properties by the names ECMA-262 takes in \p{...}.
 */
#ifndef HANDOFF_SCHEMA_PATTERN_PROPERTY_H
#define HANDOFF_SCHEMA_PATTERN_PROPERTY_H

#include "schema/pattern_ast.h"

/* What stands between the braces ("L", "Script=Greek", "Emoji"). false: no such property. The
 * property's name is a literal or lives in the arena. */
bool pattern_property_find(code_property *out, str text, arena *a);

#endif
