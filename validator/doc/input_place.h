/*
 * What is behind an input: one table of functions for each kind of place. Private to doc/.
 */
#ifndef HANDOFF_DOC_INPUT_PLACE_H
#define HANDOFF_DOC_INPUT_PLACE_H

#include "doc/input.h"

typedef struct git_place git_place;
typedef struct memory_place memory_place;

typedef struct input_kind {
    bool (*read)(input *in, str path, buf *out, diags *d);
    bool (*list)(input *in, str folder, str **paths, size_t *count, arena *a, diags *d);
    str (*display)(const input *in, str path, arena *a);
    void (*close)(input *in);
    void (*share)(input *to, const input *from); /* NULL: nothing of its own to share */
} input_kind;

struct input {
    arena *arena;
    const input_kind *kind;
    str argument; /* as it was given */
    str folder;   /* what relative names are relative to, absolute and real */
    str entry;    /* path inside the place */
    bool is_folder;
    str root;             /* files: absolute and real */
    git_place *git;       /* git: doc/input_git.c */
    memory_place *memory; /* memory: doc/input_memory.c */
};

/* Each fills `in` whose argument and folder are set. */
bool input_open_file(input *in, const char *path, const char *root, diags *d);
bool input_open_stdin(input *in, diags *d);
bool input_open_fifo(input *in);
bool input_open_git(input *in, str revision, str path, diags *d); /* no revision: the index */
bool input_open_merge_base(input *in, str revision, str path, diags *d);

#endif
