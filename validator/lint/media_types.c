/*
 * Media type names, wherever they are keys or listed.
 */
#include "lint/context.h"
#include "openapi/names.h"

/* RFC 9110 tokens; '*' stands for a range and is a token character anyway. */
static bool is_token(str s)
{
    for (size_t i = 0; i < s.length; i++) {
        char c = s.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c)))
            return false;
    }
    return s.length > 0;
}

static bool is_media_type(str text, arena *a)
{
    str type = media_name_of(text, a).type;
    size_t slash = str_find(type, '/');
    return slash != SIZE_MAX && is_token(str_take(type, slash)) &&
           is_token(str_skip(type, slash + 1));
}

static void check_list(lint *l, const node *list)
{
    for (size_t i = 0; node_is(list, NODE_ARRAY) && i < list->count; i++) {
        const node *n = node_item(list, i);
        if (n->kind == NODE_STRING && !is_media_type(node_text(n), l->arena))
            lint_add(l, LINT_MEDIA_TYPE_INVALID, n, "'%.*s' is no media type",
                     STR_ARG(node_text(n)));
    }
}

static void check_content(lint *l, object_kind kind)
{
    const entity_list *list = &l->entities[kind];
    for (size_t i = 0; i < list->count; i++) {
        const node *content = node_get(list->items[i].node, STR("content"));
        for (size_t j = 0; node_is(content, NODE_OBJECT) && j < content->count; j++) {
            const member *m = &content->as.members[j];
            if (!is_media_type(member_key(m), l->arena) &&
                !str_starts_with(member_key(m), STR("x-")))
                lint_add_key(l, LINT_MEDIA_TYPE_INVALID, m, content, "'%.*s' is no media type",
                             STR_ARG(member_key(m)));
        }
    }
}

void check_media_types(lint *l)
{
    check_content(l, KIND_REQUEST_BODY);
    check_content(l, KIND_RESPONSE);
    check_content(l, KIND_PARAMETER);
    check_content(l, KIND_HEADER);
    static const object_kind holders[] = {KIND_ROOT, KIND_OPERATION};
    for (size_t i = 0; l->version == API_SWAGGER_20 && i < 2; i++)
        for (size_t j = 0; j < l->entities[holders[i]].count; j++) {
            const node *n = l->entities[holders[i]].items[j].node;
            check_list(l, node_get(n, STR("consumes")));
            check_list(l, node_get(n, STR("produces")));
        }
}
