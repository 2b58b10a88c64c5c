#include "change/schema_view.h"

#include "base/limits.h"
#include "doc/node.h"

static bool is_annotation(str key)
{
    static const char *const names[] = {"title",    "description", "example",  "examples",
                                        "$comment", "deprecated",  "default",  "externalDocs",
                                        "readOnly", "writeOnly",   "nullable", "discriminator",
                                        "xml",      "definitions", "$defs"};
    if (str_starts_with(key, STR("x-")))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(key, str_from(names[i])))
            return true;
    return false;
}

/* Whether n says nothing but `keyword`, notes aside. */
static bool only_has(const node *n, str keyword)
{
    if (!node_is(n, NODE_OBJECT) || !node_get(n, keyword))
        return false;
    for (uint32_t i = 0; i < n->count; i++) {
        str key = member_key(&n->as.members[i]);
        if (!str_equal(key, keyword) && !is_annotation(key))
            return false;
    }
    return true;
}

static bool reference_is_all(site s)
{
    return dialect_ref_stands_alone(s.resource->dialect) || only_has(s.node, STR("$ref"));
}

static str component_name(str ref)
{
    if (str_search(ref, STR("#/components/schemas/")) == SIZE_MAX &&
        str_search(ref, STR("#/definitions/")) == SIZE_MAX &&
        str_search(ref, STR("#/$defs/")) == SIZE_MAX)
        return STR_NULL;
    return str_skip(ref, str_find_last(ref, '/') + 1);
}

site view_follow(registry *schemas, site s, str *component)
{
    for (size_t i = 0; i < LIMIT_REFERENCE_CHAIN && node_is(s.node, NODE_OBJECT); i++) {
        const node *ref = node_get(s.node, STR("$ref"));
        if (!node_is(ref, NODE_STRING) || !reference_is_all(s))
            break;
        site next = registry_resolve(schemas, s, node_text(ref), NULL);
        if (!next.node)
            break;
        str name = component_name(node_text(ref));
        if (component && name.data)
            *component = name;
        s = next;
    }
    return s;
}

str view_open_reference(site followed)
{
    const node *ref = node_get(followed.node, STR("$ref"));
    return node_is(ref, NODE_STRING) && reference_is_all(followed) ? node_text(ref) : STR_NULL;
}

static bool has_part(const schema_view *v, const node *n)
{
    for (size_t i = 0; i < v->count; i++)
        if (v->parts[i].node == n)
            return true;
    return false;
}

static void add_part(schema_view *v, site s)
{
    if (s.node && v->count < VIEW_PARTS && !has_part(v, s.node))
        v->parts[v->count++] = s;
}

static unsigned type_bit(str name)
{
    static const struct {
        const char *name;
        unsigned bits;
    } types[] = {{"null", TYPE_NULL},     {"boolean", TYPE_BOOLEAN}, {"integer", TYPE_INTEGER},
                 {"number", TYPE_NUMBER}, {"string", TYPE_STRING},   {"array", TYPE_ARRAY},
                 {"object", TYPE_OBJECT}, {"file", TYPE_STRING},     {"any", TYPE_ANY}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_equal(name, str_from(types[i].name)))
            return types[i].bits;
    return 0;
}

static unsigned types_of(const node *type)
{
    unsigned bits = 0;
    if (node_is(type, NODE_STRING))
        return type_bit(node_text(type));
    for (uint32_t i = 0; node_is(type, NODE_ARRAY) && i < type->count; i++)
        bits |= type_bit(node_text(&type->as.items[i]));
    return bits;
}

static bool is_null_only(const node *n)
{
    if (only_has(n, STR("type")))
        return node_is(node_get(n, STR("type")), NODE_STRING) &&
               str_equal(node_get_text(n, STR("type")), STR("null"));
    if (only_has(n, STR("const")))
        return node_is(node_get(n, STR("const")), NODE_NULL);
    const node *values = only_has(n, STR("enum")) ? node_get(n, STR("enum")) : NULL;
    return node_is(values, NODE_ARRAY) && values->count == 1 &&
           node_is(&values->as.items[0], NODE_NULL);
}

/* anyOf or oneOf of X and null: X that may be null. */
static bool read_null_alternative(schema_view *v, site at, const node *union_)
{
    if (!node_is(union_, NODE_ARRAY) || union_->count != 2 || v->consumed)
        return false;
    for (uint32_t i = 0; i < 2; i++) {
        if (!is_null_only(&union_->as.items[i]))
            continue;
        v->consumed = union_;
        v->null_by_alternative = true;
        const node *other = &union_->as.items[1 - i];
        if (node_is(other, NODE_OBJECT))
            add_part(v, view_follow(v->schemas, registry_child(v->schemas, at, other), NULL));
        return true;
    }
    return false;
}

/* anyOf or oneOf of nothing but types: a list of types. What two members of a oneOf have in common
 * is what it rules out, and then it is none. */
static bool read_type_alternatives(schema_view *v, const node *union_, bool exclusive,
                                   unsigned *types)
{
    if (!node_is(union_, NODE_ARRAY) || union_->count == 0 || v->consumed)
        return false;
    for (uint32_t i = 0; i < union_->count; i++)
        if (!only_has(&union_->as.items[i], STR("type")))
            return false;
    for (uint32_t i = 0; i < union_->count; i++) {
        unsigned own = types_of(node_get(&union_->as.items[i], STR("type")));
        if (exclusive && (*types & own))
            return false;
        *types |= own;
    }
    v->consumed = union_;
    return true;
}

