/*
 * Examples of messages: media types, parameters, headers and Swagger 2.0's responses, each against
 * the schema beside it, in the direction its message travels.
 */
#include "lint/schemas.h"
#include "openapi/names.h"

/* Whether examples of this media type are the values that the schema speaks of. Text of another
 * format (XML, CSV) is given as one string and says nothing about the schema. */
static bool is_json(str media_type)
{
    return str_equal(media_type, STR("application/json")) ||
           str_ends_with(media_type, STR("+json")) || str_equal(media_type, STR("*/*")) ||
           str_equal(media_type, STR("application/*"));
}

static bool is_comparable(str media_type, const node *value)
{
    if (is_json(media_type))
        return true;
    bool form = str_equal(media_type, STR("application/x-www-form-urlencoded")) ||
                str_equal(media_type, STR("multipart/form-data"));
    return form && value->kind == NODE_OBJECT;
}

typedef struct example_place {
    judge judge;
    str media_type; /* STR_NULL: a parameter or a header */
} example_place;

static void check_value(example_place *p, const node *value)
{
    if (p->media_type.data && !is_comparable(p->media_type, value))
        return;
    judge_value(&p->judge, LINT_EXAMPLE_INVALID, value, "the example");
}

/* `example`, and `value` or `dataValue` of each of `examples`. */
static void check_holder(example_place *p, const node *holder)
{
    if (!p->judge.site.node)
        return;
    const node *example = node_get(holder, STR("example"));
    if (example)
        check_value(p, example);
    const node *examples = node_get(holder, STR("examples"));
    for (size_t i = 0; node_is(examples, NODE_OBJECT) && i < examples->count; i++) {
        const node *n = lint_follow(p->judge.lint, &examples->as.members[i].value);
        const node *value = node_get(n, STR("value"));
        const node *data = node_get(n, STR("dataValue"));
        if (value || data)
            check_value(p, data ? data : value);
    }
}

static site schema_of(lint *l, const node *holder)
{
    const node *n = node_get(holder, STR("schema"));
    if (!n || (n->kind != NODE_OBJECT && n->kind != NODE_BOOLEAN))
        return (site){NULL, NULL};
    return registry_embedded(l->registry, n, api_dialect_at(l->api, n));
}

static void check_media_types_examples(lint *l)
{
    const entity_list *list = &l->entities[KIND_MEDIA_TYPE];
    for (size_t i = 0; i < list->count; i++) {
        const entity *e = &list->items[i];
        str name =
            e->key ? media_name_of(member_key(e->key), l->arena).type : STR("application/json");
        example_place p = {judge_of(l, schema_of(l, e->node), e->direction), name};
        check_holder(&p, e->node);
        judge_end(&p.judge);
    }
}

static void check_described(lint *l, object_kind kind)
{
    const entity_list *list = &l->entities[kind];
    for (size_t i = 0; i < list->count; i++) {
        const entity *e = &list->items[i];
        example_place p = {judge_of(l, schema_of(l, e->node), e->direction), STR_NULL};
        check_holder(&p, e->node);
        judge_end(&p.judge);
    }
}

/* Swagger 2.0: a response's examples by media type. */
static void check_response_examples(lint *l)
{
    const entity_list *list = &l->entities[KIND_RESPONSE];
    for (size_t i = 0; i < list->count; i++) {
        const node *n = list->items[i].node, *examples = node_get(n, STR("examples"));
        example_place p = {judge_of(l, schema_of(l, n), DIRECTION_RESPONSE), STR_NULL};
        for (size_t j = 0;
             p.judge.site.node && node_is(examples, NODE_OBJECT) && j < examples->count; j++) {
            const member *m = &examples->as.members[j];
            p.media_type = media_name_of(member_key(m), l->arena).type;
            check_value(&p, &m->value);
        }
        judge_end(&p.judge);
    }
}

/* Swagger 2.0: defaults of parameters, whose schema is written into them. */
static void check_parameter_defaults(lint *l)
{
    map seen;
    map_init(&seen, l->arena, bundle_seed(l->bundle));
    for (size_t i = 0; i < l->api->operation_count; i++) {
        const api_operation *o = l->api->operations[i];
        for (size_t j = 0; j < o->parameter_count; j++) {
            const api_parameter *p = &o->parameters[j];
            const node *standard = node_get(p->node, STR("default"));
            if (!standard || !p->schema.node || !map_put_pointer(&seen, p->node, l))
                continue;
            judge checked = judge_of(l, p->schema, DIRECTION_REQUEST);
            judge_value(&checked, LINT_DEFAULT_INVALID, standard, "the default");
            judge_end(&checked);
        }
    }
}

void check_examples(lint *l)
{
    if (!l->registry || !l->api)
        return;
    if (l->version == API_SWAGGER_20) {
        check_response_examples(l);
        check_parameter_defaults(l);
        return;
    }
    check_media_types_examples(l);
    check_described(l, KIND_PARAMETER);
    check_described(l, KIND_HEADER);
}
