/*
 * The clauses of keywords that judge a value by itself: patterns, formats, types, numbers, sizes,
 * names.
 */
#include "schema/discriminator.h"
#include "schema/plan_clauses.h"

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

void make_pattern(builder *b, keyword_id id, const member *m)
{
    if (!node_is(&m->value, NODE_STRING))
        return;
    pattern_error ignored;
    const pattern *p = b->plan->options.tolerate_unresolved
                           ? pattern_pool_get(b->plan->patterns, node_text(&m->value), &ignored)
                           : compile_pattern(b, node_text(&m->value), &m->value);
    if (!p && b->plan->failed)
        return;
    clause *c = clause_add(b, id, m);
    c->patterns = arena_array_of(b->plan->arena, const pattern *, 1);
    c->patterns[0] = p;
}

void make_pattern_properties(builder *b, keyword_id id, const member *m)
{
    clause *c = clause_map(b, id, m);
    if (!c)
        return;
    c->patterns = arena_array_of(b->plan->arena, const pattern *, c->count);
    for (uint32_t i = 0; i < c->count; i++)
        c->patterns[i] = compile_pattern(b, c->names[i], &m->value.as.members[i].value);
}

void make_format(builder *b, keyword_id id, const member *m)
{
    clause *c = clause_add(b, id, m);
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

void make_type(builder *b, keyword_id id, const member *m)
{
    const node *types = &m->value;
    bool is_list = node_is(types, NODE_ARRAY);
    uint32_t count = is_list ? types->count : 1;
    if (!is_list && !node_is(types, NODE_STRING) &&
        !(b->dialect == DIALECT_DRAFT_03 && node_is(types, NODE_OBJECT)))
        return;
    clause *c = clause_add(b, id, m);
    c->children = arena_array_of(b->plan->arena, subschema *, count);
    for (uint32_t i = 0; i < count; i++) {
        const node *type = is_list ? &types->as.items[i] : types;
        if (node_is(type, NODE_STRING))
            c->kinds |= kinds_of_type(node_text(type), b->dialect);
        else if (b->dialect == DIALECT_DRAFT_03 && node_is(type, NODE_OBJECT))
            c->children[c->count++] = plan__child(b->plan, b->of, type);
    }
    if (id == KEYWORD_TYPE && node_get_true(b->of->site.node, STR("nullable")) &&
        clause_get(b, "nullable"))
        c->kinds |= 1u << NODE_NULL;
}

/* --- numbers and sizes --- */

void make_number(builder *b, keyword_id id, const member *m)
{
    bool old = b->dialect < DIALECT_DRAFT_06 || b->dialect == DIALECT_SWAGGER_20 ||
               b->dialect == DIALECT_OPENAPI_30;
    if (!node_is(&m->value, NODE_NUMBER))
        return;
    number *n = arena_new_of(b->plan->arena, number);
    *n = node_number(&m->value, b->plan->arena);
    if (id == KEYWORD_MULTIPLE_OF && (n->negative || number_is_zero(n)))
        return;
    clause *c = clause_add(b, id, m);
    c->number = n;
    const char *flag = id == KEYWORD_MINIMUM   ? "exclusiveMinimum"
                       : id == KEYWORD_MAXIMUM ? "exclusiveMaximum"
                                               : NULL;
    c->exclusive = old && flag && node_get_true(b->of->site.node, str_from(flag));
}

bool clause_size(const node *n, uint64_t *size, arena *a)
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

void make_size(builder *b, keyword_id id, const member *m)
{
    uint64_t size;
    if (clause_size(&m->value, &size, b->plan->arena))
        clause_add(b, id, m)->size = size;
}

/* --- names --- */

void make_required(builder *b, keyword_id id, const member *m)
{
    if (!node_is(&m->value, NODE_ARRAY))
        return;
    str *names = arena_array_of(b->plan->arena, str, m->value.count);
    clause *c = clause_add(b, id, m);
    for (uint32_t i = 0; i < m->value.count; i++)
        if (node_is(&m->value.as.items[i], NODE_STRING) &&
            !plan__has_waived(b->plan, b->of->waived, node_text(&m->value.as.items[i])))
            names[c->count++] = node_text(&m->value.as.items[i]);
    c->names = names;
}

/* The values a discriminator allows follow its property's name. */
void make_discriminator(builder *b, keyword_id id, const member *m)
{
    discriminator told;
    clause *c = clause_add(b, id, m);
    if (!b->plan->options.discriminator || !discriminator_read(&told, b->of->site.node))
        return;
    str *allowed;
    uint32_t count = discriminator_names(&told, b->plan->arena, &allowed);
    str *names = arena_array_of(b->plan->arena, str, 1 + count);
    names[c->count++] = told.property;
    for (uint32_t i = 0; i < count; i++)
        names[c->count++] = allowed[i];
    c->names = names;
    c->asserts = true;
}

void make_content(builder *b, keyword_id id, const member *m)
{
    clause *c = clause_add(b, id, m);
    c->asserts = b->plan->options.assert_content && node_is(&m->value, NODE_STRING);
}
