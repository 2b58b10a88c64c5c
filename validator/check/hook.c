#include "handoff/init.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "check/repository.h"
#include "doc/git.h"

/* The hook says of itself what it is, so that it is known again. */
static const char hook_mark[] = "handoff-pre-commit-hook";

/* Installed hooks are run by git itself: they must be executable by whoever owns the clone. */
enum { HOOK_MODE = 0755 };

static bool is_ours(const char *path, diags *d)
{
    buf text = {0};
    bool ours = file_read(&text, path, LIMIT_DOCUMENT_BYTES, d) &&
                str_search(buf_str(&text), str_from(hook_mark)) != SIZE_MAX;
    buf_clear(&text);
    return ours;
}

/* A link is somebody's arrangement (a manager of hooks): it is not written through. */
static bool may_write(const char *path, bool force, diags *d)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return true;
    if (S_ISREG(status.st_mode) && (force || is_ours(path, d)))
        return true;
    diag *of = diags_error(d, "init.hook-exists", "there is a pre-commit hook already");
    diags_at(d, of, str_from(path), 0, 0);
    diags_hint(d, of, "add the line `handoff check --staged` to it%s",
               S_ISREG(status.st_mode) ? ", or replace it with --force" : "");
    return false;
}

bool init_hook(init_result *out, bool force, arena *a, diags *d)
{
    repository r;
    *out = (init_result){.path = STR_NULL};
    if (!repository_open(&r, ".", a, d))
        return false;
    str hooks =
        git_ask(r.top, (const char *const[]){"rev-parse", "--git-path", "hooks", NULL}, a, d);
    if (!hooks.data) {
        diags_error(d, "git.failed", "git does not say where its hooks are");
        return false;
    }
    const char *folder = arena_cstr(a, path_join(str_from(r.top), hooks, a));
    out->path = arena_printf(a, "%s/pre-commit", folder);
    if (mkdir(folder, HOOK_MODE) != 0 && errno != EEXIST) {
        diags_error(d, "file.write", "cannot make the folder '%s': %s", folder, strerror(errno));
        return false;
    }
    if (!may_write(out->path.data, force, d) ||
        !file_write(out->path.data, embedded_find(STR("hooks/pre-commit")), d))
        return false;
    if (chmod(out->path.data, HOOK_MODE) == 0)
        return true;
    diags_error(d, "file.write", "cannot make '%s' executable: %s", out->path.data,
                strerror(errno));
    return false;
}
