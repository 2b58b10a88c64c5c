#include "base/path.h"

#include "base/buf.h"

str path_folder(str path)
{
    size_t slash = str_find_last(path, '/');
    if (slash == SIZE_MAX)
        return STR("");
    return str_take(path, slash ? slash : 1);
}

str path_name(str path)
{
    size_t slash = str_find_last(path, '/');
    return slash == SIZE_MAX ? path : str_skip(path, slash + 1);
}

str path_join(str folder, str path, arena *a)
{
    if (folder.length == 0 || (path.length && path.data[0] == '/'))
        return path;
    if (path.length == 0)
        return folder;
    const char *slash = folder.data[folder.length - 1] == '/' ? "" : "/";
    return arena_printf(a, "%.*s%s%.*s", STR_ARG(folder), slash, STR_ARG(path));
}

static bool append_part(buf *b, str part)
{
    if (part.length == 0 || str_equal(part, STR(".")))
        return true;
    if (str_equal(part, STR(".."))) {
        if (b->length == 0)
            return false;
        size_t slash = str_find_last(buf_str(b), '/');
        b->length = slash == SIZE_MAX ? 0 : slash;
        return true;
    }
    if (b->length)
        buf_append_char(b, '/');
    buf_append(b, part);
    return true;
}

str path_normalise(str path, arena *a)
{
    buf b = {0};
    str rest = path.data ? path : STR(""), part;
    bool inside = true;
    while (inside && str_split(&rest, '/', &part))
        inside = append_part(&b, part);
    str normal = inside ? arena_str(a, buf_str(&b)) : STR_NULL;
    buf_clear(&b);
    return normal;
}

bool path_is_below(str path, str folder)
{
    if (!str_starts_with(path, folder))
        return false;
    return path.length == folder.length || str_ends_with(folder, STR("/")) ||
           path.data[folder.length] == '/';
}

str path_relative(str from, str to, arena *a)
{
    buf b = {0};
    while (!path_is_below(to, from)) {
        buf_append(&b, b.length ? STR("/..") : STR(".."));
        from = path_folder(from);
    }
    str rest = str_skip(to, from.length);
    while (rest.length && rest.data[0] == '/')
        rest = str_skip(rest, 1);
    if (b.length && rest.length)
        buf_append_char(&b, '/');
    buf_append(&b, b.length || rest.length ? rest : STR("."));
    str relative = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return relative;
}
