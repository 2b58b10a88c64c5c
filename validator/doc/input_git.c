/* Inputs in git: a revision's tree, or the index. */
#include "doc/input_place.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/vec.h"
#include "doc/git.h"

struct git_place {
    const char *folder; /* where git runs */
    str prefix;         /* of that folder in the repository */
    str tree;           /* object name; STR_NULL: the index */
    str shown;          /* before the ':' of what people read */
    process *batch;     /* git cat-file --batch, started when first asked */
};

/* --- reading objects --- */

typedef enum object_kind {
    OBJECT_MISSING,
    OBJECT_BLOB,
    OBJECT_TREE,
    OBJECT_LINK_OUT, /* a symbolic link that leaves the tree */
    OBJECT_OTHER,
    OBJECT_FAILED /* with a diagnostic */
} object_kind;

static bool start_batch(git_place *g, diags *d)
{
    const char *const follow[] = {"git", "cat-file", "--batch", "--follow-symlinks", NULL};
    const char *const plain[] = {"git", "cat-file", "--batch", NULL};
    process_options options = {.folder = g->folder, .environment = git_environment};
    if (!g->batch)
        g->batch = process_start(g->tree.data ? follow : plain, &options, d);
    return g->batch != NULL;
}

/* "<object> <type> <size>", or "<what was asked> missing". */
static object_kind parse_header(str line, size_t *size)
{
    size_t space = str_find_last(line, ' ');
    *size = 0;
    if (space == SIZE_MAX || str_ends_with(line, STR(" missing")))
        return OBJECT_MISSING;
    str number = str_skip(line, space + 1), kind = str_take(line, space);
    for (size_t i = 0; i < number.length; i++) {
        if (number.data[i] < '0' || number.data[i] > '9' || i > 15)
            return OBJECT_MISSING;
        *size = *size * 10 + (size_t)(number.data[i] - '0');
    }
    if (str_ends_with(kind, STR(" blob")))
        return OBJECT_BLOB;
    if (str_ends_with(kind, STR(" tree")))
        return OBJECT_TREE;
    if (str_equal(kind, STR("symlink")))
        return OBJECT_LINK_OUT;
    return OBJECT_OTHER; /* "dangling", "loop", "notdir", a commit */
}

static object_kind fail_size(git_place *g, str path, diags *d)
{
    diags_error(d, "file.too-large", "cannot read '%.*s:%.*s': larger than the limit of %u bytes",
                STR_ARG(g->shown), STR_ARG(path), LIMIT_DOCUMENT_BYTES);
    process_stop(g->batch); /* rather than read what is not wanted */
    g->batch = NULL;
    return OBJECT_FAILED;
}

/* What cat-file is asked for: a line, so a name with a line end is resolved by rev-parse first. */
static str name_for_batch(git_place *g, str path, arena *a, diags *d)
{
    str name = arena_printf(a, "%.*s:%.*s", STR_ARG(g->tree), STR_ARG(path));
    if (str_find(path, '\n') == SIZE_MAX)
        return name;
    return git_ask(g->folder,
                   (const char *const[]){"rev-parse", "--verify", "--quiet", "--end-of-options",
                                         name.data, NULL},
                   a, d);
}

/* git's own words when it may not fetch what a partial clone left out. It has no exit code for
 * it; the words are the untranslated ones, as git_environment sets LC_ALL. */
static bool lacks_object(const diags *d)
{
    static const char *const signs[] = {": warning: lazy fetching disabled",
                                        ": fatal: lazy fetching disabled", ": fatal: transport '",
                                        " from promisor remote"};
    for (size_t i = 0; i < d->count; i++)
        for (size_t j = 0; j < sizeof signs / sizeof *signs; j++)
            if (str_equal(d->items[i].code, STR("process.ended")) &&
                str_search(d->items[i].message, str_from(signs[j])) != SIZE_MAX)
                return true;
    return false;
}

static void fail_partial(git_place *g, str path, diags *d)
{
    diag *e =
        diags_error(d, "git.partial-clone",
                    "'%.*s:%.*s' was left out of this partial clone, and the network is never "
                    "used",
                    STR_ARG(g->shown), STR_ARG(path));
    diags_hint(d, e, "git fetch --refetch --no-filter");
}

