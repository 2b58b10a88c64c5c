#include "consumer/route.h"

#include "base/uri.h"
#include "base/vec.h"

typedef VEC(str) segments;

typedef struct routing {
    const api *contract;
    route_fits *fits;
    void *context;
    arena *arena;
    bool slash; /* the path ends in one: of two templates that differ in that, this one is meant */
} routing;

static bool ends_in_slash(str path)
{
    return str_ends_with(path, STR("/"));
}

static segments split(str path, arena *a)
{
    segments parts = {0};
    str part;
    path = str_take(path, str_find(path, '?'));
    while (str_split(&path, '/', &part))
        if (part.length)
            vec_push(a, &parts, part);
    return parts;
}

static const api_parameter *path_parameter(const api_operation *operation, str name)
{
    for (size_t i = 0; i < operation->parameter_count; i++)
        if (operation->parameters[i].in == IN_PATH &&
            str_equal(operation->parameters[i].name, name))
            return &operation->parameters[i];
    return NULL;
}

static bool value_fits(routing *r, const api_operation *operation, str name, str text)
{
    const api_parameter *p = path_parameter(operation, name);
    str decoded;
    if (!uri_percent_decode(text, &decoded, r->arena))
        return false;
    return text.length > 0 && (!p || r->fits(r->context, p, decoded));
}

/* A template's segment, "{id}" or "report-{year}.csv", against a path's; *literal counts what was
 * matched letter by letter. */
static bool segment_fits(routing *r, const api_operation *operation, str template, str text,
                         size_t *literal)
{
    while (template.length) {
        if (template.data[0] != '{') {
            if (!text.length || text.data[0] != template.data[0])
                return false;
            template = str_skip(template, 1);
            text = str_skip(text, 1);
            ++*literal;
            continue;
        }
        size_t close = str_find(template, '}');
        if (close == SIZE_MAX)
            return false;
        str name = str_take(str_skip(template, 1), close - 1);
        template = str_skip(template, close + 1);
        size_t stop = template.length == 0      ? text.length
                      : template.data[0] == '{' ? (text.length > 0 ? 1 : 0)
                                                : str_find(text, template.data[0]);
        if (stop == SIZE_MAX || !value_fits(r, operation, name, str_take(text, stop)))
            return false;
        text = str_skip(text, stop);
    }
    return text.length == 0;
}

/* Literal letters matched, plus one; 0 when it does not fit. */
static size_t path_fits(routing *r, const api_operation *operation, const segments *path,
                        size_t skipped)
{
    segments template = split(operation->path, r->arena);
    size_t literal = 1;
    if (template.count + skipped != path->count || ends_in_slash(operation->path) != r->slash)
        return 0;
    for (size_t i = 0; i < template.count; i++)
        if (!segment_fits(r, operation, template.items[i], path->items[i + skipped], &literal))
            return 0;
    return literal;
}

/* The path of a server's URL: what stands before the contract's paths. */
static str base_path(str url)
{
    size_t scheme = str_search(url, STR("://"));
    if (scheme != SIZE_MAX) {
        str rest = str_skip(url, scheme + 3);
        size_t slash = str_find(rest, '/');
        return slash == SIZE_MAX ? STR("") : str_skip(rest, slash);
    }
    return str_starts_with(url, STR("/")) ? url : STR("");
}

/* How many of the path's first segments are this base; SIZE_MAX when it does not start so. A server
 * variable stands for any one segment. */
static size_t base_length(const segments *base, const segments *path)
{
    if (base->count > path->count)
        return SIZE_MAX;
    for (size_t i = 0; i < base->count; i++)
        if (str_find(base->items[i], '{') == SIZE_MAX && !str_equal(base->items[i], path->items[i]))
            return SIZE_MAX;
    return base->count;
}

static size_t best_fit(routing *r, const api_operation *operation, const segments *path)
{
    size_t best = r->contract->version == API_SWAGGER_20 ? 0 : path_fits(r, operation, path, 0);
    for (size_t i = 0; i < operation->server_count; i++) {
        segments base = split(base_path(operation->servers[i].url), r->arena);
        size_t skipped = base_length(&base, path);
        size_t fit = skipped != SIZE_MAX ? path_fits(r, operation, path, skipped) : 0;
        best = fit > best ? fit : best;
    }
    return best;
}

route route_find(const api *contract, str method, str path, route_fits *fits, void *context,
                 arena *a)
{
    routing r = {contract, fits, context, a, ends_in_slash(path)};
    route found = {0};
    size_t best = 0;
    if (str_search(path, STR("//")) != SIZE_MAX)
        return found; /* an empty step is no value and no name */
    segments parts = split(path, a);
    for (size_t i = 0; i < contract->operation_count; i++) {
        const api_operation *operation = contract->operations[i];
        if (operation->place != PLACE_PATH)
            continue;
        bool same_method = str_equal_ignoring_case(operation->method, method);
        if (!same_method && found.path_known)
            continue;
        size_t fit = best_fit(&r, operation, &parts);
        found.path_known |= fit > 0;
        if (same_method && fit > best) {
            best = fit;
            found.operation = operation;
        }
    }
    return found;
}
