#include "doc/records.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "doc/tree.h"

/* Bytes asked of the system at once: enough that calls do not count, little enough for a cache. */
#define CHUNK (256u << 10)

struct records {
    int descriptor;
    bool owns_descriptor, at_end;
    str name;
    arena *names, *arena;
    tree tree;
    lines *no_lines;
    diags unseen; /* what the quick pass says; record_document says it again */
    char *data;   /* followed by TREE_PADDING bytes */
    size_t start, end, capacity;
    char saved[TREE_PADDING]; /* what stood where the padding of the last record is now */
    char *padding;
    uint64_t bytes, line;
};

static bool open_descriptor(records *r, const char *path, diags *d)
{
    if (strcmp(path, "-") == 0) {
        r->descriptor = STDIN_FILENO;
        r->name = STR("standard input");
        return true;
    }
    r->name = arena_str(r->names, str_from(path));
    r->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat about;
    if (r->descriptor < 0) {
        diags_error(d, errno == ENOENT ? "file.missing" : "file.permission", "cannot read '%s': %s",
                    path, strerror(errno));
        return false;
    }
    r->owns_descriptor = true;
    if (fstat(r->descriptor, &about) == 0 && S_ISDIR(about.st_mode)) {
        diags_error(d, "file.not-regular", "cannot read '%s': is a folder", path);
        return false;
    }
    return true;
}

static records *records_new(void)
{
    records *r = memory_alloc(sizeof *r);
    r->names = arena_new();
    r->arena = arena_new();
    r->no_lines = lines_new(STR(""));
    diags_init(&r->unseen);
    r->tree = (tree){
        .arena = r->arena, .without_hashes = true, .lines = r->no_lines, .diags = &r->unseen};
    return r;
}

records *records_open(const char *path, diags *d)
{
    records *r = records_new();
    if (!open_descriptor(r, path, d)) {
        records_free(r);
        return NULL;
    }
    r->capacity = 2 * CHUNK;
    r->data = memory_resize(NULL, r->capacity + TREE_PADDING);
    return r;
}

records *records_of(buf *source, str name)
{
    records *r = records_new();
    buf_reserve(source, TREE_PADDING);
    r->name = arena_str(r->names, name);
    r->data = source->data;
    r->capacity = r->end = source->length;
    r->bytes = source->length;
    r->at_end = true;
    *source = (buf){0};
    return r;
}

void records_free(records *r)
{
    if (!r)
        return;
    if (r->owns_descriptor)
        close(r->descriptor);
    tree_clear(&r->tree);
    lines_free(r->no_lines);
    diags_clear(&r->unseen);
    arena_free(r->arena);
    arena_free(r->names);
    free(r->data);
    free(r);
}

/* Room behind what is there: what was read is dropped, and only a line that fills the buffer makes
 * it grow. */
static bool make_room(records *r, diags *d)
{
    if (r->start > 0) {
        memmove(r->data, r->data + r->start, r->end - r->start);
        r->end -= r->start;
        r->start = 0;
    }
    if (r->end + CHUNK <= r->capacity)
        return true;
    if (r->capacity >= LIMIT_DOCUMENT_BYTES) {
        diags_at(d,
                 diags_error(d, "limit.size", "a line is longer than the limit of %u MB",
                             LIMIT_DOCUMENT_BYTES >> 20),
                 r->name, r->line < UINT32_MAX ? (uint32_t)r->line + 1 : UINT32_MAX, 1);
        return false;
    }
    r->capacity *= 2;
    r->data = memory_resize(r->data, r->capacity + TREE_PADDING);
    return true;
}

static bool read_more(records *r, diags *d)
{
    if (!make_room(r, d))
        return false;
    ssize_t got;
    do
        got = read(r->descriptor, r->data + r->end, r->capacity - r->end);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        diags_error(d, "file.read", "cannot read '%.*s': %s", STR_ARG(r->name), strerror(errno));
        return false;
    }
    r->at_end = got == 0;
    r->end += (size_t)got;
    r->bytes += (uint64_t)got;
    return true;
}

/* The next line without its end. false: there is none, or an error. */
static bool next_line(records *r, str *line, diags *d)
{
    size_t looked = r->start;
    for (;;) {
        char *newline = memchr(r->data + looked, '\n', r->end - looked);
        if (newline || (r->at_end && r->start < r->end)) {
            size_t stop = newline ? (size_t)(newline - r->data) : r->end;
            *line = str_of(r->data + r->start, stop - r->start);
            r->start = newline ? stop + 1 : stop;
            r->line++;
            return true;
        }
        looked = r->end - r->start;
        if (r->at_end || !read_more(r, d))
            return false;
    }
}

static bool is_blank(str line)
{
    for (size_t i = 0; i < line.length; i++)
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r')
            return false;
    return true;
}

/* The JSON reader wants NULs behind the text. They are put over what follows, and taken back
 * before that is read. */
static void pad(records *r, str line)
{
    r->padding = r->data + (line.data - r->data) + line.length;
    memcpy(r->saved, r->padding, TREE_PADDING);
    memset(r->padding, 0, TREE_PADDING);
}

static void unpad(records *r)
{
    if (r->padding)
        memcpy(r->padding, r->saved, TREE_PADDING);
    r->padding = NULL;
}

bool records_next(records *r, record *out, diags *d)
{
    str line;
    unpad(r);
    do
        if (!next_line(r, &line, d))
            return false;
    while (is_blank(line));
    if (r->line == 1 && str_starts_with(line, STR("\xEF\xBB\xBF")))
        line = str_skip(line, 3);
    pad(r, line);
    arena_clear(r->arena);
    node *root = arena_new_of(r->arena, node);
    r->tree.nodes = r->tree.duplicates = r->tree.reference_count = 0;
    r->tree.member_count = r->tree.item_count = 0;
    bool read = json_read(&r->tree, line, 0, root);
    bool has_warnings = r->unseen.count > 0;
    if (has_warnings) {
        diags_clear(&r->unseen);
        diags_init(&r->unseen);
    }
    *out = (record){.root = read ? root : NULL,
                    .has_warnings = read && has_warnings,
                    .text = line,
                    .line = r->line < UINT32_MAX ? (uint32_t)r->line : UINT32_MAX};
    return true;
}

document *record_document(const records *r, const record *of, diags *d)
{
    buf source = {0};
    buf_append(&source, of->text);
    diags found;
    diags_init(&found);
    document *doc =
        document_read(&source, r->name, &(document_options){.format = DOCUMENT_JSON}, &found);
    buf_clear(&source);
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].line > 0)
            found.items[i].line += of->line - 1;
    diags_move(d, &found);
    diags_clear(&found);
    return doc;
}

str records_name(const records *r)
{
    return r->name;
}

uint64_t records_bytes(const records *r)
{
    return r->bytes;
}