static object_kind read_from_batch(git_place *g, str path, buf *out, arena *a, diags *d);

static object_kind read_object(git_place *g, str path, buf *out, arena *a, diags *d)
{
    diags own;
    diags_init(&own);
    object_kind kind = read_from_batch(g, path, out, a, &own);
    if (kind == OBJECT_FAILED && lacks_object(&own))
        fail_partial(g, path, d);
    else
        diags_move(d, &own);
    diags_clear(&own);
    return kind;
}

static object_kind read_from_batch(git_place *g, str path, buf *out, arena *a, diags *d)
{
    buf line = {0};
    size_t errors = d->errors, size;
    str name = name_for_batch(g, path, a, d);
    if (!name.data)
        return d->errors == errors ? OBJECT_MISSING : OBJECT_FAILED;
    str request = arena_printf(a, "%.*s\n", STR_ARG(name));
    object_kind kind = OBJECT_FAILED;
    if (start_batch(g, d) && process_send(g->batch, request, d) &&
        process_read_line(g->batch, &line, d)) {
        kind = parse_header(buf_str(&line), &size);
        if (size > LIMIT_DOCUMENT_BYTES)
            kind = fail_size(g, path, d);
        else if (kind != OBJECT_MISSING && (!process_read_bytes(g->batch, out, size, d) ||
                                            !process_read_line(g->batch, &line, d)))
            kind = OBJECT_FAILED;
    }
    buf_clear(&line);
    if (kind == OBJECT_FAILED) {
        process_stop(g->batch);
        g->batch = NULL;
    }
    return kind;
}

/* --- symbolic links in the index, which cat-file does not follow --- */

enum { LINKS_MAX = 8, LINK_LENGTH_MAX = 4096 };

static bool is_link_in_index(git_place *g, str path, arena *a, diags *d)
{
    str spec = arena_printf(a, ":(top,literal)%.*s", STR_ARG(path));
    str entry = git_ask(g->folder,
                        (const char *const[]){"ls-files", "-s", "-z", "--", spec.data, NULL}, a, d);
    return str_starts_with(entry, STR("120000 "));
}

static object_kind read_following(git_place *g, str path, buf *out, arena *a, diags *d)
{
    for (int links = 0; links <= LINKS_MAX; links++) {
        out->length = 0;
        object_kind kind = read_object(g, path, out, a, d);
        bool may_be_link = !g->tree.data && kind == OBJECT_BLOB && out->length <= LINK_LENGTH_MAX &&
                           out->length && str_find(buf_str(out), '\n') == SIZE_MAX;
        if (!may_be_link || !is_link_in_index(g, path, a, d))
            return kind;
        str target = arena_str(a, buf_str(out));
        if (target.data[0] == '/')
            return OBJECT_LINK_OUT;
        path = path_normalise(path_join(path_folder(path), target, a), a);
        if (!path.data)
            return OBJECT_LINK_OUT;
    }
    return OBJECT_OTHER;
}

/* --- messages --- */

static str display(const input *in, str path, arena *a)
{
    return arena_printf(a, "%.*s:%.*s", STR_ARG(in->git->shown), STR_ARG(path));
}

static str list_names(git_place *g, str folder, arena *a)
{
    diags ignored;
    diags_init(&ignored);
    str names = STR_NULL;
    if (g->tree.data) {
        str tree = arena_printf(a, "%.*s:%.*s", STR_ARG(g->tree), STR_ARG(folder));
        names = git_ask(
            g->folder,
            (const char *const[]){"ls-tree", "-z", "--full-tree", "--name-only", tree.data, NULL},
            a, &ignored);
    }
    diags_clear(&ignored);
    return names;
}

