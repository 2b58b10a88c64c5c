/*
 * From the keywords of one schema object to clauses: what differs between dialects ends here.
 *
 *   draft-03      `extends` is allOf, `disallow` is not-anyOf, `divisibleBy` is multipleOf, a
 *                 property's `required: true` is a name in the parent's list, types may be schemas
 *   draft-04      exclusive bounds are flags of the bounds; 1.0 is not written as an integer
 *   to 2019-09    an array in `items` is prefixItems, `additionalItems` speaks of what follows
 *   OpenAPI 3.0   `nullable` adds null to the types beside it
 */
#include "schema/plan_clauses.h"

#include <stdlib.h>

clause *clause_add(builder *b, keyword_id id, const member *m)
{
    vec_push(b->plan->arena, &b->clauses, (clause){.id = id, .member = m});
    return &b->clauses.items[b->clauses.count - 1];
}

const member *clause_get(const builder *b, const char *name)
{
    const member *m = node_get_member(b->of->site.node, str_from(name));
    if (!m || !keyword_find(member_key(m), b->dialect, b->of->site.resource->vocabularies))
        return NULL;
    return m;
}

static bool may_be_schema(const node *n)
{
    return node_is(n, NODE_OBJECT) || node_is(n, NODE_BOOLEAN);
}

/* --- children --- */

/* Whether the keyword applies its schemas to the same value. */
static bool is_in_place(keyword_id id)
{
    return id == KEYWORD_ALL_OF || id == KEYWORD_ANY_OF || id == KEYWORD_ONE_OF ||
           id == KEYWORD_NOT || id == KEYWORD_IF || id == KEYWORD_DEPENDENT_SCHEMAS ||
           id == KEYWORD_DEPENDENCIES;
}

static subschema *child_of(builder *b, keyword_id id, const node *n)
{
    return is_in_place(id) ? plan__in_place(b->plan, b->of, n) : plan__child(b->plan, b->of, n);
}

static void make_child(builder *b, keyword_id id, const member *m)
{
    if (!may_be_schema(&m->value))
        return;
    clause *c = clause_add(b, id, m);
    c->count = 1;
    c->children = arena_array_of(b->plan->arena, subschema *, 1);
    c->children[0] = child_of(b, id, &m->value);
}

static clause *list_of(builder *b, keyword_id id, const member *m)
{
    if (!node_is(&m->value, NODE_ARRAY))
        return NULL;
    clause *c = clause_add(b, id, m);
    c->children = arena_array_of(b->plan->arena, subschema *, m->value.count);
    for (uint32_t i = 0; i < m->value.count; i++)
        if (may_be_schema(&m->value.as.items[i]))
            c->children[c->count++] = child_of(b, id, &m->value.as.items[i]);
    return c;
}

clause *clause_map(builder *b, keyword_id id, const member *m)
{
    if (!node_is(&m->value, NODE_OBJECT))
        return NULL;
    clause *c = clause_add(b, id, m);
    uint32_t count = m->value.count;
    str *names = arena_array_of(b->plan->arena, str, count);
    c->count = count;
    c->children = arena_array_of(b->plan->arena, subschema *, count);
    for (uint32_t i = 0; i < count; i++) {
        const member *entry = &m->value.as.members[i];
        names[i] = member_key(entry);
        if (may_be_schema(&entry->value))
            c->children[i] = child_of(b, id, &entry->value);
    }
    c->names = names;
    return c;
}

/* --- arrays --- */

static void make_items(builder *b, keyword_id id, const member *m)
{
    if (node_is(&m->value, NODE_ARRAY)) {
        list_of(b, KEYWORD_PREFIX_ITEMS, m);
        return;
    }
    const member *prefix = clause_get(b, "prefixItems");
    size_t before = b->clauses.count;
    make_child(b, id, m);
    if (b->clauses.count > before && prefix && node_is(&prefix->value, NODE_ARRAY))
        b->clauses.items[before].size = prefix->value.count;
}

static void make_additional_items(builder *b, keyword_id id, const member *m)
{
    const member *items = clause_get(b, "items");
    if (!items || !node_is(&items->value, NODE_ARRAY))
        return;
    size_t before = b->clauses.count;
    make_child(b, id, m);
    if (b->clauses.count > before)
        b->clauses.items[before].size = items->value.count;
}

