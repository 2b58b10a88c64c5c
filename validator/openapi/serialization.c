#include "openapi/serialization.h"

#include "base/buf.h"

/* How a style puts values together. The name is written before the whole, before each part, or
 * nowhere; NULL texts: as form does it. */
typedef struct style_form {
    parameter_style style;
    bool explode;
    const char *scalar, *array, *object;
} style_form;

static const style_form forms[] = {
    {STYLE_MATRIX, false, ";color=blue", ";color=blue,black", ";color=R,100,G,200"},
    {STYLE_MATRIX, true, ";color=blue", ";color=blue;color=black", ";R=100;G=200"},
    {STYLE_LABEL, false, ".blue", ".blue,black", ".R,100,G,200"},
    {STYLE_LABEL, true, ".blue", ".blue.black", ".R=100.G=200"},
    {STYLE_SIMPLE, false, "blue", "blue,black", "R,100,G,200"},
    {STYLE_SIMPLE, true, "blue", "blue,black", "R=100,G=200"},
    {STYLE_FORM, false, "color=blue", "color=blue,black", "color=R,100,G,200"},
    {STYLE_FORM, true, "color=blue", "color=blue&color=black", "R=100&G=200"},
    {STYLE_SPACE_DELIMITED, false, "color=blue", "color=blue%20black", "color=R%20100%20G%20200"},
    {STYLE_SPACE_DELIMITED, true, "color=blue", "color=blue&color=black", "R=100&G=200"},
    {STYLE_PIPE_DELIMITED, false, "color=blue", "color=blue%7Cblack", "color=R%7C100%7CG%7C200"},
    {STYLE_PIPE_DELIMITED, true, "color=blue", "color=blue&color=black", "R=100&G=200"},
    {STYLE_DEEP_OBJECT, false, "color=blue", "color=blue,black", "color[R]=100&color[G]=200"},
    {STYLE_DEEP_OBJECT, true, "color=blue", "color=blue&color=black", "color[R]=100&color[G]=200"},
    {STYLE_TSV, false, "color=blue", "color=blue%09black", "color=R%09100%09G%09200"},
    {STYLE_TSV, true, "color=blue", "color=blue&color=black", "R=100&G=200"},
    {STYLE_COOKIE, false, "color=blue", "color=blue,black", "color=R,100,G,200"},
    {STYLE_COOKIE, true, "color=blue", "color=blue; color=black", "R=100; G=200"},
};

static const char *text_of(parameter_style style, bool explode, serialization_kind kind)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const style_form *f = &forms[i];
        if (f->style == style && f->explode == explode)
            return kind == SERIALIZED_SCALAR  ? f->scalar
                   : kind == SERIALIZED_ARRAY ? f->array
                                              : f->object;
    }
    return "";
}

/* With content, the value is written in a media type and put where form would put a scalar. */
static str content_text(parameter_in in, const api_media_type *content, arena *a)
{
    const char *name = in == IN_QUERY || in == IN_COOKIE ? "color=" : "";
    return arena_printf(a, "%s<%.*s%.*s>", name, STR_ARG(content->name),
                        STR_ARG(content->parameters));
}

str serialization_example(const api_parameter *p, serialization_kind kind, arena *a)
{
    if (p->content_count)
        return content_text(p->in, &p->content[0], a);
    return str_from(text_of(p->style, p->explode, kind));
}

str serialization_header_example(const api_header *h, serialization_kind kind, arena *a)
{
    if (h->content_count)
        return content_text(IN_HEADER, &h->content[0], a);
    return str_from(text_of(h->style, h->explode, kind));
}

static bool same_content(const api_media_type *one, size_t one_count, const api_media_type *other,
                         size_t other_count)
{
    return one_count && other_count && str_equal(one->name, other->name) &&
           str_equal(one->parameters, other->parameters);
}

static bool same_text(parameter_style one, bool one_explodes, parameter_style other,
                      bool other_explodes, unsigned kinds)
{
    static const serialization_kind all[] = {SERIALIZED_SCALAR, SERIALIZED_ARRAY,
                                             SERIALIZED_OBJECT};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if ((kinds & all[i]) && !str_equal(str_from(text_of(one, one_explodes, all[i])),
                                           str_from(text_of(other, other_explodes, all[i]))))
            return false;
    return true;
}

