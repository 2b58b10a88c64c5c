/*
 * Components: their names, and whether anything refers to them. Tags.
 */
#include <stdlib.h>

#include "lint/context.h"

typedef struct component {
    const member *member;
    const node *holder;
    const char *what; /* "schema" */
    bool used;
} component;

typedef VEC(component) component_list;

static bool is_component_name(str s)
{
    for (size_t i = 0; i < s.length; i++) {
        char c = s.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '.' || c == '-' || c == '_'))
            return false;
    }
    return s.length > 0;
}

static void check_names(lint *l, const component_list *list)
{
    for (size_t i = 0; (l->bit & V3) && i < list->count; i++) {
        const component *c = &list->items[i];
        if (!is_component_name(member_key(c->member)))
            lint_add_key(l, LINT_COMPONENT_NAME, c->member, c->holder,
                         "'%.*s' is not a name for a component", STR_ARG(member_key(c->member)));
    }
}

static void gather(lint *l, component_list *into, const node *group, const char *what)
{
    for (size_t i = 0; node_is(group, NODE_OBJECT) && i < group->count; i++)
        vec_push(l->arena, into, (component){&group->as.members[i], group, what, false});
}

static int by_start(const void *a, const void *b)
{
    uint32_t x = ((const component *)a)->member->value.start;
    uint32_t y = ((const component *)b)->member->value.start;
    return (x > y) - (x < y);
}

/* The component whose text holds the target: components are disjoint and in order of offset. */
static void mark(component_list *list, const node *target)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const node *n = &list->items[middle].member->value;
        if (target->start < n->start)
            high = middle;
        else if (target->start >= n->end)
            low = middle + 1;
        else {
            list->items[middle].used = true;
            return;
        }
    }
}

/* Discriminators name schemas without a $ref. */
static void mark_mapped(lint *l, map *by_name)
{
    const node *schemas =
        l->version == API_SWAGGER_20
            ? node_get(bundle_root(l->bundle), STR("definitions"))
            : node_get(node_get(bundle_root(l->bundle), STR("components")), STR("schemas"));
    for (size_t i = 0; node_is(schemas, NODE_OBJECT) && i < schemas->count; i++) {
        const node *n = &schemas->as.members[i].value;
        component *self = map_get_pointer(by_name, n);
        if (self && node_get(n, STR("allOf"))) /* may extend a discriminated schema: by its name */
            self->used = true;
    }
}

static void check_use(lint *l, component_list *list)
{
    if (list->count == 0 || !node_get(bundle_root(l->bundle), STR("paths")))
        return;
    qsort(list->items, list->count, sizeof *list->items, by_start);
    map by_name;
    map_init(&by_name, l->arena, bundle_seed(l->bundle));
    for (size_t i = 0; i < list->count; i++)
        map_put_pointer(&by_name, &list->items[i].member->value, &list->items[i]);
    mark_mapped(l, &by_name);
    for (size_t i = 0; i < bundle_count(l->bundle); i++) {
        size_t count;
        const reference *all = document_references(bundle_document(l->bundle, i), &count);
        for (size_t j = 0; j < count; j++) {
            const node *target =
                bundle_resolve(l->bundle, all[j].holder, node_text(&all[j].member->value), NULL);
            if (target && target->document == 0)
                mark(list, target);
        }
    }
    for (size_t i = 0; i < list->count; i++) {
        const component *c = &list->items[i];
        if (!c->used)
            lint_add_key(l, LINT_COMPONENT_UNUSED, c->member, c->holder,
                         "nothing refers to the %s '%.*s'", c->what,
                         STR_ARG(member_key(c->member)));
    }
}

static void check_tags(lint *l)
{
    map seen;
    map_init(&seen, l->arena, bundle_seed(l->bundle));
    const entity_list *list = &l->entities[KIND_TAG];
    for (size_t i = 0; i < list->count; i++) {
        const node *name = node_get(list->items[i].node, STR("name"));
        if (node_is(name, NODE_STRING) && !map_put(&seen, node_text(name), l))
            lint_add(l, LINT_TAG_DUPLICATE, name, "the tag '%.*s' is described twice",
                     STR_ARG(node_text(name)));
    }
}

void check_components(lint *l)
{
    static const struct {
        const char *group, *what;
        bool swagger;
    } groups[] = {
        {"schemas", "schema", false},
        {"responses", "response", false},
        {"parameters", "parameter", false},
        {"examples", "example", false},
        {"requestBodies", "request body", false},
        {"headers", "header", false},
        {"links", "link", false},
        {"callbacks", "callback", false},
        {"pathItems", "path item", false},
        {"mediaTypes", "media type", false},
        {"definitions", "schema", true},
        {"parameters", "parameter", true},
        {"responses", "response", true},
    };
    const node *root = bundle_root(l->bundle);
    bool swagger = l->version == API_SWAGGER_20;
    const node *holder = swagger ? root : node_get(root, STR("components"));
    component_list list = {0};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (groups[i].swagger == swagger)
            gather(l, &list, node_get(holder, str_from(groups[i].group)), groups[i].what);
    check_names(l, &list);
    check_use(l, &list);
    check_tags(l);
}
