/*
 * JSONTestSuite: every y_ file is read, every n_ file is refused with a position; of the i_ files,
 * which may go either way, only that something comes of them.
 */
#include "base/file.h"
#include "doc/document.h"

#include <stdio.h>
#include <stdlib.h>

static const char NAME[] = "conformance/json";

static bool judge(const char *folder, str name, arena *a)
{
    diags d;
    diags_init(&d);
    buf source = {0};
    document *doc = NULL;
    if (file_read(&source, arena_printf(a, "%s/%.*s", folder, STR_ARG(name)).data, 1u << 24, &d))
        doc = document_read(&source, name, &(document_options){.format = DOCUMENT_JSON}, &d);
    bool expected = name.data[0] == 'i'   ? (doc != NULL) == (d.errors == 0)
                    : name.data[0] == 'y' ? doc != NULL && d.errors == 0
                                          : !doc && d.errors == 1 && d.items[0].line > 0;
    if (!expected)
        printf("  %.*s: %s\n", STR_ARG(name), doc ? "was read" : d.items[0].message.data);
    document_free(doc);
    buf_clear(&source);
    diags_clear(&d);
    return expected;
}

int main(void)
{
    const char *data = getenv("HANDOFF_DATA");
    arena *a = arena_new();
    diags d;
    diags_init(&d);
    str *names;
    size_t count, passed = 0, failed = 0;
    const char *folder =
        arena_printf(a, "%s/json-test-suite/test_parsing", data ? data : "../shared/data").data;
    if (!file_list_folder(&names, &count, folder, a, &d)) {
        printf("no folder '%s'\n%s: 0 passed, 0 failed, 1 skipped\n", folder, NAME);
        count = 0;
    } else {
        for (size_t i = 0; i < count; i++) {
            bool good = judge(folder, names[i], a);
            passed += good;
            failed += !good;
        }
        printf("%s: %zu passed, %zu failed, 0 skipped\n", NAME, passed, failed);
    }
    diags_clear(&d);
    arena_free(a);
    return failed ? 1 : 0;
}
