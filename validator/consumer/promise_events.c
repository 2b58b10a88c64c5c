/*
 * What is expected of events: a consumer reads what it is told, or writes what it tells. A webhook
 * or callback of an OpenAPI contract is told by its producer.
 */
#include "base/limits.h"
#include "consumer/outline.h"
#include "consumer/promise_parts.h"

/* --- which event is meant --- */

static str base_name(str path)
{
    size_t slash = str_find_last(path, '/');
    return slash == SIZE_MAX ? path : str_skip(path, slash + 1);
}

/* "events/order-placed.schema.json" is called so, by any end of its path, or "order-placed". */
static bool names_file(str name, str file)
{
    if (!name.length || !file.data)
        return false;
    if (str_starts_with(name, STR("./")))
        name = str_skip(name, 2);
    if (str_ends_with(file, name) &&
        (file.length == name.length || file.data[file.length - name.length - 1] == '/' ||
         file.data[file.length - name.length - 1] == ':'))
        return true;
    str base = base_name(file);
    if (base.length == file.length && str_equal(base_name(name), base))
        return true; /* nobody knows the contract's folder: a ledger keeps none */
    return str_equal(name, str_take(base, str_find(base, '.')));
}

static bool names_schema(str name, const promise_contract *contract)
{
    str id = node_get_text(contract->schema.node, STR("$id"));
    return names_file(name, contract->file) || (id.data && names_file(name, id)) ||
           str_equal(name, node_get_text(contract->schema.node, STR("title")));
}

static const api_operation *find_callback(const api_operation *operation, str name, unsigned depth)
{
    for (size_t i = 0; i < operation->callback_count && depth < LIMIT_API_NESTING; i++) {
        const api_callback *callback = &operation->callbacks[i];
        for (size_t j = 0; j < callback->operation_count; j++) {
            const api_operation *told = callback->operations[j];
            if (str_equal(callback->name, name) || str_equal(callback->expression, name) ||
                str_equal(told->display, name))
                return told;
            const api_operation *below = find_callback(told, name, depth + 1);
            if (below)
                return below;
        }
    }
    return NULL;
}

static const api_operation *find_told(const api *contract, str name)
{
    for (size_t i = 0; i < contract->operation_count; i++) {
        const api_operation *operation = contract->operations[i];
        if (operation->place == PLACE_WEBHOOK &&
            (str_equal(operation->path, name) || str_equal(operation->display, name) ||
             str_equal(operation->operation_id, name)))
            return operation;
        const api_operation *told = find_callback(operation, name, 0);
        if (told)
            return told;
    }
    return NULL;
}

/* "order-placed.schema.json" is of another contract than this OpenAPI one. */
static bool looks_like_file(str name)
{
    return str_ends_with(name, STR(".json")) || str_ends_with(name, STR(".yaml")) ||
           str_ends_with(name, STR(".yml")) || str_starts_with(name, STR("urn:")) ||
           str_search(name, STR("://")) != SIZE_MAX;
}

/* --- what is expected of it --- */

static void check_written(checking *c, element e, site contract)
{
    const expected_fields *fields = &e.event->writes;
    if (!fields->node)
        return;
    e.sends = true;
    e.relies_on = arena_printf(c->arena, "event %.*s", STR_ARG(e.event->name));
    promise_ask(c, &(ask){.element = &e,
                          .expected = field_schemas_of_body(c->schemas, fields),
                          .contract = contract,
                          .wire = WIRE_JSON,
                          .fields = fields,
                          .node = contract.node});
}

static void check_read(checking *c, element e, site contract, schema_direction direction)
{
    registry *r = c->contract->registry;
    for (size_t i = 0; i < e.event->reads.count; i++) {
        e.field = &e.event->reads.items[i];
        e.relies_on = arena_printf(c->arena, "event %.*s %.*s", STR_ARG(e.event->name),
                                   STR_ARG(e.field->pointer));
        if (outline_documents(r, contract, &e.field->path))
            promise_ask(c, &(ask){.element = &e,
                                  .expected = field_schemas_of_field(c->schemas, e.field),
                                  .contract = contract,
                                  .wire = WIRE_JSON,
                                  .direction = direction,
                                  .node = contract.node});
        else
            promise_tell(c, &e, PROMISE_NOT_DOCUMENTED, contract.node,
                         arena_printf(c->arena,
                                      "the contract does not document '%.*s' in the event",
                                      STR_ARG(e.field->pointer)));
    }
}

static void check_told(checking *c, element e, const api_operation *told)
{
    const api_body *body = told->body;
    const api_media_type *media =
        body ? promise_media(body->content, body->content_count, STR_NULL) : NULL;
    e.found = told;
    promise_tell(c, &e, PROMISE_KEPT, told->node, STR(""));
    if (e.event->writes.node)
        promise_tell(c, &e, PROMISE_NOT_ACCEPTED, told->node,
                     arena_printf(c->arena, "'%.*s' is told by the producer, nobody writes it",
                                  STR_ARG(e.event->name)));
    if (e.event->reads.count == 0)
        return;
    if (media)
        check_read(c, e, media->schema, DIRECTION_REQUEST);
    else
        promise_tell(c, &e, PROMISE_NO_MEDIA_TYPE, told->node, STR("the event has no such body"));
}

static void check_event(checking *c, const expected_event *event)
{
    const promise_contract *contract = c->contract;
    element e = {.event = event,
                 .relies_on = arena_printf(c->arena, "event %.*s", STR_ARG(event->name))};
    if (!contract->api) {
        if (!names_schema(event->name, contract))
            return;
        promise_tell(c, &e, PROMISE_KEPT, contract->schema.node, STR(""));
        check_written(c, e, contract->schema);
        check_read(c, e, contract->schema, DIRECTION_NONE);
        return;
    }
    const api_operation *told = find_told(contract->api, event->name);
    if (told)
        check_told(c, e, told);
    else if (!looks_like_file(event->name))
        promise_tell(c, &e, PROMISE_NO_EVENT, contract->api->root,
                     arena_printf(c->arena, "the contract has no webhook or callback '%.*s'",
                                  STR_ARG(event->name)));
}

void promise_events(checking *c, const expected_producer *p)
{
    for (size_t i = 0; i < p->event_count; i++)
        check_event(c, &p->events[i]);
}
