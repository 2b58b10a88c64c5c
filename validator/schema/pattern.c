#include "schema/pattern_engine.h"

#include "base/map.h"
#include "base/vec.h"

struct pattern {
    str text;
    bool is_legacy;
    const pattern_table *table; /* the first that is there searches */
    pattern_pcre *pcre;
    pattern_tree tree;
};

struct pattern_pool {
    arena *arena;
    map by_text;
    VEC(pattern *) patterns;
};

pattern_pool *pattern_pool_new(void)
{
    arena *a = arena_new();
    pattern_pool *pool = arena_new_of(a, pattern_pool);
    pool->arena = a;
    map_init(&pool->by_text, a, (uint64_t)(uintptr_t)a);
    return pool;
}

void pattern_pool_free(pattern_pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < pool->patterns.count; i++)
        pattern_pcre_free(pool->patterns.items[i]->pcre);
    arena_free(pool->arena);
}

/* The tree with every set as plain ranges, for the engine that reads it as it searches. */
static const pattern_node *flatten(const pattern_node *n, arena *a)
{
    pattern_node *copy = arena_copy(a, n, sizeof *n);
    if (n->kind == PATTERN_SET) {
        size_t count = 0;
        copy->set = (code_set){0};
        code_set_ranges(&n->set, a, &copy->set.ranges, &count);
        copy->set.range_count = (uint32_t)count;
    }
    const pattern_node **children = arena_array_of(a, const pattern_node *, n->count);
    for (uint32_t i = 0; i < n->count; i++)
        children[i] = flatten(n->children[i], a);
    copy->children = children;
    return copy;
}

const pattern *pattern_pool_get(pattern_pool *pool, str text, pattern_error *error)
{
    pattern *known = map_get(&pool->by_text, text);
    if (known)
        return known;
    arena *scratch = arena_new();
    pattern_tree tree;
    if (!pattern_parse(&tree, text, PATTERN_GRAMMAR_WIDE, scratch, error)) {
        arena_free(scratch);
        return NULL;
    }
    pattern *p = arena_new_of(pool->arena, pattern);
    p->text = arena_str(pool->arena, text);
    p->is_legacy = tree.is_legacy;
    p->table = pattern_table_new(&tree, pool->arena);
    if (!p->table)
        p->pcre = pattern_pcre_new(&tree);
    if (!p->table && !p->pcre) {
        p->tree = tree;
        p->tree.root = flatten(tree.root, pool->arena);
    }
    arena_free(scratch);
    vec_push(pool->arena, &pool->patterns, p);
    map_put(&pool->by_text, p->text, p);
    return p;
}

str pattern_text(const pattern *p)
{
    return p->text;
}

bool pattern_is_legacy(const pattern *p)
{
    return p->is_legacy;
}

pattern_answer pattern_search(const pattern *p, str subject, pattern_scratch *scratch)
{
    if (p->table)
        return pattern_table_search(p->table, subject) ? PATTERN_YES : PATTERN_NO;
    if (p->pcre)
        return pattern_pcre_search(p->pcre, subject, scratch);
    return pattern_backtrack_search(&p->tree, subject, scratch);
}

static bool parses(str text, pattern_grammar grammar, pattern_error *error)
{
    arena *scratch = arena_new();
    pattern_tree tree;
    bool valid = pattern_parse(&tree, text, grammar, scratch, error);
    arena_free(scratch);
    return valid;
}

bool pattern_is_valid(str text, pattern_error *error)
{
    return parses(text, PATTERN_GRAMMAR_STRICT, error);
}

bool pattern_is_readable(str text)
{
    pattern_error ignored;
    return parses(text, PATTERN_GRAMMAR_WIDE, &ignored);
}
