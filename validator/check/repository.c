#include "check/repository.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/vec.h"
#include "doc/git.h"

/* First line of what git complained, for messages. */
static str complaint(const process_result *result)
{
    str text = buf_str(&result->err), line = STR_NULL;
    str_split(&text, '\n', &line);
    return str_starts_with(line, STR("fatal: ")) ? str_skip(line, 7) : line;
}

/* Runs git, whose success is expected; the output goes to the arena as it is. */
static bool ask_git(const repository *r, const char *const *arguments, str *out, diags *d)
{
    process_result result = {0};
    bool good = git_run(&result, r->top, arguments, d);
    if (good && result.exit_code != 0) {
        diags_error(d, "git.failed", "git %s failed: %.*s", arguments[0],
                    STR_ARG(complaint(&result)));
        good = false;
    } else if (good && result.truncated) {
        diags_error(d, "git.failed", "git %s says more than fits", arguments[0]);
        good = false;
    }
    if (good)
        *out = arena_str(r->arena, buf_str(&result.out));
    process_result_clear(&result);
    return good;
}

static str without_line_end(str s)
{
    return str_ends_with(s, STR("\n")) ? str_take(s, s.length - 1) : s;
}

bool repository_open(repository *r, const char *folder, arena *a, diags *d)
{
    *r = (repository){.arena = a};
    r->prefix = git_prefix(folder, NULL, a, d);
    if (!r->prefix.data)
        return false;
    if (r->prefix.length && !str_ends_with(r->prefix, STR("/")))
        r->prefix = arena_printf(a, "%.*s/", STR_ARG(r->prefix));
    str top = git_ask(folder, (const char *const[]){"rev-parse", "--show-toplevel", NULL}, a, d);
    if (!top.data || top.length == 0) {
        diags_error(d, "git.no-repository", "this git repository has no working tree");
        return false;
    }
    r->top = arena_cstr(a, top);
    return true;
}

/* --- revisions --- */

bool repository_head(repository *r, str *commit, diags *d)
{
    diags trouble;
    diags_init(&trouble);
    *commit = git_resolve(r->top, STR("HEAD"), "commit", r->arena, &trouble);
    if (!commit->data && trouble.count && str_equal(trouble.items[0].code, STR("git.no-commits"))) {
        diags_clear(&trouble);
        return true;
    }
    diags_move(d, &trouble);
    diags_clear(&trouble);
    return commit->data != NULL;
}

bool repository_merge_base(repository *r, str revision, str *commit, diags *d)
{
    str ours, theirs = git_resolve(r->top, revision, "commit", r->arena, d);
    *commit = theirs;
    if (!theirs.data || !repository_head(r, &ours, d))
        return false;
    if (ours.data) /* before the first commit nothing has branched off */
        *commit = git_merge_base(r->top, ours, theirs, revision, r->arena, d);
    return commit->data != NULL;
}

static bool has_revision(repository *r, str revision)
{
    diags ignored;
    diags_init(&ignored);
    bool has = git_resolve(r->top, revision, "commit", r->arena, &ignored).data != NULL;
    diags_clear(&ignored);
    return has;
}

str repository_main_branch(repository *r)
{
    static const char *const usual[] = {"origin/main", "origin/master", "main", "master", NULL};
    diags ignored;
    diags_init(&ignored);
    const char *const ask_remote[] = {"symbolic-ref", "--quiet", "--short",
                                      "refs/remotes/origin/HEAD", NULL};
    const char *const ask_own[] = {"symbolic-ref", "--quiet", "--short", "HEAD", NULL};
    str name = git_ask(r->top, ask_remote, r->arena, &ignored);
    for (const char *const *branch = usual; *branch && !name.data; branch++)
        if (has_revision(r, str_from(*branch)))
            name = str_from(*branch);
    if (!name.data)
        name = git_ask(r->top, ask_own, r->arena, &ignored);
    diags_clear(&ignored);
    return name.data && name.length ? name : STR("HEAD");
}

/* --- lists --- */

static int compare_files(const void *a, const void *b)
{
    return str_compare(((const repository_file *)a)->path, ((const repository_file *)b)->path);
}

const repository_file *repository_find(const repository_files *files, str path)
{
    repository_file wanted = {.path = path};
    return files->count ? bsearch(&wanted, files->items, files->count, sizeof wanted, compare_files)
                        : NULL;
}

typedef struct listing {
    VEC(repository_file) files;
} listing;

/* One record of ls-tree ("MODE TYPE OBJECT\tPATH") or ls-files -s ("MODE OBJECT STAGE\tPATH"). */
static bool add_entry(repository *r, listing *l, str record, bool of_index, diags *d)
{
    size_t tab = str_find(record, '\t');
    if (tab == SIZE_MAX)
        return true;
    str fields = str_take(record, tab), path = str_skip(record, tab + 1);
    str mode, second, third;
    if (!str_split(&fields, ' ', &mode) || !str_split(&fields, ' ', &second) ||
        !str_split(&fields, ' ', &third))
        return true;
    if (of_index && !str_equal(third, STR("0"))) {
        diags_error(d, "git.unmerged", "'%.*s' has merge conflicts in the index", STR_ARG(path));
        return false;
    }
    if (str_equal(mode, STR("160000"))) /* a submodule: its files are another repository's */
        return true;
    vec_push(r->arena, &l->files,
             (repository_file){.path = path,
                               .object = of_index ? second : third,
                               .is_link = str_equal(mode, STR("120000"))});
    return true;
}

