/* Files that are nowhere but in memory: contracts that a ledger holds. */
#include "doc/input_place.h"

struct memory_place {
    const input_text *files;
    size_t count;
};

static bool read_memory(input *in, str path, buf *out, diags *d)
{
    for (size_t i = 0; i < in->memory->count; i++) {
        if (!str_equal(in->memory->files[i].path, path))
            continue;
        buf_append(out, in->memory->files[i].text);
        return true;
    }
    str shown = input_display(in, path, in->arena);
    diags_error(d, "file.missing", "cannot read '%.*s': it was not stored", STR_ARG(shown));
    return false;
}

static bool list_memory(input *in, str folder, str **paths, size_t *count, arena *a, diags *d)
{
    (void)folder;
    (void)d;
    *count = in->memory->count;
    *paths = arena_array_of(a, str, *count);
    for (size_t i = 0; i < *count; i++)
        (*paths)[i] = arena_str(a, in->memory->files[i].path);
    return true;
}

static str display_memory(const input *in, str path, arena *a)
{
    if (str_equal(path, in->entry))
        return in->argument;
    return arena_printf(a, "%.*s (%.*s)", STR_ARG(path), STR_ARG(in->argument));
}

static const input_kind memory = {
    .read = read_memory, .list = list_memory, .display = display_memory};

input *input_open_memory(const input_text *files, size_t count, str entry, str shown)
{
    arena *a = arena_new();
    input *in = arena_new_of(a, input);
    input_text *copies = arena_array_of(a, input_text, count);
    for (size_t i = 0; i < count; i++)
        copies[i] = (input_text){arena_str(a, files[i].path), arena_str(a, files[i].text)};
    struct memory_place *place = arena_new_of(a, struct memory_place);
    *place = (struct memory_place){copies, count};
    in->arena = a;
    in->kind = &memory;
    in->argument = arena_str(a, shown);
    in->folder = in->root = STR("/");
    in->entry = arena_str(a, entry);
    in->memory = place;
    return in;
}
