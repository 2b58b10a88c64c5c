#include "check/ownership.h"

#include "base/file.h"
#include "base/glob.h"
#include "base/limits.h"
#include "base/path.h"

static bool read_text(repository *r, side s, str path, buf *out, diags *d)
{
    if (s == SIDE_INDEX)
        return repository_read(r, STR_NULL, path, out, d);
    str full = arena_printf(r->arena, "%s/%.*s", r->top, STR_ARG(path));
    return file_read(out, full.data, LIMIT_DOCUMENT_BYTES, d);
}

static bool read_codeowners(ownership_sources *out, repository *r, const repository_files *files,
                            const policy *p, side s, diags *d)
{
    str path = STR_NULL;
    if (p && p->codeowners.data) {
        path = glob_clean(p->codeowners, r->arena);
        if (!repository_find(files, path)) {
            diags_error(d, "owners.codeowners", "there is no '%.*s' in this repository",
                        STR_ARG(path));
            return false;
        }
    }
    for (const char *const *place = codeowners_places; *place && !path.data; place++)
        if (repository_find(files, str_from(*place)))
            path = str_from(*place);
    if (!path.data)
        return true;
    buf text = {0};
    bool good = read_text(r, s, path, &text, d);
    if (good)
        out->codeowners = codeowners_parse(buf_str(&text), path,
                                           codeowners_guess(path, buf_str(&text)), r->arena, d);
    buf_clear(&text);
    return good;
}

static bool is_catalog(const policy *p, str path)
{
    for (size_t i = 0; p && i < p->catalogs.count; i++)
        if (glob_matches(p->catalogs.items[i], path))
            return true;
    return (!p || p->catalogs.count == 0) && str_equal(path_name(path), STR("catalog-info.yaml"));
}

static bool read_catalogs(ownership_sources *out, repository *r, const repository_files *files,
                          const policy *p, side s, diags *d)
{
    bool good = true;
    for (size_t i = 0; i < files->count; i++) {
        buf text = {0};
        if (!is_catalog(p, files->items[i].path) || files->items[i].is_link)
            continue;
        if (read_text(r, s, files->items[i].path, &text, d))
            catalog_read(&out->catalog, buf_str(&text), files->items[i].path, d);
        else
            good = false;
        buf_clear(&text);
    }
    return good;
}

bool ownership_read(ownership_sources *out, repository *r, const policy *p, side s, diags *d)
{
    *out = (ownership_sources){.catalog = {.arena = r->arena}};
    repository_files files;
    if (!repository_list(r, s, STR_NULL, &files, d) || !read_codeowners(out, r, &files, p, s, d) ||
        !read_catalogs(out, r, &files, p, s, d))
        return false;
    out->ownership =
        (ownership){.policy = p, .codeowners = out->codeowners, .catalog = &out->catalog};
    return true;
}
