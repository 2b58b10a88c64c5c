#include "doc/yaml_merge.h"

#include <string.h>

#include "base/limits.h"
#include "base/map.h"

static bool is_merge(const member *m)
{
    return m->key_hash == YAML_MERGE_MARK && str_equal(member_key(m), STR("<<"));
}

typedef struct merging {
    tree *tree;
    map seen; /* keys that are taken */
    uint64_t *reached;
} merging;

static bool merge_mapping(merging *g, const node *from)
{
    if (from->kind != NODE_OBJECT) {
        diag *d = tree_error(g->tree, from->start, "yaml.merge", "'<<' merges mappings, not a %s",
                             node_kind_name(node_kind_of(from)));
        diags_hint(g->tree->diags, d, "quote the key to have a member named \"<<\"");
        return false;
    }
    *g->reached += from->count;
    if (*g->reached > LIMIT_ALIAS_NODES) {
        tree_error(g->tree, from->start, "limit.aliases", "merging reaches too many values");
        return false;
    }
    for (uint32_t i = 0; i < from->count; i++) {
        member copy = from->as.members[i];
        if (!map_put(&g->seen, member_key(&copy), g))
            continue;
        if (from->flags & NODE_FROM_ALIAS) {
            /* they stand where the alias does */
            copy.key_start = copy.value.start = from->start;
            copy.key_end = copy.value.end = from->end;
            copy.value.flags |= NODE_FROM_ALIAS;
        }
        *tree_open_member(g->tree) = copy;
    }
    return true;
}

static bool merge_value(merging *g, const node *value)
{
    if (value->kind != NODE_ARRAY)
        return merge_mapping(g, value);
    for (uint32_t i = 0; i < value->count; i++) {
        node item = value->as.items[i];
        if (value->flags & NODE_FROM_ALIAS) {
            item.flags |= NODE_FROM_ALIAS;
            item.start = value->start;
            item.end = value->end;
        }
        if (!merge_mapping(g, &item))
            return false;
    }
    return true;
}

bool yaml_merge(tree *t, size_t base, uint64_t *reached)
{
    arena *scratch = arena_new();
    merging g = {.tree = t, .reached = reached};
    map_init(&g.seen, scratch, t->seed);
    size_t count = t->member_count - base, kept = base;
    member *own = arena_copy(scratch, t->members + base, count * sizeof *own);
    for (size_t i = 0; i < count; i++) {
        if (is_merge(&own[i]))
            continue;
        map_put(&g.seen, member_key(&own[i]), &g);
        t->members[kept++] = own[i];
    }
    t->member_count = kept;
    bool merged = true;
    for (size_t i = 0; i < count && merged; i++)
        if (is_merge(&own[i]))
            merged = merge_value(&g, &own[i].value);
    arena_free(scratch);
    return merged;
}

uint32_t yaml_skip_properties(str source, uint32_t start, uint32_t end)
{
    uint32_t at = start;
    while (at < end && (source.data[at] == '&' || source.data[at] == '!')) {
        while (at < end && !strchr(" \t\r\n", source.data[at]))
            at++;
        while (at < end && strchr(" \t\r\n", source.data[at]))
            at++;
    }
    return at;
}
