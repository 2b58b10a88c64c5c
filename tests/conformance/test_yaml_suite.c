/*
 * yaml-test-suite: where it gives JSON, the model is that JSON; where it says `fail`, the text is
 * refused. Disagreements stand in yaml-differences.txt, a line "ID/index reason" each, and both an
 * unlisted disagreement and a listed one that is gone fail the run.
 *
 * The suite's files are YAML and are read by our own reader. A case with neither JSON nor `fail` is
 * only read.
 */
#include "base/file.h"
#include "base/map.h"
#include "doc/document.h"
#include "doc/json_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char NAME[] = "conformance/yaml";
static const char DIFFERENCES[] = "tests/conformance/yaml-differences.txt";

static document *read_text(str text, document_format format, diags *d)
{
    buf source = {0};
    buf_append(&source, text);
    return document_read(&source, STR("case.yaml"), &(document_options){.format = format}, d);
}

/* The suite writes what an editor would hide with visible signs. */
static str unfold(str text, arena *a)
{
    static const struct {
        const char *sign, *means;
    } signs[] = {{"\xe2\x90\xa3", " "},
                 {"\xe2\x80\x94", ""},
                 {"\xc2\xbb", "\t"},
                 {"\xe2\x86\x90", "\r"},
                 {"\xe2\x87\x94", "\xef\xbb\xbf"},
                 {"\xe2\x86\xb5", ""},
                 {"\xe2\x88\x8e\n", ""}};
    buf out = {0};
    for (size_t i = 0; i < text.length;) {
        size_t found = SIZE_MAX;
        for (size_t j = 0; j < sizeof signs / sizeof *signs && found == SIZE_MAX; j++)
            if (str_starts_with(str_skip(text, i), str_from(signs[j].sign)))
                found = j;
        if (found == SIZE_MAX) {
            buf_append_char(&out, text.data[i++]);
        } else {
            buf_append(&out, str_from(signs[found].means));
            i += strlen(signs[found].sign);
        }
    }
    str unfolded = arena_str(a, buf_str(&out));
    buf_clear(&out);
    return unfolded;
}

/* What is wrong with how a case was read, or NULL. */
static const char *judge(const node *test, arena *a)
{
    diags d;
    diags_init(&d);
    const char *wrong = NULL;
    document *doc = read_text(unfold(node_get_text(test, STR("yaml")), a), DOCUMENT_YAML, &d);
    const node *json = node_get(test, STR("json"));
    if (node_get_true(test, STR("fail"))) {
        wrong = doc ? "was read" : NULL;
    } else if (node_is(json, NODE_STRING)) {
        diags other;
        diags_init(&other);
        document *expected = read_text(node_text(json), DOCUMENT_JSON, &other);
        if (!doc)
            wrong = arena_cstr(a, d.items[0].message);
        else if (!expected || !node_equal(document_root(doc), document_root(expected)))
            wrong = "reads as another value";
        document_free(expected);
        diags_clear(&other);
    }
    document_free(doc);
    diags_clear(&d);
    return wrong;
}

typedef struct tally {
    map known; /* from "ID/index" to its line; NULL once it was met */
    size_t passed, failed, listed;
} tally;

static void count(tally *t, str id, const char *wrong)
{
    bool known = map_has(&t->known, id);
    if (known)
        map_put(&t->known, id, NULL);
    if (!wrong != !known) {
        t->failed++;
        printf("  %.*s: %s\n", STR_ARG(id), wrong ? wrong : "agrees now: take it off the list");
    } else {
        t->passed += !wrong;
        t->listed += wrong != NULL;
    }
}

static void judge_file(tally *t, const char *path, str name, arena *a)
{
    diags d;
    diags_init(&d);
    buf source = {0};
    document *doc = NULL;
    if (file_read(&source, path, 1u << 24, &d))
        doc = document_read(&source, name, &(document_options){.format = DOCUMENT_YAML}, &d);
    str id = str_take(name, str_find_last(name, '.'));
    if (!doc || document_root(doc)->kind != NODE_ARRAY) {
        t->failed++;
        printf("  %.*s: the file itself cannot be read\n", STR_ARG(name));
    }
    const node *tests = doc ? document_root(doc) : NULL;
    for (size_t i = 0; tests && i < tests->count; i++)
        if (!node_get_true(&tests->as.items[i], STR("skip")))
            count(t, arena_printf(a, "%.*s/%zu", STR_ARG(id), i), judge(&tests->as.items[i], a));
    document_free(doc);
    buf_clear(&source);
    diags_clear(&d);
}

static void read_known(tally *t, arena *a, diags *d)
{
    buf text = {0};
    map_init(&t->known, a, 0);
    if (file_read(&text, DIFFERENCES, 1u << 20, d)) {
        str rest = arena_str(a, buf_str(&text)), line;
        while (str_split(&rest, '\n', &line))
            if (line.length && line.data[0] != '#')
                map_put(&t->known, str_take(line, str_find(line, ' ')), t);
    }
    buf_clear(&text);
}

int main(void)
{
    const char *data = getenv("HANDOFF_DATA");
    arena *a = arena_new();
    diags d;
    diags_init(&d);
    tally t = {0};
    str *names;
    size_t files;
    const char *folder =
        arena_printf(a, "%s/yaml-test-suite/src", data ? data : "../shared/data").data;
    read_known(&t, a, &d);
    if (!file_list_folder(&names, &files, folder, a, &d)) {
        printf("no folder '%s'\n%s: 0 passed, 0 failed, 1 skipped\n", folder, NAME);
    } else {
        for (size_t i = 0; i < files; i++)
            judge_file(&t, arena_printf(a, "%s/%.*s", folder, STR_ARG(names[i])).data, names[i], a);
        for (size_t i = 0; i < t.known.count; i++) {
            if (t.known.entries[i].value) {
                t.failed++;
                printf("  %.*s: is listed, but there is no such case\n",
                       STR_ARG(t.known.entries[i].key));
            }
        }
        printf("  %zu known differences (%s)\n", t.listed, DIFFERENCES);
        printf("%s: %zu passed, %zu failed, 0 skipped\n", NAME, t.passed, t.failed);
    }
    diags_clear(&d);
    arena_free(a);
    return t.failed ? 1 : 0;
}
