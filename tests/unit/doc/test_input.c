/* Inputs and bundles: files, folders, git, references between files. */
#include "base/file.h"
#include "base/process.h"
#include "doc/bundle.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static arena *a;
static diags d;
static char folder[] = "/tmp/handoff-test-XXXXXX";

static const char *const git_settings[] = {"GIT_AUTHOR_NAME=a",
                                           "GIT_AUTHOR_EMAIL=a@example.com",
                                           "GIT_COMMITTER_NAME=a",
                                           "GIT_COMMITTER_EMAIL=a@example.com",
                                           "GIT_CONFIG_NOSYSTEM=1",
                                           "HOME=/nonexistent",
                                           NULL};

/* A line of shell in the test's folder. */
static void sh(const char *line)
{
    process_result r;
    process_options options = {.folder = folder, .environment = git_settings};
    ck_assert(process_run(&r, (const char *const[]){"bash", "-ec", line, NULL}, &options, &d));
    ck_assert_msg(r.exit_code == 0, "%s: %s", line, buf_cstr(&r.err));
    process_result_clear(&r);
}

static void begin(void)
{
    a = arena_new();
    diags_init(&d);
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    sh("mkdir -p api shared\n"
       "printf '{\"p\": {\"$ref\": \"../shared/s p.yaml#/a\"}}' > api/a.json\n"
       "printf 'a: 1\\nb: {$ref: ../api/a.json}\\n' > 'shared/s p.yaml'\n");
}

static void end(void)
{
    process_result r;
    process_run(&r, (const char *const[]){"rm", "-rf", folder, NULL}, NULL, &d);
    process_result_clear(&r);
    diags_clear(&d);
    arena_free(a);
}

static input *open_in(const char *argument, const char *below)
{
    input_options options = {.folder = arena_printf(a, "%s/%s", folder, below).data};
    return input_open(argument, &options, &d);
}

static bundle *load(const char *argument)
{
    input *in = open_in(argument, "");
    return in ? bundle_load(in, &(bundle_options){.seed = 5}, &d) : NULL;
}

static bundle *load_against(const char *revision, const char *path)
{
    input *in = input_open_against(revision, path, &(input_options){.folder = folder}, &d);
    return in ? bundle_load(in, &(bundle_options){.seed = 5}, &d) : NULL;
}

/* What went wrong last, and that is all: the next may go wrong in its own way. */
static void assert_error(const char *code, const char *hint)
{
    ck_assert_msg(d.errors > 0, "%s: nothing went wrong", code);
    const diag *last = &d.items[d.count - 1];
    ck_assert_msg(str_equal(last->code, str_from(code)), "%s, not %s: %s", last->code.data, code,
                  last->message.data);
    if (hint)
        ck_assert_msg(last->hint.data && strstr(last->hint.data, hint), "hint of %s: %s", code,
                      last->hint.data);
    diags_clear(&d);
    diags_init(&d);
}

static void assert_refused(const char *argument, const char *code, const char *hint)
{
    bundle *b = load(argument);
    ck_assert_msg(!b, "'%s' was read", argument);
    assert_error(code, hint);
}

static void assert_documents(bundle *b, const char *first, const char *second)
{
    ck_assert_msg(b, "%s", d.count ? d.items[0].message.data : "no bundle");
    ck_assert_str_eq(document_name(bundle_document(b, 0)).data, first);
    ck_assert_uint_eq(bundle_count(b), second ? 2 : 1);
    if (second)
        ck_assert_str_eq(document_name(bundle_document(b, 1)).data, second);
    bundle_free(b);
    ck_assert_uint_eq(d.count, 0);
}

/* --- files --- */

START_TEST(files_and_what_they_reference)
{
    assert_documents(load("api/a.json"), "api/a.json", "shared/s p.yaml");
    assert_documents(load("./api/../api/a.json"), "./api/../api/a.json", "shared/s p.yaml");
    const char *absolute = arena_printf(a, "%s/api/a.json", folder).data;
    bundle *b = load(absolute);
    ck_assert_str_eq(document_name(bundle_document(b, 1)).data,
                     arena_printf(a, "%s/shared/s p.yaml", folder).data);
    bundle_free(b);
}
END_TEST