static bool list_entries(repository *r, const char *const *arguments, bool of_index, listing *l,
                         diags *d)
{
    str text, record;
    if (!ask_git(r, arguments, &text, d))
        return false;
    bool good = true;
    while (str_split(&text, '\0', &record))
        good &= add_entry(r, l, record, of_index, d);
    return good;
}

/* A record of ls-files -t: a letter, a blank, the path. S is what a sparse checkout leaves out. */
static void add_working_file(const repository *r, listing *l, str record)
{
    if (record.length < 3)
        return;
    bool skipped = record.data[0] == 'S';
    str path = str_skip(record, 2);
    if (l->files.count && str_equal(l->files.items[l->files.count - 1].path, path))
        return; /* a conflict has up to three records */
    str full = arena_printf(r->arena, "%s/%.*s", r->top, STR_ARG(path));
    struct stat status;
    bool is_there = lstat(full.data, &status) == 0 && !S_ISDIR(status.st_mode);
    if (is_there || skipped)
        vec_push(r->arena, &l->files,
                 (repository_file){.path = path,
                                   .is_link = is_there && S_ISLNK(status.st_mode),
                                   .is_sparse = !is_there});
}

static bool list_working_tree(repository *r, listing *l, diags *d)
{
    str text, record;
    const char *const ask[] = {"ls-files",           "-z", "-t", "--cached", "--others",
                               "--exclude-standard", NULL};
    if (!ask_git(r, ask, &text, d))
        return false;
    while (str_split(&text, '\0', &record))
        add_working_file(r, l, record);
    return true;
}

bool repository_list(repository *r, side s, str commit, repository_files *out, diags *d)
{
    listing l = {0};
    bool good = false;
    if (s == SIDE_WORKING_TREE)
        good = list_working_tree(r, &l, d);
    else if (s == SIDE_INDEX)
        good = list_entries(r, (const char *const[]){"ls-files", "-z", "-s", NULL}, true, &l, d);
    else
        good = list_entries(r,
                            (const char *const[]){"ls-tree", "-r", "-z", "--full-tree",
                                                  arena_cstr(r->arena, commit), NULL},
                            false, &l, d);
    if (l.files.count)
        qsort(l.files.items, l.files.count, sizeof *l.files.items, compare_files);
    *out = (repository_files){l.files.items, l.files.count};
    return good;
}

/* --name-status -z gives "R<score>" NUL from NUL to NUL. */
bool repository_renames(repository *r, str commit, side s, repository_rename **out, size_t *count,
                        diags *d)
{
    VEC(repository_rename) found = {0};
    const char *name = arena_cstr(r->arena, commit);
    const char *cached = s == SIDE_INDEX ? "--cached" : "--no-ext-diff";
    str text, status, from, to;
    if (!ask_git(r,
                 (const char *const[]){"diff", "--name-status", "-z", "--find-renames",
                                       "--diff-filter=R", "--no-ext-diff", "--no-textconv",
                                       "--no-relative", "--ignore-submodules=all", cached, name,
                                       "--", NULL},
                 &text, d))
        return false;
    while (str_split(&text, '\0', &status) && str_split(&text, '\0', &from) &&
           str_split(&text, '\0', &to))
        vec_push(r->arena, &found, (repository_rename){from, to});
    *out = found.items;
    *count = found.count;
    return true;
}

str repository_object(repository *r, str path)
{
    str answer = STR_NULL;
    diags ignored;
    diags_init(&ignored);
    ask_git(r, (const char *const[]){"hash-object", "--", arena_cstr(r->arena, path), NULL},
            &answer, &ignored);
    diags_clear(&ignored);
    return without_line_end(answer);
}

bool repository_short_name(repository *r, str commit, str *name, diags *d)
{
    const char *const ask[] = {"rev-parse", "--short=12", commit.data, NULL};
    *name = git_ask(r->top, ask, r->arena, d);
    return name->data != NULL;
}

/* "COMMIT:path", or ":0:path" in the index. A commit is its hexadecimal name: no option. */
static const char *object_name(const repository *r, str commit, str path)
{
    return arena_printf(r->arena, "%.*s:%.*s", STR_ARG(commit.data ? commit : STR(":0")),
                        STR_ARG(path))
        .data;
}

bool repository_has(const repository *r, str commit, str path)
{
    process_result result = {0};
    diags ignored;
    diags_init(&ignored);
    const char *const ask[] = {"cat-file", "-e", object_name(r, commit, path), NULL};
    bool has = git_run(&result, r->top, ask, &ignored) && result.exit_code == 0;
    process_result_clear(&result);
    diags_clear(&ignored);
    return has;
}

bool repository_read(const repository *r, str commit, str path, buf *out, diags *d)
{
    str text;
    if (!ask_git(r, (const char *const[]){"cat-file", "blob", object_name(r, commit, path), NULL},
                 &text, d))
        return false;
    buf_append(out, text);
    return true;
}
