#include "doc/build.h"

#include <string.h>

#include "doc/tree.h"

node build_null(void)
{
    return (node){.kind = NODE_NULL};
}

node build_boolean(bool value)
{
    return (node){.kind = NODE_BOOLEAN, .flags = value ? NODE_TRUE : 0};
}

node build_string(str text)
{
    return (node){.kind = NODE_STRING,
                  .as.text = text.data ? text.data : "",
                  .count = (uint32_t)text.length,
                  .flags = NODE_QUOTED};
}

static bool is_small_integer(str text)
{
    size_t i = text.length && text.data[0] == '-';
    if (text.length == i || text.length - i > 18)
        return false;
    while (i < text.length && text.data[i] >= '0' && text.data[i] <= '9')
        i++;
    return i == text.length;
}

node build_number_text(str text)
{
    return (node){.kind = NODE_NUMBER,
                  .as.text = text.data,
                  .count = (uint32_t)text.length,
                  .flags = is_small_integer(text) ? NODE_SMALL_INTEGER : 0};
}

node build_integer(int64_t value, arena *a)
{
    return build_number_text(arena_printf(a, "%lld", (long long)value));
}

node build_number(const number *value, arena *a)
{
    return build_number_text(number_text(value, a));
}

node build_array(const node *items, size_t count)
{
    return (node){.kind = NODE_ARRAY, .as.items = items, .count = (uint32_t)count};
}

member build_member(str key, node value)
{
    return (member){.key = key.data ? key.data : "",
                    .key_length = (uint32_t)key.length,
                    .key_hash = node_key_hash(key),
                    .value = value};
}

node build_object(const member *members, size_t count, arena *a)
{
    tree t = {.arena = a, .without_hashes = true};
    for (size_t i = 0; i < count; i++)
        *tree_open_member(&t) = members[i];
    node n = {.kind = NODE_OBJECT};
    tree_close_object(&t, 0, &n);
    tree_clear(&t);
    return n;
}

const node *build_copy(node n, arena *a)
{
    return arena_copy(a, &n, sizeof n);
}