START_TEST(what_is_no_file)
{
    sh("mkfifo fifo; printf x > shut; chmod 0 shut; ln -s nowhere dangling");
    assert_refused("api/b.json", "input.missing", "a.json");
    assert_refused("dangling", "input.missing", NULL);
    assert_refused("api", "input.not-a-file", NULL);
    assert_refused("fifo", "file.silent", "start what writes it");
    assert_refused("/dev/zero", "file.not-regular", NULL);
    assert_refused("", "input.missing", NULL);
    assert_refused("https://example.com/a.json", "input.remote", NULL);
}
END_TEST

START_TEST(a_fifo_is_read_once)
{
    sh("mkfifo pipe; ((printf '{\"a\":'; sleep 0.1; printf 1}) >pipe) "
       ">/dev/null 2>&1 &");
    assert_documents(load("pipe"), "pipe", NULL);
}
END_TEST

START_TEST(names_of_all_kinds)
{
    const char *name = "a: \"b\"\n'c' $(id);*.json";
    const char *path = arena_printf(a, "%s/%s", folder, name).data;
    ck_assert(file_write(path, STR("{}"), &d));
    assert_documents(load(name), name, NULL);
}
END_TEST

START_TEST(a_folder_lists_its_files)
{
    sh("mkdir -p .git/x; printf 1 > .git/x/y; ln -s .. api/up; ln -s a.json api/link; printf x > "
       "z");
    input *in = open_in(".", "");
    str *paths;
    size_t count;
    ck_assert(input_is_folder(in));
    ck_assert(input_list(in, input_entry(in), &paths, &count, a, &d));
    const char *const expected[] = {"api/a.json", "shared/s p.yaml", "z"};
    ck_assert_uint_eq(count, 3);
    for (size_t i = 0; i < count; i++)
        ck_assert_str_eq(paths[i].data, expected[i]);
    input_free(in);
}
END_TEST

static void assert_reference(const char *ref, const char *code, const char *hint)
{
    const char *text =
        arena_printf(a, "{\"x\": {\"$ref\": \"%s\"}, \"l\": {\"$ref\": \"#/l\"}}", ref).data;
    ck_assert(file_write(arena_printf(a, "%s/api/r.json", folder).data, str_from(text), &d));
    bundle *b = load("api/r.json");
    ck_assert_ptr_nonnull(b);
    ck_assert_uint_eq(d.count, 0); /* told only to who resolves it */
    const node *holder = node_get(bundle_root(b), STR("x"));
    bool is_loop = strcmp(code, "ref.loop") == 0; /* which only following finds */
    ck_assert_int_eq(bundle_resolve(b, holder, str_from(ref), NULL) != NULL, is_loop);
    ck_assert_ptr_null(bundle_follow(b, holder, &d));
    ck_assert_uint_eq(d.items[0].line, 1);
    ck_assert_uint_eq(d.items[0].column, is_loop ? 38 : 16);
    bundle_free(b);
    assert_error(code, hint);
}

START_TEST(references_that_lead_nowhere)
{
    sh("printf '{\"a\": 1,}' > api/bad.json; ln -s /etc/passwd api/out.json; ln -s . git; mkdir "
       ".git");
    assert_reference("#/y", "ref.missing-target", NULL);
    assert_reference("../shared/s%20p.yaml#/aa", "ref.missing-target", "../shared/s%20p.yaml#/a'");
    assert_reference("none.json", "ref.missing-file", NULL);
    assert_reference("bad.json#/a", "ref.missing-file", "1:9");
    assert_reference("../../../../../../../../etc/passwd", "ref.outside", NULL);
    assert_reference("out.json", "ref.missing-file", "link");
    assert_reference("file://host/etc/passwd", "ref.outside", NULL);
    assert_reference("/etc/passwd", "ref.missing-file", NULL);
    assert_reference("https://example.com/s/a.json#/x", "ref.remote", "https://example.com/s/");
    assert_reference("#/l", "ref.loop", NULL);
    assert_reference("..", "ref.syntax", NULL);
}
END_TEST

