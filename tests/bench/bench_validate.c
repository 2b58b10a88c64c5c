/*
 * What validation costs: compiling a schema, judging one value that is already read (warm), and
 * reading and judging lines from end to end.
 *
 *     bench_validate [PLAN]
 *
 * PLAN has a line for each workload: name, schema, instance, lines file or "-", parted by tabs. A
 * name "*" stands for a file of many small cases: [{"name", "schema", "valid", "invalid"}].
 * Without PLAN the schemas and instances of the data folder are taken.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/vec.h"
#include "doc/bundle.h"
#include "handoff/validate.h"

static const double enough = 0.25; /* seconds for each number */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void complain(const diags *d)
{
    for (size_t i = 0; i < d->count && i < 3; i++)
        fprintf(stderr, "%.*s: %.*s\n", STR_ARG(d->items[i].file), STR_ARG(d->items[i].message));
}

static document *read_document(const char *path, diags *d)
{
    buf source = {0};
    document *doc = NULL;
    if (file_read(&source, path, SIZE_MAX / 2, d))
        doc =
            document_read(&source, str_from(path), &(document_options){.without_hashes = true}, d);
    buf_clear(&source);
    return doc;
}

/* The best of some runs: what the machine can do, not what else it did. */
static double warm_nanoseconds(const schema *s, const node *value, validity *answer)
{
    validation *v = validation_new();
    double best = 1e9, started = now();
    size_t rounds = 1;
    do {
        double before = now();
        for (size_t i = 0; i < rounds; i++)
            *answer = schema_validate(s, v, value);
        double took = now() - before;
        if (took / (double)rounds < best)
            best = took / (double)rounds;
        if (took < enough / 20)
            rounds *= 2;
    } while (now() - started < enough);
    validation_free(v);
    return best * 1e9;
}

/* Reading aside: registry, meta-schema, program. */
static double compile_milliseconds(const char *path, bool without_meta_schema)
{
    diags d;
    diags_init(&d);
    double best = 1e9, started = now();
    document *doc = read_document(path, &d);
    bundle *b = doc ? bundle_of(doc, STR("file:///schema.json")) : NULL;
    do {
        double before = now();
        registry *r = b ? registry_new(b, &(registry_options){0}, &d) : NULL;
        site root = r ? registry_document(r, 0, &d) : (site){0};
        schema_options options = {.without_meta_schema = without_meta_schema};
        schema *s = root.node ? schema_compile(r, root, &options, &d) : NULL;
        double took = now() - before;
        if (took < best)
            best = took;
        schema_free(s);
        registry_free(r);
    } while (b && now() - started < enough);
    bundle_free(b);
    diags_clear(&d);
    return best * 1e3;
}

static bool count_only(const judgement *j, void *context)
{
    (void)j;
    (void)context;
    return true;
}

static double lines_megabytes(const schema_file *s, const char *path)
{
    double best = 0, started = now();
    buf source = {0};
    diags d;
    diags_init(&d);
    file_read(&source, path, SIZE_MAX / 2, &d);
    double megabytes = (double)source.length / 1e6;
    buf_clear(&source);
    do {
        judge_counts counts = {0};
        double before = now();
        judge_data(s, path, &(judge_options){.is_lines = true, .answers_only = true}, count_only,
                   NULL, &counts, &d);
        double rate = megabytes / (now() - before);
        if (rate > best)
            best = rate;
    } while (now() - started < 2 * enough);
    diags_clear(&d);
    return best;
}

static void run_workload(const char *name, const char *schema_path, const char *instance,
                         const char *lines)
{
    diags d;
    diags_init(&d);
    schema_file *s = schema_load(schema_path, &(schema_load_options){0}, &d);
    document *doc = s ? read_document(instance, &d) : NULL;
    if (doc) {
        validity answer;
        double warm = warm_nanoseconds(schema_file_program(s), document_root(doc), &answer);
        printf("%-28s %10.2f %10.2f %14.0f %-9s", name, compile_milliseconds(schema_path, false),
               compile_milliseconds(schema_path, true), warm,
               answer == VALID     ? "valid"
               : answer == INVALID ? "invalid"
                                   : "undecided");
        if (strcmp(lines, "-") != 0)
            printf(" %9.0f", lines_megabytes(s, lines));
        putchar('\n');
        fflush(stdout);
    } else {
        complain(&d);
    }
    document_free(doc);
    schema_file_free(s);
    diags_clear(&d);
}

/* --- many small cases in one file --- */

