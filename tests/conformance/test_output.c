/*
 * The official suite's output tests: each says, in a schema, what the standard output of validating
 * an instance must look like. The output is made, read back, and judged by that schema. Beside it,
 * every output of any format must satisfy the specification's own schema of outputs.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "doc/json_writer.h"
#include "schema/output.h"

static unsigned passed, failed, skipped;

static document *read_file(const char *path, uint16_t index, diags *d)
{
    buf source = {0};
    document_options options = {.format = DOCUMENT_JSON, .index = index, .seed = 3};
    if (!file_read(&source, path, 1 << 24, d))
        return NULL;
    return document_read(&source, str_from(path), &options, d);
}

static document *copy_of(const char *text, uint16_t index, diags *d)
{
    buf source = {0};
    document_options options = {.format = DOCUMENT_JSON, .index = index, .seed = 3};
    buf_append(&source, str_from(text));
    return document_read(&source, STR("copy"), &options, d);
}

static document *copy_node(const node *n, uint16_t index, diags *d)
{
    buf text = {0};
    json_write(&text, n);
    document *made = copy_of(buf_cstr(&text), index, d);
    buf_clear(&text);
    return made;
}

static void complain(const char *what, const diags *d)
{
    printf("  %s", what);
    for (size_t i = 0; i < d->count && i < 3; i++)
        printf("; %.*s", STR_ARG(d->items[i].message));
    printf("\n");
    failed++;
}

/* Whether `instance` satisfies `schema_node`, with the schema of outputs at hand. */
static bool satisfies(const node *schema_node, const char *output_schema, const char *instance,
                      diags *d)
{
    bundle *all = bundle_of(copy_node(schema_node, 0, d), STR("https://test.example/expected"));
    document *outputs = read_file(output_schema, 1, d);
    str id = node_get_text(document_root(outputs), STR("$id"));
    bundle_add(all, outputs, id);
    registry *known = registry_new(all, NULL, d);
    site root = registry_document(known, 0, d);
    schema *compiled = root.node ? schema_compile(known, root, NULL, d) : NULL;
    document *doc = copy_of(instance, 0, d);
    bool holds = compiled && doc && schema_is_valid(compiled, document_root(doc)) == VALID;
    document_free(doc);
    schema_free(compiled);
    registry_free(known);
    bundle_free(all);
    return holds;
}

static void run_test(const node *schema_node, const node *test, const char *output_schema,
                     const char *name)
{
    diags d;
    diags_init(&d);
    const node *wanted = node_get(test, STR("output"));
    bundle *all = bundle_of(copy_node(schema_node, 0, &d), STR("https://test.example/schema"));
    registry *known = registry_new(all, NULL, &d);
    site root = registry_document(known, 0, &d);
    schema *compiled = root.node ? schema_compile(known, root, NULL, &d) : NULL;
    document *instance = copy_node(node_get(test, STR("data")), 0, &d);
    if (!compiled || !instance)
        complain(name, &d);
    for (uint32_t i = 0; compiled && i < wanted->count; i++) {
        output_format format;
        str format_name = member_key(&wanted->as.members[i]);
        if (!output_format_parse(&format, format_name)) {
            skipped++;
            continue;
        }
        output_detail detail = format == OUTPUT_VERBOSE ? OUTPUT_EVERYTHING : OUTPUT_ANNOTATIONS;
        output *made = schema_explain(compiled, document_root(instance), detail);
        buf text = {0};
        output_write(made, format, NULL, &text);
        if (satisfies(&wanted->as.members[i].value, output_schema, buf_cstr(&text), &d)) {
            passed++;
        } else {
            printf("  %s: %.*s: %s\n", name, STR_ARG(format_name), buf_cstr(&text));
            complain(name, &d);
        }
        buf_clear(&text);
        output_free(made);
    }
    schema_free(compiled);
    registry_free(known);
    bundle_free(all);
    document_free(instance);
    diags_clear(&d);
}

