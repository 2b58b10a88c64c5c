#include "consumer/expectation.h"

#include "base/limits.h"
#include "base/vec.h"
#include "consumer/kinds.h"

typedef struct reading {
    const bundle *bundle;
    arena *arena;
    diags *diags;
    bool fine;
} reading;

/* "'NAME' is missing", with a hint where one helps. */
static void refuse(reading *r, const node *at, str subject, const char *what, const char *hint)
{
    diag *d = diags_error(r->diags, "expectation.structure", "'%.*s' %s", STR_ARG(subject), what);
    bundle_diag_at(r->bundle, r->diags, d, at);
    if (hint)
        diags_hint(r->diags, d, "%s", hint);
    r->fine = false;
}

/* --- keys: none is ignored --- */

static void check_keys(reading *r, const node *n, const char *const *known)
{
    for (size_t i = 0; node_is(n, NODE_OBJECT) && i < n->count; i++) {
        const member *m = &n->as.members[i];
        const char *near = NULL;
        size_t best = 3;
        bool found = false;
        for (size_t j = 0; known[j]; j++) {
            size_t distance = str_distance(member_key(m), str_from(known[j]), 2);
            found |= distance == 0;
            if (distance < best) {
                best = distance;
                near = known[j];
            }
        }
        if (found)
            continue;
        diag *d = diags_error(r->diags, "expectation.unknown-key", "unknown key '%.*s'",
                              STR_ARG(member_key(m)));
        bundle_diag_at(r->bundle, r->diags, d, &m->value);
        if (near)
            diags_hint(r->diags, d, "did you mean '%s'?", near);
        r->fine = false;
    }
}

static const node *list_of(reading *r, const node *holder, const char *name)
{
    const node *list = node_get(holder, str_from(name));
    if (list && list->kind != NODE_ARRAY) {
        refuse(r, list, str_from(name), "is not a list", NULL);
        return NULL;
    }
    return list;
}

static str text_of(reading *r, const node *holder, const char *name, bool required)
{
    const node *value = node_get(holder, str_from(name));
    if (value && value->kind != NODE_STRING)
        refuse(r, value, str_from(name), "is not text", NULL);
    if (!value && required)
        refuse(r, holder, str_from(name), "is missing", NULL);
    return node_text(node_is(value, NODE_STRING) ? value : NULL);
}

/* --- fields --- */

static const char type_hint[] =
    "string, number, integer, boolean, object, array, null, any, a list of them, or a JSON Schema";

/* The kinds that type names mean; 0 when they are none. */
static unsigned kinds_of(const node *value)
{
    unsigned kinds = 0;
    if (value->kind == NODE_NULL)
        return KIND_ALL;
    if (value->kind == NODE_STRING)
        return str_equal(node_text(value), STR("any")) ? KIND_ALL : kinds_of_name(node_text(value));
    for (size_t i = 0; value->kind == NODE_ARRAY && i < value->count; i++) {
        const node *name = &value->as.items[i];
        unsigned one = name->kind == NODE_NULL     ? KIND(NODE_NULL)
                       : name->kind == NODE_STRING ? kinds_of_name(node_text(name))
                                                   : 0;
        if (!one)
            return 0;
        kinds |= one;
    }
    return kinds;
}

/* {"type": ["string", "null"]} */
static const node *schema_of_kinds(unsigned kinds, arena *a)
{
    if (kinds == KIND_ALL)
        return node_parse_json(STR("{}"), a, NULL);
    str list = kinds_list(kinds, a);
    return node_parse_json(arena_printf(a, "{\"type\":%.*s}", STR_ARG(list)), a, NULL);
}

static bool read_schema(reading *r, const member *m, expected_field *field)
{
    const node *value = &m->value;
    bool schema = value->kind == NODE_OBJECT || value->kind == NODE_BOOLEAN;
    field->kinds = schema ? 0 : kinds_of(value);
    field->schema = schema ? value : field->kinds ? schema_of_kinds(field->kinds, r->arena) : NULL;
    if (!field->schema)
        refuse(r, value, member_key(m), "has no type", type_hint);
    return field->schema != NULL;
}

static expected_fields read_fields(reading *r, const node *n, bool pointers)
{
    if (n && n->kind != NODE_OBJECT)
        refuse(r, n, STR("fields"), "does not name fields and their types",
               "fields: {/total: number, /note?: string}");
    if (!node_is(n, NODE_OBJECT))
        return (expected_fields){.node = n};
    VEC(expected_field) fields = {0};
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        str name = member_key(m);
        expected_field field = {.optional = str_ends_with(name, STR("?")), .place = m};
        if (field.optional)
            name.length--;
        if (pointers && name.length && name.data[0] != '/')
            refuse(r, &m->value, name, "does not start with '/'",
                   "write /total, or /items/*/sku for every item");
        field.pointer = name;
        if (pointers)
            field.path = field_path_read(name, r->arena);
        if (field.path.count > LIMIT_FIELD_PATH_STEPS)
            refuse(r, &m->value, name, "has too many steps", NULL);
        if (read_schema(r, m, &field))
            vec_push(r->arena, &fields, field);
    }
    return (expected_fields){n, fields.items, fields.count};
}

