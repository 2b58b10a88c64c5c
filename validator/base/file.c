#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/vec.h"

/* --- reading --- */

/* The text of strerror, in the way of our messages: "no such file or directory". */
static str error_text(int error, char *out, size_t size)
{
    if (strerror_r(error, out, size) != 0)
        return STR("unknown error");
    if (out[0] >= 'A' && out[0] <= 'Z' && !(out[1] >= 'A' && out[1] <= 'Z'))
        out[0] = (char)(out[0] - 'A' + 'a');
    return str_from(out);
}

static bool fail(diags *d, const char *what, const char *path, int error)
{
    char text[128];
    const char *code = error == ENOENT || error == ENOTDIR ? "file.missing"
                       : error == EACCES || error == EPERM ? "file.permission"
                                                           : "file.read";
    str reason = error == ENOENT ? STR("no such file") : error_text(error, text, sizeof text);
    diags_error(d, code, "cannot %s '%s': %.*s", what, path, STR_ARG(reason));
    return false;
}

static bool fail_too_large(diags *d, const char *name, size_t limit)
{
    diag *e = diags_error(d, "file.too-large",
                          "cannot read '%s': larger than the limit of %zu bytes", name, limit);
    diags_hint(d, e, "split it into several files");
    return false;
}

static bool check_regular(int fd, const char *path, size_t limit, size_t *size, diags *d)
{
    struct stat s;
    if (fstat(fd, &s) != 0)
        return fail(d, "read", path, errno);
    if (!S_ISREG(s.st_mode)) {
        const char *is = S_ISDIR(s.st_mode)    ? "a folder"
                         : S_ISFIFO(s.st_mode) ? "a FIFO"
                         : S_ISSOCK(s.st_mode) ? "a socket"
                                               : "a device";
        diags_error(d, "file.not-regular", "cannot read '%s': it is %s, not a file", path, is);
        return false;
    }
    if ((uintmax_t)s.st_size > limit)
        return fail_too_large(d, path, limit);
    *size = (size_t)s.st_size;
    return true;
}

/* Room beyond the size, so that the end is seen without growing and readers can append NULs. */
enum { SPARE = 64, CHUNK = 1 << 16 };

static bool read_all(buf *out, int fd, const char *name, size_t expected, size_t limit, diags *d)
{
    buf_reserve(out, expected + SPARE);
    for (;;) {
        if (out->capacity - out->length < SPARE)
            buf_reserve(out, CHUNK);
        ssize_t got = read(fd, out->data + out->length, out->capacity - out->length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(d, "read", name, errno);
        if (got == 0)
            return true;
        out->length += (size_t)got;
        if (out->length > limit)
            return fail_too_large(d, name, limit);
    }
}

bool file_read_shown(buf *out, const char *path, const char *shown, size_t limit, diags *d)
{
    /* without O_NONBLOCK opening a FIFO waits for its writer */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return fail(d, "read", shown, errno);
    size_t size = 0;
    bool read =
        check_regular(fd, shown, limit, &size, d) && read_all(out, fd, shown, size, limit, d);
    close(fd);
    return read;
}

bool file_read(buf *out, const char *path, size_t limit, diags *d)
{
    return file_read_shown(out, path, path, limit, d);
}

bool file_read_stdin(buf *out, size_t limit, diags *d)
{
    return read_all(out, STDIN_FILENO, "-", CHUNK, limit, d);
}

/* --- FIFOs --- */

enum { POLL_MILLISECONDS = 20 };

static bool fail_silent(diags *d, const char *path, const char *why, unsigned seconds)
{
    diag *e =
        diags_error(d, "file.silent", "cannot read '%s': %s for %u seconds", path, why, seconds);
    diags_hint(d, e, "start what writes it first, or write to a file and read that");
    return false;
}

/* Without a writer a read says "end"; with one that has nothing yet, "try again". */
static bool read_fifo(buf *out, int fd, const char *path, size_t limit, diags *d)
{
    unsigned waited = 0;
    bool has_writer = false;
    for (;;) {
        buf_reserve(out, CHUNK);
        ssize_t got = read(fd, out->data + out->length, CHUNK - SPARE);
        if (got == 0 && has_writer)
            return true;
        if (got > 0) {
            has_writer = true;
            waited = 0;
            out->length += (size_t)got;
            if (out->length > limit)
                return fail_too_large(d, path, limit);
            continue;
        }
        if (got < 0 && errno != EAGAIN && errno != EINTR)
            return fail(d, "read", path, errno);
        has_writer |= got < 0;
        unsigned most = has_writer ? LIMIT_CHILD_SECONDS : LIMIT_FIFO_WRITER_SECONDS;
        if (waited++ > most * 1000 / POLL_MILLISECONDS)
            return fail_silent(
                d, path, has_writer ? "its writer says nothing" : "nobody writes to it", most);
        /* without a writer poll() may return at once: the wait is then a pause */
        struct pollfd one = {.fd = fd, .events = POLLIN};
        poll(has_writer ? &one : NULL, has_writer ? 1 : 0, POLL_MILLISECONDS);
    }
}

bool file_read_fifo(buf *out, const char *path, const char *shown, size_t limit, diags *d)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return fail(d, "read", shown, errno);
    bool good = read_fifo(out, fd, shown, limit, d);
    close(fd);
    return good;
}

