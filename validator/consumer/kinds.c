#include "consumer/kinds.h"

#include "base/buf.h"

enum { KINDS_DEPTH = 20 };

/* In the order they are written in. */
static const struct {
    const char *name;
    unsigned kinds;
} names[] = {
    {"string", KIND(NODE_STRING)},   {"number", KIND_NUMBER},       {"integer", KIND_INTEGER},
    {"boolean", KIND(NODE_BOOLEAN)}, {"object", KIND(NODE_OBJECT)}, {"array", KIND(NODE_ARRAY)},
    {"null", KIND(NODE_NULL)},
};

unsigned kinds_of_name(str type_name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(type_name, str_from(names[i].name)))
            return names[i].kinds;
    return 0;
}

unsigned kinds_of_value(const node *value)
{
    arena *a = arena_new();
    number n;
    bool integer = value->kind == NODE_NUMBER && number_parse(&n, node_text(value), a) &&
                   number_is_integer(&n);
    arena_free(a);
    return integer ? KIND_INTEGER : value->kind == NODE_NUMBER ? KIND_NUMBER : KIND(value->kind);
}

static unsigned kinds_of_type(const node *type)
{
    unsigned kinds = 0;
    if (type->kind == NODE_STRING)
        return kinds_of_name(node_text(type));
    for (size_t i = 0; type->kind == NODE_ARRAY && i < type->count; i++)
        kinds |= kinds_of_name(node_text(&type->as.items[i]));
    return kinds;
}

static unsigned kinds_of_values(const node *values)
{
    unsigned kinds = 0;
    for (size_t i = 0; node_is(values, NODE_ARRAY) && i < values->count; i++)
        kinds |= kinds_of_value(&values->as.items[i]);
    return kinds;
}

site kinds_follow(registry *r, site s)
{
    for (unsigned i = 0; i < KINDS_DEPTH; i++) {
        str reference_text = node_get_text(s.node, STR("$ref"));
        site target =
            reference_text.data ? registry_resolve(r, s, reference_text, NULL) : (site){0};
        if (!target.node)
            return s;
        s = target;
    }
    return s;
}

static unsigned kinds_within(registry *r, site s, unsigned depth);

static unsigned kinds_of_branches(registry *r, site s, str keyword, bool all, unsigned depth)
{
    const node *branches = node_get(s.node, keyword);
    if (!node_is(branches, NODE_ARRAY) || branches->count == 0)
        return KIND_ALL;
    unsigned kinds = all ? KIND_ALL : 0;
    for (size_t i = 0; i < branches->count; i++) {
        unsigned branch = kinds_within(r, registry_child(r, s, &branches->as.items[i]), depth);
        kinds = all ? kinds & branch : kinds | branch;
    }
    return kinds;
}

static unsigned kinds_within(registry *r, site s, unsigned depth)
{
    if (depth >= KINDS_DEPTH || !s.node)
        return KIND_ALL;
    unsigned beside = KIND_ALL;
    str reference_text = node_get_text(s.node, STR("$ref"));
    site target = reference_text.data ? registry_resolve(r, s, reference_text, NULL) : (site){0};
    if (target.node)
        beside = kinds_within(r, target, depth + 1);
    unsigned kinds = beside;
    const node *type = node_get(s.node, STR("type"));
    bool nullable =
        node_get_true(s.node, STR("nullable")) || node_get_true(s.node, STR("x-nullable"));
    if (type)
        kinds &= kinds_of_type(type) | (nullable ? KIND(NODE_NULL) : 0);
    if (node_get(s.node, STR("enum")))
        kinds &= kinds_of_values(node_get(s.node, STR("enum")));
    if (node_get(s.node, STR("const")))
        kinds &= kinds_of_value(node_get(s.node, STR("const")));
    kinds &= kinds_of_branches(r, s, STR("allOf"), true, depth + 1);
    kinds &= kinds_of_branches(r, s, STR("anyOf"), false, depth + 1);
    return kinds & kinds_of_branches(r, s, STR("oneOf"), false, depth + 1);
}

unsigned kinds_of_schema(registry *r, site s)
{
    return kinds_within(r, s, 0);
}

typedef struct kind_names {
    const char *items[sizeof names / sizeof *names];
    size_t count;
} kind_names;

static kind_names names_of(unsigned kinds)
{
    kind_names found = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((kinds & names[i].kinds) != names[i].kinds)
            continue;
        found.items[found.count++] = names[i].name;
        kinds &= ~names[i].kinds; /* a number is not an integer besides */
    }
    return found;
}

static str listed(const kind_names *all, const char *quoted_only, arena *a)
{
    buf text = {0};
    for (size_t i = 0; i < all->count; i++) {
        bool quoted = !quoted_only || str_equal(str_from(all->items[i]), str_from(quoted_only));
        buf_printf(&text, "%s%s%s%s", i ? ", " : "[", quoted ? "\"" : "", all->items[i],
                   quoted ? "\"" : "");
    }
    buf_append_char(&text, ']');
    str copy = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return copy;
}

str kinds_list(unsigned kinds, arena *a)
{
    kind_names all = names_of(kinds);
    return listed(&all, NULL, a);
}

str kinds_text(unsigned kinds, arena *a)
{
    kind_names all = names_of(kinds);
    if (all.count == 0 || all.count == 6)
        return STR("any");
    if (all.count > 1)
        return listed(&all, "null", a);
    return kinds == KIND(NODE_NULL) ? STR("\"null\"") : str_from(all.items[0]);
}