START_TEST(long_chains_end)
{
    buf text = {0};
    buf_append_char(&text, '{');
    for (int i = 0; i < 200; i++)
        buf_printf(&text, "\"k%d\": {\"$ref\": \"#/k%d\"},", i, i + 1);
    buf_append(&text, STR("\"k200\": 7}"));
    ck_assert(file_write(arena_printf(a, "%s/chain.json", folder).data, buf_str(&text), &d));
    bundle *b = load("chain.json");
    ck_assert(node_is(bundle_follow(b, node_get(bundle_root(b), STR("k150")), &d), NODE_NUMBER));
    ck_assert_ptr_null(bundle_follow(b, node_get(bundle_root(b), STR("k0")), &d));
    assert_error("limit.references", NULL);
    bundle_free(b);
    buf_clear(&text);
}
END_TEST

START_TEST(mappings_stand_in_for_the_network)
{
    sh("mkdir -p local/deep; printf '{\"$ref\": \"deep/b.json#/b\"}' > local/a.json;"
       "printf '{\"b\": {\"$ref\": \"../c.json\"}}' > local/deep/b.json; printf '[1]' > c.json;"
       "printf '{\"$ref\": \"https://example.com/s/a.json\"}' > m.json");
    const bundle_mapping mappings[] = {{STR("https://example.com/"), STR("api")},
                                       {STR("https://example.com/s/"), STR("local")},
                                       {STR("https://example.com/s/c.json"), STR("c.json")}};
    bundle_options options = {.seed = 5, .mappings = mappings, .mapping_count = 3};
    bundle *b = bundle_load(open_in("m.json", ""), &options, &d);
    const node *n = bundle_follow(b, bundle_root(b), &d);
    ck_assert(node_is(n, NODE_ARRAY));
    ck_assert_str_eq(document_name(bundle_document_of(b, n)).data, "c.json");
    ck_assert(bundle_find(b, STR("https://example.com/s/deep/b.json")) != NULL);
    position p = bundle_position(b, node_item(n, 0), a);
    ck_assert_str_eq(p.file.data, "c.json");
    ck_assert_str_eq(p.pointer.data, "/0");
    ck_assert(p.line == 1 && p.column == 2);
    bundle_free(b);
}
END_TEST

START_TEST(documents_join_a_bundle)
{
    const char *const texts[] = {"{\"$ref\": \"http://localhost:1234/b.json#/x\"}",
                                 "{\"x\": [true]}"};
    const char *const uris[] = {"http://localhost:1234/a.json", "http://localhost:1234/b.json"};
    bundle *b = NULL;
    for (int i = 0; i < 2; i++) {
        buf source = {0};
        buf_append(&source, str_from(texts[i]));
        document *doc = document_read(&source, str_from(uris[i]), &(document_options){0}, &d);
        if (i == 0)
            b = bundle_of(doc, str_from(uris[i]));
        else
            bundle_add(b, doc, str_from(uris[i]));
    }
    const node *n = bundle_follow(b, bundle_root(b), &d);
    ck_assert(node_is(n, NODE_ARRAY));
    ck_assert_ptr_eq(bundle_document_of(b, n), bundle_document(b, 1));
    bundle_free(b);
}
END_TEST

/* --- git --- */

static void make_repository(const char *format)
{
    sh(arena_printf(
           a,
           "git init -q -b main --object-format=%s .; git add -A; git commit -qm one\n"
           "git checkout -qb feature; printf '{}' > api/a.json; printf x > $'new\\nline "
           "\"q\".yaml'\n"
           "ln -s a.json api/link.json; ln -s /etc/passwd api/out.json\n"
           "git add -A; git commit -qm two\n"
           "git checkout -q main; printf 1 > other; git add -A; git commit -qm three\n"
           "git checkout -q feature; printf '[\"staged\"]' > api/a.json; git add api/a.json\n"
           "printf '[\"working\"]' > api/a.json\n",
           format)
           .data);
}

