/*
 * Schemas, each by itself: does its meta-schema accept it, are its keywords known, do its
 * references lead somewhere. Subschemas are found by the keyword table, so that an example is
 * never taken for a schema; what references lead to is judged once.
 */
#include "lint/schemas.h"

#include "schema/vocabulary.h"

static void push(schema_walk *w, site s)
{
    if (s.node && map_put_pointer(&w->visited, s.node, w))
        vec_push(w->lint->arena, &w->waiting, s);
}

typedef struct child_visit {
    schema_walk *walk;
    site parent;
} child_visit;

static void push_child(void *context, const node *child)
{
    child_visit *v = context;
    if (child->kind == NODE_OBJECT || child->kind == NODE_BOOLEAN)
        push(v->walk, registry_child(v->walk->lint->registry, v->parent, child));
}

/* --- references --- */

static bool has_effect(const keyword *k)
{
    return k && k->id != KEYWORD_REF && k->id != KEYWORD_TITLE && k->id != KEYWORD_DESCRIPTION &&
           k->id != KEYWORD_NOTE && k->id != KEYWORD_EXAMPLES && k->id != KEYWORD_COMMENT &&
           k->id != KEYWORD_DEFS && k->id != KEYWORD_SCHEMA && k->id != KEYWORD_DEFAULT;
}

/* Titles and notes beside a $ref do no harm when they are ignored; what asserts something does. */
static void check_siblings(lint *l, site s)
{
    for (size_t i = 0; i < s.node->count; i++) {
        const member *m = &s.node->as.members[i];
        if (has_effect(keyword_find(member_key(m), s.resource->dialect, s.resource->vocabularies)))
            lint_add_key(l, LINT_REFERENCE_SIBLINGS, m, s.node,
                         "'%.*s' has no effect beside $ref in %s", STR_ARG(member_key(m)),
                         dialect_name(s.resource->dialect));
    }
}

static void check_reference(schema_walk *w, site s, const node *ref)
{
    lint *l = w->lint;
    diags problems;
    diags_init(&problems);
    site target = registry_resolve(l->registry, s, node_text(ref), &problems);
    if (!target.node) {
        str why =
            problems.count ? problems.items[0].message : STR("the reference points to nothing");
        lint_add(l, LINT_REFERENCE_UNRESOLVED, ref, "%.*s", STR_ARG(why));
    } else if (target.node->kind != NODE_OBJECT && target.node->kind != NODE_BOOLEAN) {
        lint_add(l, LINT_WRONG_TYPE, ref, "'%.*s' leads to no schema", STR_ARG(node_text(ref)));
    } else if (target.resource->document < REGISTRY_FIRST_META_SCHEMA) {
        push(w, target);
    }
    diags_clear(&problems);
}

/* --- keywords --- */

static bool is_contract_dialect(dialect d)
{
    return d == DIALECT_SWAGGER_20 || d == DIALECT_OPENAPI_30;
}

/* JSON Schema lets anybody add keywords, so there only a near miss is worth a word. */
static void unknown_keyword(lint *l, site s, const member *m)
{
    dialect d = s.resource->dialect;
    str name = member_key(m);
    size_t count;
    const keyword *table = keyword_table(&count);
    near_name near = {.wanted = name};
    bool elsewhere = false;
    for (size_t i = 0; i < count; i++) {
        if (str_equal(table[i].name, name))
            elsewhere = true;
        else if (table[i].dialects & (1u << d) && !node_get(s.node, table[i].name))
            near_offer(&near, table[i].name);
    }
    bool openapi = is_contract_dialect(d) || d == DIALECT_OPENAPI_31;
    if (elsewhere && openapi)
        lint_add_key(l, LINT_FIELD_OF_OTHER_VERSION, m, s.node,
                     "'%.*s' is a keyword of other dialects, not of %s", STR_ARG(name),
                     dialect_name(d));
    else if (!elsewhere && (is_contract_dialect(d) || near.best.data))
        lint_add_key(l, LINT_SCHEMA_UNKNOWN_KEYWORD, m, s.node, "'%.*s' is no keyword of %s%s",
                     STR_ARG(name), dialect_name(d), near_text(&near, l->arena));
}

