#include "openapi/build.h"

/* A Callback Object's expressions, without the name it has in one operation or another. */
static const built *read_callback(build *b, const node *n)
{
    const built *known = build_recall(b, BUILT_CALLBACK, n);
    if (known || !build_enter(b, n))
        return known;
    build_keep(b, BUILT_CALLBACK, n, NULL, 0); /* reached from within itself: ends there */
    VEC(api_callback) found = {0};
    for (size_t i = 0; i < n->count && !b->stopped; i++) {
        const member *m = &n->as.members[i];
        if (build_is_extension(member_key(m)))
            continue;
        operation_list operations = {0};
        build_operations(b, m, PLACE_CALLBACK, &operations);
        api_callback c = {.expression = member_key(m), .node = &m->value, .member = m};
        c.operations = build_finished(b, &operations);
        c.operation_count = operations.count;
        vec_push(b->arena, &found, c);
    }
    build_leave(b);
    build_keep(b, BUILT_CALLBACK, n, found.items, found.count);
    return build_recall(b, BUILT_CALLBACK, n);
}

void build_callbacks(build *b, api_operation *o)
{
    const node *list =
        build_expect(b, node_get(o->node, STR("callbacks")), NODE_OBJECT, "'callbacks'");
    VEC(api_callback) all = {0};
    for (size_t i = 0; list && i < list->count; i++) {
        const member *m = &list->as.members[i];
        if (build_is_extension(member_key(m)))
            continue;
        const node *n = build_follow(b, &m->value, "a callback");
        const built *read = n ? read_callback(b, n) : NULL;
        for (size_t j = 0; read && j < read->count && build_count(b); j++) {
            api_callback c = ((const api_callback *)read->items)[j];
            c.name = member_key(m);
            vec_push(b->arena, &all, c);
        }
    }
    o->callbacks = all.items;
    o->callback_count = all.count;
}
