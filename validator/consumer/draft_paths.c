/*
 * Path templates from the paths that were recorded, where no contract names them: a step that looks
 * like data is a parameter, and so is one that had many values between the same others.
 */
#include "consumer/draft_paths.h"

#include "consumer/observed.h"

/* As many names of a kind nobody makes up for a resource. */
enum { MANY_VALUES = 12 };

static path_steps split(str path, arena *a)
{
    path_steps steps = {0};
    str step;
    while (str_split(&path, '/', &step))
        if (step.length)
            vec_push(a, &steps, step);
    return steps;
}

static bool is_parameter(str step)
{
    str decoded;
    arena *a = arena_new();
    bool key = observed_is_key(uri_percent_decode(step, &decoded, a) ? decoded : step);
    bool odd = str_find(step, '@') != SIZE_MAX || str_find(step, '%') != SIZE_MAX;
    arena_free(a);

    return key || odd;
}

/* "orders" -> "order_id", "companies" -> "company_id". */
static str parameter_name(str before, arena *a)
{
    if (str_ends_with(before, STR("ies")))
        return arena_printf(a, "%.*sy_id", (int)before.length - 3, before.data);
    static const char *const hissing[] = {"sses", "xes", "ches", "shes"};
    bool with_e = false;
    for (size_t i = 0; i < sizeof hissing / sizeof *hissing; i++)
        with_e |= str_ends_with(before, str_from(hissing[i]));
    if (with_e)
        before.length -= 2;
    else if (str_ends_with(before, STR("s")) && !str_ends_with(before, STR("ss")))
        before.length--;
    if (before.length == 0 || str_find(before, '{') != SIZE_MAX)
        return STR("id");
    buf name = {0};
    for (size_t i = 0; i < before.length; i++) {
        char c = before.data[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        buf_append_char(&name, plain ? c : '_');
    }
    buf_append(&name, STR("_id"));
    str copy = arena_str(a, buf_str(&name));
    buf_clear(&name);
    return copy;
}

static str join(const path_steps *steps, arena *a)
{
    buf text = {0};
    for (size_t i = 0; i < steps->count; i++) {
        buf_append_char(&text, '/');
        buf_append(&text, steps->items[i]);
    }
    if (steps->count == 0)
        buf_append_char(&text, '/');
    str path = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return path;
}

static void name_parameter(path_steps *steps, size_t at, arena *a)
{
    str name = parameter_name(at ? steps->items[at - 1] : STR(""), a);
    str template = arena_printf(a, "{%.*s}", STR_ARG(name));
    for (size_t i = 0, again = 2; i < at; i++)
        if (str_equal(steps->items[i], template)) {
            template = arena_printf(a, "{%.*s%zu}", STR_ARG(name), again++);
            i = 0;
        }
    steps->items[at] = template;
}

/* The path with step `hole` left open, as a key. */
static str around(const path_steps *steps, size_t hole, str method, arena *a)
{
    path_steps copy = {0};
    vec_push(a, &copy, method);
    for (size_t i = 0; i < steps->count; i++)
        vec_push(a, &copy, i == hole ? STR("{}") : steps->items[i]);
    return join(&copy, a);
}

static map *values_around(path_templates *t, const path_steps *steps, size_t hole, str method)
{
    str key = around(steps, hole, method, t->arena);
    map *values = map_get(&t->siblings, key);
    if (!values) {
        values = arena_new_of(t->arena, map);
        map_init(values, t->arena, 0);
        map_put(&t->siblings, key, values);
    }
    return values;
}

void path_templates_init(path_templates *t, arena *a)
{
    *t = (path_templates){.arena = a};
    map_init(&t->siblings, a, 0);
}

static path_steps first_template(str path, arena *a)
{
    path_steps steps = split(path, a);
    for (size_t i = 0; i < steps.count; i++)
        if (is_parameter(steps.items[i]))
            name_parameter(&steps, i, a);
    return steps;
}

str path_templates_add(path_templates *t, str method, str path)
{
    path_steps steps = first_template(arena_str(t->arena, path), t->arena);
    for (size_t i = 0; i < steps.count; i++)
        if (str_find(steps.items[i], '{') == SIZE_MAX)
            map_put(values_around(t, &steps, i, method), steps.items[i], t);
    return join(&steps, t->arena);
}

str path_templates_find(path_templates *t, str method, str path)
{
    path_steps steps = split(path, t->arena), original = split(path, t->arena);
    for (size_t i = 1; i < steps.count; i++)
        if (str_find(original.items[i], '{') == SIZE_MAX &&
            values_around(t, &original, i, method)->count >= MANY_VALUES)
            name_parameter(&steps, i, t->arena);
    return join(&steps, t->arena);
}
