/*
 * From the keywords of one schema object to clauses: what differs between dialects ends here.
 *
 *   draft-03      `extends` is allOf, `disallow` is not-anyOf, `divisibleBy` is multipleOf, a
 *                 property's `required: true` is a name in the parent's list, types may be schemas
 *   draft-04      exclusive bounds are flags of the bounds; 1.0 is not written as an integer
 *   to 2019-09    an array in `items` is prefixItems, `additionalItems` speaks of what follows
 *   OpenAPI 3.0   `nullable` adds null to the types beside it
 */
#include "schema/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

typedef struct builder {
    plan *plan;
    subschema *of;
    dialect dialect;
    VEC(clause) clauses;
} builder;

static bool may_be_schema(const node *n)
{
    return node_is(n, NODE_OBJECT) || node_is(n, NODE_BOOLEAN);
}

static clause *add(builder *b, keyword_id id, const member *m)
{
    vec_push(b->plan->arena, &b->clauses, (clause){.id = id, .member = m});
    return &b->clauses.items[b->clauses.count - 1];
}

static const member *get(const builder *b, const char *name)
{
    const member *m = node_get_member(b->of->site.node, str_from(name));
    if (!m || !keyword_find(member_key(m), b->dialect, b->of->site.resource->vocabularies))
        return NULL;
    return m;
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

static void one_child(builder *b, keyword_id id, const member *m)
{
    if (!may_be_schema(&m->value))
        return;
    clause *c = add(b, id, m);
    c->count = 1;
    c->children = arena_array_of(b->plan->arena, subschema *, 1);
    c->children[0] = child_of(b, id, &m->value);
}

static clause *list_of_children(builder *b, keyword_id id, const member *m)
{
    if (!node_is(&m->value, NODE_ARRAY))
        return NULL;
    clause *c = add(b, id, m);
    c->children = arena_array_of(b->plan->arena, subschema *, m->value.count);
    for (uint32_t i = 0; i < m->value.count; i++)
        if (may_be_schema(&m->value.as.items[i]))
            c->children[c->count++] = child_of(b, id, &m->value.as.items[i]);
    return c;
}

/* Names and schemas side by side; where no schema stands (draft-04's `dependencies`), NULL. */
static clause *map_of_children(builder *b, keyword_id id, const member *m)
{
    if (!node_is(&m->value, NODE_OBJECT))
        return NULL;
    clause *c = add(b, id, m);
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

/* --- patterns and formats --- */

static const pattern *compile_pattern(builder *b, str text, const node *at)
{
    pattern_error error = {0};
    const pattern *p = pattern_pool_get(b->plan->patterns, text, &error);
    if (p)
        return p;
    diags *d = b->plan->diags;
    registry_diag_at(b->plan->registry, d,
                     diags_error(d, "schema.pattern", "'%.*s' is no regular expression: %s at %zu",
                                 STR_ARG(text), error.message, error.offset),
                     at);
    b->plan->failed = true;
    return NULL;
}

static void pattern_clause(builder *b, const member *m)
{
    if (!node_is(&m->value, NODE_STRING))
        return;
    const pattern *p = compile_pattern(b, node_text(&m->value), &m->value);
    if (!p)
        return;
    clause *c = add(b, KEYWORD_PATTERN, m);
    c->patterns = arena_array_of(b->plan->arena, const pattern *, 1);
    c->patterns[0] = p;
}

static void pattern_properties(builder *b, const member *m)
{
    clause *c = map_of_children(b, KEYWORD_PATTERN_PROPERTIES, m);
    if (!c)
        return;
    c->patterns = arena_array_of(b->plan->arena, const pattern *, c->count);
    for (uint32_t i = 0; i < c->count; i++)
        c->patterns[i] = compile_pattern(b, c->names[i], &m->value.as.members[i].value);
}

static void format_clause(builder *b, const member *m)
{
    clause *c = add(b, KEYWORD_FORMAT, m);
    uint32_t vocabularies = b->of->site.resource->vocabularies;
    bool asked = b->plan->options.assert_formats || vocabularies & VOCABULARY_FORMAT_ASSERTION;
    if (!asked || !node_is(&m->value, NODE_STRING))
        return;
    c->format = format_find(node_text(&m->value), b->dialect);
    c->asserts = c->format != NULL;
}

/* --- types --- */

static uint32_t kinds_of_type(str name, dialect d)
{
    static const struct {
        str name;
        uint32_t kinds;
    } table[] = {
        {STR_INIT("null"), 1u << NODE_NULL},     {STR_INIT("boolean"), 1u << NODE_BOOLEAN},
        {STR_INIT("number"), 1u << NODE_NUMBER}, {STR_INIT("string"), 1u << NODE_STRING},
        {STR_INIT("array"), 1u << NODE_ARRAY},   {STR_INIT("object"), 1u << NODE_OBJECT},
    };
    bool literal = d == DIALECT_DRAFT_03 || d == DIALECT_DRAFT_04;
    if (str_equal(name, STR("integer")))
        return KIND_SET_INTEGER | (literal ? (uint32_t)KIND_SET_LITERAL_INTEGER : 0);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_equal(table[i].name, name))
            return table[i].kinds;
    bool any = (d == DIALECT_DRAFT_03) || (d == DIALECT_SWAGGER_20 && str_equal(name, STR("file")));
    return any ? KIND_SET_ALL : 0;
}

static void type_clause(builder *b, keyword_id id, const member *m)
{
    const node *types = &m->value;
    bool is_list = node_is(types, NODE_ARRAY);
    uint32_t count = is_list ? types->count : 1;
    if (!is_list && !node_is(types, NODE_STRING) &&
        !(b->dialect == DIALECT_DRAFT_03 && node_is(types, NODE_OBJECT)))
        return;
    clause *c = add(b, id, m);
    c->children = arena_array_of(b->plan->arena, subschema *, count);
    for (uint32_t i = 0; i < count; i++) {
        const node *type = is_list ? &types->as.items[i] : types;
        if (node_is(type, NODE_STRING))
            c->kinds |= kinds_of_type(node_text(type), b->dialect);
        else if (b->dialect == DIALECT_DRAFT_03 && node_is(type, NODE_OBJECT))
            c->children[c->count++] = plan__child(b->plan, b->of, type);
    }
    if (id == KEYWORD_TYPE && node_get_true(b->of->site.node, STR("nullable")) &&
        get(b, "nullable"))
        c->kinds |= 1u << NODE_NULL;
}

/* --- numbers and sizes --- */

static void number_clause(builder *b, keyword_id id, const member *m)
{
    bool old = b->dialect < DIALECT_DRAFT_06 || b->dialect == DIALECT_SWAGGER_20 ||
               b->dialect == DIALECT_OPENAPI_30;
    if (!node_is(&m->value, NODE_NUMBER))
        return;
    number *n = arena_new_of(b->plan->arena, number);
    *n = node_number(&m->value, b->plan->arena);
    if (id == KEYWORD_MULTIPLE_OF && (n->negative || number_is_zero(n)))
        return;
    clause *c = add(b, id, m);
    c->number = n;
    const char *flag = id == KEYWORD_MINIMUM   ? "exclusiveMinimum"
                       : id == KEYWORD_MAXIMUM ? "exclusiveMaximum"
                                               : NULL;
    c->exclusive = old && flag && node_get_true(b->of->site.node, str_from(flag));
}

/* A count beyond what fits is as good as the largest that does. */
static bool parse_size(const node *n, uint64_t *size, arena *a)
{
    if (!node_is(n, NODE_NUMBER))
        return false;
    number value = node_number(n, a);
    int64_t small;
    if (value.negative || !number_is_integer(&value))
        return false;
    *size = number_to_int64(&value, &small) ? (uint64_t)small : UINT64_MAX;
    return true;
}

static void size_clause(builder *b, keyword_id id, const member *m)
{
    uint64_t size;
    if (parse_size(&m->value, &size, b->plan->arena))
        add(b, id, m)->size = size;
}

/* --- arrays --- */

static void items_clause(builder *b, const member *m)
{
    if (node_is(&m->value, NODE_ARRAY)) {
        list_of_children(b, KEYWORD_PREFIX_ITEMS, m);
        return;
    }
    const member *prefix = get(b, "prefixItems");
    size_t before = b->clauses.count;
    one_child(b, KEYWORD_ITEMS, m);
    if (b->clauses.count > before && prefix && node_is(&prefix->value, NODE_ARRAY))
        b->clauses.items[before].size = prefix->value.count;
}

static void additional_items(builder *b, const member *m)
{
    const member *items = get(b, "items");
    if (!items || !node_is(&items->value, NODE_ARRAY))
        return;
    size_t before = b->clauses.count;
    one_child(b, KEYWORD_ADDITIONAL_ITEMS, m);
    if (b->clauses.count > before)
        b->clauses.items[before].size = items->value.count;
}

static void contains_clause(builder *b, const member *m)
{
    size_t before = b->clauses.count;
    one_child(b, KEYWORD_CONTAINS, m);
    if (b->clauses.count == before)
        return;
    clause *c = &b->clauses.items[before];
    const member *least = get(b, "minContains"), *most = get(b, "maxContains");
    c->size = 1;
    c->most = UINT64_MAX;
    if (least)
        parse_size(&least->value, &c->size, b->plan->arena);
    if (most)
        parse_size(&most->value, &c->most, b->plan->arena);
}

/* --- objects --- */

static void required_clause(builder *b, const member *m)
{
    if (!node_is(&m->value, NODE_ARRAY))
        return;
    str *names = arena_array_of(b->plan->arena, str, m->value.count);
    clause *c = add(b, KEYWORD_REQUIRED, m);
    for (uint32_t i = 0; i < m->value.count; i++)
        if (node_is(&m->value.as.items[i], NODE_STRING) &&
            !plan__has_waived(b->plan, b->of->waived, node_text(&m->value.as.items[i])))
            names[c->count++] = node_text(&m->value.as.items[i]);
    c->names = names;
}

/* Members that the other side never sends: what stands there anyway is accepted. */
static void waive_properties(builder *b, clause *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (c->children[i] && plan__is_waived(b->plan, c->children[i]->site))
            c->children[i] = plan__subschema(b->plan, c->children[i]->site, b->of->scope,
                                             WAIVED_WHOLLY);
}

static void properties_clause(builder *b, const member *m)
{
    clause *c = map_of_children(b, KEYWORD_PROPERTIES, m);
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
    clause *implied = add(b, KEYWORD_REQUIRED, m);
    implied->names = required;
    implied->count = required_count;
}

static void if_clause(builder *b, const member *m)
{
    if (!may_be_schema(&m->value))
        return;
    const member *branches[] = {m, get(b, "then"), get(b, "else")};
    clause *c = add(b, KEYWORD_IF, m);
    c->count = 3;
    c->children = arena_array_of(b->plan->arena, subschema *, 3);
    for (size_t i = 0; i < 3; i++)
        if (branches[i] && may_be_schema(&branches[i]->value))
            c->children[i] = child_of(b, KEYWORD_IF, &branches[i]->value);
}

static void reference_clause(builder *b, keyword_id id, const member *m)
{
    if (!node_is(&m->value, NODE_STRING))
        return;
    subschema *target = plan__reference(b->plan, b->of, m, id);
    if (!target)
        return;
    clause *c = add(b, id, m);
    c->count = 1;
    c->children = arena_array_of(b->plan->arena, subschema *, 1);
    c->children[0] = target;
}

static str last_segment(str ref)
{
    size_t slash = str_find_last(ref, '/');
    return slash == SIZE_MAX ? ref : str_skip(ref, slash + 1);
}

/* The values a discriminator allows follow its property's name: mapped names and those of the
 * branches. None where there are no branches, because then anybody may extend the schema. */
static void discriminator_clause(builder *b, const member *m)
{
    const node *of = b->of->site.node, *mapping = node_get(&m->value, STR("mapping"));
    bool is_name = node_is(&m->value, NODE_STRING);
    str property = is_name ? node_text(&m->value) : node_get_text(&m->value, STR("propertyName"));
    clause *c = add(b, KEYWORD_DISCRIMINATOR, m);
    if (!b->plan->options.discriminator || !property.data)
        return;
    const node *branches = node_get(of, STR("oneOf"));
    if (!branches)
        branches = node_get(of, STR("anyOf"));
    uint32_t mapped = node_is(mapping, NODE_OBJECT) ? mapping->count : 0;
    uint32_t count = node_is(branches, NODE_ARRAY) ? branches->count : 0;
    str *names = arena_array_of(b->plan->arena, str, 1 + mapped + count);
    names[c->count++] = property;
    for (uint32_t i = 0; count && i < mapped; i++)
        names[c->count++] = member_key(&mapping->as.members[i]);
    for (uint32_t i = 0; i < count; i++) {
        str ref = node_get_text(&branches->as.items[i], STR("$ref"));
        if (ref.data)
            names[c->count++] = last_segment(ref);
    }
    c->names = names;
    c->asserts = true;
}

static void content_clause(builder *b, keyword_id id, const member *m)
{
    clause *c = add(b, id, m);
    c->asserts = b->plan->options.assert_content && node_is(&m->value, NODE_STRING);
}

static void extends_clause(builder *b, const member *m)
{
    if (node_is(&m->value, NODE_ARRAY))
        list_of_children(b, KEYWORD_ALL_OF, m);
    else
        one_child(b, KEYWORD_ALL_OF, m);
}

static void clause_of(builder *b, keyword_id id, const member *m)
{
    switch (id) {
    case KEYWORD_REF:
    case KEYWORD_DYNAMIC_REF:
    case KEYWORD_RECURSIVE_REF:
        reference_clause(b, id, m);
        break;
    case KEYWORD_TYPE:
    case KEYWORD_DISALLOW:
        type_clause(b, id, m);
        break;
    case KEYWORD_ENUM:
        if (node_is(&m->value, NODE_ARRAY))
            add(b, id, m);
        break;
    case KEYWORD_MULTIPLE_OF:
    case KEYWORD_MAXIMUM:
    case KEYWORD_MINIMUM:
    case KEYWORD_EXCLUSIVE_MAXIMUM:
    case KEYWORD_EXCLUSIVE_MINIMUM:
        number_clause(b, id, m);
        break;
    case KEYWORD_MAX_LENGTH:
    case KEYWORD_MIN_LENGTH:
    case KEYWORD_MAX_ITEMS:
    case KEYWORD_MIN_ITEMS:
    case KEYWORD_MAX_PROPERTIES:
    case KEYWORD_MIN_PROPERTIES:
        size_clause(b, id, m);
        break;
    case KEYWORD_PATTERN:
        pattern_clause(b, m);
        break;
    case KEYWORD_FORMAT:
        format_clause(b, m);
        break;
    case KEYWORD_CONTENT_ENCODING:
    case KEYWORD_CONTENT_MEDIA_TYPE:
        content_clause(b, id, m);
        break;
    case KEYWORD_UNIQUE_ITEMS:
        if (node_is_true(&m->value))
            add(b, id, m);
        break;
    case KEYWORD_ITEMS:
        items_clause(b, m);
        break;
    case KEYWORD_ADDITIONAL_ITEMS:
        additional_items(b, m);
        break;
    case KEYWORD_CONTAINS:
        contains_clause(b, m);
        break;
    case KEYWORD_REQUIRED:
        required_clause(b, m);
        break;
    case KEYWORD_PROPERTIES:
        properties_clause(b, m);
        break;
    case KEYWORD_PATTERN_PROPERTIES:
        pattern_properties(b, m);
        break;
    case KEYWORD_DEPENDENT_SCHEMAS:
    case KEYWORD_DEPENDENT_REQUIRED:
    case KEYWORD_DEPENDENCIES:
        map_of_children(b, id, m);
        break;
    case KEYWORD_ALL_OF:
    case KEYWORD_ANY_OF:
    case KEYWORD_ONE_OF:
    case KEYWORD_PREFIX_ITEMS:
        list_of_children(b, id, m);
        break;
    case KEYWORD_EXTENDS:
        extends_clause(b, m);
        break;
    case KEYWORD_IF:
        if_clause(b, m);
        break;
    case KEYWORD_ADDITIONAL_PROPERTIES:
    case KEYWORD_PROPERTY_NAMES:
    case KEYWORD_NOT:
    case KEYWORD_UNEVALUATED_ITEMS:
    case KEYWORD_UNEVALUATED_PROPERTIES:
        one_child(b, id, m);
        break;
    case KEYWORD_DISCRIMINATOR:
        discriminator_clause(b, m);
        break;
    case KEYWORD_CONST:
    case KEYWORD_UNKNOWN:
    case KEYWORD_CONTENT_SCHEMA:
    case KEYWORD_TITLE:
    case KEYWORD_DESCRIPTION:
    case KEYWORD_DEFAULT:
    case KEYWORD_EXAMPLES:
    case KEYWORD_READ_ONLY:
    case KEYWORD_WRITE_ONLY:
    case KEYWORD_DEPRECATED:
    case KEYWORD_NOTE:
        add(b, id, m);
        break;
    case KEYWORD_SCHEMA:
    case KEYWORD_ID:
    case KEYWORD_ANCHOR:
    case KEYWORD_DYNAMIC_ANCHOR:
    case KEYWORD_RECURSIVE_ANCHOR:
    case KEYWORD_DEFS:
    case KEYWORD_VOCABULARY:
    case KEYWORD_COMMENT:
    case KEYWORD_NULLABLE:
    case KEYWORD_MIN_CONTAINS:
    case KEYWORD_MAX_CONTAINS:
    case KEYWORD_THEN:
    case KEYWORD_ELSE:
        break; /* no meaning of their own: read by the keyword they serve */
    }
}

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
        reference_clause(&b, KEYWORD_REF, ref);
    } else {
        for (uint32_t i = 0; i < object->count && !p->failed; i++) {
            const member *m = &object->as.members[i];
            const keyword *k = keyword_find(member_key(m), of->dialect, of->vocabularies);
            clause_of(&b, k ? k->id : KEYWORD_UNKNOWN, m);
        }
    }
    if (b.clauses.count)
        qsort(b.clauses.items, b.clauses.count, sizeof *b.clauses.items, by_evaluation);
    s->clauses = b.clauses.items;
    s->count = (uint32_t)b.clauses.count;
}
