/*
 * Reading: our time and memory for a file beside what cJSON_Parse, or libyaml's bare events, need
 * for the same bytes in memory. Processor time, the best of several runs. Arguments: files; without
 * any, those of the data folder.
 */
#include "base/file.h"
#include "doc/document.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yaml.h>

enum { RUNS = 7 };

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* 0: it was refused */
static double read_ours(const buf *text, const char *name, double *memory, size_t *nodes)
{
    diags d;
    diags_init(&d);
    buf source = {0};
    buf_reserve(&source, text->length + 64);
    buf_append(&source, buf_str(text));
    double start = milliseconds();
    document *doc = document_read(&source, str_from(name), &(document_options){.seed = 1}, &d);
    double took = milliseconds() - start;
    *memory = doc ? (double)document_memory(doc) / (double)text->length : 0;
    *nodes = doc ? document_nodes(doc) : 0;
    document_free(doc);
    diags_clear(&d);
    return *nodes ? took : 0;
}

static double read_cjson(const buf *text)
{
    double start = milliseconds();
    cJSON *theirs = cJSON_ParseWithLength(text->data, text->length);
    double took = milliseconds() - start;
    cJSON_Delete(theirs);
    return took;
}

static double read_libyaml(const buf *text)
{
    yaml_parser_t parser;
    double start = milliseconds();
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text->data, text->length);
    for (bool done = false; !done;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event))
            break;
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return milliseconds() - start;
}

static void smaller(double *best, double took)
{
    if (*best == 0 || took < *best)
        *best = took;
}

static bool measure(const char *path)
{
    buf text = {0};
    diags d;
    diags_init(&d);
    bool read = file_read(&text, path, 1u << 28, &d);
    diags_clear(&d);
    if (!read) {
        printf("%-44s not found\n", path);
        return false;
    }
    bool json = str_ends_with(str_from(path), STR(".json"));
    double ours = 0, theirs = 0, memory = 0;
    size_t nodes = 0;
    buf_cstr(&text);
    for (int i = 0; i < RUNS; i++) {
        smaller(&ours, read_ours(&text, path, &memory, &nodes));
        smaller(&theirs, json ? read_cjson(&text) : read_libyaml(&text));
    }
    str shown = str_from(path);
    if (shown.length > 40)
        shown = str_skip(shown, shown.length - 40);
    printf("%-40.*s %8.2f MB %8zu nodes %8.1f ms %6.0f MB/s %5.1fx memory   %s %8.1f ms (%.1fx)\n",
           STR_ARG(shown), (double)text.length / 1e6, nodes, ours, (double)text.length / 1e3 / ours,
           memory, json ? "cJSON  " : "libyaml", theirs, theirs / ours);
    buf_clear(&text);
    return true;
}

int main(int count, char **arguments)
{
    static const char *const files[] = {"github/old.json",
                                        "github/new.json",
                                        "github/old.yaml",
                                        "github/new.yaml",
                                        "stripe/spec3-63a6746386.yaml",
                                        "jsonschema-bench/citm_catalog.json",
                                        "jsonschema-bench/canada.json",
                                        "jsonschema-bench/fhir.schema.json"};
    const char *data = getenv("HANDOFF_DATA");
    arena *a = arena_new();
    for (int i = 1; i < count; i++)
        measure(arguments[i]);
    for (size_t i = 0; count == 1 && i < sizeof files / sizeof *files; i++)
        measure(arena_printf(a, "%s/big/%s", data ? data : "../shared/data", files[i]).data);
    arena_free(a);
    return 0;
}
