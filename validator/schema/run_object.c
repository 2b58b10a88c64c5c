/*
 * Tests of objects.
 */
#include "schema/run.h"

#include <stddef.h>

static inline key_tag tag_of(const member *m)
{
    key_tag tag;
    memcpy(&tag, &m->key_length, sizeof tag); /* key_length and key_hash lie side by side */
    return tag;
}
_Static_assert(offsetof(member, key_hash) == offsetof(member, key_length) + sizeof(uint32_t),
               "a key's tag is its length and its hash");

static inline bool is_slot_of(const property_slot *slot, const member *m, key_tag tag)
{
    return slot->tag == tag && key_equal(slot->key, m->key, m->key_length);
}

static const property_slot *find_slot(const object_test *test, const member *m, key_tag tag)
{
    const property_slot *slots = test->slots;
    for (uint32_t i = m->key_hash & test->mask; slots[i].tag != KEY_TAG_NONE;
         i = (i + 1) & test->mask)
        if (is_slot_of(&slots[i], m, tag))
            return &slots[i];
    return NULL;
}

/* A large value and a small schema: the schema's names are looked up in the value. */
static bool by_properties(validation *v, const object_test *test, const node *n)
{
    for (uint32_t i = 0; i <= test->mask; i++) {
        const property_slot *p = &test->slots[i];
        if (p->tag == KEY_TAG_NONE)
            continue;
        uint32_t halves[2];
        memcpy(halves, &p->tag, sizeof halves);
        const member *m = node_get_hashed(n, (str){p->key, halves[0]}, halves[1]);
        if (!m) {
            if (p->is_required)
                return false;
        } else if (p->child && !apply(v, p->child, &m->value)) {
            return false;
        }
    }
    return true;
}

/* Data is written in the order of its schema more often than not, so the slot that the schema says
 * next is tried before the table is searched. */
bool run_object(validation *v, const object_test *test, const node *n)
{
    if (n->count < test->required_count)
        return false;
    if (n->count == 0) /* it may have no members to point at */
        return true;
    if (!spend(v, n->count))
        return false;
    if (n->count > test->many)
        return by_properties(v, test, n);
    uint32_t required = 0;
    const property_slot *slots = test->slots, *likely = &slots[test->first];
    for (const member *m = n->as.members, *end = m + n->count; m < end; m++) {
        key_tag tag = tag_of(m);
        const property_slot *slot = is_slot_of(likely, m, tag) ? likely : find_slot(test, m, tag);
        if (!slot) {
            if (test->additional && !apply(v, test->additional, &m->value))
                return false;
            continue;
        }
        likely = &slots[slot->next];
        required += slot->is_required;
        if (slot->passes >> value_class(&m->value) & 1)
            continue;
        if (!run_entry(v, slot->child->entry[m->value.kind], &m->value))
            return false;
    }
    return required == test->required_count;
}

/* Whether a pattern covers the name; false also when a search ran into its limit. */
static bool by_patterns(validation *v, const object_test *test, const member *m, bool *holds)
{
    bool covered = false;
    for (uint32_t j = 0; j < test->pattern_count && *holds; j++) {
        const pattern_child *p = &test->patterns[j];
        bool matches = p->prefix.data ? str_starts_with(member_key(m), p->prefix)
                                      : run_pattern(v, p->pattern, member_key(m));
        if (!matches)
            continue;
        covered = true;
        *holds = apply(v, p->child, &m->value);
    }
    *holds &= !v->limit;
    return covered;
}

/* The same where compiling has found out which patterns match. */
static bool by_matched(validation *v, const block *const *also, const member *m, bool *holds)
{
    bool covered = false;
    for (; *also && *holds; also++) {
        covered = true;
        *holds = apply(v, *also, &m->value);
    }
    return covered;
}

bool run_object_full(validation *v, const object_test *test, const node *n, bool tracks)
{
    if (n->count < test->required_count)
        return false;
    if (!spend(v, n->count * (1 + test->pattern_count)))
        return false;
    uint32_t required = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        const property_slot *slot = find_slot(test, m, tag_of(m));
        bool covered = slot && slot->is_declared, holds = true;
        if (slot)
            required += slot->is_required;
        if (covered && !apply(v, slot->child, &m->value))
            return false;
        if (test->pattern_count)
            covered |= slot && test->also ? by_matched(v, test->also[slot - test->slots], m, &holds)
                                          : by_patterns(v, test, m, &holds);
        if (!holds)
            return false;
        if (covered && tracks)
            frame_mark(v, i);
        else if (!covered && test->additional && !apply(v, test->additional, &m->value))
            return false;
    }
    if (tracks && test->additional)
        v->frame->all = true;
    return required == test->required_count;
}

bool run_required(const name_list *list, const node *n)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (!node_get_hashed(n, list->names[i].name, list->names[i].hash))
            return false;
    return true;
}

bool run_discriminator(const discriminator_test *test, const node *n)
{
    const member *m = node_get_hashed(n, test->property, test->hash);
    if (!m || m->value.kind != NODE_STRING)
        return false;
    return !test->names.count ||
           run_string_find(&test->names, m->value.as.text, m->value.count) != NULL;
}

static bool has_key(const name_list *list, const node *n)
{
    return node_get_hashed(n, (str){list->key, list->key_length}, list->key_hash) != NULL;
}

bool run_dependent_required(const name_list *list, const node *n)
{
    if (!has_key(list, n))
        return true;
    for (uint32_t i = 0; i < list->count; i++)
        if (!node_get_hashed(n, list->names[i].name, list->names[i].hash))
            return false;
    return true;
}

bool run_dependent_schema(validation *v, const name_list *list, const node *n)
{
    return !has_key(list, n) || apply_in_place(v, list->then, n);
}

bool run_property_names(validation *v, const block *b, const node *n)
{
    const op *o = b->entry[NODE_STRING];
    if (o->code == OP_END || !n->count)
        return true;
    if (!spend(v, n->count))
        return false;
    for (uint32_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        node name = {.kind = NODE_STRING,
                     .as.text = m->key,
                     .count = m->key_length,
                     .start = m->key_start,
                     .end = m->key_end,
                     .document = n->document};
        if (!run(v, o, &name))
            return false;
    }
    return true;
}

bool run_unevaluated_properties(validation *v, const block *b, const node *n)
{
    if (v->frame->all)
        return true;
    if (!spend(v, n->count))
        return false;
    for (uint32_t i = 0; i < n->count; i++)
        if (!frame_has(v, i) && !apply(v, b, &n->as.members[i].value))
            return false;
    v->frame->all = true;
    return true;
}
