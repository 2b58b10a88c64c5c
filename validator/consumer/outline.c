#include "consumer/outline.h"

#include "base/map.h"
#include "base/vec.h"
#include "consumer/kinds.h"

enum { IN_PLACE_DEPTH = 40 };

typedef VEC(site) site_list;

typedef struct gathered_member {
    str name;
    bool required;
    site_list sites;
} gathered_member;

typedef struct gathering {
    registry *registry;
    arena *arena;
    map members; /* name -> gathered_member */
    map seen;    /* schema node */
    site_list items, values;
} gathering;

static void gather(gathering *g, site s, unsigned depth);

static void gather_list(gathering *g, site s, const char *keyword, unsigned depth)
{
    const node *branches = node_get(s.node, str_from(keyword));
    for (size_t i = 0; node_is(branches, NODE_ARRAY) && i < branches->count; i++)
        gather(g, registry_child(g->registry, s, &branches->as.items[i]), depth + 1);
}

static void gather_single(gathering *g, site s, const char *keyword, unsigned depth)
{
    const node *branch = node_get(s.node, str_from(keyword));
    if (branch)
        gather(g, registry_child(g->registry, s, branch), depth + 1);
}

static gathered_member *member_named(gathering *g, str name)
{
    void **slot = map_slot(&g->members, name);
    if (!*slot) {
        gathered_member *added = arena_new_of(g->arena, gathered_member);
        added->name = name;
        *slot = added;
    }
    return *slot;
}

static void gather_members(gathering *g, site s)
{
    const node *properties = node_get(s.node, STR("properties"));
    const node *required = node_get(s.node, STR("required"));
    for (size_t i = 0; node_is(properties, NODE_OBJECT) && i < properties->count; i++) {
        const member *m = &properties->as.members[i];
        if (!node_is_false(&m->value))
            vec_push(g->arena, &member_named(g, member_key(m))->sites,
                     registry_child(g->registry, s, &m->value));
    }
    for (size_t i = 0; node_is(required, NODE_ARRAY) && i < required->count; i++)
        if (required->as.items[i].kind == NODE_STRING)
            member_named(g, node_text(&required->as.items[i]))->required = true;
}

static void gather_others(gathering *g, site s)
{
    const node *items = node_get(s.node, STR("items"));
    const node *prefix = node_get(s.node, STR("prefixItems"));
    const node *others = node_get(s.node, STR("additionalProperties"));
    const node *patterns = node_get(s.node, STR("patternProperties"));
    if (node_is(items, NODE_ARRAY))
        prefix = items;
    else if (node_is(items, NODE_OBJECT))
        vec_push(g->arena, &g->items, registry_child(g->registry, s, items));
    for (size_t i = 0; node_is(prefix, NODE_ARRAY) && i < prefix->count; i++)
        vec_push(g->arena, &g->items, registry_child(g->registry, s, &prefix->as.items[i]));
    if (node_is(others, NODE_OBJECT) && others->count)
        vec_push(g->arena, &g->values, registry_child(g->registry, s, others));
    for (size_t i = 0; node_is(patterns, NODE_OBJECT) && i < patterns->count; i++)
        vec_push(g->arena, &g->values,
                 registry_child(g->registry, s, &patterns->as.members[i].value));
}

static void gather(gathering *g, site s, unsigned depth)
{
    static const char *const lists[] = {"allOf", "anyOf", "oneOf"};
    static const char *const singles[] = {"if", "then", "else"};
    if (depth > IN_PLACE_DEPTH || !node_is(s.node, NODE_OBJECT) ||
        !map_put_pointer(&g->seen, s.node, g))
        return;
    str reference_text = node_get_text(s.node, STR("$ref"));
    if (reference_text.data)
        gather(g, registry_resolve(g->registry, s, reference_text, NULL), depth + 1);
    gather_members(g, s);
    gather_others(g, s);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        gather_list(g, s, lists[i], depth);
    for (size_t i = 0; i < sizeof singles / sizeof *singles; i++)
        gather_single(g, s, singles[i], depth);
}

static unsigned kinds_of_place(registry *r, const outline_place *place)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < place->count; i++)
        kinds |= kinds_of_schema(r, place->sites[i]);
    return kinds ? kinds : KIND_ALL;
}

outline outline_of(registry *r, const outline_place *place, arena *a)
{
    gathering g = {.registry = r, .arena = a};
    map_init(&g.members, a, 0);
    map_init(&g.seen, a, 0);
    for (size_t i = 0; i < place->count; i++)
        gather(&g, place->sites[i], 0);
    outline_member *members = arena_array_of(a, outline_member, g.members.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < g.members.count; i++) {
        const gathered_member *m = g.members.entries[i].value;
        if (m->sites.count) /* what is required and nowhere described is not documented */
            members[count++] =
                (outline_member){m->name, m->required, {m->sites.items, m->sites.count}};
    }
    const node **schemas = arena_array_of(a, const node *, g.seen.count + 1);
    for (size_t i = 0; i < g.seen.count; i++)
        schemas[i] = (const node *)(const void *)g.seen.entries[i].key.data;
    return (outline){.kinds = kinds_of_place(r, place),
                     .schemas = schemas,
                     .schema_count = g.seen.count,
                     .members = members,
                     .member_count = count,
                     .items = {g.items.items, g.items.count},
                     .values = {g.values.items, g.values.count}};
}

/* --- whether a place is mentioned --- */

outline_place outline_below(const outline *o, const field_step *step)
{
    if (step->kind == STEP_ITEMS)
        return o->items;
    for (size_t i = 0; step->kind == STEP_MEMBER && i < o->member_count; i++)
        if (str_equal(o->members[i].name, step->name))
            return o->members[i].place;
    return o->values;
}

bool outline_documents(registry *r, site s, const field_path *path)
{
    arena *a = arena_new();
    outline_place place = {&s, s.node ? 1 : 0};
    for (size_t i = 0; place.count && i < path->count; i++) {
        outline o = outline_of(r, &place, a);
        place = outline_below(&o, &path->steps[i]);
    }
    arena_free(a);
    return place.count > 0;
}
