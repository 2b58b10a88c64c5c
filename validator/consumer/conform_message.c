/* The contents of a message, asked of the JSON Schema that describes the event. */
#include "consumer/conform_parts.h"

static reader_view *view_of(conforming *c)
{
    conformer *k = c->conformer;
    if (!k->view)
        k->view = reader_view_of_schema(registry_bundle(k->registry), c->diags);
    return k->view;
}

void conform_message(conforming *c)
{
    const message_part *part = &c->interaction->request;
    const field *type = fields_find(&part->headers, STR("content-type"), true);
    if (!part->has_body)
        return;
    if (type && !media_is_json(type->value)) {
        conform_add(c, CONFORM_MESSAGE_UNCHECKED, part->body_place, c->conformer->schema.node,
                    "contents of '%.*s' cannot be checked", STR_ARG(type->value));
        return;
    }
    reader_view *view = view_of(c);
    if (!view)
        return;
    conform_value(c, reader_view_registry(view), reader_view_document(view, c->diags),
                  DIRECTION_NONE, part->body, CONFORM_MESSAGE, part->body_place, "message");
}