static void run_file(const char *path, const char *output_schema)
{
    diags d;
    diags_init(&d);
    document *doc = read_file(path, 0, &d);
    if (!doc)
        complain(path, &d);
    const node *cases = doc ? document_root(doc) : NULL;
    for (uint32_t i = 0; node_is(cases, NODE_ARRAY) && i < cases->count; i++) {
        const node *tests = node_get(&cases->as.items[i], STR("tests"));
        for (uint32_t j = 0; node_is(tests, NODE_ARRAY) && j < tests->count; j++)
            run_test(node_get(&cases->as.items[i], STR("schema")), &tests->as.items[j],
                     output_schema, path);
    }
    document_free(doc);
    diags_clear(&d);
}

/* All formats of a valid and an invalid value against the specification's schema of outputs. */
static void run_formats(const char *output_schema)
{
    static const char *schema_text = "{\"title\":\"t\",\"allOf\":[{\"properties\":{\"a\":{\"type\":"
                                     "\"string\",\"title\":\"a\"}}},"
                                     "{\"anyOf\":[{\"required\":[\"b\"]},{\"required\":[\"a\","
                                     "\"c\"]}]}],\"default\":\"\\u0000\"}";
    static const char *instances[] = {"{\"a\":\"x\",\"b\":1}", "{\"a\":1}", "{}", "[]"};
    diags d;
    diags_init(&d);
    bundle *all = bundle_of(copy_of(schema_text, 0, &d), STR("https://test.example/formats"));
    registry *known = registry_new(all, NULL, &d);
    schema *compiled = schema_compile(known, registry_document(known, 0, &d), NULL, &d);
    document *outputs =
        copy_of("{\"$ref\":\"https://json-schema.org/draft/2020-12/output/schema\"}", 0, &d);
    for (size_t i = 0; i < sizeof instances / sizeof *instances; i++) {
        document *instance = copy_of(instances[i], 0, &d);
        for (int format = OUTPUT_FLAG; format <= OUTPUT_VERBOSE; format++) {
            output *made =
                schema_explain(compiled, document_root(instance),
                               format == OUTPUT_VERBOSE ? OUTPUT_EVERYTHING : OUTPUT_ANNOTATIONS);
            buf text = {0};
            output_lines lines = {.instance = instance, .schemas = known};
            output_write(made, (output_format)format, &lines, &text);
            if (satisfies(document_root(outputs), output_schema, buf_cstr(&text), &d))
                passed++;
            else
                complain(buf_cstr(&text), &d);
            buf_clear(&text);
            output_free(made);
        }
        document_free(instance);
    }
    document_free(outputs);
    schema_free(compiled);
    registry_free(known);
    bundle_free(all);
    diags_clear(&d);
}

int main(void)
{
    static const char *drafts[] = {"draft2019-09", "draft2020-12"};
    const char *data = getenv("HANDOFF_DATA");
    char folder[3000], path[4000], output_schema[4000];
    for (size_t i = 0; i < 2; i++) {
        snprintf(folder, sizeof folder, "%s/json-schema-test-suite/output-tests/%s",
                 data ? data : "../shared/data", drafts[i]);
        snprintf(output_schema, sizeof output_schema, "%s/output-schema.json", folder);
        snprintf(path, sizeof path, "%s/content", folder);
        DIR *open = opendir(path);
        if (!open) {
            printf("  skipped: no data at %s\n", folder);
            skipped++;
            continue;
        }
        for (struct dirent *entry; (entry = readdir(open));) {
            snprintf(path, sizeof path, "%s/content/%s", folder, entry->d_name);
            if (strstr(entry->d_name, ".json"))
                run_file(path, output_schema);
        }
        closedir(open);
        if (i == 1)
            run_formats(output_schema);
    }
    printf("conformance/output: %u passed, %u failed, %u skipped\n", passed, failed, skipped);
    return failed ? 1 : 0;
}
