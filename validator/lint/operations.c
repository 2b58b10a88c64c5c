/*
 * Operations: ids, the parameters of their paths, responses, links.
 */
#include "lint/context.h"
#include "openapi/names.h"

static void check_ids(lint *l, map *ids)
{
    const entity_list *list = &l->entities[KIND_OPERATION];
    for (size_t i = 0; i < list->count; i++) {
        const node *n = node_get(list->items[i].node, STR("operationId"));
        if (!node_is(n, NODE_STRING))
            continue;
        void **slot = map_slot(ids, node_text(n));
        const node *first = *slot;
        if (!first) {
            *slot = list->items + i;
            continue;
        }
        const entity *other = *slot;
        position place = bundle_position(l->bundle, other->node, l->arena);
        lint_add(l, LINT_OPERATION_ID_DUPLICATE, n,
                 "the operationId '%.*s' is also that of the operation at line %u",
                 STR_ARG(node_text(n)), place.line);
    }
}

/* --- the names of a path against its parameters --- */

static bool declares(const api_operation *o, str name)
{
    for (size_t i = 0; i < o->parameter_count; i++)
        if (o->parameters[i].in == IN_PATH && str_equal(o->parameters[i].name, name))
            return true;
    return false;
}

/* Once a path and name: what the path level lacks, all its operations lack. */
static void check_declared(lint *l, const api_operation *o, map *said)
{
    str name;
    for (size_t next = 0; path_next_name(o->path, &next, &name);) {
        if (name.length == 0 || declares(o, name))
            continue;
        if (!map_put(said, arena_printf(l->arena, "%.*s {%.*s}", STR_ARG(o->path), STR_ARG(name)),
                     l))
            continue;
        lint_add_key(l, LINT_PATH_PARAMETER_UNDECLARED, o->member, o->path_node,
                     "%.*s does not declare the path parameter '%.*s'", STR_ARG(o->display),
                     STR_ARG(name));
    }
}

static void check_used(lint *l, const api_operation *o, map *said)
{
    for (size_t i = 0; i < o->parameter_count; i++) {
        const api_parameter *p = &o->parameters[i];
        if (p->in != IN_PATH || p->position >= 0)
            continue;
        str key = arena_printf(l->arena, "%.*s %.*s", STR_ARG(o->path), STR_ARG(p->name));
        if (map_put(said, key, l))
            lint_add(l, LINT_PATH_PARAMETER_UNUSED, p->holder,
                     "the path parameter '%.*s' is not in the path of %.*s", STR_ARG(p->name),
                     STR_ARG(o->display));
    }
}

static void check_path_names(lint *l)
{
    map said;
    map_init(&said, l->arena, bundle_seed(l->bundle));
    for (size_t i = 0; l->api && i < l->api->operation_count; i++) {
        const api_operation *o = l->api->operations[i];
        if (o->place != PLACE_PATH)
            continue;
        check_declared(l, o, &said);
        check_used(l, o, &said);
    }
}

/* --- lists of parameters --- */

static void check_list(lint *l, const node *list)
{
    if (!node_is(list, NODE_ARRAY))
        return;
    map seen;
    map_init(&seen, l->arena, bundle_seed(l->bundle));
    const node *body = NULL, *form = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const node *n = lint_follow(l, node_item(list, i));
        str in = node_get_text(n, STR("in")), name = node_get_text(n, STR("name"));
        if (!in.data || !name.data)
            continue;
        if (str_equal(in, STR("header")))
            name = str_lower(name, l->arena);
        if (str_equal(in, STR("body"))) {
            if (body)
                lint_add(l, LINT_PARAMETER_DUPLICATE, node_item(list, i),
                         "a second body parameter");
            body = n;
        } else if (!map_put(&seen, arena_printf(l->arena, "%.*s %.*s", STR_ARG(in), STR_ARG(name)),
                            l)) {
            lint_add(l, LINT_PARAMETER_DUPLICATE, node_item(list, i),
                     "the %.*s parameter '%.*s' is listed twice", STR_ARG(in),
                     STR_ARG(node_get_text(n, STR("name"))));
        }
        if (str_equal(in, STR("formData")))
            form = node_item(list, i);
    }
    if (body && form)
        lint_add(l, LINT_FIELDS_CONFLICT, form,
                 "parameters in 'formData' and in 'body' exclude each other");
}

static void check_lists(lint *l)
{
    static const object_kind holders[] = {KIND_OPERATION, KIND_PATH_ITEM};
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
        const entity_list *list = &l->entities[holders[i]];
        for (size_t j = 0; j < list->count; j++)
            check_list(l, node_get(list->items[j].node, STR("parameters")));
    }
}

/* --- responses --- */

static void check_responses(lint *l)
{
    const entity_list *list = &l->entities[KIND_RESPONSES];
    for (size_t i = 0; i < list->count; i++) {
        const node *n = list->items[i].node;
        size_t count = 0;
        bool success = false;
        for (size_t j = 0; j < n->count; j++) {
            const member *m = &n->as.members[j];
            str key = member_key(m);
            if (str_starts_with(key, STR("x-")))
                continue;
            count++;
            if (!response_status_is_valid(key, (l->bit & V3) != 0))
                lint_add_key(l, LINT_STATUS_INVALID, m, n, "'%.*s' is no status code",
                             STR_ARG(key));
            success = success || (key.length && key.data[0] >= '1' && key.data[0] <= '3') ||
                      str_equal(key, STR("default"));
        }
        if (count == 0)
            lint_add(l, LINT_RESPONSES_MISSING, n, "'responses' describes no response");
        else if (!success)
            lint_add(l, LINT_SUCCESS_RESPONSE_MISSING, n, "no response describes success");
    }
}

/* --- links --- */

static void check_links(lint *l, const map *ids)
{
    const entity_list *list = &l->entities[KIND_LINK];
    for (size_t i = 0; i < list->count; i++) {
        const node *id = node_get(list->items[i].node, STR("operationId"));
        const node *ref = node_get(list->items[i].node, STR("operationRef"));
        if (node_is(id, NODE_STRING) && !map_has(ids, node_text(id)))
            lint_add(l, LINT_LINK_TARGET_UNKNOWN, id, "no operation has the operationId '%.*s'",
                     STR_ARG(node_text(id)));
        if (node_is(ref, NODE_STRING) && str_starts_with(node_text(ref), STR("#")) &&
            !bundle_resolve(l->bundle, ref, node_text(ref), NULL))
            lint_add(l, LINT_LINK_TARGET_UNKNOWN, ref, "no operation stands at '%.*s'",
                     STR_ARG(node_text(ref)));
    }
}

void check_operations(lint *l)
{
    map ids;
    map_init(&ids, l->arena, bundle_seed(l->bundle));
    check_ids(l, &ids);
    check_path_names(l);
    check_lists(l);
    check_responses(l);
    check_links(l, &ids);
}
