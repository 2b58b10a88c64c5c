#include "consumer/field_schema.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/vec.h"
#include "doc/json_writer.h"

enum { DOCUMENTED_DEPTH = 40 };

struct field_schemas {
    arena *arena;
    bundle *bundle;
    registry *registry;
    map places; /* an expected_field or an expected_fields' items -> its index in the document, plus
                   1 */
    buf text;
    size_t count;
};

/* --- writing: a pointer's steps are nested objects and arrays --- */

typedef struct tree tree;

struct tree {
    str name; /* "*" for items */
    bool required;
    const node *schema; /* NULL: only what is below */
    VEC(tree *) below;
};

static bool is_items(str step)
{
    return str_equal(step, STR("*"));
}

static str unescape(str token, arena *a)
{
    char *out = arena_alloc(a, token.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < token.length; i++) {
        bool escaped = token.data[i] == '~' && i + 1 < token.length;
        if (escaped)
            i++;
        out[length++] = !escaped ? token.data[i] : token.data[i] == '1' ? '/' : '~';
    }
    return (str){out, length};
}

static tree *branch(tree *t, str name, arena *a)
{
    for (size_t i = 0; i < t->below.count; i++)
        if (str_equal(t->below.items[i]->name, name))
            return t->below.items[i];
    tree *added = arena_new_of(a, tree);
    added->name = name;
    vec_push(a, &t->below, added);
    return added;
}

static void add_field(tree *root, const expected_field *field, arena *a)
{
    str rest = field->pointer, step;
    tree *t = root;
    str_split(&rest, '/', &step);
    while (str_split(&rest, '/', &step)) {
        t = branch(t, unescape(step, a), a);
        t->required |= !field->optional;
    }
    t->schema = field->schema;
}

static void write_tree(buf *out, const tree *t, unsigned depth);

static void write_members(buf *out, const tree *t, unsigned depth)
{
    bool first = true;
    buf_append(out, STR("\"type\":\"object\",\"properties\":{"));
    for (size_t i = 0; i < t->below.count; i++) {
        if (!first)
            buf_append_char(out, ',');
        first = false;
        json_write_string(out, t->below.items[i]->name);
        buf_append_char(out, ':');
        write_tree(out, t->below.items[i], depth + 1);
    }
    buf_append(out, STR("},\"required\":["));
    first = true;
    for (size_t i = 0; i < t->below.count; i++) {
        if (!t->below.items[i]->required)
            continue;
        if (!first)
            buf_append_char(out, ',');
        first = false;
        json_write_string(out, t->below.items[i]->name);
    }
    buf_append_char(out, ']');
}

static void write_tree(buf *out, const tree *t, unsigned depth)
{
    buf_append(out, STR("{\"allOf\":["));
    if (t->schema)
        json_write(out, t->schema);
    if (t->below.count && depth < DOCUMENTED_DEPTH) {
        buf_append(out, t->schema ? STR(",{") : STR("{"));
        if (is_items(t->below.items[0]->name)) {
            buf_append(out, STR("\"type\":\"array\",\"items\":"));
            write_tree(out, t->below.items[0], depth + 1);
        } else {
            write_members(out, t, depth);
        }
        buf_append_char(out, '}');
    } else if (!t->schema) {
        buf_append(out, STR("{}"));
    }
    buf_append(out, STR("]}"));
}

static void remember(field_schemas *f, const void *what)
{
    map_put_pointer(&f->places, what, (void *)(uintptr_t)++f->count);
}

static void separate(field_schemas *f)
{
    if (f->count)
        buf_append_char(&f->text, ',');
}

static void write_fields(field_schemas *f, const expected_fields *fields, bool body)
{
    tree all = {0};
    for (size_t i = 0; i < fields->count; i++) {
        const expected_field *field = &fields->items[i];
        tree one = {0};
        separate(f);
        json_write(&f->text, field->schema);
        remember(f, field);
        add_field(&one, field, f->arena);
        buf_append_char(&f->text, ',');
        write_tree(&f->text, &one, 0);
        f->count++;
        add_field(&all, field, f->arena);
    }
    if (!body || fields->count == 0)
        return;
    separate(f);
    write_tree(&f->text, &all, 0);
    remember(f, fields);
}

static void write_operation(field_schemas *f, const expected_operation *operation)
{
    write_fields(f, &operation->sends.query, false);
    write_fields(f, &operation->sends.headers, false);
    write_fields(f, &operation->sends.fields, true);
    for (size_t i = 0; i < operation->read_count; i++) {
        write_fields(f, &operation->reads[i].headers, false);
        write_fields(f, &operation->reads[i].fields, false);
    }
}

