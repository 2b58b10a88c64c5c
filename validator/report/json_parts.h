/*
 * What the renderers whose format is JSON share.
 */
#ifndef HANDOFF_REPORT_JSON_PARTS_H
#define HANDOFF_REPORT_JSON_PARTS_H

#include "doc/json_tree.h"
#include "doc/json_writer.h"
#include "report/render.h"

cJSON *cjson_finding(const finding *f);

#endif
