/*
 * Building JSON documents with cJSON: texts of any content, values as exact JSON text. Items belong
 * to the tree they are added to; printing frees the whole tree.
 */
#ifndef HANDOFF_DOC_JSON_TREE_H
#define HANDOFF_DOC_JSON_TREE_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/buf.h"

cJSON *cjson_text(str s);   /* a string; malformed UTF-8 becomes U+FFFD */
cJSON *cjson_raw(str json); /* a value given as JSON text */
void cjson_add(cJSON *object, const char *name, cJSON *value); /* name: a literal */
void cjson_add_text(cJSON *object, const char *name, str s);
void cjson_add_number(cJSON *object, const char *name, double value);
void cjson_print(buf *out, cJSON *whole); /* indented, with a line end */
str cjson_print_compact(cJSON *whole, arena *a);

#endif