static expected_part read_part(reading *r, const node *n, str status)
{
    static const char *const keys[] = {"media-type", "fields", "query", "headers", NULL};
    expected_part part = {.node = n, .status = status};
    if (!n || n->kind == NODE_NULL)
        return part;
    check_keys(r, n, keys);
    part.media_type = text_of(r, n, "media-type", false);
    part.fields = read_fields(r, node_get(n, STR("fields")), true);
    part.query = read_fields(r, node_get(n, STR("query")), false);
    part.headers = read_fields(r, node_get(n, STR("headers")), false);
    return part;
}

/* --- operations and events --- */

static void read_name(reading *r, const node *n, expected_operation *out)
{
    str name = text_of(r, n, "operation", true);
    size_t space = str_find(name, ' ');
    if (space == SIZE_MAX) {
        out->operation_id = name;
        return;
    }
    out->method = str_take(name, space);
    out->path = str_trim(str_skip(name, space));
}

static expected_operation read_operation(reading *r, const node *n)
{
    static const char *const keys[] = {"operation", "sends", "reads", NULL};
    expected_operation out = {.node = n};
    check_keys(r, n, keys);
    read_name(r, n, &out);
    out.sends = read_part(r, node_get(n, STR("sends")), STR_NULL);
    const node *reads = node_get(n, STR("reads"));
    if (reads && reads->kind != NODE_OBJECT)
        refuse(r, reads, STR("reads"), "does not name statuses", "reads: {\"200\": {fields: {…}}}");
    size_t count = node_is(reads, NODE_OBJECT) ? reads->count : 0;
    expected_part *parts = arena_array_of(r->arena, expected_part, count);
    for (size_t i = 0; i < count; i++)
        parts[i] = read_part(r, &reads->as.members[i].value, member_key(&reads->as.members[i]));
    out.reads = parts;
    out.read_count = count;
    return out;
}

static expected_event read_event(reading *r, const node *n)
{
    static const char *const keys[] = {"event", "reads", "writes", NULL};
    expected_event out = {.node = n};
    check_keys(r, n, keys);
    out.name = text_of(r, n, "event", true);
    out.reads = read_fields(r, node_get(n, STR("reads")), true);
    out.writes = read_fields(r, node_get(n, STR("writes")), true);
    return out;
}

static expected_producer read_producer(reading *r, const node *n)
{
    static const char *const keys[] = {"producer", "contract", "operations", "events", NULL};
    expected_producer out = {.node = n};
    check_keys(r, n, keys);
    out.producer = text_of(r, n, "producer", true);
    out.contract = text_of(r, n, "contract", false);
    const node *operations = list_of(r, n, "operations"), *events = list_of(r, n, "events");
    VEC(expected_operation) read_operations = {0};
    VEC(expected_event) read_events = {0};
    for (size_t i = 0; operations && i < operations->count; i++)
        vec_push(r->arena, &read_operations, read_operation(r, &operations->as.items[i]));
    for (size_t i = 0; events && i < events->count; i++)
        vec_push(r->arena, &read_events, read_event(r, &events->as.items[i]));
    out.operations = read_operations.items;
    out.operation_count = read_operations.count;
    out.events = read_events.items;
    out.event_count = read_events.count;
    return out;
}

bool expectations_is_file(const node *root)
{
    return node_is(node_get(root, STR("consumer")), NODE_STRING) && node_get(root, STR("expects"));
}

expectations *expectations_read(const bundle *b, diags *d)
{
    static const char *const keys[] = {"consumer", "team", "expects", "version", NULL};
    const node *root = bundle_root(b);
    arena *a = arena_new();
    reading r = {.bundle = b, .arena = a, .diags = d, .fine = true};
    expectations *e = arena_new_of(a, expectations);
    *e = (expectations){.arena = a, .bundle = b};
    if (!expectations_is_file(root))
        refuse(&r, root, STR("consumer"), "and 'expects' are missing: this is no expectation file",
               "it names a 'consumer' and what it 'expects'");
    check_keys(&r, root, keys);
    e->consumer = node_get_text(root, STR("consumer"));
    e->team = text_of(&r, root, "team", false);
    const node *list = list_of(&r, root, "expects");
    VEC(expected_producer) producers = {0};
    for (size_t i = 0; list && i < list->count; i++)
        vec_push(a, &producers, read_producer(&r, &list->as.items[i]));
    e->producers = producers.items;
    e->producer_count = producers.count;
    if (r.fine)
        return e;
    expectations_free(e);
    return NULL;
}

void expectations_free(expectations *e)
{
    if (e)
        arena_free(e->arena);
}