/* The spelling of dialects that have no type null. */
static bool is_nullable(site part)
{
    return (part.resource->dialect == DIALECT_OPENAPI_30 &&
            node_get_true(part.node, STR("nullable"))) ||
           (part.resource->dialect == DIALECT_SWAGGER_20 &&
            node_get_true(part.node, STR("x-nullable")));
}

static void read_part(schema_view *v, site part, bool flatten)
{
    const node *n = part.node;
    if (!node_is(n, NODE_OBJECT))
        return;
    const node *ref = node_get(n, STR("$ref"));
    if (node_is(ref, NODE_STRING)) {
        add_part(v, registry_resolve(v->schemas, part, node_text(ref), NULL));
        if (dialect_ref_stands_alone(part.resource->dialect))
            return;
    }
    const node *all = node_get(n, STR("allOf"));
    if (node_is(all, NODE_ARRAY) && flatten) {
        for (uint32_t i = 0; i < all->count; i++)
            if (node_is(&all->as.items[i], NODE_OBJECT))
                add_part(v, registry_child(v->schemas, part, &all->as.items[i]));
    }
    unsigned types = TYPE_ANY;
    const node *type = node_get(n, STR("type"));
    if (type) {
        types = types_of(type);
        if (is_nullable(part))
            types |= TYPE_NULL;
        v->is_typed = true;
    }
    static const char *const unions[] = {"anyOf", "oneOf"};
    for (size_t i = 0; i < 2; i++) {
        const node *union_ = node_get(n, str_from(unions[i]));
        unsigned united = 0;
        if (read_null_alternative(v, part, union_))
            continue;
        if (read_type_alternatives(v, union_, i == 1, &united)) {
            types &= united;
            v->is_typed = v->is_list = true;
        }
    }
    v->types &= types;
}

/* Parts whose $ref stands alone have no keywords of their own. */
static bool is_silent(const site *part)
{
    return dialect_ref_stands_alone(part->resource->dialect) &&
           node_is(node_get(part->node, STR("$ref")), NODE_STRING);
}

static void drop_silent(schema_view *v)
{
    size_t kept = 0;
    for (size_t i = 0; i < v->count; i++)
        if (!is_silent(&v->parts[i]))
            v->parts[kept++] = v->parts[i];
    v->count = kept;
}

void view_of(schema_view *v, registry *schemas, site s, bool flatten)
{
    *v = (schema_view){.schemas = schemas, .types = TYPE_ANY, .flattened = flatten};
    add_part(v, s);
    for (size_t i = 0; i < v->count; i++)
        read_part(v, v->parts[i], flatten);
    if (v->null_by_alternative)
        v->types |= TYPE_NULL;
    drop_silent(v);
}

void view_read_single(schema_view *v, const schema_view *other)
{
    site at = {0};
    const node *list = view_get(v, STR("anyOf"), &at);
    if (v->consumed || !node_is(list, NODE_ARRAY) || list->count != 1 ||
        !node_is(&list->as.items[0], NODE_OBJECT) || view_get(other, STR("anyOf"), NULL))
        return;
    size_t first = v->count;
    v->consumed = list;
    add_part(v, view_follow(v->schemas, registry_child(v->schemas, at, &list->as.items[0]), NULL));
    for (size_t i = first; i < v->count; i++)
        read_part(v, v->parts[i], v->flattened);
    drop_silent(v);
}

const member *view_member(const schema_view *v, str keyword, site *at)
{
    uint32_t hash = node_key_hash(keyword);
    for (size_t i = 0; i < v->count; i++) {
        const member *m = node_get_hashed(v->parts[i].node, keyword, hash);
        if (!m || &m->value == v->consumed)
            continue;
        if (at)
            *at = v->parts[i];
        return m;
    }
    return NULL;
}

const node *view_get(const schema_view *v, str keyword, site *at)
{
    const member *m = view_member(v, keyword, at);
    return m ? &m->value : NULL;
}

const member *view_property(const schema_view *v, str name, site *at)
{
    for (size_t i = 0; i < v->count; i++) {
        const member *m = node_get_member(node_get(v->parts[i].node, STR("properties")), name);
        if (!m)
            continue;
        if (at)
            *at = v->parts[i];
        return m;
    }
    return NULL;
}

bool view_requires(const schema_view *v, str name, const node **at)
{
    for (size_t i = 0; i < v->count; i++) {
        const node *names = node_get(v->parts[i].node, STR("required"));
        for (uint32_t k = 0; node_is(names, NODE_ARRAY) && k < names->count; k++) {
            if (!str_equal(node_text(&names->as.items[k]), name))
                continue;
            if (at)
                *at = &names->as.items[k];
            return true;
        }
    }
    return false;
}

str view_types_text(unsigned types, arena *a)
{
    static const struct {
        unsigned bits;
        const char *name;
    } names[] = {{TYPE_STRING, "string"},   {TYPE_NUMBER, "number"}, {TYPE_INTEGER, "integer"},
                 {TYPE_BOOLEAN, "boolean"}, {TYPE_ARRAY, "array"},   {TYPE_OBJECT, "object"},
                 {TYPE_NULL, "null"}};
    if ((types | TYPE_NULL) == TYPE_ANY)
        return STR("any");
    str text = STR_NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((types & names[i].bits) != names[i].bits)
            continue;
        types &= ~names[i].bits;
        text = text.data ? arena_printf(a, "%.*s or %s", STR_ARG(text), names[i].name)
                         : str_from(names[i].name);
    }
    return text.data ? text : STR("nothing");
}