static void check_revisions(void)
{
    assert_documents(load("main:api/a.json"), "main:api/a.json", "main:shared/s p.yaml");
    assert_documents(load("HEAD~1:./api/a.json"), "HEAD~1:api/a.json", "HEAD~1:shared/s p.yaml");
    assert_documents(load("main@{0}:api/a.json"), "main@{0}:api/a.json",
                     "main@{0}:shared/s p.yaml");
    assert_documents(load("HEAD:api/a.json"), "HEAD:api/a.json", NULL);
    assert_documents(load("HEAD:new\nline \"q\".yaml"), "HEAD:new\nline \"q\".yaml", NULL);
    assert_documents(load("HEAD:api/link.json"), "HEAD:api/link.json", NULL);
    bundle *staged = load(":api/a.json"), *working = load("api/a.json"),
           *link = load(":api/link.json");
    ck_assert_str_eq(node_text(node_item(bundle_root(staged), 0)).data, "staged\"]");
    ck_assert(str_equal(node_text(node_item(bundle_root(staged), 0)), STR("staged")));
    ck_assert(str_equal(node_text(node_item(bundle_root(working), 0)), STR("working")));
    ck_assert(node_equal(bundle_root(link), bundle_root(staged)));
    bundle_free(staged);
    bundle_free(working);
    bundle_free(link);
}

static void check_refusals(void)
{
    assert_refused("HEAD:api/out.json", "input.outside", NULL);
    assert_refused(":api/out.json", "input.outside", NULL);
    assert_refused("HEAD:api/b.json", "input.missing", "HEAD:api/a.json");
    assert_refused(":api/none.json", "input.missing", NULL);
    assert_refused("HEAD:api", "input.not-a-file", NULL);
    assert_refused("mai:api/a.json", "git.unknown-revision", "main");
    assert_refused("HEAD~99:api/a.json", "git.unknown-revision", NULL);
    assert_refused("--upload-pack=touch x:api/a.json", "git.unknown-revision", NULL);
    assert_refused("HEAD:../x", "input.outside", NULL);
    sh("! test -e x");
}

START_TEST(revisions_of_every_object_format)
{
    make_repository(_i ? "sha256" : "sha1");
    check_revisions();
    check_refusals();
    bundle *b = load_against("main", "api/a.json"); /* gone on: the merge-base is neither end */
    ck_assert(str_ends_with(document_name(bundle_document(b, 0)), STR(":api/a.json")));
    ck_assert_uint_eq(bundle_count(b), 2);
    bundle_free(b);
    sh("rm -r api");
    b = load_against("HEAD", "api/a.json"); /* gone from the working tree */
    ck_assert_str_eq(document_name(bundle_document(b, 0)).data, "HEAD:api/a.json");
    bundle_free(b);
    ck_assert_ptr_null(load_against("-x", "api/a.json"));
    assert_error("git.unknown-revision", NULL);
}
END_TEST

START_TEST(git_from_a_folder_below)
{
    make_repository("sha1");
    input *in = open_in("main:./a.json", "api");
    ck_assert(str_equal(input_entry(in), STR("api/a.json")));
    input_free(in);
    ck_assert_ptr_null(open_in("main:a.json", "api"));
    assert_error("input.missing", "main:api/a.json");
    in = input_open_against("main", "a.json",
                            &(input_options){.folder = arena_printf(a, "%s/api", folder).data}, &d);
    ck_assert(str_equal(input_entry(in), STR("api/a.json")));
    input_free(in);
}
END_TEST

START_TEST(folders_in_git)
{
    make_repository("sha1");
    static const char *const folders[] = {"HEAD:", "HEAD:api", ":", ":api"};
    static const size_t counts[] = {3, 1, 3, 1};
    for (int i = 0; i < 4; i++) {
        input *in = open_in(folders[i], "api");
        str *paths;
        size_t count;
        ck_assert(input_is_folder(in));
        ck_assert(input_list(in, input_entry(in), &paths, &count, a, &d));
        ck_assert_uint_eq(count, counts[i]);
        ck_assert_str_eq(paths[0].data, "api/a.json");
        input_free(in);
    }
}
END_TEST