static double judge_all(const schema *s, const node *values, size_t *count)
{
    double total = 0;
    for (uint32_t i = 0; values && i < values->count; i++) {
        validity answer;
        total += warm_nanoseconds(s, node_item(values, i), &answer);
        (*count)++;
    }
    return total;
}

static void run_cases(const char *path, bool each)
{
    diags d;
    diags_init(&d);
    document *doc = read_document(path, &d);
    const node *cases = doc ? document_root(doc) : NULL;
    double valid = 0, invalid = 0;
    size_t valid_count = 0, invalid_count = 0;
    for (uint32_t i = 0; cases && i < cases->count; i++) {
        const node *one = node_item(cases, i);
        bundle *b = bundle_of(read_document(path, &d), STR("file:///cases.json"));
        registry *r = registry_new(b, &(registry_options){DIALECT_DRAFT_07}, &d);
        const node *root = node_get(node_item(bundle_root(b), i), STR("schema"));
        schema *s = schema_compile(r, registry_embedded(r, root, DIALECT_DRAFT_07),
                                   &(schema_options){0}, &d);
        if (s) {
            size_t before = valid_count;
            double took = judge_all(s, node_get(one, STR("valid")), &valid_count);
            valid += took;
            if (each)
                printf("  %-40.*s %8.1f\n", STR_ARG(node_get_text(one, STR("name"))),
                       took / (double)(valid_count - before));
            invalid += judge_all(s, node_get(one, STR("invalid")), &invalid_count);
        }
        schema_free(s);
        registry_free(r);
        bundle_free(b);
    }
    printf("%-28s %10s %10s %14.1f mean of %zu\n", "keywords, valid", "", "",
           valid / (double)valid_count, valid_count);
    printf("%-28s %10s %10s %14.1f mean of %zu\n", "keywords, invalid", "", "",
           invalid / (double)invalid_count, invalid_count);
    document_free(doc);
    diags_clear(&d);
}

static void run_plan(const char *path)
{
    buf plan = {0};
    diags d;
    diags_init(&d);
    arena *a = arena_new();
    file_read(&plan, path, SIZE_MAX / 2, &d);
    complain(&d);
    str rest = buf_str(&plan), line;
    while (str_split(&rest, '\n', &line)) {
        str part;
        const char *fields[4] = {"", "", "", "-"};
        for (size_t i = 0; i < 4 && str_split(&line, '\t', &part); i++)
            fields[i] = arena_cstr(a, part);
        if (strcmp(fields[0], "*") == 0)
            run_cases(fields[1], getenv("EACH") != NULL);
        else
            run_workload(fields[0], fields[1], fields[2], fields[3]);
    }
    arena_free(a);
    diags_clear(&d);
    buf_clear(&plan);
}

static void run_data_folder(const char *folder)
{
    static const char *const loads[][3] = {
        {"fast, valid", "fast_schema.json", "fast_valid.json"},
        {"fast, invalid", "fast_schema.json", "fast_invalid.json"},
        {"recursive", "recursive_schema.json", "recursive_instance.json"},
        {"fhir patient", "fhir.schema.json", "patient-example-d.json"},
        {"citm catalog", "citm_catalog_schema.json", "citm_catalog.json"},
        {"canada geojson", "geojson.json", "canada.json"},
        {"swagger: kubernetes", "swagger.json", "kubernetes.json"},
    };
    char schema_path[4096], instance[4096];
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        snprintf(schema_path, sizeof schema_path, "%s/%s", folder, loads[i][1]);
        snprintf(instance, sizeof instance, "%s/%s", folder, loads[i][2]);
        run_workload(loads[i][0], schema_path, instance, "-");
    }
    snprintf(schema_path, sizeof schema_path, "%s/keywords.json", folder);
    run_cases(schema_path, getenv("EACH") != NULL);
}

int main(int count, char **arguments)
{
    char folder[4000];
    const char *data = getenv("HANDOFF_DATA");
    printf("%-28s %10s %10s %14s %-9s %9s\n", "", "compile ms", "unchecked", "warm ns", "",
           "lines MB/s");
    if (count > 1) {
        run_plan(arguments[1]);
        return 0;
    }
    snprintf(folder, sizeof folder, "%s/big/jsonschema-bench", data ? data : "../shared/data");
    if (file_kind_of(folder) != FILE_FOLDER) {
        printf("skipped: no %s\n", folder);
        return 0;
    }
    run_data_folder(folder);
    return 0;
}
