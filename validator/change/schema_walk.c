/* Walking pairs of schemas from the worklist, each once. */
#include "change/schema_graph.h"

#include <stdarg.h>
#include <string.h>

#include "base/limits.h"
#include "change/schema_families.h"
#include "doc/json_writer.h"

schema_graph *change_schema_graph_new(comparison *c, bool literal)
{
    schema_graph *g = arena_new_of(c->arena, schema_graph);
    g->comparison = c;
    map_init(&g->index, c->arena, 0);
    map_init(&g->open_references, c->arena, 0);
    g->fit = fit_new(c->old_schemas, c->new_schemas, literal, c->options->steps, c->arena);
    if (c->options->statistics)
        fit_keep_statistics(g->fit, c->report);
    return g;
}

void change_schema_graph_clear(schema_graph *g)
{
    fit_free(g->fit);
}

static bool is_same(const schema_graph *g, site old, site new_)
{
    if (old.node && new_.node && old.resource->dialect != new_.resource->dialect)
        return false; /* the same text may mean something else */
    return sameness_of(g->comparison->same, old.node, new_.node);
}

/* The schema that is meant. A reference to nothing is the same wherever it stands: the first one
 * stands for all, so that nobody is asked about it a hundred times. */
static site meant(schema_graph *g, registry *schemas, site s, str *component)
{
    if (!s.node)
        return s;
    s = view_follow(schemas, s, component);
    str open = view_open_reference(s);
    if (!open.data)
        return s;
    arena *a = g->comparison->arena;
    char *key = arena_alloc(a, sizeof s.resource + open.length);
    memcpy(key, &s.resource, sizeof s.resource);
    memcpy(key + sizeof s.resource, open.data, open.length);
    void **first = map_slot(&g->open_references, str_of(key, sizeof s.resource + open.length));
    if (!*first)
        *first = arena_copy(a, &s, sizeof s);
    return *(const site *)*first;
}

typedef struct pair_key {
    const node *old, *new_;
    uint64_t how; /* direction and wire */
} pair_key;

/* Written in place it is no component any more; extended there, it still is. */
static bool stands_in_place(site s)
{
    const node *any = node_get(s.node, STR("anyOf"));
    bool is_wrapped = node_is(any, NODE_ARRAY) && any->count == 1;
    return !node_get(s.node, STR("$ref")) && !node_get(s.node, STR("allOf")) && !is_wrapped;
}

/* The component that an edit of both sides is an edit of; STR_NULL. */
static str component_of(site old, str old_name, site new_, str new_name)
{
    if ((!old_name.data && stands_in_place(old)) || (!new_name.data && stands_in_place(new_)))
        return STR_NULL;
    return old_name.data ? old_name : new_name;
}

/* The pair of what is meant on both sides; made, and put on the worklist, when it is new. */
static schema_pair *pair_of(schema_graph *g, site old, site new_, polarity direction, fit_wire wire)
{
    arena *a = g->comparison->arena;
    pair_key key = {0};
    str old_name = STR_NULL, new_name = STR_NULL;
    old = meant(g, g->comparison->old_schemas, old, &old_name);
    new_ = meant(g, g->comparison->new_schemas, new_, &new_name);
    key.old = old.node;
    key.new_ = new_.node;
    key.how = (uint64_t)direction << 2 | (uint64_t)wire;
    void **slot = map_slot(&g->index, arena_str(a, str_of((const char *)&key, sizeof key)));
    if (*slot)
        return *slot;
    if (g->pairs.count == LIMIT_SCHEMA_PAIRS) {
        g->is_full = true;
        return NULL;
    }
    schema_pair *p = arena_new_of(a, schema_pair);
    *slot = p;
    p->old = old;
    p->new_ = new_;
    p->polarity = direction;
    p->wire = wire;
    p->component = component_of(old, old_name, new_, new_name);
    vec_push(a, &g->pairs, p);
    return p;
}

/* "string", "integer", ...; STR_NULL for what is no single value. */
static str single_type(registry *schemas, site s)
{
    static const char *const single[] = {"string", "integer", "number", "boolean"};
    str component = STR_NULL;
    str type = node_get_text(view_follow(schemas, s, &component).node, STR("type"));
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (str_equal(type, str_from(single[i])))
            return type;
    return STR_NULL;
}

/* How a value travels within one that travels so: single values of forms and XML are text, which
 * only matters where they change their type; other fields of a form are of any kind. */
