#include "check/level_files.h"

#include "base/file.h"
#include "base/limits.h"

/* Where the files of one run come from. */
typedef struct source {
    const char *folder;           /* of names on the command line */
    const repository *repository; /* of names in handoff.yaml */
    bool from_index;
} source;

static bool read_named(const source *from, const char *name, buf *out, arena *a, diags *d)
{
    const char *path = name;
    if (from->folder && name[0] != '/')
        path = arena_printf(a, "%s/%s", from->folder, name).data;
    return file_read_shown(out, path, name, LIMIT_DOCUMENT_BYTES, d);
}

static bool read_listed(const source *from, str path, buf *out, arena *a, diags *d)
{
    if (from->from_index)
        return repository_read(from->repository, STR_NULL, path, out, d);
    str full = arena_printf(a, "%s/%.*s", from->repository->top, STR_ARG(path));
    return file_read_shown(out, full.data, arena_cstr(a, path), LIMIT_DOCUMENT_BYTES, d);
}

/* The text of a file by its name on the command line, or else by its path in the repository; no
 * text and true when there is neither. `name` is then how people know it. */
static bool read_either(const source *from, const char *named, str listed, buf *out, str *name,
                        arena *a, diags *d)
{
    *name = named ? str_from(named) : listed;
    if (named)
        return read_named(from, named, out, a, d);
    return !listed.data || read_listed(from, listed, out, a, d);
}

static bool read_ignored(run_levels *out, const source *from, const char *named, str listed,
                         level of, arena *a, diags *d)
{
    buf text = {0};
    str name;
    bool good = read_either(from, named, listed, &text, &name, a, d) &&
                ignore_read(&out->ignored, buf_str(&text), name, of, a, d);
    buf_clear(&text);
    return good;
}

typedef struct listed_files {
    str severity_levels, err_ignore, warn_ignore; /* from the top of the repository */
} listed_files;

static bool read_all(run_levels *out, const source *from, const level_options *options,
                     const listed_files *listed, arena *a, diags *d)
{
    buf text = {0};
    str name;
    bool good =
        read_either(from, options->severity_levels, listed->severity_levels, &text, &name, a, d) &&
        leveling_read_severities(&out->leveling, buf_str(&text), name, a, d);
    buf_clear(&text);
    good &= read_ignored(out, from, options->err_ignore, listed->err_ignore, LEVEL_BREAKING, a, d);
    good &= read_ignored(out, from, options->warn_ignore, listed->warn_ignore, LEVEL_WARNING, a, d);
    if (options->preset)
        level_preset_parse(&out->leveling.preset, str_from(options->preset));
    return good;
}

bool level_files_read(run_levels *out, const level_options *options, const char *folder, arena *a,
                      diags *d)
{
    source from = {.folder = folder};
    return read_all(out, &from, options, &(listed_files){0}, a, d);
}

static str from_top(const settings *s, str path, arena *a)
{
    return path.data ? arena_printf(a, "%.*s%.*s", STR_ARG(s->folder), STR_ARG(path)) : STR_NULL;
}

bool level_files_read_settings(run_levels *out, const settings *s, const level_options *options,
                               const repository *r, bool from_index, arena *a, diags *d)
{
    const policy *p = s->policy;
    source from = {.repository = r, .from_index = from_index};
    listed_files listed = {from_top(s, p->severity_levels, a), from_top(s, p->err_ignore, a),
                           from_top(s, p->warn_ignore, a)};
    out->leveling.preset = p->leveling.preset;
    if (!read_all(out, &from, options, &listed, a, d))
        return false;
    for (size_t i = 0; i < p->leveling.overrides.count; i++)
        vec_push(a, &out->leveling.overrides, p->leveling.overrides.items[i]);
    return true;
}
