/*
 * The keywords of objects: names, counts, and the one test that goes over the members.
 */
#include "schema/compile.h"

#include <string.h>

static void compile_counts(entry_builder *e)
{
    const clause *least = subschema_clause(e->subschema, KEYWORD_MIN_PROPERTIES);
    const clause *most = subschema_clause(e->subschema, KEYWORD_MAX_PROPERTIES);
    if (!(least && least->size) && !most)
        return;
    op *test = compile_add(e, OP_MEMBER_COUNT, NULL);
    uint64_t size = least ? least->size : 0;
    test->count = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
    test->most = most ? most->size : UINT64_MAX;
}

static key_tag tag_of(str name)
{
    uint32_t halves[2] = {(uint32_t)name.length, node_key_hash(name)};
    key_tag tag;
    memcpy(&tag, halves, sizeof tag);
    return tag;
}

/* The slot of a name, made when there is none; the table has room (see object_table). */
static property_slot *slot_of(object_test *test, str name)
{
    key_tag tag = tag_of(name);
    uint32_t i = node_key_hash(name) & test->mask;
    for (; test->slots[i].tag != KEY_TAG_NONE; i = (i + 1) & test->mask)
        if (test->slots[i].tag == tag && memcmp(test->slots[i].key, name.data, name.length) == 0)
            return &test->slots[i];
    test->slots[i].tag = tag;
    test->slots[i].key = name.data ? name.data : "";
    test->property_count++;
    return &test->slots[i];
}

/* Links the slots in the order in which the schema names them. */
static void link_slot(object_test *test, property_slot *slot, property_slot **last)
{
    uint32_t index = (uint32_t)(slot - test->slots);
    if (*last)
        (*last)->next = index;
    else
        test->first = index;
    slot->next = test->first;
    *last = slot;
}

static void object_table(object_test *test, entry_builder *e, const clause *properties,
                         const clause *required)
{
    compiler *c = e->compiler;
    uint32_t size = 2;
    uint32_t names = (properties ? properties->count : 0) + (required ? required->count : 0);
    while (size < names * 2)
        size *= 2;
    test->mask = size - 1;
    test->slots = arena_array_of(c->arena, property_slot, size);
    for (uint32_t i = 0; i < size; i++)
        test->slots[i].tag = KEY_TAG_NONE;
    property_slot *last = NULL;
    for (uint32_t i = 0; properties && i < properties->count; i++) {
        if (!properties->children[i])
            continue;
        property_slot *slot = slot_of(test, properties->names[i]);
        slot->child = compile_later(c, properties->children[i], 0);
        slot->is_declared = true;
        link_slot(test, slot, &last);
    }
    for (uint32_t i = 0; required && i < required->count; i++) {
        uint32_t before = test->property_count;
        property_slot *slot = slot_of(test, required->names[i]);
        if (test->property_count > before)
            link_slot(test, slot, &last);
        test->required_count += !slot->is_required;
        slot->is_required = true;
    }
}

/* "^x-" and the like: most patterns of real contracts are a prefix and nothing else. */
static str literal_prefix(str text)
{
    if (!text.length || text.data[0] != '^')
        return STR_NULL;
    for (size_t i = 1; i < text.length; i++)
        if (memchr("\\^$.|?*+()[]{}", text.data[i], 14))
            return STR_NULL;
    return str_skip(text, 1);
}

static bool matches(const pattern_child *p, str name, pattern_scratch *scratch, bool *unknown)
{
    if (p->prefix.data)
        return str_starts_with(name, p->prefix);
    pattern_answer answer = pattern_search(p->pattern, name, scratch);
    *unknown |= answer == PATTERN_LIMIT;
    return answer == PATTERN_YES;
}

/* Which patterns match the schema's own names is known now; only other names are searched later.
 * A search that runs into its limit leaves all names to them. */
static void match_properties(object_test *test, arena *a)
{
    enum { MOST_SEARCHES = 1 << 20 };
    pattern_scratch scratch = {0};
    bool unknown = (uint64_t)test->mask * test->pattern_count > MOST_SEARCHES;
    const block ***also = arena_array_of(a, const block **, unknown ? 0 : test->mask + 1);
    for (uint32_t i = 0; i <= test->mask && !unknown; i++) {
        const property_slot *slot = &test->slots[i];
        if (slot->tag == KEY_TAG_NONE)
            continue;
        uint32_t halves[2], count = 0;
        memcpy(halves, &slot->tag, sizeof halves);
        also[i] = arena_array_of(a, const block *, test->pattern_count + 1);
        for (uint32_t j = 0; j < test->pattern_count; j++)
            if (matches(&test->patterns[j], (str){slot->key, halves[0]}, &scratch, &unknown))
                also[i][count++] = test->patterns[j].child;
    }
    test->also = unknown ? NULL : also;
    pattern_scratch_clear(&scratch);
}

