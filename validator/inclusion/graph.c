#include "inclusion/graph.h"

#include <stdlib.h>
#include <string.h>

#include "inclusion/classes.h"
#include "inclusion/endless.h"
#include "inclusion/lower.h"

void graph_init(graph *g, arena *a, value_store *values, uint64_t seed)
{
    memset(g, 0, sizeof *g);
    g->arena = a;
    g->values = values;
    g->seed = seed;
    g->vertices.arena = g->keys.arena = g->scopes.arena = g->components.arena = a;
    vec_push(a, &g->classes, (class_info){.vertex = NULL});
}

static bool same_vertex(const void *kept, const void *wanted)
{
    const vertex *a = kept, *b = wanted;
    return a->site.node == b->site.node && a->mode == b->mode && a->scope == b->scope &&
           a->site.resource == b->site.resource;
}

static vertex *add_vertex(graph *g, const vertex *wanted)
{
    vertex *v = arena_copy(g->arena, wanted, sizeof *wanted);
    v->item = UINT32_MAX;
    v->index = UINT32_MAX;
    vec_push(g->arena, &g->unclassed, v);
    return v;
}

vertex *graph_vertex(graph *g, registry *r, site s, uint32_t mode, uint32_t scope)
{
    s = lower_skip_references(g, r, s, &scope);
    vertex wanted = {.site = s, .registry = r, .mode = mode, .scope = scope};
    wanted.hash = hash_mix(hash_mix(g->seed, (uintptr_t)s.node), ((uint64_t)scope << 32) | mode);
    wanted.hash = hash_mix(wanted.hash, (uintptr_t)s.resource);
    vertex *v = intern_find(&g->vertices, wanted.hash, &wanted, same_vertex);
    if (v)
        return v;
    v = add_vertex(g, &wanted);
    intern_add(&g->vertices, v);
    vec_push(g->arena, &g->unlowered, v);
    return v;
}

vertex *graph_synthetic(graph *g, const fact *facts, size_t count)
{
    vertex wanted = {.is_lowered = true, .fact_count = (uint32_t)count};
    wanted.facts = count ? arena_copy(g->arena, facts, count * sizeof *facts) : NULL;
    return add_vertex(g, &wanted);
}

void graph_settle(graph *g)
{
    while (g->unlowered.count > 0) {
        vertex *v = g->unlowered.items[--g->unlowered.count];
        if (!v->is_lowered)
            lower_vertex(g, v);
    }
    if (g->unclassed.count == 0)
        return;
    endless_mark(g);
    classes_assign(g);
}

static bool same_keys(const void *kept, const void *wanted)
{
    const keys *a = kept, *b = wanted;
    return a->complement == b->complement && a->name_count == b->name_count &&
           a->pattern_count == b->pattern_count && a->schema == b->schema &&
           (a->name_count == 0 ||
            memcmp(a->names, b->names, a->name_count * sizeof *a->names) == 0) &&
           (a->pattern_count == 0 ||
            memcmp(a->patterns, b->patterns, a->pattern_count * sizeof *a->patterns) == 0);
}

static int compare_texts(const void *a, const void *b)
{
    return value_compare_names(*(const value *const *)a, *(const value *const *)b);
}

/* Sorts and drops what is there twice. */
static size_t sort_texts(const value **texts, size_t count)
{
    if (count > 1)
        qsort(texts, count, sizeof *texts, compare_texts);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || texts[kept - 1] != texts[i])
            texts[kept++] = texts[i];
    }
    return kept;
}

const keys *graph_keys(graph *g, const value **names, size_t name_count, const value **patterns,
                       size_t pattern_count, bool complement, uint32_t holder)
{
    keys wanted = {.complement = complement, .schema = holder};
    wanted.name_count = (uint32_t)sort_texts(names, name_count);
    wanted.pattern_count = (uint32_t)sort_texts(patterns, pattern_count);
    wanted.names = names;
    wanted.patterns = patterns;
    uint64_t hash = hash_mix(hash_mix(g->seed, complement), holder);
    for (size_t i = 0; i < wanted.name_count; i++)
        hash = hash_mix(hash, names[i]->hash);
    hash = hash_mix(hash, 0x6b657973);
    for (size_t i = 0; i < wanted.pattern_count; i++)
        hash = hash_mix(hash, patterns[i]->hash);
    wanted.hash = hash;
    const keys *old = intern_find(&g->keys, hash, &wanted, same_keys);
    if (old)
        return old;
    keys *k = arena_copy(g->arena, &wanted, sizeof wanted);
    k->names = arena_copy(g->arena, names, wanted.name_count * sizeof *names);
    k->patterns = arena_copy(g->arena, patterns, wanted.pattern_count * sizeof *patterns);
    intern_add(&g->keys, k);
    return k;
}

static bool same_scope(const void *kept, const void *wanted)
{
    const dynamic_scope *a = kept, *b = wanted;
    return a->count == b->count &&
           memcmp(a->resources, b->resources, a->count * sizeof *a->resources) == 0;
}

const dynamic_scope *graph_scope(const graph *g, uint32_t id)
{
    return id == 0 ? NULL : g->scope_list.items[id - 1];
}

uint32_t graph_scope_enter(graph *g, uint32_t id, const resource *entered)
{
    if (!g->has_dynamic_references || !entered)
        return 0;
    const dynamic_scope *old = graph_scope(g, id);
    size_t count = old ? old->count : 0;
    for (size_t i = 0; i < count; i++) {
        if (old->resources[i] == entered)
            return id;
    }
    const resource **resources = arena_array_of(g->arena, const resource *, count + 1);
    uint64_t hash = g->seed;
    for (size_t i = 0; i < count; i++)
        resources[i] = old->resources[i];
    resources[count] = entered;
    for (size_t i = 0; i <= count; i++)
        hash = hash_mix(hash, (uintptr_t)resources[i]);
    dynamic_scope wanted = {.hash = hash, .resources = resources, .count = count + 1};
    const dynamic_scope *kept = intern_find(&g->scopes, hash, &wanted, same_scope);
    if (kept)
        return kept->id;
    dynamic_scope *made = arena_copy(g->arena, &wanted, sizeof wanted);
    made->id = (uint32_t)g->scope_list.count + 1;
    intern_add(&g->scopes, made);
    vec_push(g->arena, &g->scope_list, made);
    return made->id;
}