START_TEST(worktrees_bare_and_sparse)
{
    make_repository("sha1");
    sh("git stash -q; git worktree add -q wt main; git clone -q --bare . bare.git\n"
       "git clone -q --no-checkout . sparse; cd sparse; git sparse-checkout set --cone shared;"
       "git checkout -q feature; git sparse-checkout reapply --sparse-index; ! test -e api");
    static const char *const folders[] = {"wt", "bare.git", "sparse"};
    for (int i = 0; i < 3; i++) {
        input *in = open_in("HEAD:api/a.json", folders[i]);
        ck_assert_msg(in, "%s", folders[i]);
        input_free(in);
    }
    input *in = open_in(":api/a.json", "sparse");
    ck_assert_ptr_nonnull(in);
    input_free(in);
}
END_TEST

START_TEST(shallow_clones_are_told_what_to_fetch)
{
    make_repository("sha1");
    sh("git stash -q; git clone -q --depth=1 --branch feature file://$PWD shallow");
    input_options options = {.folder = arena_printf(a, "%s/shallow", folder).data};
    ck_assert_ptr_null(input_open("origin/main:api/a.json", &options, &d));
    assert_error("git.shallow",
                 "git fetch --depth=1 origin +refs/heads/main:refs/remotes/origin/main");
    ck_assert_ptr_null(input_open("HEAD~1:api/a.json", &options, &d));
    assert_error("git.shallow", "git fetch --unshallow origin");
    sh("cd shallow; git fetch -q --depth=1 origin +refs/heads/main:refs/remotes/origin/main");
    ck_assert_ptr_null(input_open_against("origin/main", "api/a.json", &options, &d));
    assert_error("git.shallow", "git fetch --unshallow origin");
    sh("cd shallow; git fetch -q --unshallow origin");
    input *in = input_open_against("origin/main", "api/a.json", &options, &d);
    ck_assert_ptr_nonnull(in);
    input_free(in);
}
END_TEST

START_TEST(partial_clones_fetch_nothing)
{
    make_repository("sha1");
    sh("git stash -q; git config uploadpack.allowFilter true;"
       "git clone -q --no-checkout --filter=blob:none file://$PWD partial");
    ck_assert_ptr_null(open_in("HEAD:api/a.json", "partial"));
    assert_error("git.partial-clone", "git fetch --refetch --no-filter");
}
END_TEST

START_TEST(no_repository_and_no_commit)
{
    assert_refused("main:api/a.json", "git.no-repository", NULL);
    sh("git init -q .; git add -A");
    assert_documents(load(":api/a.json"), ":api/a.json", ":shared/s p.yaml");
    ck_assert_ptr_null(load_against("HEAD", "api/a.json"));
    assert_error("git.no-commits", NULL);
    sh("git commit -qm one; git checkout -q --orphan other; git commit -qm two");
    ck_assert_ptr_null(load_against("HEAD@{1}", "api/a.json"));
    diags_clear(&d);
    diags_init(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("input");
    TCase *c = tcase_create("input");
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, files_and_what_they_reference);
    tcase_add_test(c, what_is_no_file);
    tcase_add_test(c, a_fifo_is_read_once);
    tcase_add_test(c, names_of_all_kinds);
    tcase_add_test(c, a_folder_lists_its_files);
    tcase_add_test(c, references_that_lead_nowhere);
    tcase_add_test(c, long_chains_end);
    tcase_add_test(c, mappings_stand_in_for_the_network);
    tcase_add_test(c, documents_join_a_bundle);
    tcase_add_loop_test(c, revisions_of_every_object_format, 0, 2);
    tcase_add_test(c, git_from_a_folder_below);
    tcase_add_test(c, folders_in_git);
    tcase_add_test(c, worktrees_bare_and_sparse);
    tcase_add_test(c, shallow_clones_are_told_what_to_fetch);
    tcase_add_test(c, partial_clones_fetch_nothing);
    tcase_add_test(c, no_repository_and_no_commit);
    suite_add_tcase(suite, c);
    return unit_main("doc/input", suite);
}
