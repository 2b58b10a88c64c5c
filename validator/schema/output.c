#include "schema/output.h"

#include <stdlib.h>

#include <cjson/cJSON.h>

#include "base/utf8.h"

bool output_format_parse(output_format *out, str name)
{
    static const str names[] = {STR_INIT("flag"), STR_INIT("basic"), STR_INIT("detailed"),
                                STR_INIT("verbose")};
    for (size_t i = 0; i < 4; i++)
        if (str_equal(names[i], name)) {
            *out = (output_format)i;
            return true;
        }
    return false;
}

static bool speaks(const output_unit *unit, bool valid)
{
    if (unit->valid != valid)
        return false;
    return valid ? unit->annotation.data != NULL : unit->error.data != NULL;
}

static void collect(const output_unit *unit, bool valid, output_list *list, arena *a)
{
    if (speaks(unit, valid))
        vec_push(a, list, unit);
    for (size_t i = 0; i < unit->children.count; i++)
        if (unit->children.items[i]->valid == valid)
            collect(unit->children.items[i], valid, list, a);
}

output_list output_leaves(const output *o, arena *a)
{
    output_list list = {0};
    if (o->answer != UNDECIDED)
        collect(o->root, o->answer == VALID, &list, a);
    return list;
}

/* --- JSON --- */

static void add_text(cJSON *to, const char *name, str text)
{
    /* cJSON takes C strings: text that holds NUL goes in as JSON made here. */
    buf escaped = {0};
    buf_append_char(&escaped, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            buf_printf(&escaped, "\\%c", c);
        else if (c < 0x20)
            buf_printf(&escaped, "\\u%04x", c);
        else
            buf_append_char(&escaped, (char)c);
    }
    buf_append_char(&escaped, '"');
    cJSON_AddItemToObject(to, name, cJSON_CreateRaw(buf_cstr(&escaped)));
    buf_clear(&escaped);
}

static void add_position(cJSON *to, const char *name, const document *in, uint32_t offset,
                         uint32_t lines_before)
{
    if (!in)
        return;
    line_column at = document_position(in, offset);
    cJSON *place = cJSON_AddObjectToObject(to, name);
    add_text(place, "file", document_name(in));
    cJSON_AddNumberToObject(place, "line", at.line + lines_before);
    cJSON_AddNumberToObject(place, "column", at.column);
}

static cJSON *unit_json(const output_unit *unit, const output_lines *lines)
{
    cJSON *made = cJSON_CreateObject();
    cJSON_AddBoolToObject(made, "valid", unit->valid);
    add_text(made, "keywordLocation", unit->keyword_location);
    add_text(made, "absoluteKeywordLocation", unit->absolute_location);
    add_text(made, "instanceLocation", unit->instance_location);
    if (lines) {
        const member *m = unit->keyword_member;
        add_position(made, "keywordPosition", registry_document_of(lines->schemas, unit->place),
                     m ? m->key_start : unit->place->start, 0);
        add_position(made, "instancePosition", lines->instance, unit->instance->start,
                     lines->lines_before);
    }
    if (!unit->valid && unit->error.data)
        add_text(made, "error", unit->error);
    if (unit->valid && unit->annotation.data) {
        buf text = {0};
        buf_append(&text, unit->annotation);
        cJSON_AddItemToObject(made, "annotation", cJSON_CreateRaw(buf_cstr(&text)));
        buf_clear(&text);
    }
    return made;
}

static const char *list_name(bool valid)
{
    return valid ? "annotations" : "errors";
}

static cJSON *basic(const output *o, const output_lines *lines)
{
    bool valid = o->answer == VALID;
    arena *a = arena_new();
    output_list leaves = output_leaves(o, a);
    cJSON *made = cJSON_CreateObject();
    cJSON_AddBoolToObject(made, "valid", valid);
    if (leaves.count || !valid) {
        cJSON *list = cJSON_AddArrayToObject(made, list_name(valid));
        for (size_t i = 0; i < leaves.count; i++)
            cJSON_AddItemToArray(list, unit_json(leaves.items[i], lines));
    }
    arena_free(a);
    return made;
}

/* The tree without what says nothing: units with one child stand for it, childless ones go. */
static const output_unit *condensed(const output_unit *unit, bool valid)
{
    const output_unit *only = NULL;
    size_t count = 0;
    if (unit->valid != valid)
        return NULL;
    for (size_t i = 0; i < unit->children.count; i++) {
        const output_unit *child = condensed(unit->children.items[i], valid);
        if (child) {
            only = child;
            count++;
        }
    }
    if (count > 1 || speaks(unit, valid))
        return unit;
    return only;
}

static cJSON *detailed_unit(const output_unit *unit, bool valid, const output_lines *lines)
{
    cJSON *made = unit_json(unit, lines);
    cJSON *list = NULL;
    for (size_t i = 0; i < unit->children.count; i++) {
        const output_unit *child = condensed(unit->children.items[i], valid);
        if (!child)
            continue;
        if (!list)
            list = cJSON_AddArrayToObject(made, list_name(valid));
        cJSON_AddItemToArray(list, detailed_unit(child, valid, lines));
    }
    return made;
}

static cJSON *verbose_unit(const output_unit *unit, const output_lines *lines)
{
    cJSON *made = unit_json(unit, lines);
    cJSON *errors = NULL, *annotations = NULL;
    for (size_t i = 0; i < unit->children.count; i++) {
        const output_unit *child = unit->children.items[i];
        cJSON **list = child->valid ? &annotations : &errors;
        if (!*list)
            *list = cJSON_AddArrayToObject(made, list_name(child->valid));
        cJSON_AddItemToArray(*list, verbose_unit(child, lines));
    }
    return made;
}

static cJSON *make(const output *o, output_format format, const output_lines *lines)
{
    cJSON *made;
    if (o->answer == UNDECIDED) {
        made = cJSON_CreateObject();
        cJSON_AddNullToObject(made, "valid");
        cJSON_AddStringToObject(made, "undecided", o->limit);
        return made;
    }
    bool valid = o->answer == VALID;
    switch (format) {
    case OUTPUT_BASIC:
        return basic(o, lines);
    case OUTPUT_DETAILED: {
        const output_unit *top = condensed(o->root, valid);
        return detailed_unit(top ? top : o->root, valid, lines);
    }
    case OUTPUT_VERBOSE:
        return verbose_unit(o->root, lines);
    case OUTPUT_FLAG:
        break;
    }
    made = cJSON_CreateObject();
    cJSON_AddBoolToObject(made, "valid", valid);
    return made;
}

void output_write(const output *o, output_format format, const output_lines *lines, buf *to)
{
    cJSON *made = make(o, format, lines);
    char *text = cJSON_PrintUnformatted(made);
    if (text)
        utf8_append_valid(to, str_from(text)); /* names of files may be any bytes */
    cJSON_free(text);
    cJSON_Delete(made);
}

static void trace(const output_unit *unit, buf *to)
{
    if (unit->keyword.data) {
        buf_append(to, unit->valid ? STR("  ok    ") : STR("  FAIL  "));
        utf8_append_printable(to, unit->keyword_location);
        buf_append(to, STR("  at "));
        utf8_append_printable(to,
                              unit->instance_location.length ? unit->instance_location : STR("/"));
        if (!unit->valid && unit->error.data) {
            buf_append(to, STR(": "));
            utf8_append_printable(to, unit->error);
        }
        buf_append_char(to, '\n');
    }
    for (size_t i = 0; i < unit->children.count; i++)
        trace(unit->children.items[i], to);
}

void output_trace(const output *o, buf *to)
{
    trace(o->root, to);
}
