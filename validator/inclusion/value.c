#include "inclusion/value.h"

#include <stdlib.h>
#include <string.h>

#include "doc/json_writer.h"

static bool equal(const void *kept, const void *wanted)
{
    const value *a = kept, *b = wanted;
    if (a->kind != b->kind || a->count != b->count)
        return false;
    switch ((value_kind)a->kind) {
    case KIND_NULL:
        return true;
    case KIND_BOOLEAN:
        return a->truth == b->truth;
    case KIND_INTEGER:
    case KIND_FRACTION:
    case KIND_DECIMAL:
        return number_equal(&a->number, &b->number);
    case KIND_STRING:
        return str_equal(a->text, b->text);
    case KIND_ARRAY:
        return a->count == 0 || memcmp(a->items, b->items, a->count * sizeof *a->items) == 0;
    case KIND_OBJECT:
        return a->count == 0 || memcmp(a->members, b->members, a->count * sizeof *a->members) == 0;
    case KIND_COUNT:
        break;
    }
    return false;
}

/* Copies what the value points to only when it is new. */
static const value *keep(value_store *s, value *made)
{
    const value *old = intern_find(&s->set, made->hash, made, equal);
    if (old)
        return old;
    value *v = arena_copy(s->arena, made, sizeof *made);
    v->id = (uint32_t)s->all.count;
    if (v->text.data)
        v->text = arena_str(s->arena, v->text);
    if (v->items)
        v->items = arena_copy(s->arena, v->items, v->count * sizeof *v->items);
    if (v->members)
        v->members = arena_copy(s->arena, v->members, v->count * sizeof *v->members);
    intern_add(&s->set, v);
    vec_push(s->arena, &s->all, v);
    return v;
}

static uint64_t begin(const value_store *s, value_kind k)
{
    return hash_mix(s->seed, (uint64_t)k + 1);
}

static uint32_t add_size(uint32_t a, uint32_t b)
{
    return a + b < a ? UINT32_MAX : a + b;
}

void value_store_init(value_store *s, arena *a, uint64_t seed)
{
    memset(s, 0, sizeof *s);
    s->arena = a;
    s->set.arena = a;
    s->seed = seed;
    value null = {.hash = begin(s, KIND_NULL), .size = 1, .kind = KIND_NULL};
    s->null = keep(s, &null);
    for (int truth = 0; truth < 2; truth++) {
        value b = {.hash = hash_mix(begin(s, KIND_BOOLEAN), (uint64_t)truth),
                   .size = 1,
                   .kind = KIND_BOOLEAN,
                   .truth = truth == 1};
        s->truth[truth] = keep(s, &b);
    }
}

const value *value_of_boolean(value_store *s, bool truth)
{
    return s->truth[truth ? 1 : 0];
}

static const value *of_number_as(value_store *s, const number *n, value_kind k)
{
    value v = {.hash = number_hash(n, begin(s, k)), .size = 1, .kind = (uint8_t)k, .number = *n};
    return keep(s, &v);
}

const value *value_as_decimal(value_store *s, const value *v)
{
    return v->kind == KIND_INTEGER ? of_number_as(s, &v->number, KIND_DECIMAL) : v;
}

const value *value_as_integer(value_store *s, const value *v)
{
    return v->kind == KIND_DECIMAL ? of_number_as(s, &v->number, KIND_INTEGER) : v;
}

const value *value_of_number(value_store *s, const number *n)
{
    return of_number_as(s, n, number_is_integer(n) ? KIND_INTEGER : KIND_FRACTION);
}

const value *value_of_integer(value_store *s, int64_t n)
{
    number exact = number_from_integer(n, s->arena);
    return value_of_number(s, &exact);
}

const value *value_of_string(value_store *s, str text)
{
    value v = {.hash = str_hash(text, begin(s, KIND_STRING)),
               .size = 1,
               .kind = KIND_STRING,
               .text = text.data ? text : STR("")};
    return keep(s, &v);
}

const value *value_of_items(value_store *s, const value *const *items, size_t count)
{
    value v = {.hash = begin(s, KIND_ARRAY), .size = 1, .kind = KIND_ARRAY, .items = items};
    v.count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        v.hash = hash_mix(v.hash, items[i]->hash);
        v.size = add_size(v.size, items[i]->size);
    }
    if (count == 0)
        v.items = NULL;
    return keep(s, &v);
}

int value_compare_names(const value *a, const value *b)
{
    return a == b ? 0 : str_compare(a->text, b->text);
}

static int compare_members(const void *a, const void *b)
{
    return value_compare_names(((const value_member *)a)->name, ((const value_member *)b)->name);
}

const value *value_of_members(value_store *s, value_member *members, size_t count)
{
    if (count > 1)
        qsort(members, count, sizeof *members, compare_members);
    value v = {.hash = begin(s, KIND_OBJECT), .size = 1, .kind = KIND_OBJECT, .members = members};
    v.count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        v.hash = hash_mix(hash_mix(v.hash, members[i].name->hash), members[i].value->hash);
        v.size = add_size(v.size, members[i].value->size);
    }
    if (count == 0)
        v.members = NULL;
    return keep(s, &v);
}