static void hint_at_path(input *in, str path, diags *d, diag *e)
{
    git_place *g = in->git;
    str rest = list_names(g, path_folder(path), in->arena), name, best = STR_NULL;
    size_t distance = 3;
    while (str_split(&rest, '\0', &name)) {
        size_t far = name.length ? str_distance(path_name(path), name, distance) : distance;
        if (far < distance) {
            distance = far;
            best = path_join(path_folder(path), name, in->arena);
        }
    }
    if (best.data) {
        diags_hint(d, e, "did you mean '%.*s:%.*s'?", STR_ARG(g->shown), STR_ARG(best));
        return;
    }
    buf content = {0};
    str here = path_join(g->prefix, path, in->arena);
    if (g->prefix.length && read_object(g, here, &content, in->arena, d) == OBJECT_BLOB)
        diags_hint(d, e, "paths start at the top of the repository: did you mean '%.*s:%.*s'?",
                   STR_ARG(g->shown), STR_ARG(here));
    buf_clear(&content);
}

static bool fail_object(input *in, object_kind kind, str path, diags *d)
{
    str shown = display(in, path, in->arena);
    diag *e;
    switch (kind) {
    case OBJECT_MISSING:
        e = diags_error(d, "input.missing", "cannot read '%.*s': no such file in %s",
                        STR_ARG(shown), in->git->tree.data ? "that revision" : "the index");
        hint_at_path(in, path, d, e);
        break;
    case OBJECT_TREE:
        diags_error(d, "input.not-a-file", "cannot read '%.*s': it is a folder, not a file",
                    STR_ARG(shown));
        break;
    case OBJECT_LINK_OUT:
        diags_error(d, "input.outside",
                    "cannot read '%.*s': it is a link that leaves the repository", STR_ARG(shown));
        break;
    case OBJECT_OTHER:
        diags_error(d, "input.not-a-file", "cannot read '%.*s': it is not a file", STR_ARG(shown));
        break;
    case OBJECT_BLOB:
    case OBJECT_FAILED:
        break;
    }
    return kind == OBJECT_BLOB;
}

/* --- the place --- */

static bool read_path(input *in, str path, buf *out, diags *d)
{
    if (str_find(path, '\0') != SIZE_MAX)
        return fail_object(in, OBJECT_MISSING, str_take(path, str_find(path, '\0')), d);
    object_kind kind = read_following(in->git, path, out, in->arena, d);
    return fail_object(in, kind, path, d);
}

/* "<mode> blob <object>\t<path>" of ls-tree, "<mode> <object> <stage>\t<path>" of ls-files. */
static bool is_file_entry(str entry, bool from_index)
{
    if (!str_starts_with(entry, STR("100")))
        return false;
    str before_tab = str_take(entry, str_find(entry, '\t'));
    return !from_index || str_ends_with(before_tab, STR(" 0"));
}

static int compare_paths(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static bool list_paths(input *in, str folder, str **paths, size_t *count, arena *a, diags *d)
{
    git_place *g = in->git;
    bool index = !g->tree.data;
    str spec = arena_printf(a, index ? ":(top,literal)%.*s" : "%.*s", STR_ARG(folder));
    const char *where = folder.length || index ? spec.data : NULL;
    const char *const tree[] = {"ls-tree",    "-r", "-z",  "--full-tree",
                                g->tree.data, "--", where, NULL};
    const char *const staged[] = {"ls-files", "-s", "-z", "--full-name", "--", where, NULL};
    process_result r;
    VEC(str) found = {0};
    bool listed = git_run(&r, g->folder, index ? staged : tree, d) && r.exit_code == 0;
    str rest = arena_str(a, buf_str(&r.out)), entry;
    process_result_clear(&r);
    while (listed && str_split(&rest, '\0', &entry)) {
        if (!is_file_entry(entry, index))
            continue;
        if (found.count >= LIMIT_FOLDER_FILES) {
            diags_error(d, "limit.folder", "too many files below '%.*s'", STR_ARG(folder));
            return false;
        }
        vec_push(a, &found, str_skip(entry, str_find(entry, '\t') + 1));
    }
    if (!listed)
        diags_error(d, "git.failed", "git cannot list '%.*s'", STR_ARG(display(in, folder, a)));
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, compare_paths);
    *paths = found.items;
    *count = found.count;
    return listed;
}

