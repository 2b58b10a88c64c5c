#include "doc/git.h"

#include <string.h>

#include "base/limits.h"

const char *const git_environment[] = {
    "LC_ALL=C",
    "GIT_TERMINAL_PROMPT=0",
    "GIT_OPTIONAL_LOCKS=0",
    /* a partial clone would fetch what is missing: never from here */
    "GIT_NO_LAZY_FETCH=1",
    "GIT_ALLOW_PROTOCOL=none",
    NULL,
};

enum { ARGUMENTS_MAX = 16 };

bool git_run(process_result *out, const char *folder, const char *const *arguments, diags *d)
{
    const char *all[ARGUMENTS_MAX] = {"git"};
    for (size_t i = 0; arguments[i] && i + 2 < ARGUMENTS_MAX; i++)
        all[i + 1] = arguments[i];
    process_options options = {.folder = folder, .environment = git_environment};
    return process_run(out, all, &options, d);
}

str git_ask(const char *folder, const char *const *arguments, arena *a, diags *d)
{
    process_result r;
    str answer = STR_NULL;
    if (git_run(&r, folder, arguments, d) && r.exit_code == 0) {
        answer = arena_str(a, buf_str(&r.out));
        if (str_ends_with(answer, STR("\n")))
            answer = arena_str(a, str_take(answer, answer.length - 1));
    }
    process_result_clear(&r);
    return answer;
}

static str first_line(const buf *b)
{
    str text = str_trim(buf_str(b)), line = text;
    str_split(&text, '\n', &line);
    if (str_starts_with(line, STR("fatal: ")))
        line = str_skip(line, 7);
    return line;
}

static void fail_no_repository(const char *shown, diags *d)
{
    if (shown) {
        diags_error(d, "git.no-repository",
                    "cannot read '%s': no such file, and this is no git repository", shown);
        return;
    }
    diag *e = diags_error(d, "git.no-repository", "this is no git repository");
    diags_hint(d, e, "run it inside one, or begin one with `git init`");
}

str git_prefix(const char *folder, const char *shown, arena *a, diags *d)
{
    process_result r;
    str prefix = STR_NULL;
    if (git_run(&r, folder, (const char *const[]){"rev-parse", "--show-prefix", NULL}, d)) {
        if (r.exit_code == 0) {
            prefix = arena_str(a, buf_str(&r.out));
            prefix = arena_str(a, str_take(prefix, prefix.length ? prefix.length - 1 : 0));
        } else if (str_search(buf_str(&r.err), STR("not a git repository")) != SIZE_MAX) {
            fail_no_repository(shown, d);
        } else {
            diag *e = diags_error(d, "git.no-repository", "cannot read '%s': git says: %.*s",
                                  shown ? shown : folder, STR_ARG(first_line(&r.err)));
            if (str_search(buf_str(&r.err), STR("dubious ownership")) != SIZE_MAX)
                diags_hint(d, e, "git config --global --add safe.directory '%s'", folder);
        }
    }
    process_result_clear(&r);
    return prefix;
}

/* --- revisions that are not there --- */

static bool is_object_name(str revision)
{
    for (size_t i = 0; i < revision.length; i++)
        if (!strchr("0123456789abcdefABCDEF", revision.data[i]) || !revision.data[i])
            return false;
    return revision.length == 40 || revision.length == 64;
}

/* A name as it stands before "~3", "^2", "@{1}". */
static str base_name(str revision)
{
    size_t length = 0;
    while (length < revision.length && !strchr("~^@:", revision.data[length]))
        length++;
    return str_take(revision, length);
}

/* The remote whose name starts the revision ("origin/main"), else the first one there is. */
static str find_remote(const char *folder, str name, str *branch, arena *a)
{
    diags ignored;
    diags_init(&ignored);
    str remotes = git_ask(folder, (const char *const[]){"remote", NULL}, a, &ignored);
    diags_clear(&ignored);
    str rest = remotes, remote, first = STR_NULL;
    if (str_starts_with(name, STR("refs/remotes/")))
        name = str_skip(name, 13);
    *branch = name;
    while (str_split(&rest, '\n', &remote)) {
        if (remote.length == 0)
            continue;
        if (str_starts_with(name, remote) && name.length > remote.length + 1 &&
            name.data[remote.length] == '/') {
            *branch = str_skip(name, remote.length + 1);
            return remote;
        }
        if (!first.data || str_equal(remote, STR("origin")))
            first = remote;
    }
    return first;
}