static fit_wire wire_within(const schema_graph *g, fit_wire outer, site old, site new_)
{
    if (outer != FIT_FORM && outer != FIT_XML)
        return outer;
    if (old.node && new_.node) {
        str was = single_type(g->comparison->old_schemas, old);
        str is = single_type(g->comparison->new_schemas, new_);
        if (was.data && is.data && !str_equal(was, is))
            return FIT_TEXT;
    }
    return outer == FIT_FORM ? FIT_JSON : FIT_XML;
}

void change_schema_compare(schema_graph *g, const schema_root *root, site old, site new_,
                           polarity direction, fit_wire wire)
{
    if ((!old.node && !new_.node) || is_same(g, old, new_))
        return;
    if (wire == FIT_XML)
        wire = wire_within(g, wire, old, new_);
    schema_pair *p = pair_of(g, old, new_, direction, wire);
    if (!p)
        return;
    schema_root *r = arena_copy(g->comparison->arena, root, sizeof *root);
    r->pair = p;
    vec_push(g->comparison->arena, &p->roots, r);
    vec_push(g->comparison->arena, &g->roots, r);
}

bool walk_step(schema_walk_state *w, site old, site new_, str text, bool descends, unsigned flags)
{
    if (is_same(w->graph, old, new_))
        return false;
    fit_wire wire = descends ? wire_within(w->graph, w->pair->wire, old, new_) : w->pair->wire;
    schema_pair *to = pair_of(w->graph, old, new_, w->pair->polarity, wire);
    if (!to || to == w->pair)
        return true;
    /* A step to a pair that turns out to have no edits costs nothing later. */
    schema_step step = {w->pair, to, text, descends, flags};
    vec_push(w->arena, &to->steps, step);
    vec_push(w->arena, &w->pair->below, step);
    return true;
}

static spot or_schema(spot s, site whole)
{
    return s.node ? s : (spot){.node = whole.node, .is_holder = true};
}

__attribute__((format(printf, 3, 0))) static void note(schema_walk_state *w, edit_record e,
                                                       const char *format, va_list arguments)
{
    e.detail = arena_vprintf(w->arena, format, arguments);
    e.old = or_schema(e.old, w->pair->old);
    e.new_ = or_schema(e.new_, w->pair->new_);
    vec_push(w->arena, &w->pair->edits, e);
}

void walk_edit(schema_walk_state *w, schema_edit edit, spot old, spot new_, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    note(w, (edit_record){.edit = edit, .old = old, .new_ = new_}, format, arguments);
    va_end(arguments);
}

void walk_member(schema_walk_state *w, member_edit edit, unsigned flags, str name, spot old,
                 spot new_, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    edit_record e = {.member = edit, .flags = flags, .name = name, .old = old, .new_ = new_};
    note(w, e, format, arguments);
    va_end(arguments);
}

void walk_sanction(schema_walk_state *w, const lifecycle *old)
{
    w->pair->edits.items[w->pair->edits.count - 1].is_sanctioned =
        lifecycle_is_over(old, w->comparison->options);
}

str walk_value_text(const schema_walk_state *w, const node *n)
{
    enum { SHOWN = 60 };
    buf b = {0};
    json_write(&b, n);
    str text = buf_str(&b);
    str shown = text.length <= SHOWN ? arena_str(w->arena, text)
                                     : arena_printf(w->arena, "%.*s...", (int)SHOWN, text.data);
    buf_clear(&b);
    return shown;
}

site walk_old_child(const schema_walk_state *w, site at, const node *child)
{
    return child ? registry_child(w->comparison->old_schemas, at, child) : (site){0};
}

site walk_new_child(const schema_walk_state *w, site at, const node *child)
{
    return child ? registry_child(w->comparison->new_schemas, at, child) : (site){0};
}

static bool has_all_of(const schema_view *v)
{
    return node_is(view_get(v, STR("allOf"), NULL), NODE_ARRAY);
}