bool serialization_same(const api_parameter *one, const api_parameter *other, unsigned kinds)
{
    if (one->in != other->in)
        return false;
    if (one->content_count || other->content_count)
        return same_content(one->content, one->content_count, other->content, other->content_count);
    return same_text(one->style, one->explode, other->style, other->explode, kinds);
}

bool serialization_same_header(const api_header *one, const api_header *other, unsigned kinds)
{
    if (one->content_count || other->content_count)
        return same_content(one->content, one->content_count, other->content, other->content_count);
    return same_text(one->style, one->explode, other->style, other->explode, kinds);
}

/* --- which kinds a schema lets through --- */

typedef struct search {
    registry *registry;
    size_t steps;
} search;

/* Schemas looked at, and references and unions within each other: parameters are small. */
enum { MOST_STEPS = 200, DEEPEST = 12 };

static unsigned kind_of_type(str type)
{
    if (str_equal(type, STR("array")))
        return SERIALIZED_ARRAY;
    return str_equal(type, STR("object")) ? SERIALIZED_OBJECT : SERIALIZED_SCALAR;
}

static unsigned kinds_of_types(const node *type)
{
    if (node_is(type, NODE_STRING))
        return kind_of_type(node_text(type));
    if (!node_is(type, NODE_ARRAY) || type->count == 0)
        return SERIALIZED_EVERY_KIND;
    unsigned kinds = 0;
    for (size_t i = 0; i < type->count; i++)
        kinds |= kind_of_type(node_text(node_item(type, i)));
    return kinds;
}

static unsigned kind_of_value(const node *n)
{
    return n->kind == NODE_ARRAY    ? SERIALIZED_ARRAY
           : n->kind == NODE_OBJECT ? SERIALIZED_OBJECT
                                    : SERIALIZED_SCALAR;
}

static unsigned kinds_of_enum(const node *s)
{
    const node *members = node_get(s, STR("enum")), *constant = node_get(s, STR("const"));
    unsigned kinds = constant ? kind_of_value(constant) : SERIALIZED_EVERY_KIND;
    if (!node_is(members, NODE_ARRAY))
        return kinds;
    unsigned listed = 0;
    for (size_t i = 0; i < members->count; i++)
        listed |= kind_of_value(node_item(members, i));
    return kinds & listed;
}

static unsigned find(search *f, site s, int depth);

static unsigned kinds_of_list(search *f, site s, str keyword_name, bool all, int depth)
{
    const node *list = node_get(s.node, keyword_name);
    if (!node_is(list, NODE_ARRAY) || list->count == 0)
        return SERIALIZED_EVERY_KIND;
    unsigned kinds = all ? SERIALIZED_EVERY_KIND : 0;
    for (size_t i = 0; i < list->count; i++) {
        site child = registry_child(f->registry, s, node_item(list, i));
        unsigned found = find(f, child, depth + 1);
        kinds = all ? kinds & found : kinds | found;
    }
    return kinds;
}

static unsigned find(search *f, site s, int depth)
{
    if (!node_is(s.node, NODE_OBJECT))
        return node_is_false(s.node) ? 0 : SERIALIZED_EVERY_KIND;
    if (depth == DEEPEST || ++f->steps > MOST_STEPS)
        return SERIALIZED_EVERY_KIND;
    str ref = node_get_text(s.node, STR("$ref"));
    unsigned kinds = SERIALIZED_EVERY_KIND;
    if (ref.data)
        kinds = find(f, registry_resolve(f->registry, s, ref, NULL), depth + 1);
    if (ref.data && dialect_ref_stands_alone(s.resource->dialect))
        return kinds;
    kinds &= kinds_of_types(node_get(s.node, STR("type"))) & kinds_of_enum(s.node);
    kinds &= kinds_of_list(f, s, STR("allOf"), true, depth);
    kinds &= kinds_of_list(f, s, STR("anyOf"), false, depth);
    return kinds & kinds_of_list(f, s, STR("oneOf"), false, depth);
}

unsigned serialization_kinds(registry *r, site s)
{
    if (!s.node)
        return SERIALIZED_EVERY_KIND;
    search f = {.registry = r};
    return find(&f, s, 0);
}
