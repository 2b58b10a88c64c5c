/* Inputs in the working tree, and standard input. */
#include "doc/input_place.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/vec.h"

/* --- the root that references may not leave --- */

static bool is_repository(str folder, arena *a)
{
    return file_kind_of(path_join(folder, STR(".git"), a).data) != FILE_ABSENT;
}

/* The repository around the entry; else the current folder when the entry is below it; else the
 * entry's own folder. */
static str find_root(const input *in, str folder)
{
    for (str at = folder; at.length > 1; at = path_folder(at))
        if (is_repository(arena_str(in->arena, at), in->arena))
            return at;
    bool current_holds_it = in->folder.length > 1 && path_is_below(folder, in->folder);
    return current_holds_it ? in->folder : folder;
}

static str below(str path, str root)
{
    str rest = str_skip(path, root.length);
    return rest.length && rest.data[0] == '/' ? str_skip(rest, 1) : rest;
}

/* --- reading --- */

static bool read_file(input *in, str path, buf *out, diags *d)
{
    str full = arena_str(in->arena, path_join(in->root, path, in->arena));
    if (str_find(full, '\0') != SIZE_MAX) {
        diags_error(d, "input.missing", "cannot read a file with U+0000 in its name");
        return false;
    }
    if (!str_equal(path, in->entry)) {
        str real = file_real_path(full.data, in->arena);
        if (real.data && !path_is_below(real, in->root)) {
            str shown = input_display(in, path, in->arena);
            diags_error(d, "input.outside", "cannot read '%.*s': it is a link that leaves '%.*s'",
                        STR_ARG(shown), STR_ARG(in->root));
            return false;
        }
    }
    const char *shown = arena_cstr(in->arena, input_display(in, path, in->arena));
    return file_read_shown(out, full.data, shown, LIMIT_DOCUMENT_BYTES, d);
}

static str display_file(const input *in, str path, arena *a)
{
    if (str_equal(path, in->entry))
        return in->argument;
    str full = path_join(in->root, path, a);
    if (in->argument.length && in->argument.data[0] == '/')
        return full;
    return path_relative(in->folder, full, a);
}

/* --- listing --- */

typedef VEC(str) str_list;

static bool list_below(input *in, str folder, unsigned depth, str_list *found, arena *a, diags *d)
{
    str *names;
    size_t count;
    str full = arena_str(a, path_join(in->root, folder, a));
    if (depth > LIMIT_FOLDER_DEPTH || found->count > LIMIT_FOLDER_FILES) {
        diags_error(d, "limit.folder", "too many files or folders below '%.*s'", STR_ARG(full));
        return false;
    }
    if (!file_list_folder(&names, &count, full.data, a, d))
        return false;
    for (size_t i = 0; i < count; i++) {
        str path = path_join(folder, names[i], a);
        str on_disk = arena_str(a, path_join(in->root, path, a));
        file_kind kind = file_kind_of(on_disk.data);
        if (file_is_link(on_disk.data))
            continue; /* what it names is listed where it is */
        if (kind == FILE_REGULAR)
            vec_push(a, found, arena_str(a, path));
        if (kind == FILE_FOLDER && !str_equal(names[i], STR(".git")) &&
            !list_below(in, path, depth + 1, found, a, d))
            return false;
    }
    return true;
}

static int compare_paths(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static bool list_files(input *in, str folder, str **paths, size_t *count, arena *a, diags *d)
{
    str_list found = {0};
    if (!list_below(in, folder, 0, &found, a, d))
        return false;
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, compare_paths);
    *paths = found.items;
    *count = found.count;
    return true;
}

static const input_kind files = {.read = read_file, .list = list_files, .display = display_file};

bool input_open_file(input *in, const char *path, const char *root, diags *d)
{
    str full = arena_str(in->arena, path_join(in->folder, str_from(path), in->arena));
    file_kind kind = file_kind_of(full.data);
    if (kind == FILE_OTHER) {
        buf nothing = {0}; /* says what it is */
        bool read = file_read_shown(&nothing, full.data, path, LIMIT_DOCUMENT_BYTES, d);
        buf_clear(&nothing);
        return read;
    }
    in->kind = &files;
    in->is_folder = kind == FILE_FOLDER;
    /* a link that was named is followed; the place is where the name stands */
    str folder = in->is_folder ? full : path_folder(full);
    str real = file_real_path(arena_cstr(in->arena, folder), in->arena);
    if (!real.data) {
        diags_error(d, "input.missing", "cannot open '%s'", path);
        return false;
    }
    in->root = root ? file_real_path(root, in->arena) : find_root(in, real);
    if (!in->root.data || !path_is_below(real, in->root)) {
        diags_error(d, "input.outside", "'%s' is not below the root '%s'", path, root);
        return false;
    }
    in->root = arena_str(in->arena, in->root);
    str inside = below(real, in->root);
    in->entry = in->is_folder ? inside : path_join(inside, path_name(full), in->arena);
    return true;
}

/* --- standard input and FIFOs: the entry comes from there, references from the current folder ---
 */

static bool open_stream(input *in, const input_kind *kind)
{
    in->kind = kind;
    in->root = find_root(in, in->folder);
    in->root = arena_str(in->arena, in->root);
    in->entry = path_join(below(in->folder, in->root), STR("-"), in->arena);
    return true;
}

static bool read_fifo(input *in, str path, buf *out, diags *d)
{
    if (!str_equal(path, in->entry))
        return read_file(in, path, out, d);
    const char *full = arena_cstr(in->arena, path_join(in->folder, in->argument, in->arena));
    return file_read_fifo(out, full, in->argument.data, LIMIT_DOCUMENT_BYTES, d);
}

static bool read_stdin(input *in, str path, buf *out, diags *d)
{
    if (str_equal(path, in->entry))
        return file_read_stdin(out, LIMIT_DOCUMENT_BYTES, d);
    return read_file(in, path, out, d);
}

static const input_kind standard_input = {
    .read = read_stdin, .list = list_files, .display = display_file};

bool input_open_stdin(input *in, diags *d)
{
    (void)d;
    return open_stream(in, &standard_input);
}

bool input_open_fifo(input *in)
{
    static const input_kind fifo = {.read = read_fifo, .list = list_files, .display = display_file};
    return open_stream(in, &fifo);
}
