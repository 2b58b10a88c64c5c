/*
 * The Pact specification's own cases, versions 1 to 4: {match, expected, actual}. Those about XML
 * bodies are left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/vec.h"
#include "consumer/pact_match.h"
#include "doc/document.h"

typedef struct tally {
    unsigned passed, failed, skipped;
} tally;

static bool is_about_xml(str path, str source)
{
    return str_search(path, STR("xml")) != SIZE_MAX ||
           str_search(source, STR("application/xml")) != SIZE_MAX;
}

static pact_side side_of(str path)
{
    if (str_search(path, STR("/request/")) != SIZE_MAX)
        return PACT_REQUEST;
    return str_search(path, STR("/response/")) != SIZE_MAX ? PACT_RESPONSE : PACT_MESSAGE;
}

/* ".../v1.1/request/..." is 11. */
static unsigned version_of(str path)
{
    static const char *const names[] = {"/v1/", "/v1.1/", "/v2/", "/v3/", "/v4/"};
    static const unsigned versions[] = {10, 11, 20, 30, 40};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_search(path, str_from(names[i])) != SIZE_MAX)
            return versions[i];
    return 40;
}

static void run_case(const char *path, tally *t)
{
    diags d;
    diags_init(&d);
    buf source = {0};
    const document_options options = {.format = DOCUMENT_JSON};
    document *doc = file_read(&source, path, LIMIT_DOCUMENT_BYTES, &d)
                        ? document_read(&source, str_from(path), &options, &d)
                        : NULL;
    if (!doc) {
        printf("%s: cannot be read: %.*s\n", path, STR_ARG(d.items[0].message));
        t->failed++;
    } else if (is_about_xml(str_from(path), document_source(doc))) {
        t->skipped++;
    } else {
        arena *a = arena_new();
        const node *root = document_root(doc);
        mismatches found =
            pact_match(version_of(str_from(path)), side_of(str_from(path)),
                       node_get(root, STR("expected")), node_get(root, STR("actual")), a);
        bool right = !found.undecided && (found.count == 0) == node_get_true(root, STR("match"));
        if (right)
            t->passed++;
        else
            t->failed++;
        if (!right)
            printf("%s: %s%.*s %.*s\n", path, found.undecided ? "undecided " : "",
                   STR_ARG(found.count ? found.items[0].where : STR("matches")),
                   STR_ARG(found.count ? found.items[0].what : STR("")));
        arena_free(a);
    }
    document_free(doc);
    diags_clear(&d);
}

static void run_folder(const char *path, tally *t)
{
    arena *a = arena_new();
    diags d;
    diags_init(&d);
    str *names;
    size_t count;
    if (file_list_folder(&names, &count, path, a, &d))
        for (size_t i = 0; i < count; i++) {
            const char *below = arena_printf(a, "%s/%.*s", path, STR_ARG(names[i])).data;
            if (file_kind_of(below) == FILE_FOLDER)
                run_folder(below, t);
            else if (str_ends_with(names[i], STR(".json")))
                run_case(below, t);
        }
    diags_clear(&d);
    arena_free(a);
}

int main(void)
{
    const char *data = getenv("HANDOFF_DATA");
    arena *a = arena_new();
    const char *folder = arena_printf(a, "%s/pact-spec", data ? data : "../shared/data").data;
    tally t = {0};
    if (file_kind_of(folder) == FILE_FOLDER) {
        run_folder(folder, &t);
    } else {
        printf("data folder 'pact-spec' not found (set HANDOFF_DATA)\n");
        t.skipped = 1;
    }
    printf("conformance/pact-spec: %u passed, %u failed, %u skipped\n", t.passed, t.failed,
           t.skipped);
    arena_free(a);
    return t.failed ? 1 : 0;
}
