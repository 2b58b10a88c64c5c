/*
 * Values inside a contract against the schema they belong to: defaults, examples, enum members.
 */
#include "base/limits.h"
#include "lint/schemas.h"
#include "schema/output.h"

judge judge_of(lint *l, site s, schema_direction direction)
{
    return (judge){.lint = l, .site = s, .direction = direction};
}

void judge_end(judge *j)
{
    for (size_t i = 0; i < sizeof j->made / sizeof *j->made; i++)
        schema_free(j->made[i]);
    validation_free(j->validation);
}

static bool has_budget(judge *j)
{
    lint *l = j->lint;
    if (l->compiled <= LIMIT_LINT_SCHEMAS)
        return true;
    if (l->compiled != SIZE_MAX)
        lint_undecided(l, j->site.node,
                       STR("examples and defaults reach too many schemas to try all"));
    l->compiled = SIZE_MAX; /* said once */
    return false;
}

/* NULL where it cannot be compiled: why has a finding of its own. */
static const schema *compiled(judge *j, schema_direction direction)
{
    if (j->tried[direction] || !has_budget(j))
        return j->made[direction];
    j->tried[direction] = true;
    diags problems;
    diags_init(&problems);
    schema_options options = {
        .direction = direction, .without_meta_schema = true, .assert_formats = true};
    schema *made = schema_compile(j->lint->registry, j->site, &options, &problems);
    diags_clear(&problems);
    j->made[direction] = made;
    if (made)
        j->lint->compiled += schema_size(made);
    return made;
}

/* What a limit kept undecided is said, and then taken as good. */
static bool accepts(judge *j, schema_direction direction, const node *value)
{
    const schema *made = compiled(j, direction);
    if (!made)
        return true;
    if (!j->validation)
        j->validation = validation_new();
    validity answer = schema_validate(made, j->validation, value);
    if (answer == UNDECIDED) {
        lint_undecided(j->lint, value, str_from(validation_limit(j->validation)));
        if (j->lint->compiled <= LIMIT_LINT_SCHEMAS) /* as dear as millions of schemas */
            j->lint->compiled += LIMIT_LINT_SCHEMAS / 2;
    }
    return answer != INVALID;
}

static void tell_failure(judge *j, lint_rule rule, const node *value, const char *what)
{
    lint *l = j->lint;
    output *o = schema_explain(j->made[j->direction], value, OUTPUT_ERRORS);
    output_list leaves = output_leaves(o, l->arena);
    const output_unit *first = leaves.count ? leaves.items[0] : NULL;
    if (first && first->error.data)
        lint_add(l, rule, first->instance, "%s does not satisfy its schema: %.*s", what,
                 STR_ARG(first->error));
    else
        lint_add(l, rule, value, "%s does not satisfy its schema", what);
    output_free(o);
}

void judge_value(judge *j, lint_rule rule, const node *value, const char *what)
{
    if (accepts(j, j->direction, value))
        return;
    if (j->direction == DIRECTION_NONE &&
        (accepts(j, DIRECTION_REQUEST, value) || accepts(j, DIRECTION_RESPONSE, value)))
        return;
    tell_failure(j, rule, value, what);
}

/* Members of an enum say which values there are, so they are tried with all that stands beside. */
static void check_enum(judge *j)
{
    const node *members = node_get(j->site.node, STR("enum"));
    if (!node_is(members, NODE_ARRAY) || j->site.node->count == 1)
        return;
    for (size_t i = 0; i < members->count; i++)
        if (!accepts(j, DIRECTION_NONE, node_item(members, i)))
            lint_add(j->lint, LINT_ENUM_MEMBER_INVALID, node_item(members, i),
                     "the other keywords beside 'enum' refuse this member");
}

void check_values(schema_walk *w, site s)
{
    judge j = judge_of(w->lint, s, DIRECTION_NONE);
    const node *standard = node_get(s.node, STR("default"));
    if (standard)
        judge_value(&j, LINT_DEFAULT_INVALID, standard, "the default");
    const node *example = node_get(s.node, STR("example"));
    if (example && keyword_find(STR("example"), s.resource->dialect, s.resource->vocabularies))
        judge_value(&j, LINT_EXAMPLE_INVALID, example, "the example");
    const node *examples = node_get(s.node, STR("examples"));
    if (keyword_find(STR("examples"), s.resource->dialect, s.resource->vocabularies))
        for (size_t i = 0; node_is(examples, NODE_ARRAY) && i < examples->count; i++)
            judge_value(&j, LINT_EXAMPLE_INVALID, node_item(examples, i), "the example");
    check_enum(&j);
    judge_end(&j);
}

/* --- the meta-schema --- */

static schema *meta_schema_of(schema_walk *w, site s)
{
    lint *l = w->lint;
    diags problems;
    diags_init(&problems);
    site meta = registry_meta_schema(l->registry, s.resource, &problems);
    schema *made = NULL;
    if (meta.node && map_has_pointer(&w->meta_schemas, meta.node)) {
        made = map_get_pointer(&w->meta_schemas, meta.node);
    } else if (meta.node) {
        made = schema_compile(l->registry, meta, &(schema_options){.without_meta_schema = true},
                              &problems);
        map_put_pointer(&w->meta_schemas, meta.node, made);
    }
    diags_clear(&problems);
    return made;
}

/* The words of a union, or of its branch that would be a reference: they say less than the rest. */
static bool is_union(const output_unit *u)
{
    return str_equal(u->keyword, STR("anyOf")) || str_equal(u->keyword, STR("oneOf")) ||
           str_search(u->absolute_location, STR("#/definitions/reference/")) != SIZE_MAX;
}

/* Unknown keywords have a rule of their own. */
static bool is_unknown(const output_unit *u)
{
    return str_ends_with(u->absolute_location, STR("#/definitions/object/additionalProperties"));
}

void check_meta_schema(schema_walk *w, site s)
{
    lint *l = w->lint;
    schema *meta = meta_schema_of(w, s);
    if (!meta || schema_is_valid(meta, s.node) != INVALID)
        return;
    map told; /* one failure a value: unions say the same thing once a branch */
    map_init(&told, l->arena, bundle_seed(l->bundle));
    output *o = schema_explain(meta, s.node, OUTPUT_ERRORS);
    output_list leaves = output_leaves(o, l->arena);
    for (size_t i = 0; i < leaves.count; i++)
        if (!is_union(leaves.items[i]) && !is_unknown(leaves.items[i]) &&
            leaves.items[i]->error.data && map_put_pointer(&told, leaves.items[i]->instance, l))
            lint_add(l, LINT_SCHEMA_INVALID, leaves.items[i]->instance, "no schema of %s: %.*s",
                     dialect_name(s.resource->dialect), STR_ARG(leaves.items[i]->error));
    bool unknown_only = true; /* then each of them has its warning */
    for (size_t i = 0; i < leaves.count; i++)
        unknown_only = unknown_only && (is_union(leaves.items[i]) || is_unknown(leaves.items[i]));
    if (told.count == 0 && !unknown_only)
        lint_add(l, LINT_SCHEMA_INVALID, s.node, "its meta-schema, %s, refuses this schema",
                 dialect_name(s.resource->dialect));
    output_free(o);
}

void end_meta_schemas(schema_walk *w)
{
    for (size_t i = 0; i < w->meta_schemas.count; i++)
        schema_free(w->meta_schemas.entries[i].value);
}
