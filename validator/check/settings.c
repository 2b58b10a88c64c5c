#include "check/settings.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"

static const char settings_name[] = "handoff.yaml";

/* The folder of a path with its '/', or "". */
static str folder_of(str path)
{
    size_t slash = str_find_last(path, '/');
    return slash == SIZE_MAX ? STR("") : str_take(path, slash + 1);
}

/* The path below the top of the repository; STR_NULL: it is elsewhere. */
static str below_top(const repository *r, str real)
{
    str top = str_from(r->top);
    if (!str_starts_with(real, top) || real.length <= top.length || real.data[top.length] != '/')
        return STR_NULL;
    return str_skip(real, top.length + 1);
}

static bool is_there(const repository *r, str path, bool in_index)
{
    if (in_index)
        return repository_has(r, STR_NULL, path);
    str full = arena_printf(r->arena, "%s/%.*s", r->top, STR_ARG(path));
    return file_kind_of(full.data) != FILE_ABSENT;
}

/* From the current folder up to the top. */
static bool find(settings *s, const repository *r, bool in_index)
{
    for (str folder = r->prefix;; folder = folder_of(str_take(folder, folder.length - 1))) {
        str path = arena_printf(r->arena, "%.*s%s", STR_ARG(folder), settings_name);
        if (is_there(r, path, in_index)) {
            s->path = path;
            return true;
        }
        if (folder.length == 0)
            return false;
    }
}

static void report_missing(settings *s, const repository *r, bool in_index, diags *d)
{
    diag *of;
    if (in_index && find(s, r, false)) {
        of = diags_error(d, "settings.missing", "'%.*s' is not in the index", STR_ARG(s->path));
        diags_hint(d, of, "git add %.*s", STR_ARG(s->path));
        return;
    }
    of = diags_error(d, "settings.missing", "no %s in this folder or above it", settings_name);
    diags_hint(d, of, "handoff init writes one");
}

bool settings_load(settings *s, const settings_request *request, repository *r, diags *d)
{
    *s = (settings){.folder = STR("")};
    buf text = {0};
    str shown;
    bool good;
    if (request->config) {
        str real = file_real_path(request->config, r->arena);
        s->path = real.data ? below_top(r, real) : STR_NULL;
        shown = str_from(request->config);
        good = file_read(&text, request->config, LIMIT_DOCUMENT_BYTES, d);
    } else {
        if (!find(s, r, request->from_index)) {
            report_missing(s, r, request->from_index, d);
            return false;
        }
        shown = s->path;
        str full = arena_printf(r->arena, "%s/%.*s", r->top, STR_ARG(s->path));
        good = request->from_index ? repository_read(r, STR_NULL, s->path, &text, d)
                                   : file_read(&text, full.data, LIMIT_DOCUMENT_BYTES, d);
    }
    if (good)
        s->policy = policy_read(&text, shown, d);
    buf_clear(&text);
    if (s->path.data)
        s->folder = folder_of(s->path);
    return s->policy != NULL;
}

const policy *settings_load_old(settings *s, repository *r, str commit, diags *d)
{
    if (!s->path.data || !repository_has(r, commit, s->path))
        return NULL;
    buf text = {0};
    diags trouble;
    diags_init(&trouble);
    if (repository_read(r, commit, s->path, &text, &trouble))
        s->old_policy = policy_read(&text, s->path, &trouble);
    buf_clear(&text);
    if (!s->old_policy)
        diags_warning(d, "settings.old",
                      "'%.*s' of the compared commit cannot be read: contracts it listed and "
                      "the new one does not are not seen",
                      STR_ARG(s->path));
    diags_clear(&trouble);
    return s->old_policy;
}

void settings_clear(settings *s)
{
    policy_free(s->policy);
    policy_free(s->old_policy);
    *s = (settings){0};
}