static void make_contains(builder *b, keyword_id id, const member *m)
{
    size_t before = b->clauses.count;
    make_child(b, id, m);
    if (b->clauses.count == before)
        return;
    clause *c = &b->clauses.items[before];
    const member *least = clause_get(b, "minContains"), *most = clause_get(b, "maxContains");
    c->size = 1;
    c->most = UINT64_MAX;
    if (least)
        clause_size(&least->value, &c->size, b->plan->arena);
    if (most)
        clause_size(&most->value, &c->most, b->plan->arena);
}

/* --- objects and in place --- */

/* Members that the other side never sends: what stands there anyway is accepted. */
static void waive_properties(builder *b, clause *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (c->children[i] && plan__is_waived(b->plan, c->children[i]->site))
            c->children[i] =
                plan__subschema(b->plan, c->children[i]->site, b->of->scope, WAIVED_WHOLLY);
}

static void make_properties(builder *b, keyword_id id, const member *m)
{
    clause *c = clause_map(b, id, m);
    if (c && b->plan->options.direction != DIRECTION_NONE)
        waive_properties(b, c);
    if (!c || b->dialect != DIALECT_DRAFT_03)
        return;
    uint32_t count = c->count, required_count = 0;
    str *required = arena_array_of(b->plan->arena, str, count);
    for (uint32_t i = 0; i < count; i++)
        if (node_get_true(&m->value.as.members[i].value, STR("required")))
            required[required_count++] = member_key(&m->value.as.members[i]);
    if (!required_count)
        return;
    clause *implied = clause_add(b, KEYWORD_REQUIRED, m);
    implied->names = required;
    implied->count = required_count;
}

static void make_if(builder *b, keyword_id id, const member *m)
{
    if (!may_be_schema(&m->value))
        return;
    const member *branches[] = {m, clause_get(b, "then"), clause_get(b, "else")};
    clause *c = clause_add(b, id, m);
    c->count = 3;
    c->children = arena_array_of(b->plan->arena, subschema *, 3);
    for (size_t i = 0; i < 3; i++)
        if (branches[i] && may_be_schema(&branches[i]->value))
            c->children[i] = child_of(b, id, &branches[i]->value);
}

static void make_reference(builder *b, keyword_id id, const member *m)
{
    if (!node_is(&m->value, NODE_STRING))
        return;
    subschema *target = plan__reference(b->plan, b->of, m, id);
    if (!target)
        return;
    clause *c = clause_add(b, id, m);
    c->count = 1;
    c->children = arena_array_of(b->plan->arena, subschema *, 1);
    c->children[0] = target;
}

static void make_extends(builder *b, keyword_id id, const member *m)
{
    (void)id; /* it means what allOf means */
    if (node_is(&m->value, NODE_ARRAY))
        list_of(b, KEYWORD_ALL_OF, m);
    else
        make_child(b, KEYWORD_ALL_OF, m);
}

static void make_list(builder *b, keyword_id id, const member *m)
{
    list_of(b, id, m);
}

static void make_map(builder *b, keyword_id id, const member *m)
{
    clause_map(b, id, m);
}

/* Nothing to prepare: the value is compared, or noted, as it is. */
static void make_plain(builder *b, keyword_id id, const member *m)
{
    clause_add(b, id, m);
}

static void make_enum(builder *b, keyword_id id, const member *m)
{
    if (node_is(&m->value, NODE_ARRAY))
        clause_add(b, id, m);
}

static void make_flag(builder *b, keyword_id id, const member *m)
{
    if (node_is_true(&m->value))
        clause_add(b, id, m);
}

/* By keyword. Those without a row have no meaning of their own: the keyword that they serve reads
 * them (minContains, then), or the registry does ($id). */
