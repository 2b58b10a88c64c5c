/*
 * Inputs: where the bytes of one side of a comparison come from.
 *
 * An argument names an entry: a path, `-` (standard input), `REV:path` or `:path` (git's index). A
 * FIFO (what a shell makes of `<(command)`) is read once, like standard input.
 * An input is the place behind it: the working tree, a git revision or the index. Documents that
 * the entry references are read from the same place, relative to the file that references them,
 * and never from outside its root (the repository for git, else the folder given as root or the
 * entry's own folder tree and its siblings below the current folder).
 *
 * git runs as a child: one `git cat-file --batch` per input, under LIMIT_CHILD_SECONDS, revisions
 * resolved with `rev-parse --verify --end-of-options` so that none is ever read as an option.
 */
#ifndef HANDOFF_DOC_INPUT_H
#define HANDOFF_DOC_INPUT_H

#include "base/buf.h"
#include "base/diag.h"

typedef struct input input;

typedef struct input_options {
    const char *folder; /* current folder for relative names; NULL: the process's */
    const char *root;   /* references may not leave it; NULL: as described above */
} input_options;

/* Opens what `argument` names. NULL with a diagnostic: "input.missing", "input.not-a-file",
 * "git.no-repository", "git.unknown-revision", "git.shallow" (hint: the `git fetch` line), ... */
input *input_open(const char *argument, const input_options *options, diags *d);

/* The same path at the merge-base of `revision` and HEAD. */
input *input_open_against(const char *revision, const char *path, const input_options *options,
                          diags *d);

/* Without guessing what an argument names: a file whose name may look like a revision's, and a
 * file of a revision (of the index where that is empty) beside which such a file may lie. */
input *input_open_path(str path, const input_options *options, diags *d);
input *input_open_revision(str revision, str path, const input_options *options, diags *d);

/* A file that input_list found below a folder, as an input of its own. */
input *input_open_below(const input *folder, str path);

/* Files that are given as texts, '/'-separated and normalised; all is copied. `shown` is what
 * people read as the entry's name. */
typedef struct input_text {
    str path, text;
} input_text;

input *input_open_memory(const input_text *files, size_t count, str entry, str shown);

void input_free(input *in); /* stops its git child; NULL is fine */

str input_entry(const input *in); /* path of the entry inside the place, '/' separated */
str input_display(const input *in, str path, arena *a); /* as people read it: "main:api.yaml" */
bool input_is_folder(const input *in);                  /* the entry is a folder */

/* Reads a file of the place. `path` is relative to the place, normalised, without "..". */
bool input_read(input *in, str path, buf *out, diags *d);

/* Files below a folder of the place, sorted, without symbolic links (what they name is listed
 * where it is). */
bool input_list(input *in, str folder, str **paths, size_t *count, arena *a, diags *d);

#endif