static bool read_back(field_schemas *f, diags *d)
{
    const document_options options = {.format = DOCUMENT_JSON};
    const registry_options registry_options_here = {.default_dialect = DIALECT_2020_12};
    document *doc = document_read(&f->text, STR("expectations"), &options, d);
    f->bundle = doc ? bundle_of(doc, STR("file:///expectations")) : NULL;
    f->registry = f->bundle ? registry_new(f->bundle, &registry_options_here, d) : NULL;
    return f->registry != NULL;
}

field_schemas *field_schemas_new(const expected_producer *p, diags *d)
{
    field_schemas *f = memory_alloc(sizeof *f);
    f->arena = arena_new();
    map_init(&f->places, f->arena, 0);
    buf_append_char(&f->text, '[');
    for (size_t i = 0; i < p->operation_count; i++)
        write_operation(f, &p->operations[i]);
    buf_append_char(&f->text, ']');
    if (read_back(f, d))
        return f;
    field_schemas_free(f);
    return NULL;
}

void field_schemas_free(field_schemas *f)
{
    if (!f)
        return;
    registry_free(f->registry);
    bundle_free(f->bundle);
    buf_clear(&f->text);
    arena_free(f->arena);
    free(f);
}

registry *field_schemas_registry(field_schemas *f)
{
    return f->registry;
}

static site schema_at(field_schemas *f, size_t index)
{
    const node *n = node_item(bundle_root(f->bundle), index);
    return n ? registry_embedded(f->registry, n, DIALECT_2020_12) : (site){0};
}

static size_t place_of(field_schemas *f, const void *what)
{
    return (size_t)(uintptr_t)map_get_pointer(&f->places, what) - 1;
}

site field_schemas_of_value(field_schemas *f, const expected_field *field)
{
    return schema_at(f, place_of(f, field));
}

site field_schemas_of_field(field_schemas *f, const expected_field *field)
{
    return schema_at(f, place_of(f, field) + 1);
}

site field_schemas_of_body(field_schemas *f, const expected_fields *fields)
{
    return schema_at(f, place_of(f, fields));
}

/* --- whether a schema mentions a place --- */

static bool documents(registry *r, site s, str rest, unsigned depth);

static bool documents_below(registry *r, site s, const node *child, str rest, unsigned depth)
{
    if (node_is_false(child))
        return false;
    return child && documents(r, registry_child(r, s, child), rest, depth + 1);
}

static bool documents_in_place(registry *r, site s, str rest, unsigned depth)
{
    static const char *const lists[] = {"allOf", "anyOf", "oneOf"};
    static const char *const singles[] = {"then", "else"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const node *branches = node_get(s.node, str_from(lists[i]));
        for (size_t j = 0; node_is(branches, NODE_ARRAY) && j < branches->count; j++)
            if (documents_below(r, s, &branches->as.items[j], rest, depth))
                return true;
    }
    for (size_t i = 0; i < sizeof singles / sizeof *singles; i++)
        if (documents_below(r, s, node_get(s.node, str_from(singles[i])), rest, depth))
            return true;
    return false;
}

static bool documents_step(registry *r, site s, str step, str rest, unsigned depth)
{
    if (is_items(step)) {
        const node *items = node_get(s.node, STR("items"));
        const node *prefix = node_get(s.node, STR("prefixItems"));
        if (documents_below(r, s, items, rest, depth))
            return true;
        return node_is(prefix, NODE_ARRAY) && prefix->count &&
               documents_below(r, s, &prefix->as.items[0], rest, depth);
    }
    const node *property = node_get(node_get(s.node, STR("properties")), step);
    if (property)
        return documents_below(r, s, property, rest, depth);
    const node *others = node_get(s.node, STR("additionalProperties"));
    return node_is(others, NODE_OBJECT) && others->count > 0 &&
           documents_below(r, s, others, rest, depth);
}

static bool documents(registry *r, site s, str rest, unsigned depth)
{
    if (depth > DOCUMENTED_DEPTH || !s.node || s.node->kind != NODE_OBJECT)
        return !rest.data;
    if (!rest.data)
        return true;
    str ref = node_get_text(s.node, STR("$ref"));
    if (ref.data) {
        site target = registry_resolve(r, s, ref, NULL);
        if (target.node && documents(r, target, rest, depth + 1))
            return true;
    }
    str step, after = rest;
    arena *a = arena_new();
    str_split(&after, '/', &step);
    bool found = documents_step(r, s, unescape(step, a), after, depth) ||
                 documents_in_place(r, s, rest, depth);
    arena_free(a);
    return found;
}

bool field_is_documented(registry *r, site s, str pointer)
{
    str rest = pointer, first;
    str_split(&rest, '/', &first);
    return documents(r, s, rest, 0);
}
