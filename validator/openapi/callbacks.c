#include "openapi/builder.h"

/* A Callback Object's expressions, without the name it has in one operation or another. */
static const built *read_callback(builder *b, const node *n)
{
    const built *known = builder_recall(b, BUILT_CALLBACK, n);
    if (known || !builder_enter(b, n))
        return known;
    builder_keep(b, BUILT_CALLBACK, n, NULL, 0); /* reached from within itself: ends there */
    VEC(api_callback) found = {0};
    for (size_t i = 0; i < n->count && !b->stopped; i++) {
        const member *m = &n->as.members[i];
        if (builder_is_extension(member_key(m)))
            continue;
        operation_list operations = {0};
        builder_operations(b, m, PLACE_CALLBACK, &operations);
        api_callback c = {.expression = member_key(m), .node = &m->value, .member = m};
        c.operations = builder_finished(b, &operations);
        c.operation_count = operations.count;
        vec_push(b->arena, &found, c);
    }
    builder_leave(b);
    builder_keep(b, BUILT_CALLBACK, n, found.items, found.count);
    return builder_recall(b, BUILT_CALLBACK, n);
}

void builder_callbacks(builder *b, api_operation *o)
{
    const node *list =
        builder_expect(b, node_get(o->node, STR("callbacks")), NODE_OBJECT, "'callbacks'");
    VEC(api_callback) all = {0};
    for (size_t i = 0; list && i < list->count; i++) {
        const member *m = &list->as.members[i];
        if (builder_is_extension(member_key(m)))
            continue;
        const node *n = builder_expect(b, &m->value, NODE_OBJECT, "a callback");
        const built *read = n ? read_callback(b, n) : NULL;
        for (size_t j = 0; read && j < read->count && builder_count(b); j++) {
            api_callback c = ((const api_callback *)read->items)[j];
            c.name = member_key(m);
            vec_push(b->arena, &all, c);
        }
    }
    o->callbacks = all.items;
    o->callback_count = all.count;
}
