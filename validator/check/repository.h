/*
 * What `check` asks git about a repository: which files there are on each side and which commit
 * to compare with. Contents are read through doc/input.h.
 *
 * git runs as a child with arguments (no shell), paths come NUL-terminated and revisions go behind
 * --end-of-options, so no name is ever read as an option. Errors: "git.no-repository",
 * "git.unknown-revision", "git.shallow", "git.no-merge-base", "git.unmerged", "git.failed".
 * Lists live in the repository's arena, sorted by path.
 */
#ifndef HANDOFF_CHECK_REPOSITORY_H
#define HANDOFF_CHECK_REPOSITORY_H

#include "base/buf.h"
#include "base/diag.h"

typedef enum side { SIDE_WORKING_TREE, SIDE_INDEX, SIDE_COMMIT } side;

typedef struct repository_file {
    str path;   /* from the top of the repository */
    str object; /* name of its content; STR_NULL in the working tree */
    bool is_link;
    bool is_sparse; /* of the working tree, but not checked out: its content is the index's */
} repository_file;

typedef struct repository_files {
    repository_file *items;
    size_t count;
} repository_files;

typedef struct repository_rename {
    str from, to;
} repository_rename;

typedef struct repository {
    arena *arena;    /* not owned */
    const char *top; /* absolute */
    str prefix;      /* of the folder that was asked for, below the top: "" or "a/b/" */
} repository;

bool repository_open(repository *r, const char *folder, arena *a, diags *d);

/* The commit a branch started from: the merge base of revision and HEAD. */
bool repository_merge_base(repository *r, str revision, str *commit, diags *d);

/* The commit HEAD stands on; STR_NULL (and true) before the first commit. */
bool repository_head(repository *r, str *commit, diags *d);

/* The branch that others merge into, as far as git knows: "origin/main", "main". */
str repository_main_branch(repository *r);

/* Files of one side; `commit` for SIDE_COMMIT only. The working tree's are those that git tracks
 * and those it would (not ignored), as far as they exist. */
bool repository_list(repository *r, side s, str commit, repository_files *out, diags *d);

/* Files that git sees as moved between the commit and the other side, with or without edits. */
bool repository_renames(repository *r, str commit, side s, repository_rename **out, size_t *count,
                        diags *d);

/* A short name of a commit that is unique in this clone. */
bool repository_short_name(repository *r, str commit, str *name, diags *d);

/* A file of a commit; of the index where the commit is STR_NULL. */
bool repository_has(const repository *r, str commit, str path);
bool repository_read(const repository *r, str commit, str path, buf *out, diags *d);

/* The name git would give the content of a file of the working tree; STR_NULL when unreadable. */
str repository_object(repository *r, str path);

const repository_file *repository_find(const repository_files *files, str path);

#endif