static str closest_ref(const char *folder, str revision, arena *a)
{
    diags ignored;
    diags_init(&ignored);
    const char *const ask[] = {"for-each-ref", "--format=%(refname:short)", "--count=1000", NULL};
    str rest = git_ask(folder, ask, a, &ignored), name, best = STR_NULL;
    diags_clear(&ignored);
    size_t distance = 3;
    while (str_split(&rest, '\n', &name)) {
        size_t far = str_distance(revision, name, distance);
        if (far < distance) {
            distance = far;
            best = name;
        }
    }
    return best;
}

static bool is_shallow(const char *folder, arena *a, diags *d)
{
    const char *const ask[] = {"rev-parse", "--is-shallow-repository", NULL};
    return str_equal(git_ask(folder, ask, a, d), STR("true"));
}

/* The exact line that brings the revision, as far as it can be known. */
static void hint_at_fetch(const char *folder, str revision, bool shallow, arena *a, diags *d,
                          diag *e)
{
    str name = base_name(revision), branch, remote = find_remote(folder, name, &branch, a);
    str close = closest_ref(folder, revision, a);
    const char *depth = shallow ? " --depth=1" : "";
    if (close.data)
        diags_hint(d, e, "did you mean '%.*s'?", STR_ARG(close));
    else if (!remote.data)
        diags_hint(d, e, "it is no branch, tag or commit of this repository");
    else if (name.length != revision.length || str_equal(name, STR("HEAD")))
        diags_hint(d, e, shallow ? "git fetch --unshallow %.*s" : "git fetch %.*s",
                   STR_ARG(remote));
    else if (is_object_name(name))
        diags_hint(d, e, "git fetch%s %.*s %.*s", depth, STR_ARG(remote), STR_ARG(name));
    else
        diags_hint(d, e, "git fetch%s %.*s +refs/heads/%.*s:refs/remotes/%.*s/%.*s%s%.*s%s%.*s",
                   depth, STR_ARG(remote), STR_ARG(branch), STR_ARG(remote), STR_ARG(branch),
                   branch.length == name.length ? ", then name it " : "",
                   branch.length == name.length ? (int)remote.length : 0, remote.data,
                   branch.length == name.length ? "/" : "",
                   branch.length == name.length ? (int)branch.length : 0, branch.data);
}

static void fail_revision(const char *folder, str revision, arena *a, diags *d)
{
    if (str_equal(revision, STR("HEAD"))) {
        diags_error(d, "git.no-commits", "this git repository has no commit yet");
        return;
    }
    bool shallow = is_shallow(folder, a, d);
    diag *e = diags_error(d, shallow ? "git.shallow" : "git.unknown-revision",
                          shallow ? "the revision '%.*s' is not in this shallow clone"
                                  : "unknown revision '%.*s'",
                          STR_ARG(revision));
    hint_at_fetch(folder, revision, shallow, a, d, e);
}

str git_resolve(const char *folder, str revision, const char *type, arena *a, diags *d)
{
    if (revision.length == 0 || revision.data[0] == '-') {
        diags_error(d, "git.unknown-revision", "'%.*s' is an option or nothing, not a revision",
                    STR_ARG(revision));
        return STR_NULL;
    }
    str peeled = arena_printf(a, "%.*s^{%s}", STR_ARG(revision), type);
    const char *const ask[] = {"rev-parse",        "--verify",  "--quiet",
                               "--end-of-options", peeled.data, NULL};
    size_t errors = d->errors;
    str name = git_ask(folder, ask, a, d);
    if (name.data && str_find(name, '\n') == SIZE_MAX && is_object_name(name))
        return name;
    if (d->errors == errors)
        fail_revision(folder, revision, a, d);
    return STR_NULL;
}

str git_merge_base(const char *folder, str left, str right, str revision, arena *a, diags *d)
{
    const char *const ask[] = {"merge-base", left.data, right.data, NULL};
    size_t errors = d->errors;
    str base = git_ask(folder, ask, a, d);
    if (base.data && is_object_name(base))
        return base;
    if (d->errors != errors)
        return STR_NULL;
    if (is_shallow(folder, a, d)) {
        str branch, remote = find_remote(folder, STR(""), &branch, a);
        diag *e = diags_error(d, "git.shallow",
                              "the commit where HEAD left '%.*s' is not in this shallow clone",
                              STR_ARG(revision));
        diags_hint(d, e, "git fetch --unshallow %.*s", STR_ARG(remote));
    } else {
        diags_error(d, "git.no-merge-base", "HEAD and '%.*s' have no common commit",
                    STR_ARG(revision));
    }
    return STR_NULL;
}
