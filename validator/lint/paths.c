/*
 * Path templates: well formed, told apart from each other.
 */
#include "base/limits.h"
#include "lint/context.h"
#include "openapi/names.h"

typedef struct template_path {
    const member *member;
    str path;
    const str *segments;
    size_t segment_count;
} template_path;

typedef VEC(template_path) template_list;

static bool braces_pair(str path)
{
    bool open = false;
    for (size_t i = 0; i < path.length; i++) {
        char c = path.data[i];
        if (c == '{' ? open : c == '}' && !open)
            return false;
        if (c == '{' || c == '}')
            open = c == '{';
    }
    return !open;
}

static void check_names(lint *l, const member *m, const node *holder)
{
    str path = member_key(m), name;
    map seen;
    map_init(&seen, l->arena, bundle_seed(l->bundle));
    for (size_t next = 0; path_next_name(path, &next, &name);) {
        if (name.length == 0)
            lint_add_key(l, LINT_PATH_MALFORMED, m, holder, "'%.*s' has braces without a name",
                         STR_ARG(path));
        else if (!map_put(&seen, name, l))
            lint_add_key(l, LINT_PATH_PARAMETER_REPEATED, m, holder,
                         "'{%.*s}' stands twice in '%.*s'", STR_ARG(name), STR_ARG(path));
    }
}

static void check_template(lint *l, const member *m, const node *holder)
{
    str path = member_key(m);
    if (!str_starts_with(path, STR("/")))
        lint_add_key(l, LINT_PATH_MALFORMED, m, holder, "the path '%.*s' does not start with '/'",
                     STR_ARG(path));
    if (!braces_pair(path))
        lint_add_key(l, LINT_PATH_MALFORMED, m, holder, "the braces of '%.*s' do not pair",
                     STR_ARG(path));
    if (str_find(path, '?') != SIZE_MAX)
        lint_add_key(l, LINT_PATH_MALFORMED, m, holder,
                     "the path '%.*s' has a query; describe it by query parameters", STR_ARG(path));
    check_names(l, m, holder);
}

static void check_duplicates(lint *l, const template_list *paths, const node *holder)
{
    map shapes;
    map_init(&shapes, l->arena, bundle_seed(l->bundle));
    for (size_t i = 0; i < paths->count; i++) {
        const template_path *p = &paths->items[i];
        void **slot = map_slot(&shapes, path_shape(p->path, l->arena));
        const template_path *first = *slot;
        if (first)
            lint_add_key(l, LINT_PATH_DUPLICATE, p->member, holder,
                         "'%.*s' is the same path as '%.*s'", STR_ARG(p->path),
                         STR_ARG(first->path));
        else
            *slot = &paths->items[i];
    }
}

/* --- ambiguity: "/{kind}/mine" and "/books/{id}" both match /books/mine --- */

static bool is_template(str segment)
{
    return str_find(segment, '{') != SIZE_MAX;
}

/* Each has a literal where the other has a name: neither is the more concrete one, which would be
 * matched first. Templates within a segment ("{id}.json") count as names. */
static bool overlap(const template_path *x, const template_path *y)
{
    bool x_literal = false, y_literal = false;
    for (size_t i = 0; i < x->segment_count; i++) {
        bool x_open = is_template(x->segments[i]), y_open = is_template(y->segments[i]);
        if (!x_open && !y_open && !str_equal(x->segments[i], y->segments[i]))
            return false;
        x_literal = x_literal || (!x_open && y_open);
        y_literal = y_literal || (x_open && !y_open);
    }
    return x_literal && y_literal;
}

static bool share_method(const lint *l, const template_path *x, const template_path *y)
{
    static const char *const methods[] = {"get",  "put",   "post",  "delete", "options",
                                          "head", "patch", "trace", "query"};
    const node *a = lint_follow(l, &x->member->value), *b = lint_follow(l, &y->member->value);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (node_get(a, str_from(methods[i])) && node_get(b, str_from(methods[i])))
            return true;
    return false;
}

static void check_ambiguity(lint *l, const template_list *paths, const node *holder)
{
    size_t steps = 0;
    for (size_t i = 0; i < paths->count; i++) {
        const template_path *x = &paths->items[i];
        for (size_t j = 0; j < i; j++) {
            const template_path *y = &paths->items[j];
            steps += 1;
            if (x->segment_count != y->segment_count)
                continue;
            steps += x->segment_count;
            if (overlap(x, y) && share_method(l, x, y))
                lint_add_key(l, LINT_PATH_AMBIGUOUS, x->member, holder,
                             "'%.*s' and '%.*s' match the same requests", STR_ARG(x->path),
                             STR_ARG(y->path));
        }
        if (steps > LIMIT_LINT_PATH_STEPS) {
            lint_undecided(l, holder, STR("too many paths to compare each with each other"));
            return;
        }
    }
}

static template_path split_path(lint *l, const member *m)
{
    template_path p = {.member = m, .path = member_key(m)};
    VEC(str) segments = {0};
    str rest = p.path, segment;
    while (rest.data && str_split(&rest, '/', &segment))
        vec_push(l->arena, &segments, segment);
    p.segments = segments.items;
    p.segment_count = segments.count;
    return p;
}

void check_paths(lint *l)
{
    const entity_list *list = &l->entities[KIND_PATHS];
    for (size_t i = 0; i < list->count; i++) {
        const node *n = list->items[i].node;
        template_list paths = {0};
        for (size_t j = 0; j < n->count; j++) {
            const member *m = &n->as.members[j];
            if (str_starts_with(member_key(m), STR("x-")))
                continue;
            check_template(l, m, n);
            vec_push(l->arena, &paths, split_path(l, m));
        }
        check_duplicates(l, &paths, n);
        check_ambiguity(l, &paths, n);
    }
}