static const value *of_array(value_store *s, const node *n)
{
    const value **items = memory_alloc(n->count * sizeof *items);
    const value *made = NULL;
    for (size_t i = 0; i < n->count; i++) {
        items[i] = value_of_node(s, &n->as.items[i]);
        if (!items[i])
            goto done;
    }
    made = value_of_items(s, items, n->count);
done:
    free(items);
    return made;
}

static const value *of_object(value_store *s, const node *n)
{
    value_member *members = memory_alloc(n->count * sizeof *members);
    const value *made = NULL;
    for (size_t i = 0; i < n->count; i++) {
        members[i].name = value_of_string(s, member_key(&n->as.members[i]));
        members[i].value = value_of_node(s, &n->as.members[i].value);
        if (!members[i].value)
            goto done;
    }
    made = value_of_members(s, members, n->count);
done:
    free(members);
    return made;
}

/* Recursion is over a document's own depth, which its reader has bounded. */
const value *value_of_node(value_store *s, const node *n)
{
    switch (node_kind_of(n)) {
    case NODE_NULL:
        return s->null;
    case NODE_BOOLEAN:
        return value_of_boolean(s, node_is_true(n));
    case NODE_NUMBER: {
        number exact = node_number(n, s->arena);
        return value_of_number(s, &exact);
    }
    case NODE_STRING:
        return value_of_string(s, node_text(n));
    case NODE_ARRAY:
        return of_array(s, n);
    case NODE_OBJECT:
        return of_object(s, n);
    }
    return NULL;
}

static const value *with_member(value_store *s, const value *v, uint32_t at, const value *part)
{
    value_member *members = memory_alloc(v->count * sizeof *members);
    uint32_t count = 0;
    for (uint32_t i = 0; i < v->count; i++) {
        if (i != at || part)
            members[count++] = i == at ? (value_member){v->members[i].name, part} : v->members[i];
    }
    const value *made = value_of_members(s, members, count);
    free(members);
    return made;
}

static const value *with_item(value_store *s, const value *v, uint32_t at, const value *part)
{
    const value **items = memory_alloc(v->count * sizeof *items);
    uint32_t count = 0;
    for (uint32_t i = 0; i < v->count; i++) {
        if (i != at || part)
            items[count++] = i == at ? part : v->items[i];
    }
    const value *made = value_of_items(s, items, count);
    free(items);
    return made;
}

const value *value_with_part(value_store *s, const value *v, uint32_t at, const value *part)
{
    return v->kind == KIND_OBJECT ? with_member(s, v, at, part) : with_item(s, v, at, part);
}

const value *value_get(const value *object, const value *name)
{
    size_t low = 0, high = object->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = value_compare_names(object->members[middle].name, name);
        if (order == 0)
            return object->members[middle].value;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void write_members(buf *out, const value *v, arena *a)
{
    buf_append_char(out, '{');
    for (size_t i = 0; i < v->count; i++) {
        if (i > 0)
            buf_append_char(out, ',');
        json_write_string(out, v->members[i].name->text);
        buf_append_char(out, ':');
        value_write(out, v->members[i].value, a);
    }
    buf_append_char(out, '}');
}

str value_number_text(const value *v, arena *a)
{
    enum { PLAIN_ZEROS = 400 };
    const number *n = &v->number;
    str text = number_text(n, a);
    bool has_exponent = str_find(text, 'e') != SIZE_MAX;
    if (v->kind == KIND_DECIMAL && !has_exponent)
        return arena_printf(a, "%.*s.0", STR_ARG(text));
    if (v->kind != KIND_INTEGER || !has_exponent || n->exponent < 0 || n->exponent >= PLAIN_ZEROS)
        return text;
    size_t length = n->digits.length + (size_t)n->exponent;
    char *plain = arena_alloc(a, length + 1);
    plain[0] = '-';
    memcpy(plain + 1, n->digits.data, n->digits.length);
    memset(plain + 1 + n->digits.length, '0', (size_t)n->exponent);
    return n->negative ? str_of(plain, length + 1) : str_of(plain + 1, length);
}

void value_write(buf *out, const value *v, arena *a)
{
    switch ((value_kind)v->kind) {
    case KIND_NULL:
        buf_append(out, STR("null"));
        break;
    case KIND_BOOLEAN:
        buf_append(out, v->truth ? STR("true") : STR("false"));
        break;
    case KIND_INTEGER:
    case KIND_FRACTION:
    case KIND_DECIMAL:
        buf_append(out, value_number_text(v, a));
        break;
    case KIND_STRING:
        json_write_string(out, v->text);
        break;
    case KIND_ARRAY:
        buf_append_char(out, '[');
        for (size_t i = 0; i < v->count; i++) {
            if (i > 0)
                buf_append_char(out, ',');
            value_write(out, v->items[i], a);
        }
        buf_append_char(out, ']');
        break;
    case KIND_OBJECT:
        write_members(out, v, a);
        break;
    case KIND_COUNT:
        break;
    }
}

str value_text(const value *v, arena *a)
{
    buf out = {0};
    value_write(&out, v, a);
    str text = arena_str(a, buf_str(&out));
    buf_clear(&out);
    return text;
}
