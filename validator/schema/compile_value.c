/*
 * type, enum, const: tests of any value.
 */
#include "schema/compile.h"

#include <string.h>

void compile_type(entry_builder *e, const clause *c)
{
    if (c->kinds & 1u << e->kind)
        return;
    bool integers = e->kind == NODE_NUMBER && c->kinds & KIND_SET_INTEGER;
    op_code integer = c->kinds & KIND_SET_LITERAL_INTEGER ? OP_LITERAL_INTEGER : OP_INTEGER;
    if (!c->count) {
        if (integers)
            compile_add(e, integer, NULL);
        else
            e->fails = true;
        return;
    }
    /* draft-03: schemas among the types, any one of which may hold. */
    compiler *k = e->compiler;
    branch_list *list = arena_new_of(k->arena, branch_list);
    list->branches = arena_array_of(k->arena, const block *, c->count + 1);
    for (uint32_t i = 0; i < c->count; i++)
        list->branches[list->count++] = compile_now(k, c->children[i], 0);
    if (integers) {
        block *only = arena_new_of(k->arena, block);
        op *test = arena_array_of(k->arena, op, 2);
        test[0].code = (uint8_t)integer;
        test[0].flags = OP_LAST;
        for (int kind = 0; kind < 6; kind++)
            only->entry[kind] = kind == NODE_NUMBER ? test : op_fail;
        only->is_complete = true;
        list->branches[list->count++] = only;
    }
    compile_add(e, OP_ANY_OF, list);
}

/* --- sets of strings --- */

void string_set_init(string_set *s, compiler *c, uint32_t capacity)
{
    uint32_t size = 2;
    while (size < capacity * 2)
        size *= 2;
    s->mask = size - 1;
    s->slots = arena_array_of(c->arena, string_slot, size);
}

string_slot *string_set_add(string_set *s, str text)
{
    uint32_t hash = node_key_hash(text);
    uint32_t i = hash & s->mask;
    while (s->slots[i].text.data) {
        if (s->slots[i].hash == hash && str_equal(s->slots[i].text, text))
            return &s->slots[i];
        i = (i + 1) & s->mask;
    }
    s->slots[i] = (string_slot){.text = text.data ? text : STR(""), .hash = hash};
    s->lengths |= 1u << (text.length < 31 ? text.length : 31);
    s->count++;
    return &s->slots[i];
}

static void strings_in(entry_builder *e, const node *values, uint32_t count, uint32_t fitting)
{
    string_set *set = arena_new_of(e->compiler->arena, string_set);
    string_set_init(set, e->compiler, fitting);
    for (uint32_t i = 0; i < count; i++)
        if (node_is(&values[i], NODE_STRING))
            string_set_add(set, node_text(&values[i]));
    compile_add(e, OP_STRING_IN, set);
}

/* --- sets of other values --- */

enum { VALUES_COMPARED = 4 }; /* up to here comparing is cheaper than hashing */

static void hash_values(value_set *set, arena *a, uint64_t seed)
{
    uint32_t size = 8;
    while (size < set->count * 2)
        size *= 2;
    set->mask = size - 1;
    set->hashes = arena_array_of(a, uint64_t, set->count);
    set->slots = arena_array_of(a, uint32_t, size);
    for (uint32_t i = 0; i < set->count; i++) {
        set->hashes[i] = node_hash(set->values[i], seed);
        uint32_t at = (uint32_t)set->hashes[i] & set->mask;
        while (set->slots[at])
            at = (at + 1) & set->mask;
        set->slots[at] = i + 1;
    }
}

static void values_in(entry_builder *e, const node *values, uint32_t count, uint32_t fitting)
{
    compiler *c = e->compiler;
    value_set *set = arena_new_of(c->arena, value_set);
    set->values = arena_array_of(c->arena, const node *, fitting);
    for (uint32_t i = 0; i < count; i++)
        if (node_is(&values[i], e->kind))
            set->values[set->count++] = &values[i];
    if (set->count > VALUES_COMPARED)
        hash_values(set, c->arena, bundle_seed(registry_bundle(c->plan->registry)));
    compile_add(e, OP_VALUE_IN, set);
}

void compile_enum(entry_builder *e, const node *values, uint32_t count)
{
    uint32_t fitting = 0;
    bool has_true = false, has_false = false;
    for (uint32_t i = 0; i < count; i++) {
        fitting += node_is(&values[i], e->kind);
        has_true |= node_is_true(&values[i]);
        has_false |= node_is_false(&values[i]);
    }
    if (!fitting)
        e->fails = true;
    else if (e->kind == NODE_NULL)
        return;
    else if (e->kind == NODE_BOOLEAN) {
        if (!has_true || !has_false)
            compile_add(e, has_true ? OP_TRUE : OP_FALSE, NULL);
    } else if (e->kind == NODE_STRING)
        strings_in(e, values, count, fitting);
    else
        values_in(e, values, count, fitting);
}