/* Put together by allOf and nothing else, type aside. */
static bool is_all_of(const schema_view *v)
{
    static const char *const others[] = {"properties", "items", "enum", "anyOf", "oneOf"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (view_get(v, str_from(others[i]), NULL))
            return false;
    return has_all_of(v);
}

/* A property that a member of the one's allOf has and the other has itself: it moved. */
static bool has_moved_property(const schema_view *split, const schema_view *other)
{
    site at;
    const node *all = view_get(split, STR("allOf"), &at);
    for (uint32_t i = 0; node_is(all, NODE_ARRAY) && i < all->count; i++) {
        site part = registry_child(split->schemas, at, &all->as.items[i]);
        const node *properties =
            node_get(view_follow(split->schemas, part, NULL).node, STR("properties"));
        for (uint32_t k = 0; node_is(properties, NODE_OBJECT) && k < properties->count; k++)
            if (view_property(other, member_key(&properties->as.members[k]), NULL))
                return true;
    }
    return false;
}

/* Reads both sides. Where only one is put together with allOf, it is taken apart, so that a split
 * or a merge is seen as the rewrite it is. */
static void read_views(schema_walk_state *w)
{
    view_of(&w->old, w->comparison->old_schemas, w->pair->old, false);
    view_of(&w->new_, w->comparison->new_schemas, w->pair->new_, false);
    bool is_split =
        has_all_of(&w->old) != has_all_of(&w->new_) &&
        (is_all_of(&w->old) || is_all_of(&w->new_) || has_moved_property(&w->old, &w->new_) ||
         has_moved_property(&w->new_, &w->old));
    if (is_split) {
        view_of(&w->old, w->comparison->old_schemas, w->pair->old, true);
        view_of(&w->new_, w->comparison->new_schemas, w->pair->new_, true);
    }
    view_read_single(&w->old, &w->new_);
    view_read_single(&w->new_, &w->old);
}

/* true and false as schemas; no schema at all is true. False when there is more to compare. */
static bool walk_booleans(schema_walk_state *w)
{
    const node *old = w->pair->old.node, *new_ = w->pair->new_.node;
    bool old_false = node_is_false(old), new_false = node_is_false(new_);
    if (old_false && !new_false)
        walk_edit(w, EDIT_schema_became_not_false, spot_of(old), spot_of(new_), "%s", "");
    else if (new_false && !old_false)
        walk_edit(w, EDIT_schema_became_false, spot_of(old), spot_of(new_), "%s", "");
    return old_false || new_false;
}

static bool is_note(str key)
{
    static const char *const notes[] = {"title",
                                        "description",
                                        "example",
                                        "examples",
                                        "default",
                                        "deprecated",
                                        "$comment",
                                        "externalDocs",
                                        "xml",
                                        "readOnly",
                                        "writeOnly",
                                        "$id",
                                        "$schema",
                                        "$defs",
                                        "definitions",
                                        "contentEncoding",
                                        "contentMediaType",
                                        "$anchor",
                                        "id",
                                        "$dynamicAnchor",
                                        "contentSchema",
                                        "$vocabulary"};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (str_equal(key, str_from(notes[i])))
            return true;
    return str_starts_with(key, STR("x-"));
}

/* A keyword that one side lacks, or has with another plain value. */
static bool says_another(const node *one, const node *other)
{
    for (uint32_t i = 0; node_is(one, NODE_OBJECT) && i < one->count; i++) {
        const member *m = &one->as.members[i];
        const node *there = node_get(other, member_key(m));
        bool is_plain = m->value.kind != NODE_OBJECT && m->value.kind != NODE_ARRAY;
        if (!is_note(member_key(m)) && (!there || (is_plain && !node_equal(&m->value, there))))
            return true;
    }
    return false;
}

/* A difference that no family has read may still be one to values: the engine is asked. */
static void look_for_unread(schema_pair *p)
{
    const node *old = p->old.node, *new_ = p->new_.node;
    bool is_read = p->edits.count || p->below.count || p->has_changed_alternatives;
    if (!is_read && (says_another(old, new_) || says_another(new_, old)))
        p->has_changed_alternatives = true;
}

static void walk_pair(schema_graph *g, schema_pair *p)
{
    schema_walk_state w = {
        .graph = g, .comparison = g->comparison, .arena = g->comparison->arena, .pair = p};
    if (walk_booleans(&w))
        return;
    read_views(&w);
    if (walk_alternatives(&w))
        return;
    walk_types(&w);
    walk_values(&w);
    walk_bounds(&w);
    walk_pattern(&w);
    walk_properties(&w);
    walk_objects(&w);
    walk_arrays(&w);
    walk_conditions(&w);
    walk_discriminator(&w);
    walk_annotations(&w);
    look_for_unread(p);
}

bool change_schema_are_paired(const schema_graph *g, const node *old, const node *new_)
{
    enum { WAYS = 8 }; /* two directions, four wires */
    for (uint64_t how = 0; how < WAYS; how++) {
        pair_key key = {old, new_, how};
        if (map_get(&g->index, str_of((const char *)&key, sizeof key)))
            return true;
    }
    return false;
}

void change_schema_walk(schema_graph *g)
{
    for (; g->walked < g->pairs.count; g->walked++)
        walk_pair(g, g->pairs.items[g->walked]);
}
