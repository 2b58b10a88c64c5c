#include "consumer/field_schema.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/vec.h"
#include "doc/json_writer.h"

struct field_schemas {
    arena *arena;
    bundle *bundle;
    registry *registry;
    map places; /* an expected_field or an expected_fields' items -> its index in the document, plus
                   1 */
    buf text;
    size_t count;
};

/* --- writing: a path's steps are nested objects and arrays --- */

typedef struct tree tree;

struct tree {
    field_step step;
    bool required;
    bool declared;      /* a line of its own says of which type it is */
    const node *schema; /* NULL: only what is below */
    VEC(tree *) below;
};

static tree *branch(tree *t, const field_step *step, arena *a)
{
    for (size_t i = 0; i < t->below.count; i++) {
        tree *known = t->below.items[i];
        if (known->step.kind == step->kind && str_equal(known->step.name, step->name))
            return known;
    }
    tree *added = arena_new_of(a, tree);
    added->step = *step;
    vec_push(a, &t->below, added);
    return added;
}

static bool is_declared(const expected_fields *fields, const field_path *path, size_t steps)
{
    const field_path prefix = {path->steps, steps};
    for (size_t i = 0; i < fields->count; i++)
        if (field_path_equal(&fields->items[i].path, &prefix))
            return true;
    return false;
}

static void add_field(tree *root, const expected_fields *fields, const expected_field *field,
                      arena *a)
{
    const field_path *path = &field->path;
    tree *t = root;
    t->declared |= is_declared(fields, path, 0);
    for (size_t i = 0; i < path->count; i++) {
        t = branch(t, &path->steps[i], a);
        t->required |= !field->optional && !path->steps[i].optional;
        t->declared |= is_declared(fields, path, i + 1);
    }
    t->schema = field->schema;
}

static void write_tree(buf *out, const tree *t);

/* Members of one kind below t: `"name": {…}, …`; returns how many. */
static size_t write_below(buf *out, const tree *t, field_step_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < t->below.count; i++) {
        const tree *child = t->below.items[i];
        if (child->step.kind != kind || (kind != STEP_MEMBER && count))
            continue;
        if (count++)
            buf_append_char(out, ',');
        if (kind == STEP_MEMBER)
            json_write_string(out, child->step.name);
        else
            buf_append(out,
                       kind == STEP_ITEMS ? STR("\"items\"") : STR("\"additionalProperties\""));
        buf_append_char(out, ':');
        write_tree(out, child);
    }
    return count;
}

static void write_required(buf *out, const tree *t)
{
    bool first = true;
    for (size_t i = 0; i < t->below.count; i++) {
        const tree *child = t->below.items[i];
        if (!child->required || child->step.kind != STEP_MEMBER)
            continue;
        if (!first)
            buf_append_char(out, ',');
        first = false;
        json_write_string(out, child->step.name);
    }
}

static bool has_below(const tree *t, bool items)
{
    for (size_t i = 0; i < t->below.count; i++)
        if ((t->below.items[i]->step.kind == STEP_ITEMS) == items)
            return true;
    return false;
}

static void write_object(buf *out, const tree *t)
{
    buf_append(out, STR(",{"));
    if (!t->declared && !has_below(t, true))
        buf_append(out, STR("\"type\":\"object\","));
    size_t before = out->length;
    if (write_below(out, t, STEP_VALUES) && out->length > before)
        buf_append_char(out, ',');
    buf_append(out, STR("\"properties\":{"));
    write_below(out, t, STEP_MEMBER);
    buf_append(out, STR("},\"required\":["));
    write_required(out, t);
    buf_append(out, STR("]}"));
}

static void write_items(buf *out, const tree *t)
{
    buf_append(out, STR(",{"));
    if (!t->declared && !has_below(t, false))
        buf_append(out, STR("\"type\":\"array\","));
    write_below(out, t, STEP_ITEMS);
    buf_append_char(out, '}');
}

static void write_tree(buf *out, const tree *t)
{
    buf_append(out, STR("{\"allOf\":["));
    if (t->schema)
        json_write(out, t->schema);
    else
        buf_append(out, STR("{}"));
    if (has_below(t, false))
        write_object(out, t);
    if (has_below(t, true))
        write_items(out, t);
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
        add_field(&one, fields, field, f->arena);
        buf_append_char(&f->text, ',');
        write_tree(&f->text, &one);
        f->count++;
        add_field(&all, fields, field, f->arena);
    }
    if (!body || !fields->node)
        return;
    separate(f);
    if (fields->count)
        write_tree(&f->text, &all);
    else
        buf_append(&f->text, STR("{\"type\":\"object\",\"maxProperties\":0}"));
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

static void write_event(field_schemas *f, const expected_event *event)
{
    write_fields(f, &event->reads, false);
    write_fields(f, &event->writes, true);
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
    for (size_t i = 0; i < p->event_count; i++)
        write_event(f, &p->events[i]);
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
