#include "openapi/builder.h"

typedef struct method_row {
    const char *field, *method;
    api_version since;
} method_row;

static const method_row methods[] = {
    {"get", "GET", API_SWAGGER_20},         {"put", "PUT", API_SWAGGER_20},
    {"post", "POST", API_SWAGGER_20},       {"delete", "DELETE", API_SWAGGER_20},
    {"options", "OPTIONS", API_SWAGGER_20}, {"head", "HEAD", API_SWAGGER_20},
    {"patch", "PATCH", API_SWAGGER_20},     {"trace", "TRACE", API_OPENAPI_30},
    {"query", "QUERY", API_OPENAPI_32},
};

bool builder_path_item(builder *b, const node *n, path_item *out)
{
    if (!n || n->kind == NODE_NULL)
        return false;
    if (!builder_expect(b, n, NODE_OBJECT,
                        "a path item")) /* also ends loops, so that the steps below end */
        return false;
    for (;;) {
        vec_push(b->arena, out, n);
        str target = node_get_text(n, STR("$ref"));
        if (!target.data)
            return true;
        n = bundle_resolve(b->bundle, n, target, NULL);
        if (!node_is(n, NODE_OBJECT))
            return true;
    }
}

static const member *path_item_member(const path_item *item, size_t layers, str field)
{
    for (size_t i = 0; i < layers; i++) {
        const member *m = node_get_member(item->items[i], field);
        if (m)
            return m;
    }
    return NULL;
}

const node *path_item_get(const path_item *item, str field)
{
    const member *m = path_item_member(item, item->count, field);
    return m ? &m->value : NULL;
}

static str method_of(const builder *b, str field)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (b->api->version >= methods[i].since && str_equal(field, str_from(methods[i].field)))
            return str_from(methods[i].method);
    return STR_NULL;
}

static str display_of(builder *b, const api_operation *o)
{
    const char *prefix = o->place == PLACE_WEBHOOK ? "webhook:" : "";
    return arena_printf(b->arena, "%.*s %s%.*s", STR_ARG(o->method), prefix, STR_ARG(o->path));
}

typedef struct item_entry {
    const member *entry;
    operation_place place;
    str shape;
    path_item item;
} item_entry;

static void add_operation(builder *b, const item_entry *e, str method, const member *m,
                          const node *layer, operation_list *into)
{
    const node *n = builder_expect(b, &m->value, NODE_OBJECT, "an operation");
    if (!n || !builder_count(b))
        return;
    api_operation *o = arena_new_of(b->arena, api_operation);
    o->method = method;
    o->path = member_key(e->entry);
    o->shape = e->shape;
    o->place = e->place;
    o->node = n;
    o->member = m;
    o->path_node = layer;
    o->path_member = e->entry;
    o->display = display_of(b, o);
    builder_operation(b, o, &e->item);
    vec_push(b->arena, into, o);
}

/* 3.2: methods without a field of their own, by their exact name. */
static void add_additional(builder *b, const item_entry *e, const node *layer, operation_list *into)
{
    const node *more = b->api->version < API_OPENAPI_32
                           ? NULL
                           : builder_expect(b, node_get(layer, STR("additionalOperations")),
                                            NODE_OBJECT, "'additionalOperations'");
    for (size_t i = 0; more && i < more->count; i++) {
        const member *m = &more->as.members[i];
        if (!builder_is_extension(member_key(m)))
            add_operation(b, e, member_key(m), m, layer, into);
    }
}

void builder_operations(builder *b, const member *entry, operation_place place,
                        operation_list *into)
{
    item_entry e = {.entry = entry, .place = place};
    e.shape = place == PLACE_PATH ? path_shape(member_key(entry), b->arena) : member_key(entry);
    if (!builder_path_item(b, &entry->value, &e.item))
        return;
    for (size_t i = 0; i < e.item.count; i++) {
        const node *layer = e.item.items[i];
        for (size_t j = 0; j < layer->count && !b->stopped; j++) {
            const member *m = &layer->as.members[j];
            str method = method_of(b, member_key(m));
            if (method.data && !path_item_member(&e.item, i, member_key(m)))
                add_operation(b, &e, method, m, layer, into);
        }
        add_additional(b, &e, layer, into);
    }
}

const api_operation *const *builder_finished(builder *b, const operation_list *list)
{
    const api_operation **items = arena_array_of(b->arena, const api_operation *, list->count);
    for (size_t i = 0; i < list->count; i++)
        items[i] = list->items[i];
    return items;
}
