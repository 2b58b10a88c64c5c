/*
 * Files: read whole under a limit, written whole or not at all.
 *
 * Only regular files are read (or standard input and pipes where asked): a FIFO, a device or a
 * directory is an error at once, never a wait. Errors are diagnostics with codes "file.missing",
 * "file.permission", "file.not-regular", "file.too-large", "file.silent", "file.read",
 * "file.write".
 */
#ifndef HANDOFF_BASE_FILE_H
#define HANDOFF_BASE_FILE_H

#include "base/buf.h"
#include "base/diag.h"

bool file_read(buf *out, const char *path, size_t limit, diags *d);
/* The same with another name for it in messages. */
bool file_read_shown(buf *out, const char *path, const char *shown, size_t limit, diags *d);
bool file_read_stdin(buf *out, size_t limit, diags *d);

/* What a command writes into a FIFO, or into the /dev/fd/N of a shell's <(...): to its end. Not for
 * ever: "file.silent" when nobody has opened it for writing after LIMIT_FIFO_WRITER_SECONDS, or
 * when its writers say nothing for LIMIT_CHILD_SECONDS. */
bool file_read_fifo(buf *out, const char *path, const char *shown, size_t limit, diags *d);

/* Through a temporary file beside it, fsync and rename. */
bool file_write(const char *path, str bytes, diags *d);

/* Makes a file that only its owner may read; never over another one ("file.exists"). */
bool file_write_secret(const char *path, str bytes, diags *d);

typedef enum file_kind { FILE_ABSENT, FILE_REGULAR, FILE_FOLDER, FILE_FIFO, FILE_OTHER } file_kind;

file_kind file_kind_of(const char *path); /* of what a symbolic link leads to */
bool file_is_link(const char *path);

/* Names in a folder, sorted by bytes, without "." and ".."; into the arena. */
bool file_list_folder(str **names, size_t *count, const char *path, arena *a, diags *d);

/* Symbolic links resolved, absolute; STR_NULL when it does not exist. */
str file_real_path(const char *path, arena *a);

#endif
