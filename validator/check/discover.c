#include "check/discover.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/vec.h"
#include "doc/document.h"
#include "openapi/api.h"
#include "policy/codeowners.h"
#include "schema/dialect.h"

/* A first look: what says that a file is a contract stands near its top. */
enum { FIRST_LOOK = 64 * 1024 };

static bool has_ending(str path)
{
    return str_ends_with(path, STR(".yaml")) || str_ends_with(path, STR(".yml")) ||
           str_ends_with(path, STR(".json"));
}

static bool may_be_contract(str text)
{
    str start = str_take(text, FIRST_LOOK);
    return str_search(start, STR("openapi")) != SIZE_MAX ||
           str_search(start, STR("swagger")) != SIZE_MAX ||
           str_search(start, STR("json-schema.org/")) != SIZE_MAX;
}

bool discover_looks_like_contract(str path, str text)
{
    return has_ending(path) && may_be_contract(text);
}

/* --- guesses --- */

static bool is_one_of(str word, const char *const *words)
{
    for (; *words; words++)
        if (str_equal_ignoring_case(word, str_from(*words)))
            return true;
    return false;
}

/* Folders that say what lies in them, not whose it is. */
static const char *const generic_names[] = {
    "api",      "apis",    "app",      "apps",   "contract",  "contracts", "definitions", "doc",
    "docs",     "event",   "events",   "json",   "latest",    "lib",       "libs",        "main",
    "messages", "openapi", "packages", "public", "resources", "schema",    "schemas",     "service",
    "services", "spec",    "specs",    "src",    "static",    "swagger",   "yaml",        NULL};

static const char *const aside_names[] = {"__tests__",    "example", "examples", "fixtures",
                                          "node_modules", "test",    "testdata", "tests",
                                          "third_party",  "vendor",  NULL};

static bool is_version(str word)
{
    return word.length >= 2 && (word.data[0] | 32) == 'v' && word.data[1] >= '0' &&
           word.data[1] <= '9';
}

static bool is_generic(str word)
{
    return word.length == 0 || is_version(word) || is_one_of(word, generic_names);
}

/* The folder nearest to the file whose name is somebody's; else the file's own name, else that of
 * the repository. */
static str guess_producer(const repository *r, str path)
{
    str folders = path_folder(path), folder, best = STR_NULL;
    while (str_split(&folders, '/', &folder))
        if (!is_generic(folder))
            best = folder;
    if (best.data)
        return best;
    str stem = path_name(path);
    size_t dot = str_find(stem, '.');
    stem = dot == SIZE_MAX ? stem : str_take(stem, dot);
    return is_generic(stem) ? path_name(str_from(r->top)) : stem;
}

static bool is_aside(str path)
{
    str folders = path_folder(path), folder;
    while (str_split(&folders, '/', &folder))
        if (is_one_of(folder, aside_names))
            return true;
    return false;
}

static codeowners *find_codeowners(repository *r)
{
    codeowners *found = NULL;
    diags ignored;
    diags_init(&ignored);
    for (const char *const *place = codeowners_places; *place && !found; place++) {
        str full = arena_printf(r->arena, "%s/%s", r->top, *place);
        buf text = {0};
        if (file_kind_of(full.data) == FILE_REGULAR &&
            file_read(&text, full.data, LIMIT_DOCUMENT_BYTES, &ignored)) {
            str shown = str_from(*place);
            found = codeowners_parse(buf_str(&text), shown, codeowners_guess(shown, buf_str(&text)),
                                     r->arena, &ignored);
        }
        buf_clear(&text);
    }
    diags_clear(&ignored);
    return found;
}

/* --- looking --- */

/* Fills kind and version; false when the document is no contract. */
static bool recognise(discovered *d, const node *root, arena *a)
{
    if (api_is_contract(root)) {
        str version = node_get_text(root, STR("openapi"));
        d->kind = CONTRACT_OPENAPI;
        d->version = version.data ? arena_printf(a, "OpenAPI %.*s", STR_ARG(version))
                                  : arena_printf(a, "Swagger %.*s",
                                                 STR_ARG(node_get_text(root, STR("swagger"))));
        return true;
    }
    str uri = node_get_text(root, STR("$schema"));
    if (!uri.data || dialect_of_uri(uri) == DIALECT_UNKNOWN)
        return false;
    d->kind = CONTRACT_JSON_SCHEMA;
    d->version = arena_printf(a, "JSON Schema %s", dialect_name(dialect_of_uri(uri)));
    return true;
}

/* What cannot be read is no contract yet: lint and check say why once it is listed. */
static bool look_at(discovered *out, repository *r, str path)
{
    bool found = false;
    buf text = {0};
    diags ignored;
    diags_init(&ignored);
    str full = arena_printf(r->arena, "%s/%.*s", r->top, STR_ARG(path));
    if (file_kind_of(full.data) == FILE_REGULAR &&
        file_read(&text, full.data, LIMIT_DOCUMENT_BYTES, &ignored) &&
        may_be_contract(buf_str(&text))) {
        document_options options = {.without_hashes = true};
        document *doc = document_read(&text, path, &options, &ignored);
        found = doc && recognise(out, document_root(doc), r->arena);
        document_free(doc);
    }
    buf_clear(&text);
    diags_clear(&ignored);
    return found;
}

bool discover_contracts(repository *r, discovered **out, size_t *count, diags *d)
{
    repository_files files;
    if (!repository_list(r, SIDE_WORKING_TREE, STR_NULL, &files, d))
        return false;
    codeowners *owners = find_codeowners(r);
    VEC(discovered) found = {0};
    for (size_t i = 0; i < files.count; i++) {
        discovered one = {.path = files.items[i].path};
        text_list team = {0};
        if (files.items[i].is_link || !has_ending(one.path) || !look_at(&one, r, one.path))
            continue;
        one.producer = guess_producer(r, one.path);
        one.is_aside = is_aside(one.path);
        if (owners && codeowners_of(owners, one.path, &team, NULL) && team.count)
            one.owner = team.items[0];
        vec_push(r->arena, &found, one);
    }
    *out = found.items;
    *count = found.count;
    return true;
}
