/*
 * The JSON reader: no crash, no hang; what it reads it reads again from its own writing, as the
 * same value with the same hash; cJSON, which accepts more, accepts all of it that has no U+0000.
 */
#include "doc/document.h"
#include "doc/json_writer.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static document *read_text(str text, diags *d)
{
    buf source = {0};
    buf_append(&source, text);
    document_options options = {.format = DOCUMENT_JSON, .seed = 1};
    return document_read(&source, STR("fuzz"), &options, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    diags d;
    diags_init(&d);
    str text = {(const char *)data, size};
    document *doc = read_text(text, &d);
    if (!doc == !d.errors)
        abort();
    if (doc) {
        buf out = {0}, again = {0};
        json_write_indented(&out, document_root(doc));
        document *copy = read_text(buf_str(&out), &d);
        if (!copy || !node_equal(document_root(doc), document_root(copy)) ||
            document_root(doc)->hash != document_root(copy)->hash)
            abort();
        json_write_indented(&again, document_root(copy));
        if (!str_equal(buf_str(&out), buf_str(&again)))
            abort();
        cJSON *theirs = cJSON_ParseWithLength(buf_cstr(&out), out.length);
        if (!theirs && str_search(buf_str(&out), STR("\\u0000")) == SIZE_MAX)
            abort();
        cJSON_Delete(theirs);
        for (uint32_t offset = 0; offset <= size; offset += 1 + (uint32_t)size / 7)
            document_position(doc, offset);
        document_free(copy);
        buf_clear(&out);
        buf_clear(&again);
    }
    document_free(doc);
    diags_clear(&d);
    return 0;
}
