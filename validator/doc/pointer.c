#include "doc/pointer.h"

#include <string.h>

#include "base/uri.h"

/* A token with ~1 and ~0 undone, into a scratch buffer; false on a '~' that is neither. */
static bool unescape(str token, buf *out)
{
    out->length = 0;
    for (size_t i = 0; i < token.length; i++) {
        char c = token.data[i];
        if (c == '~') {
            if (++i == token.length || (token.data[i] != '0' && token.data[i] != '1'))
                return false;
            c = token.data[i] == '0' ? '~' : '/';
        }
        buf_append_char(out, c);
    }
    return true;
}

/* "0" or digits without a leading zero. */
static bool parse_index(str token, size_t *index)
{
    if (token.length == 0 || token.length > 10 || (token.length > 1 && token.data[0] == '0'))
        return false;
    *index = 0;
    for (size_t i = 0; i < token.length; i++) {
        if (token.data[i] < '0' || token.data[i] > '9')
            return false;
        *index = *index * 10 + (size_t)(token.data[i] - '0');
    }
    return true;
}

static const node *step(const node *n, str token, buf *scratch)
{
    size_t index;
    if (node_is(n, NODE_ARRAY))
        return parse_index(token, &index) ? node_item(n, index) : NULL;
    if (str_find(token, '~') == SIZE_MAX)
        return node_get(n, token);
    return unescape(token, scratch) ? node_get(n, buf_str(scratch)) : NULL;
}

const node *pointer_resolve(const node *root, str pointer)
{
    if (pointer.length == 0)
        return root;
    if (pointer.data[0] != '/')
        return NULL;
    buf scratch = {0};
    str rest = str_skip(pointer, 1), token;
    const node *at = root;
    while (at && str_split(&rest, '/', &token))
        at = step(at, token, &scratch);
    buf_clear(&scratch);
    return at;
}

const node *pointer_resolve_fragment(const node *root, str fragment, arena *a)
{
    str pointer = fragment;
    if (str_find(fragment, '%') != SIZE_MAX && !uri_percent_decode(fragment, &pointer, a))
        return NULL;
    return pointer_resolve(root, pointer);
}

void pointer_append(buf *b, str token)
{
    buf_append_char(b, '/');
    for (size_t i = 0; i < token.length; i++) {
        if (token.data[i] == '~')
            buf_append(b, STR("~0"));
        else if (token.data[i] == '/')
            buf_append(b, STR("~1"));
        else
            buf_append_char(b, token.data[i]);
    }
}

void pointer_append_index(buf *b, size_t index)
{
    buf_printf(b, "/%zu", index);
}

str pointer_join(str pointer, str token, arena *a)
{
    buf b = {0};
    buf_append(&b, pointer);
    pointer_append(&b, token);
    str joined = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return joined;
}

/* --- where a node stands --- */

static bool holds(const node *outer, const node *inner)
{
    return outer->count && (outer->kind == NODE_ARRAY || outer->kind == NODE_OBJECT) &&
           !(outer->flags & NODE_FROM_ALIAS) && outer->start <= inner->start &&
           inner->end <= outer->end;
}

static const node *child_at(const node *n, size_t i)
{
    return n->kind == NODE_OBJECT ? &n->as.members[i].value : &n->as.items[i];
}

static void append_child(buf *b, const node *n, size_t i)
{
    if (n->kind == NODE_OBJECT)
        pointer_append(b, member_key(&n->as.members[i]));
    else
        pointer_append_index(b, i);
}

/* A node that was made from what is written at `at`: a lowered schema, say. It stands there. */
static bool is_copy(const node *at, const node *target)
{
    return at->start == target->start && at->end == target->end && at->kind == target->kind;
}

static bool find_copy(buf *b, const node *at, const node *target)
{
    for (size_t i = 0; i < at->count; i++)
        if (is_copy(child_at(at, i), target)) {
            append_child(b, at, i);
            return true;
        }
    return false;
}

/* Spans nest and siblings do not overlap, so at most one child holds the target; only values of
 * no length and what aliases brought in share a place, and those are told apart by identity. */
static bool find(buf *b, const node *at, const node *target)
{
    while (at != target) {
        size_t next = SIZE_MAX;
        if (at->kind != NODE_ARRAY && at->kind != NODE_OBJECT)
            return false;
        for (size_t i = 0; i < at->count; i++) {
            if (child_at(at, i) == target) {
                append_child(b, at, i);
                return true;
            }
            if (next == SIZE_MAX && holds(child_at(at, i), target))
                next = i;
        }
        if (next == SIZE_MAX)
            return is_copy(at, target) || find_copy(b, at, target);
        append_child(b, at, next);
        at = child_at(at, next);
    }
    return true;
}

str pointer_of(const node *root, const node *target, arena *a)
{
    buf b = {0};
    str pointer = STR_NULL;
    if (find(&b, root, target))
        pointer = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return pointer;
}