static void check_keywords(schema_walk *w, site s)
{
    for (size_t i = 0; i < s.node->count; i++) {
        const member *m = &s.node->as.members[i];
        const keyword *k =
            keyword_find(member_key(m), s.resource->dialect, s.resource->vocabularies);
        if (!k) {
            if (!str_starts_with(member_key(m), STR("x-")))
                unknown_keyword(w->lint, s, m);
            continue;
        }
        bool refers = k->id == KEYWORD_REF || k->id == KEYWORD_DYNAMIC_REF;
        if (refers && m->value.kind == NODE_STRING)
            check_reference(w, s, &m->value);
        else
            keyword_each_schema(k->shape, &m->value, push_child, &(child_visit){w, s});
    }
}

/* --- patterns --- */

static void check_pattern(schema_walk *w, site s, str text, const node *at, const member *key)
{
    pattern_error error;
    if (pattern_pool_get(w->patterns, text, &error))
        return;
    if (key)
        lint_add_key(w->lint, LINT_SCHEMA_INVALID, key, s.node, "no regular expression: %s",
                     error.message);
    else
        lint_add(w->lint, LINT_SCHEMA_INVALID, at, "no regular expression: %s", error.message);
}

static void check_patterns(schema_walk *w, site s)
{
    const node *one = node_get(s.node, STR("pattern"));
    if (node_is(one, NODE_STRING))
        check_pattern(w, s, node_text(one), one, NULL);
    const node *many = node_get(s.node, STR("patternProperties"));
    if (!keyword_find(STR("patternProperties"), s.resource->dialect, s.resource->vocabularies))
        return;
    for (size_t i = 0; node_is(many, NODE_OBJECT) && i < many->count; i++) {
        const member *m = &many->as.members[i];
        check_pattern(w, (site){many, s.resource}, member_key(m), NULL, m);
    }
}

static void check_one(schema_walk *w, site s)
{
    lint *l = w->lint;
    if (s.node->kind != NODE_OBJECT)
        return;
    const node *ref = node_get(s.node, STR("$ref"));
    if (node_is(ref, NODE_STRING) && dialect_ref_stands_alone(s.resource->dialect)) {
        check_reference(w, s, ref);
        check_siblings(l, s);
        return;
    }
    check_keywords(w, s);
    check_patterns(w, s);
    note_discriminator(w, s);
    check_values(w, s);
}

static void walk_schemas(schema_walk *w)
{
    for (size_t i = 0; i < w->waiting.count && !w->lint->stopped; i++)
        check_one(w, w->waiting.items[i]);
    check_discriminators(w);
    if (!w->lint->stopped)
        check_satisfiable(w);
}

static void end(schema_walk *w)
{
    end_meta_schemas(w);
    pattern_pool_free(w->patterns);
}

static void begin(schema_walk *w, lint *l)
{
    *w = (schema_walk){.lint = l};
    uint64_t seed = bundle_seed(l->bundle);
    map_init(&w->visited, l->arena, seed);
    map_init(&w->extended, l->arena, seed);
    map_init(&w->meta_schemas, l->arena, seed);
    w->patterns = pattern_pool_new();
}

void check_schemas(lint *l)
{
    if (!l->registry)
        return;
    schema_walk w;
    begin(&w, l);
    const entity_list *list = &l->entities[KIND_SCHEMA];
    for (size_t i = 0; i < list->count; i++) {
        const node *n = list->items[i].node;
        site s = registry_embedded(l->registry, n, api_dialect_at(l->api, n));
        if (s.node)
            check_meta_schema(&w, s);
        push(&w, s);
    }
    walk_schemas(&w);
    end(&w);
}

void check_schema_document(lint *l, site s)
{
    schema_walk w;
    begin(&w, l);
    check_meta_schema(&w, s);
    push(&w, s);
    walk_schemas(&w);
    end(&w);
}