static void close_place(input *in)
{
    process_stop(in->git->batch);
    in->git->batch = NULL;
}

/* The same tree, read through a child of its own. */
static void share_place(input *to, const input *from)
{
    const git_place *g = from->git;
    to->git = arena_new_of(to->arena, git_place);
    to->git->folder = arena_cstr(to->arena, str_from(g->folder));
    to->git->prefix = arena_str(to->arena, g->prefix);
    to->git->tree = g->tree.data ? arena_str(to->arena, g->tree) : STR_NULL;
    to->git->shown = arena_str(to->arena, g->shown);
}

static const input_kind git_kind = {.read = read_path,
                                    .list = list_paths,
                                    .display = display,
                                    .close = close_place,
                                    .share = share_place};

static git_place *place_new(input *in, const char *folder, diags *d)
{
    git_place *g = arena_new_of(in->arena, git_place);
    g->folder = folder;
    g->prefix = git_prefix(folder, in->argument.data, in->arena, d);
    return g->prefix.data ? g : NULL;
}

/* Sets the entry and finds out what it is. */
static bool enter(input *in, git_place *g, str path, diags *d)
{
    in->git = g;
    in->kind = &git_kind;
    bool relative = str_starts_with(path, STR("./")) || str_starts_with(path, STR("../")) ||
                    str_equal(path, STR("."));
    if (relative)
        path = path_join(g->prefix, path, in->arena);
    in->entry = path_normalise(path, in->arena);
    if (!in->entry.data) {
        diags_error(d, "input.outside", "'%.*s' leaves the repository", STR_ARG(in->argument));
        return false;
    }
    if (in->entry.length == 0) {
        in->is_folder = true;
        return true;
    }
    buf content = {0};
    object_kind kind = read_following(g, in->entry, &content, in->arena, d);
    buf_clear(&content);
    in->is_folder = kind == OBJECT_TREE;
    if (kind == OBJECT_MISSING && !g->tree.data) {
        str *paths;
        size_t count = 0; /* the index knows files only */
        in->is_folder = list_paths(in, in->entry, &paths, &count, in->arena, d) && count &&
                        !str_equal(paths[0], in->entry);
    }
    return in->is_folder || fail_object(in, kind, in->entry, d);
}

bool input_open_git(input *in, str revision, str path, diags *d)
{
    git_place *g = place_new(in, in->folder.data, d);
    if (!g)
        return false;
    g->shown = revision;
    if (revision.length) {
        g->tree = git_resolve(g->folder, revision, "tree", in->arena, d);
        if (!g->tree.data)
            return false;
    }
    return enter(in, g, path, d);
}

/* The deepest folder on the way to a path that is there; the path may be gone from the working
 * tree. *rest is what remains. */
static str existing_folder(str path, str *rest, arena *a)
{
    str folder = path_folder(path);
    while (folder.length > 1 && file_kind_of(arena_cstr(a, folder)) != FILE_FOLDER)
        folder = path_folder(folder);
    *rest = str_skip(path, folder.length);
    while (rest->length && rest->data[0] == '/')
        *rest = str_skip(*rest, 1);
    return arena_str(a, folder);
}

bool input_open_merge_base(input *in, str revision, str path, diags *d)
{
    arena *a = in->arena;
    str full = path_join(in->folder, path, a), rest;
    /* "a/.." and links are the file system's business: only the last name may be missing */
    git_place *g = place_new(in, existing_folder(full, &rest, a).data, d);
    if (!g)
        return false;
    str theirs = git_resolve(g->folder, revision, "commit", a, d);
    str ours = theirs.data ? git_resolve(g->folder, STR("HEAD"), "commit", a, d) : STR_NULL;
    if (!ours.data)
        return false;
    str base = git_merge_base(g->folder, theirs, ours, revision, a, d);
    if (!base.data)
        return false;
    g->shown = str_equal(base, theirs) ? arena_str(a, revision) : str_take(base, 12);
    g->tree = git_resolve(g->folder, base, "tree", a, d);
    return g->tree.data && enter(in, g, path_join(g->prefix, rest, a), d);
}
