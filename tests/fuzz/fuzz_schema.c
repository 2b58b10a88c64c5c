/*
 * Compiling and validating: the input is a schema, a line feed, and an instance, after a first byte
 * that chooses dialect and options. No crash, no hang; what is refused says why; the program and
 * the explaining evaluator agree; every output format can be written.
 */
#include <stdlib.h>
#include <string.h>

#include "schema/output.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static document *read_text(const char *text, size_t length, diags *d)
{
    buf source = {0};
    document_options options = {.format = DOCUMENT_JSON, .seed = 1};
    buf_append(&source, (str){text, length});
    return document_read(&source, STR("fuzz"), &options, d);
}

static void judge(const schema *s, const registry *r, const document *instance)
{
    const node *value = document_root(instance);
    validity fast = schema_is_valid(s, value);
    for (int detail = OUTPUT_ERRORS; detail <= OUTPUT_EVERYTHING; detail++) {
        output *made = schema_explain(s, value, (output_detail)detail);
        if (fast != UNDECIDED && made->answer != UNDECIDED && made->answer != fast)
            abort();
        buf text = {0};
        output_lines lines = {.instance = instance, .schemas = r};
        output_write(made, (output_format)(detail + 1), &lines, &text);
        output_trace(made, &text);
        buf_clear(&text);
        output_free(made);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data + 1;
    const char *end = size ? memchr(text, '\n', size - 1) : NULL;
    if (!end)
        return 0;
    diags d;
    diags_init(&d);
    document *doc = read_text(text, (size_t)(end - text), &d);
    document *instance = read_text(end + 1, size - 2 - (size_t)(end - text), &d);
    if (doc && instance) {
        registry_options in = {.default_dialect = (dialect)(data[0] % 10)};
        schema_options how = {.assert_formats = data[0] & 16,
                              .assert_content = data[0] & 16,
                              .discriminator = data[0] & 32,
                              .direction = (schema_direction)(data[0] / 64 % 3),
                              .without_meta_schema = data[0] & 8};
        bundle *all = bundle_of(doc, STR("https://fuzz.example/"));
        registry *known = registry_new(all, &in, &d);
        site root = registry_document(known, 0, &d);
        schema *s = root.node ? schema_compile(known, root, &how, &d) : NULL;
        if (!s && !d.errors && !d.undecided)
            abort();
        if (s)
            judge(s, known, instance);
        schema_free(s);
        registry_free(known);
        bundle_free(all);
        doc = NULL;
    }
    document_free(doc);
    document_free(instance);
    diags_clear(&d);
    return 0;
}
