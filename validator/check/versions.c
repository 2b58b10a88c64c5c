#include "check/versions.h"

#include "base/glob.h"
#include "base/limits.h"
#include "base/vec.h"
#include "doc/git.h"

typedef struct finding_versions {
    const versions_request *request;
    const policy_versions *listed;
    repository repository;
    arena *arena;
    diags *diags;
    VEC(contract_version) found;
} finding_versions;

/* "no tag fits 'v*'": what is wrong with something that is listed, and what to do about it. */
static void complain(finding_versions *f, const char *what, str name, const char *hint)
{
    const position *at = &f->listed->place;
    diag *of = diags_error(f->diags, "check.version", "%s '%.*s'", what, STR_ARG(name));
    diags_at(f->diags, of, at->file, at->line, at->column);
    diags_hint(f->diags, of, "%s", hint);
}

/* Where the contract was in a commit, under its present or its former name; STR_NULL: nowhere. */
static str path_in(const finding_versions *f, str commit)
{
    const contract_pair *pair = f->request->pair;
    const str names[] = {pair->new_path, pair->old_path};
    for (size_t i = 0; i < 2; i++)
        if (names[i].data && repository_has(&f->repository, commit, names[i]))
            return names[i];
    return STR_NULL;
}

static bool add_revision(finding_versions *f, str name, bool must_have_it)
{
    str commit = git_resolve(f->request->top, name, "commit", f->arena, f->diags);
    if (!commit.data)
        return false;
    str path = path_in(f, commit);
    if (path.data)
        vec_push(f->arena, &f->found, (contract_version){name, path});
    else if (must_have_it)
        complain(f, "the contract is not in", name, "list revisions that have it");
    return path.data || !must_have_it;
}

/* A new contract may come before the first tag. */
static bool add_tags(finding_versions *f, str glob)
{
    static const char *const list[] = {"for-each-ref", "--sort=version:refname",
                                       "--format=%(refname:strip=2)", "refs/tags/", NULL};
    str all = git_ask(f->request->top, list, f->arena, f->diags), tag;
    bool fits = false, good = true;
    while (good && all.length && str_split(&all, '\n', &tag)) {
        if (!glob_matches(glob, tag))
            continue;
        fits = true;
        good = add_revision(f, tag, false);
    }
    if (good && !fits && f->request->pair->kind != PAIR_NEW) {
        complain(f, "no tag fits", glob, "bring tags into this clone with 'git fetch --tags'");
        return false;
    }
    return good;
}

static bool add_paths(finding_versions *f, str glob)
{
    repository_files files;
    side of = f->request->staged ? SIDE_INDEX : SIDE_WORKING_TREE;
    if (!repository_list(&f->repository, of, STR_NULL, &files, f->diags))
        return false;
    str folder = f->request->folder;
    bool fits = false;
    for (size_t i = 0; i < files.count; i++) {
        str path = files.items[i].path;
        if (!str_starts_with(path, folder) || str_equal(path, f->request->pair->new_path) ||
            !glob_matches(glob, str_skip(path, folder.length)))
            continue;
        fits = true;
        vec_push(f->arena, &f->found, (contract_version){STR_NULL, path});
    }
    if (!fits)
        complain(f, "no file fits", glob, "paths are from the folder of handoff.yaml on");
    return fits;
}

bool versions_find(const versions_request *request, contract_version **out, size_t *count, arena *a,
                   diags *d)
{
    finding_versions f = {.request = request,
                          .listed = &request->pair->contract->versions,
                          .repository = {.arena = a, .top = request->top, .prefix = STR("")},
                          .arena = a,
                          .diags = d};
    bool good = true;
    for (size_t i = 0; i < f.listed->tags.count; i++)
        good = add_tags(&f, f.listed->tags.items[i]) && good;
    for (size_t i = 0; i < f.listed->revisions.count; i++)
        good = add_revision(&f, f.listed->revisions.items[i], true) && good;
    for (size_t i = 0; i < f.listed->paths.count; i++)
        good = add_paths(&f, f.listed->paths.items[i]) && good;
    if (f.found.count > LIMIT_CONTRACT_VERSIONS) {
        complain(&f, "there are too many versions of", pair_name(request->pair),
                 "list fewer: those whose data or readers are still about");
        good = false;
    }
    *out = f.found.items;
    *count = f.found.count;
    return good;
}