/* --- writing --- */

static bool write_all(int fd, str bytes)
{
    while (bytes.length) {
        ssize_t written = write(fd, bytes.data, bytes.length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = str_skip(bytes, (size_t)written);
    }
    return true;
}

/* What the file had, or what a new one gets. */
static mode_t mode_for(const char *path)
{
    struct stat s;
    if (stat(path, &s) == 0)
        return s.st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static void sync_folder_of(const char *path)
{
    size_t slash = str_find_last(str_from(path), '/');
    char *folder = memory_alloc(strlen(path) + 2);
    memcpy(folder, slash == SIZE_MAX ? "." : path, slash == SIZE_MAX ? 1 : slash ? slash : 1);
    int fd = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (fd >= 0) {
        fsync(fd); /* not every file system can: the file itself is safe */
        close(fd);
    }
    free(folder);
}

bool file_write(const char *path, str bytes, diags *d)
{
    struct stat s;
    if (stat(path, &s) == 0 && !S_ISREG(s.st_mode)) {
        diags_error(d, "file.write", "cannot write '%s': it is not a regular file", path);
        return false;
    }
    size_t length = strlen(path);
    char *temporary = memory_alloc(length + sizeof ".XXXXXX");
    memcpy(temporary, path, length);
    memcpy(temporary + length, ".XXXXXX", sizeof ".XXXXXX");
    int fd = mkstemp(temporary);
    bool made = fd >= 0, written = made && fchmod(fd, mode_for(path)) == 0 &&
                                   write_all(fd, bytes) && fsync(fd) == 0;
    int error = errno;
    if (made && close(fd) != 0 && written) {
        written = false;
        error = errno;
    }
    if (written && rename(temporary, path) != 0) {
        written = false;
        error = errno;
    }
    if (made && !written)
        unlink(temporary);
    free(temporary);
    if (written) {
        sync_folder_of(path);
        return true;
    }
    char text[128];
    diags_error(d, "file.write", "cannot write '%s': %.*s", path,
                STR_ARG(error_text(error, text, sizeof text)));
    return false;
}

bool file_write_secret(const char *path, str bytes, diags *d)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 && errno == EEXIST) {
        diags_error(d, "file.exists", "'%s' is there already, and is not written over", path);
        return false;
    }
    bool made = fd >= 0, written = made && write_all(fd, bytes) && fsync(fd) == 0;
    int error = errno;
    if (made && close(fd) != 0 && written) {
        written = false;
        error = errno;
    }
    if (written) {
        sync_folder_of(path);
        return true;
    }
    if (made)
        unlink(path);
    char text[128];
    diags_error(d, "file.write", "cannot write '%s': %.*s", path,
                STR_ARG(error_text(error, text, sizeof text)));
    return false;
}

/* --- looking --- */

file_kind file_kind_of(const char *path)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return FILE_ABSENT;
    return S_ISREG(s.st_mode)    ? FILE_REGULAR
           : S_ISDIR(s.st_mode)  ? FILE_FOLDER
           : S_ISFIFO(s.st_mode) ? FILE_FIFO
                                 : FILE_OTHER;
}

bool file_is_link(const char *path)
{
    struct stat s;
    return lstat(path, &s) == 0 && S_ISLNK(s.st_mode);
}

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

bool file_list_folder(str **names, size_t *count, const char *path, arena *a, diags *d)
{
    DIR *folder = opendir(path);
    if (!folder)
        return fail(d, "list", path, errno);
    VEC(str) found = {0};
    struct dirent *entry;
    errno = 0;
    while ((entry = readdir(folder))) {
        str name = str_from(entry->d_name);
        if (!str_equal(name, STR(".")) && !str_equal(name, STR("..")))
            vec_push(a, &found, arena_str(a, name));
        errno = 0;
    }
    int error = errno;
    closedir(folder);
    if (error)
        return fail(d, "list", path, error);
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, compare_names);
    *names = found.items;
    *count = found.count;
    return true;
}

str file_real_path(const char *path, arena *a)
{
    char *real = realpath(path, NULL);
    if (!real)
        return STR_NULL;
    str copy = arena_str(a, str_from(real));
    free(real);
    return copy;
}
