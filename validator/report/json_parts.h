/*
 * Building JSON documents with cJSON: texts of any content, values as exact JSON text. Shared by
 * the renderers whose format is JSON. Items belong to the tree they are added to; json_print
 * prints a whole tree and frees it.
 */
#ifndef HANDOFF_REPORT_JSON_PARTS_H
#define HANDOFF_REPORT_JSON_PARTS_H

#include <cjson/cJSON.h>

#include "doc/json_writer.h"
#include "report/render.h"

cJSON *cjson_text(str s);   /* a string; malformed UTF-8 becomes U+FFFD */
cJSON *cjson_raw(str json); /* a value given as JSON text */
void cjson_add(cJSON *object, const char *name, cJSON *value); /* name: a literal */
void cjson_add_text(cJSON *object, const char *name, str s);
cJSON *cjson_finding(const finding *f);
void cjson_print(buf *out, cJSON *whole);

#endif
