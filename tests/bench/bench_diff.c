/*
 * Comparing: time and peak memory of a whole `diff` of two files, beside the bare reading of both
 * and what cJSON_Parse needs merely to parse them. Each figure is the best of several runs, each
 * run a process of its own, so that peak memory is that run's. Arguments: OLD NEW pairs; without
 * any, the large pairs of the data folder, their first sides against themselves, and all its pairs
 * together.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "doc/document.h"
#include "handoff/diff.h"

enum { RUNS = 5 };

typedef struct figure {
    double milliseconds;
    double megabytes; /* peak of the process */
    int status;
} figure;

typedef int task(const char *old, const char *new_);

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static bool load(buf *out, const char *path)
{
    diags d;
    diags_init(&d);
    bool read = file_read(out, path, LIMIT_DOCUMENT_BYTES, &d);
    diags_clear(&d);
    return read;
}

static int parse_with_cjson(const char *path)
{
    buf text = {0};
    if (!load(&text, path))
        return 1;
    cJSON *parsed = cJSON_ParseWithLength(text.data, text.length);
    return parsed ? 0 : 1;
}

static int cjson_both(const char *old, const char *new_)
{
    return parse_with_cjson(old) + parse_with_cjson(new_);
}

static int read_one(const char *path)
{
    buf text = {0};
    diags d;
    diags_init(&d);
    if (!load(&text, path))
        return 1;
    const document_options options = {.seed = 1};
    return document_read(&text, str_from(path), &options, &d) ? 0 : 1;
}

static int read_both(const char *old, const char *new_)
{
    return read_one(old) + read_one(new_);
}

static int diff_both(const char *old, const char *new_)
{
    diags d;
    diags_init(&d);
    const diff_options options = {.old = old, .new_ = new_, .clock = {true, 0}};
    report *r = diff_run(&options, &d);
    return r ? (int)r->verdict + 10 : 1;
}

/* The child's clock starts after the fork, so that starting it is not counted. */
static figure run_once(task *what, const char *old, const char *new_)
{
    int ends[2];
    figure f = {0};
    if (pipe(ends) != 0)
        return f;
    pid_t child = fork();
    if (child == 0) {
        double start = milliseconds();
        f.status = what(old, new_);
        f.milliseconds = milliseconds() - start;
        struct rusage used;
        if (getrusage(RUSAGE_SELF, &used) == 0)
            f.megabytes = (double)used.ru_maxrss / 1024;
        _exit(write(ends[1], &f, sizeof f) == (ssize_t)sizeof f ? 0 : 1);
    }
    int status;
    close(ends[1]);
    bool told = read(ends[0], &f, sizeof f) == (ssize_t)sizeof f;
    close(ends[0]);
    if (waitpid(child, &status, 0) != child || !told)
        f.status = 1;
    return f;
}

static figure best_of(unsigned runs, task *what, const char *old, const char *new_)
{
    figure best = {.milliseconds = 1e12};
    for (unsigned i = 0; i < runs; i++) {
        figure f = run_once(what, old, new_);
        if (f.milliseconds < best.milliseconds)
            best = f;
    }
    return best;
}

static double size_of(const char *path)
{
    buf text = {0};
    double size = load(&text, path) ? (double)text.length / (1 << 20) : 0;
    buf_clear(&text);
    return size;
}

static const char *ending(const char *path)
{
    size_t length = strlen(path);
    return length > 44 ? path + length - 44 : path;
}

static void print_pair(const char *old, const char *new_)
{
    bool json = str_ends_with(str_from(old), STR(".json"));
    double size = size_of(old) + size_of(new_);
    figure reading = best_of(RUNS, read_both, old, new_),
           whole = best_of(RUNS, diff_both, old, new_);
    printf("%-44s %7.1f %9.1f %9.1f %7.0f %6.1f", ending(new_), size, reading.milliseconds,
           whole.milliseconds, whole.megabytes, whole.megabytes / size);
    if (json) {
        figure cjson = best_of(RUNS, cjson_both, old, new_);
        printf(" %9.1f %6.2f", cjson.milliseconds, whole.milliseconds / cjson.milliseconds);
    }
    printf("%s\n", whole.status == 1 ? "  failed" : old == new_ ? "  (with itself)" : "");
}

/* All pairs of the index, once each: the sum, the slowest, and how many got a verdict. */
static void print_index(const char *data)
{
    arena *a = arena_new();
    buf text = {0};
    diags d;
    diags_init(&d);
    const document_options options = {.format = DOCUMENT_JSON};
    document *doc = load(&text, arena_printf(a, "%s/pairs/INDEX.json", data).data)
                        ? document_read(&text, STR("INDEX.json"), &options, &d)
                        : NULL;
    const node *root = doc ? document_root(doc) : NULL;
    double sum = 0, slowest = 0, size = 0;
    size_t count = 0, failed = 0;
    str slowest_id = STR("-");
    for (size_t i = 0; root && i < root->count; i++) {
        const node *pair = node_item(root, i);
        const char *old =
            arena_printf(a, "%s/%.*s", data, STR_ARG(node_get_text(pair, STR("old")))).data;
        const char *new_ =
            arena_printf(a, "%s/%.*s", data, STR_ARG(node_get_text(pair, STR("new")))).data;
        figure f = run_once(diff_both, old, new_);
        count++;
        failed += f.status == 1;
        sum += f.milliseconds;
        size += size_of(old) + size_of(new_);
        if (f.milliseconds > slowest) {
            slowest = f.milliseconds;
            slowest_id = node_get_text(pair, STR("id"));
        }
    }
    printf("%zu pairs of the index: %.1f MB, %.0f ms together, slowest %.*s %.0f ms, %zu without a "
           "verdict\n",
           count, size, sum, STR_ARG(slowest_id), slowest, failed);
    document_free(doc);
    diags_clear(&d);
    arena_free(a);
}

static void print_data(const char *data)
{
    static const char *const pairs[][2] = {
        {"big/github/old.json", "big/github/new.json"},
        {"big/github/old.json", "big/github/old.json"},
        {"big/github/old.yaml", "big/github/new.yaml"},
        {"big/github/old.yaml", "big/github/old.yaml"},
        {"big/stripe/spec3-63a6746386.yaml", "big/stripe/spec3-63a6746386.yaml"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *old = arena_printf(a, "%s/%s", data, pairs[i][0]).data;
        bool same = strcmp(pairs[i][0], pairs[i][1]) == 0;
        print_pair(old, same ? old : arena_printf(a, "%s/%s", data, pairs[i][1]).data);
    }
    print_index(data);
    arena_free(a);
}

int main(int count, char **arguments)
{
    const char *data = getenv("HANDOFF_DATA");
    printf("%-44s %7s %9s %9s %7s %6s %9s %6s\n", "new file", "MB", "read ms", "diff ms", "peak MB",
           "x size", "cJSON ms", "ratio");
    if (count < 3)
        print_data(data ? data : "../shared/data");
    for (int i = 1; i + 1 < count; i += 2)
        print_pair(arguments[i], arguments[i + 1]);
    return 0;
}