static void object_patterns(object_test *test, entry_builder *e, const clause *patterns)
{
    compiler *c = e->compiler;
    test->patterns = arena_array_of(c->arena, pattern_child, patterns->count);
    for (uint32_t i = 0; i < patterns->count; i++)
        if (patterns->children[i] && patterns->patterns[i])
            test->patterns[test->pattern_count++] =
                (pattern_child){patterns->patterns[i], literal_prefix(patterns->names[i]),
                                compile_later(c, patterns->children[i], 0)};
    match_properties(test, c->arena);
}

static name_list *names_of(compiler *c, const str *names, uint32_t count)
{
    name_list *list = arena_new_of(c->arena, name_list);
    list->names = arena_alloc_array(c->arena, count, sizeof *list->names);
    for (uint32_t i = 0; i < count; i++) {
        list->names[list->count].name = names[i];
        list->names[list->count++].hash = node_key_hash(names[i]);
    }
    return list;
}

static void compile_members(entry_builder *e)
{
    compiler *c = e->compiler;
    const subschema *s = e->subschema;
    const clause *properties = subschema_clause(s, KEYWORD_PROPERTIES);
    const clause *patterns = subschema_clause(s, KEYWORD_PATTERN_PROPERTIES);
    const clause *additional = subschema_clause(s, KEYWORD_ADDITIONAL_PROPERTIES);
    const clause *required = subschema_clause(s, KEYWORD_REQUIRED);
    if (!additional)
        additional = e->as_additional;
    if (properties && !properties->count)
        properties = NULL;
    if (patterns && !patterns->count)
        patterns = NULL;
    if (!properties && !patterns && !additional) {
        if (required && required->count)
            compile_add(e, OP_REQUIRED, names_of(c, required->names, required->count));
        return;
    }
    object_test *test = arena_new_of(c->arena, object_test);
    object_table(test, e, properties, required);
    if (patterns)
        object_patterns(test, e, patterns);
    if (additional)
        test->additional = compile_later(c, additional->children[0], 0);
    vec_push(c->arena, &c->objects, test);
    bool full = test->pattern_count || e->track;
    op *added = compile_add(e, full ? OP_OBJECT_FULL : OP_OBJECT, test);
    added->flags = e->track ? OP_TRACKS : 0;
}

static void one_dependency(entry_builder *e, const clause *c, uint32_t i)
{
    const node *value = &c->member->value.as.members[i].value;
    name_list *list;
    if (c->children[i]) {
        list = names_of(e->compiler, NULL, 0);
        list->then = compile_now(e->compiler, c->children[i], e->track);
        if (block_passes(list->then, NODE_OBJECT))
            return;
    } else {
        bool is_list = node_is(value, NODE_ARRAY);
        uint32_t count = is_list ? value->count : 1;
        str *names = arena_array_of(e->compiler->arena, str, count);
        uint32_t used = 0;
        for (uint32_t j = 0; j < count; j++) {
            const node *name = is_list ? &value->as.items[j] : value;
            if (node_is(name, NODE_STRING) &&
                !plan__has_waived(e->compiler->plan, e->subschema->waived, node_text(name)))
                names[used++] = node_text(name);
        }
        list = names_of(e->compiler, names, used);
    }
    list->key = c->names[i].data;
    list->key_length = (uint32_t)c->names[i].length;
    list->key_hash = node_key_hash(c->names[i]);
    compile_add(e, list->then ? OP_DEPENDENT_SCHEMA : OP_DEPENDENT_REQUIRED, list);
}

static void compile_discriminator(entry_builder *e, const clause *c)
{
    discriminator_test *test = arena_new_of(e->compiler->arena, discriminator_test);
    test->property = c->names[0];
    test->hash = node_key_hash(c->names[0]);
    string_set_init(&test->names, e->compiler, c->count);
    for (uint32_t i = 1; i < c->count; i++)
        string_set_add(&test->names, c->names[i]);
    compile_add(e, OP_DISCRIMINATOR, test);
}

void compile_objects(entry_builder *e)
{
    static const keyword_id dependencies[] = {KEYWORD_DEPENDENT_REQUIRED, KEYWORD_DEPENDENT_SCHEMAS,
                                              KEYWORD_DEPENDENCIES};
    compile_counts(e);
    compile_members(e);
    const clause *told = subschema_clause(e->subschema, KEYWORD_DISCRIMINATOR);
    if (told && told->asserts)
        compile_discriminator(e, told);
    const clause *names = subschema_clause(e->subschema, KEYWORD_PROPERTY_NAMES);
    if (names)
        compile_add(e, OP_PROPERTY_NAMES, compile_later(e->compiler, names->children[0], 0));
    for (size_t i = 0; i < 3; i++) {
        const clause *found = subschema_clause(e->subschema, dependencies[i]);
        for (uint32_t j = 0; found && j < found->count; j++)
            one_dependency(e, found, j);
    }
}