static clause_maker *const makers[] = {
    [KEYWORD_REF] = make_reference,
    [KEYWORD_DYNAMIC_REF] = make_reference,
    [KEYWORD_RECURSIVE_REF] = make_reference,
    [KEYWORD_TYPE] = make_type,
    [KEYWORD_DISALLOW] = make_type,
    [KEYWORD_ENUM] = make_enum,
    [KEYWORD_CONST] = make_plain,
    [KEYWORD_MULTIPLE_OF] = make_number,
    [KEYWORD_MAXIMUM] = make_number,
    [KEYWORD_MINIMUM] = make_number,
    [KEYWORD_EXCLUSIVE_MAXIMUM] = make_number,
    [KEYWORD_EXCLUSIVE_MINIMUM] = make_number,
    [KEYWORD_MAX_LENGTH] = make_size,
    [KEYWORD_MIN_LENGTH] = make_size,
    [KEYWORD_MAX_ITEMS] = make_size,
    [KEYWORD_MIN_ITEMS] = make_size,
    [KEYWORD_MAX_PROPERTIES] = make_size,
    [KEYWORD_MIN_PROPERTIES] = make_size,
    [KEYWORD_PATTERN] = make_pattern,
    [KEYWORD_FORMAT] = make_format,
    [KEYWORD_CONTENT_ENCODING] = make_content,
    [KEYWORD_CONTENT_MEDIA_TYPE] = make_content,
    [KEYWORD_CONTENT_SCHEMA] = make_plain,
    [KEYWORD_UNIQUE_ITEMS] = make_flag,
    [KEYWORD_PREFIX_ITEMS] = make_list,
    [KEYWORD_ITEMS] = make_items,
    [KEYWORD_ADDITIONAL_ITEMS] = make_additional_items,
    [KEYWORD_CONTAINS] = make_contains,
    [KEYWORD_REQUIRED] = make_required,
    [KEYWORD_DEPENDENT_REQUIRED] = make_map,
    [KEYWORD_PROPERTIES] = make_properties,
    [KEYWORD_PATTERN_PROPERTIES] = make_pattern_properties,
    [KEYWORD_ADDITIONAL_PROPERTIES] = make_child,
    [KEYWORD_PROPERTY_NAMES] = make_child,
    [KEYWORD_DEPENDENT_SCHEMAS] = make_map,
    [KEYWORD_DEPENDENCIES] = make_map,
    [KEYWORD_DISCRIMINATOR] = make_discriminator,
    [KEYWORD_ALL_OF] = make_list,
    [KEYWORD_ANY_OF] = make_list,
    [KEYWORD_ONE_OF] = make_list,
    [KEYWORD_NOT] = make_child,
    [KEYWORD_IF] = make_if,
    [KEYWORD_EXTENDS] = make_extends,
    [KEYWORD_UNEVALUATED_ITEMS] = make_child,
    [KEYWORD_UNEVALUATED_PROPERTIES] = make_child,
    [KEYWORD_UNKNOWN] = make_plain,
    [KEYWORD_TITLE] = make_plain,
    [KEYWORD_DESCRIPTION] = make_plain,
    [KEYWORD_DEFAULT] = make_plain,
    [KEYWORD_EXAMPLES] = make_plain,
    [KEYWORD_READ_ONLY] = make_plain,
    [KEYWORD_WRITE_ONLY] = make_plain,
    [KEYWORD_DEPRECATED] = make_plain,
    [KEYWORD_NOTE] = make_plain,
};

static int by_evaluation(const void *a, const void *b)
{
    const clause *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->member < y->member ? -1 : x->member > y->member;
}

void plan__clauses(plan *p, subschema *s)
{
    const node *object = s->site.node;
    if (!node_is(object, NODE_OBJECT))
        return;
    const resource *of = s->site.resource;
    builder b = {.plan = p, .of = s, .dialect = of->dialect};
    if (s->constant >= 0)
        return;
    if (p->options.direction != DIRECTION_NONE && !s->waived)
        s->waived = plan__waived_names(p, s->site);
    const member *ref = node_get_member(object, STR("$ref"));
    if (ref && node_is(&ref->value, NODE_STRING) && dialect_ref_stands_alone(of->dialect)) {
        make_reference(&b, KEYWORD_REF, ref);
    } else {
        for (uint32_t i = 0; i < object->count && !p->failed; i++) {
            const member *m = &object->as.members[i];
            const keyword *k = keyword_find(member_key(m), of->dialect, of->vocabularies);
            keyword_id id = k ? k->id : KEYWORD_UNKNOWN;
            if (id < sizeof makers / sizeof *makers && makers[id])
                makers[id](&b, id, m);
        }
    }
    if (b.clauses.count)
        qsort(b.clauses.items, b.clauses.count, sizeof *b.clauses.items, by_evaluation);
    s->clauses = b.clauses.items;
    s->count = (uint32_t)b.clauses.count;
}
