#include "check/pairing.h"

#include <stdlib.h>

#include "base/vec.h"

typedef struct pairing {
    const pairing_input *in;
    arena *arena;
    repository_files old_files, new_files;
    VEC(contract_pair) pairs;
} pairing;

str pair_name(const contract_pair *p)
{
    return p->new_path.data ? p->new_path : p->old_path;
}

static const policy_contract *contract_at(const policy *p, str folder, str path)
{
    if (!p || !str_starts_with(path, folder))
        return NULL;
    return policy_contract_of(p, str_skip(path, folder.length));
}

/* A link's content is a path, not a contract: it is refused rather than compared as one. */
static bool refuse_link(const repository_file *file, diags *d)
{
    if (!file->is_link)
        return false;
    diag *of =
        diags_error(d, "check.link", "the contract '%.*s' is a symbolic link", STR_ARG(file->path));
    diags_hint(d, of, "list the file it points to, and put the link under 'exclude'");
    return true;
}

static bool pair_new_side(pairing *p, diags *d)
{
    bool good = true;
    for (size_t i = 0; i < p->new_files.count; i++) {
        const repository_file *file = &p->new_files.items[i];
        const policy_contract *contract = contract_at(p->in->policy, p->in->folder, file->path);
        if (!contract)
            continue;
        const repository_file *before = repository_find(&p->old_files, file->path);
        if (refuse_link(file, d) || (before && refuse_link(before, d)))
            good = false;
        vec_push(p->arena, &p->pairs,
                 (contract_pair){.kind = before ? PAIR_CHANGED : PAIR_NEW,
                                 .old_path = before ? file->path : STR_NULL,
                                 .new_path = file->path,
                                 .is_sparse = file->is_sparse,
                                 .contract = contract});
    }
    return good;
}

/* What the old side had and the new one has no more, or does not list any more. */
static void pair_old_side(pairing *p)
{
    for (size_t i = 0; i < p->old_files.count; i++) {
        str path = p->old_files.items[i].path;
        const policy_contract *now = contract_at(p->in->policy, p->in->folder, path);
        const policy_contract *before = contract_at(p->in->old_policy, p->in->folder, path);
        bool is_there = repository_find(&p->new_files, path) != NULL;
        if (p->old_files.items[i].is_link || (!now && !before) || (now && is_there))
            continue;
        vec_push(p->arena, &p->pairs,
                 (contract_pair){.kind = is_there ? PAIR_UNLISTED : PAIR_REMOVED,
                                 .old_path = path,
                                 .new_path = is_there ? path : STR_NULL,
                                 .contract = now ? now : before});
    }
}

static contract_pair *find_pair(pairing *p, pair_kind kind, str path)
{
    for (size_t i = 0; i < p->pairs.count; i++) {
        contract_pair *pair = &p->pairs.items[i];
        if (pair->kind == kind &&
            str_equal(kind == PAIR_NEW ? pair->new_path : pair->old_path, path))
            return pair;
    }
    return NULL;
}

/* Joins a removed contract with the file it became. `to` NULL: that file is no contract. */
static void join(pairing *p, contract_pair *from, contract_pair *to, str path)
{
    if (!to) {
        if (!contract_at(p->in->policy, p->in->folder, path))
            from->moved_to = path;
        return;
    }
    to->kind = PAIR_RENAMED;
    to->old_path = from->old_path;
    *from = p->pairs.items[--p->pairs.count];
}

static bool join_what_git_sees(pairing *p, diags *d)
{
    repository_rename *renames;
    size_t count;
    if (!repository_renames(p->in->repository, p->in->old_commit, p->in->new_side, &renames, &count,
                            d))
        return false;
    for (size_t i = 0; i < count; i++) {
        contract_pair *from = find_pair(p, PAIR_REMOVED, renames[i].from);
        if (from)
            join(p, from, find_pair(p, PAIR_NEW, renames[i].to), renames[i].to);
    }
    return true;
}

/* Files git does not track yet: the one whose content is that of the removed contract. */
static void join_equal_content(pairing *p)
{
    for (size_t i = 0; i < p->pairs.count;) {
        contract_pair *from = &p->pairs.items[i];
        contract_pair *to = NULL;
        if (from->kind == PAIR_REMOVED && !from->moved_to.data) {
            str wanted = repository_find(&p->old_files, from->old_path)->object;
            for (size_t k = 0; k < p->pairs.count && !to; k++)
                if (p->pairs.items[k].kind == PAIR_NEW &&
                    str_equal(repository_object(p->in->repository, p->pairs.items[k].new_path),
                              wanted))
                    to = &p->pairs.items[k];
        }
        if (to)
            join(p, from, to, to->new_path); /* another pair stands at i now */
        else
            i++;
    }
}

static int compare_pairs(const void *a, const void *b)
{
    const contract_pair *one = a, *other = b;
    int order = str_compare(pair_name(one), pair_name(other));
    return order ? order : (int)one->kind - (int)other->kind;
}

static bool has_kind(const pairing *p, pair_kind kind)
{
    for (size_t i = 0; i < p->pairs.count; i++)
        if (p->pairs.items[i].kind == kind)
            return true;
    return false;
}

bool pairing_make(const pairing_input *in, contract_pair **out, size_t *count, diags *d)
{
    pairing p = {.in = in, .arena = in->repository->arena};
    if (!repository_list(in->repository, in->new_side, STR_NULL, &p.new_files, d))
        return false;
    if (in->old_commit.data &&
        !repository_list(in->repository, SIDE_COMMIT, in->old_commit, &p.old_files, d))
        return false;
    bool good = pair_new_side(&p, d);
    pair_old_side(&p);
    if (has_kind(&p, PAIR_REMOVED)) {
        good &= join_what_git_sees(&p, d);
        if (in->new_side == SIDE_WORKING_TREE && has_kind(&p, PAIR_NEW))
            join_equal_content(&p);
    }
    if (p.pairs.count)
        qsort(p.pairs.items, p.pairs.count, sizeof *p.pairs.items, compare_pairs);
    *out = p.pairs.items;
    *count = p.pairs.count;
    return good;
}
