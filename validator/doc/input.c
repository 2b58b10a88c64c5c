#include "doc/input_place.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"

static input *input_new(const char *argument, const input_options *options, diags *d)
{
    arena *a = arena_new();
    input *in = arena_new_of(a, input);
    in->arena = a;
    in->argument = arena_str(a, str_from(argument));
    const char *folder = options && options->folder ? options->folder : ".";
    in->folder = file_real_path(folder, a);
    if (in->folder.data)
        return in;
    diags_error(d, "input.missing", "cannot open the folder '%s'", folder);
    arena_free(a);
    return NULL;
}

/* The ':' between revision and path: not the one in "main@{10:00}" or "HEAD^{/fix: x}". */
static size_t find_colon(str argument)
{
    int braces = 0;
    for (size_t i = 0; i < argument.length; i++) {
        char c = argument.data[i];
        if (c == '{')
            braces++;
        else if (c == '}' && braces)
            braces--;
        else if (c == ':' && !braces)
            return i;
    }
    return SIZE_MAX;
}

/* --- what to say about a name that is nothing --- */

static str closest_name(const input *in, const char *path)
{
    diags ignored;
    diags_init(&ignored);
    str given = str_from(path), best = STR_NULL, *names;
    size_t count = 0, best_distance = 3;
    str folder = path_join(in->folder, path_folder(given), in->arena);
    if (file_list_folder(&names, &count, folder.data, in->arena, &ignored)) {
        for (size_t i = 0; i < count; i++) {
            if (str_equal(path_name(given), names[i]))
                continue; /* it is there and yet cannot be opened: no slip of the finger */
            size_t distance = str_distance(path_name(given), names[i], best_distance);
            if (distance < best_distance) {
                best_distance = distance;
                best = names[i];
            }
        }
    }
    diags_clear(&ignored);
    return best;
}

/* A name that is there and yet leads nowhere. false: it is no such name. */
static bool fail_link(const char *path, const char *argument, diags *d)
{
    enum { TARGET_MAX = 4096 };
    char target[TARGET_MAX];
    struct stat status;
    if (stat(path, &status) != 0 && errno == ELOOP) {
        diags_error(d, "input.missing", "cannot read '%s': its symbolic links go in a circle",
                    argument);
        return true;
    }
    ssize_t length = readlink(path, target, sizeof target);
    if (length < 0)
        return false;
    diags_error(d, "input.missing",
                "cannot read '%s': it is a symbolic link to '%.*s', which is not there", argument,
                (int)length, target);
    return true;
}

static bool fail_missing(const input *in, const char *argument, diags *d)
{
    diag *e = diags_error(d, "input.missing", "cannot read '%s': no such file", argument);
    str close = closest_name(in, argument);
    if (close.data)
        diags_hint(d, e, "did you mean '%.*s'?", STR_ARG(close));
    else
        diags_hint(d, e, "an input is a file, a folder, '-' or REVISION:path");
    return false;
}

static bool is_url(str argument)
{
    return str_starts_with(argument, STR("http://")) || str_starts_with(argument, STR("https://"));
}

static bool open_into(input *in, const char *argument, const input_options *options, diags *d)
{
    const char *root = options ? options->root : NULL;
    if (argument[0] == '\0') {
        diags_error(d, "input.missing", "the name of an input is empty");
        return false;
    }
    if (strcmp(argument, "-") == 0)
        return input_open_stdin(in, d);
    str path = path_join(in->folder, in->argument, in->arena);
    const char *name = arena_cstr(in->arena, path);
    file_kind kind = file_kind_of(name);
    if (kind == FILE_FIFO)
        return input_open_fifo(in);
    if (kind != FILE_ABSENT)
        return input_open_file(in, argument, root, d);
    if (fail_link(name, argument, d))
        return false;
    size_t colon = find_colon(in->argument);
    if (colon == SIZE_MAX)
        return fail_missing(in, argument, d);
    if (is_url(in->argument)) {
        diag *e =
            diags_error(d, "input.remote", "cannot read '%s': the network is never used", argument);
        diags_hint(d, e, "fetch it to a file first");
        return false;
    }
    return input_open_git(in, str_take(in->argument, colon), str_skip(in->argument, colon + 1), d);
}

input *input_open(const char *argument, const input_options *options, diags *d)
{
    input *in = input_new(argument, options, d);
    if (!in || open_into(in, argument, options, d))
        return in;
    input_free(in);
    return NULL;
}

input *input_open_against(const char *revision, const char *path, const input_options *options,
                          diags *d)
{
    input *in = input_new(path, options, d);
    if (!in || input_open_merge_base(in, str_from(revision), str_from(path), d))
        return in;
    input_free(in);
    return NULL;
}

input *input_open_path(str path, const input_options *options, diags *d)
{
    arena *a = arena_new();
    input *in = input_new(arena_cstr(a, path), options, d);
    arena_free(a);
    if (!in || input_open_file(in, in->argument.data, options ? options->root : NULL, d))
        return in;
    input_free(in);
    return NULL;
}

input *input_open_revision(str revision, str path, const input_options *options, diags *d)
{
    arena *a = arena_new();
    str argument = arena_printf(a, "%.*s:%.*s", STR_ARG(revision), STR_ARG(path));
    input *in = input_new(argument.data, options, d);
    arena_free(a);
    if (!in || input_open_git(in, str_take(in->argument, revision.length),
                              str_skip(in->argument, revision.length + 1), d))
        return in;
    input_free(in);
    return NULL;
}

input *input_open_below(const input *folder, str path)
{
    arena *a = arena_new();
    input *in = arena_new_of(a, input);
    str inside = str_skip(path, folder->entry.length);
    if (str_starts_with(inside, STR("/")))
        inside = str_skip(inside, 1);
    in->arena = a;
    in->kind = folder->kind;
    in->argument = arena_str(a, path_join(folder->argument, inside, a));
    in->folder = arena_str(a, folder->folder);
    in->entry = arena_str(a, path);
    in->root = arena_str(a, folder->root);
    if (in->kind->share)
        in->kind->share(in, folder);
    return in;
}

void input_free(input *in)
{
    if (!in)
        return;
    if (in->kind && in->kind->close)
        in->kind->close(in);
    arena_free(in->arena);
}

str input_entry(const input *in)
{
    return in->entry;
}

bool input_is_folder(const input *in)
{
    return in->is_folder;
}

str input_display(const input *in, str path, arena *a)
{
    return in->kind->display(in, path, a);
}

bool input_read(input *in, str path, buf *out, diags *d)
{
    return in->kind->read(in, path, out, d);
}

bool input_list(input *in, str folder, str **paths, size_t *count, arena *a, diags *d)
{
    return in->kind->list(in, folder, paths, count, a, d);
}
