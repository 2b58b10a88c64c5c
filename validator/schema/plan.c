#include "schema/plan.h"

#include "base/limits.h"
#include "base/uri.h"

plan *plan_new(registry *r, const schema_options *options)
{
    arena *a = arena_new();
    plan *p = arena_new_of(a, plan);
    p->arena = a;
    p->registry = r;
    p->options = options ? *options : (schema_options){0};
    p->patterns = pattern_pool_new();
    map_init(&p->by_node, a, bundle_seed(registry_bundle(r)));
    vec_push(a, &p->scopes, (scope){0});
    vec_push(a, &p->waivers, (name_set){0});
    return p;
}

subschema *plan_add(plan *p, site s, diags *d)
{
    size_t errors = d->errors + d->undecided;
    p->diags = d;
    subschema *added = plan__subschema(p, s, 0, 0);
    while (!p->failed && p->planned < p->subschemas.count)
        plan__clauses(p, p->subschemas.items[p->planned++]);
    p->failed = p->failed || d->errors + d->undecided > errors;
    p->diags = NULL;
    return p->failed ? NULL : added;
}

void plan_free(plan *p)
{
    if (!p)
        return;
    pattern_pool_free(p->patterns);
    arena_free(p->arena);
}

const clause *subschema_clause(const subschema *s, keyword_id id)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->clauses[i].id == id)
            return &s->clauses[i];
    return NULL;
}

static const binding *find_binding(const scope *s, str name)
{
    for (size_t i = 0; i < s->bindings.count; i++)
        if (str_equal(s->bindings.items[i].name, name))
            return &s->bindings.items[i];
    return NULL;
}

static bool same_bindings(const scope *a, const scope *b)
{
    if (a->bindings.count != b->bindings.count)
        return false;
    for (size_t i = 0; i < a->bindings.count; i++) {
        const binding *other = find_binding(b, a->bindings.items[i].name);
        if (!other || other->site.node != a->bindings.items[i].site.node)
            return false;
    }
    return true;
}

static void bind(plan *p, scope *into, str name, site s)
{
    if (!find_binding(into, name))
        vec_push(p->arena, &into->bindings, (binding){name, s});
}

/* The scope inside a resource: what is bound already stays, its own dynamic anchors are added. */
static uint32_t enter(plan *p, uint32_t outer, const resource *into)
{
    bool adds = into->recursive_anchor;
    for (size_t i = 0; i < into->anchors.count; i++)
        adds |= into->anchors.items[i].dynamic;
    if (!adds)
        return outer;

    scope inner = {0};
    for (size_t i = 0; i < p->scopes.items[outer].bindings.count; i++)
        vec_push(p->arena, &inner.bindings, p->scopes.items[outer].bindings.items[i]);
    for (size_t i = 0; i < into->anchors.count; i++)
        if (into->anchors.items[i].dynamic)
            bind(p, &inner, into->anchors.items[i].name, (site){into->anchors.items[i].node, into});
    if (into->recursive_anchor)
        bind(p, &inner, STR(""), (site){into->root, into});

    for (uint32_t i = 0; i < p->scopes.count; i++)
        if (same_bindings(&p->scopes.items[i], &inner))
            return i;
    if (p->scopes.count >= LIMIT_DYNAMIC_SCOPES) {
        registry_diag_at(p->registry, p->diags,
                         diags_undecided(p->diags, "limit.dynamic-scopes",
                                         "the dynamic anchors combine in more than %d ways",
                                         LIMIT_DYNAMIC_SCOPES),
                         into->root);
        p->failed = true;
        return outer;
    }
    vec_push(p->arena, &p->scopes, inner);
    return (uint32_t)p->scopes.count - 1;
}

subschema *plan__subschema(plan *p, site s, uint32_t outer, uint32_t waived)
{
    uint32_t inner = enter(p, outer, s.resource);
    subschema *first = map_get_pointer(&p->by_node, s.node);
    for (subschema *known = first; known; known = known->other)
        if (known->scope == inner && known->outer_waived == waived &&
            known->site.resource == s.resource)
            return known;

    subschema *added = arena_new_of(p->arena, subschema);
    *added = (subschema){.site = s,
                         .scope = inner,
                         .waived = waived,
                         .outer_waived = waived,
                         .index = (uint32_t)p->subschemas.count,
                         .constant = -1,
                         .other = first};
    if (node_is(s.node, NODE_BOOLEAN))
        added->constant = node_is_true(s.node);
    if (waived == WAIVED_WHOLLY)
        added->constant = 1;
    if (p->subschemas.count >= LIMIT_SUBSCHEMAS) {
        if (!p->failed)
            diags_undecided(p->diags, "limit.subschemas",
                            "the schema reaches more than %d subschemas", LIMIT_SUBSCHEMAS);
        p->failed = true;
        return added;
    }
    map_put_pointer(&p->by_node, s.node, added);
    vec_push(p->arena, &p->subschemas, added);
    return added;
}

subschema *plan__child(plan *p, const subschema *parent, const node *child)
{
    return plan__subschema(p, registry_child(p->registry, parent->site, child), parent->scope, 0);
}

subschema *plan__in_place(plan *p, const subschema *parent, const node *child)
{
    return plan__subschema(p, registry_child(p->registry, parent->site, child), parent->scope,
                           parent->waived);
}

/* Whether a reference names the anchor itself, and not a place by pointer. */
static const anchor *dynamic_anchor(site target, str ref, arena *a)
{
    str name;
    str fragment = uri_split(ref).fragment;
    if (!fragment.length || !uri_percent_decode(fragment, &name, a))
        return NULL;
    const anchor *found = resource_anchor(target.resource, name);
    return found && found->dynamic && found->node == target.node ? found : NULL;
}

/* The site only says which resource it is in; nothing stands there. */
static subschema *unresolved(plan *p, site at)
{
    static const node nothing = {.kind = NODE_BOOLEAN};
    subschema *s = plan__subschema(p, (site){&nothing, at.resource}, 0, 0);
    s->constant = SUBSCHEMA_UNRESOLVED;
    return s;
}

subschema *plan__reference(plan *p, const subschema *from, const member *m, keyword_id id)
{
    str ref = node_text(&m->value);
    bool tolerated = p->options.tolerate_unresolved;
    site target = registry_resolve(p->registry, from->site, ref, tolerated ? NULL : p->diags);
    if (!target.node && tolerated)
        return unresolved(p, from->site);
    if (!target.node) {
        p->failed = true;
        return NULL;
    }
    const scope *around = &p->scopes.items[from->scope];
    const binding *bound = NULL;
    if (id == KEYWORD_DYNAMIC_REF) {
        const anchor *named = dynamic_anchor(target, ref, p->arena);
        bound = named ? find_binding(around, named->name) : NULL;
    } else if (id == KEYWORD_RECURSIVE_REF && target.resource->recursive_anchor &&
               target.node == target.resource->root) {
        bound = find_binding(around, STR(""));
    }
    return plan__subschema(p, bound ? bound->site : target, from->scope, from->waived);
}
