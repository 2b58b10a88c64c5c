/*
 * Values inside a contract against the schema they belong to: defaults, examples, enum members.
 */
#include "lint/schemas.h"

/* A schema is compiled for the values of one place and freed: most have one small value. */
static schema *compile(lint *l, site s, schema_direction direction)
{
    diags problems;
    diags_init(&problems);
    schema_options options = {
        .direction = direction, .without_meta_schema = true, .assert_formats = true};
    schema *made = schema_compile(l->registry, s, &options, &problems);
    diags_clear(&problems); /* why it cannot be compiled has a finding of its own */
    return made;
}

static bool accepts(lint *l, site s, schema_direction direction, const node *value)
{
    schema *made = compile(l, s, direction);
    bool accepted = !made || schema_is_valid(made, value) != INVALID;
    schema_free(made);
    return accepted;
}

void check_instance(lint *l, lint_rule rule, site s, const node *value, schema_direction direction,
                    const char *what)
{
    if (accepts(l, s, direction, value))
        return;
    if (direction == DIRECTION_NONE &&
        (accepts(l, s, DIRECTION_REQUEST, value) || accepts(l, s, DIRECTION_RESPONSE, value)))
        return;
    lint_add(l, rule, value, "%s does not satisfy its schema", what);
}

/* Members of an enum say which values there are, so they are tried with all that stands beside. */
static void check_enum(schema_walk *w, site s)
{
    const node *members = node_get(s.node, STR("enum"));
    if (!node_is(members, NODE_ARRAY) || s.node->count == 1)
        return;
    schema *made = compile(w->lint, s, DIRECTION_NONE);
    for (size_t i = 0; made && i < members->count; i++)
        if (schema_is_valid(made, node_item(members, i)) == INVALID)
            lint_add(w->lint, LINT_ENUM_MEMBER_INVALID, node_item(members, i),
                     "the other keywords beside 'enum' refuse this member");
    schema_free(made);
}

void check_values(schema_walk *w, site s)
{
    lint *l = w->lint;
    const node *standard = node_get(s.node, STR("default"));
    if (standard)
        check_instance(l, LINT_DEFAULT_INVALID, s, standard, DIRECTION_NONE, "the default");
    const node *example = node_get(s.node, STR("example"));
    if (example && keyword_find(STR("example"), s.resource->dialect, s.resource->vocabularies))
        check_instance(l, LINT_EXAMPLE_INVALID, s, example, DIRECTION_NONE, "the example");
    const node *examples = node_get(s.node, STR("examples"));
    if (keyword_find(STR("examples"), s.resource->dialect, s.resource->vocabularies))
        for (size_t i = 0; node_is(examples, NODE_ARRAY) && i < examples->count; i++)
            check_instance(l, LINT_EXAMPLE_INVALID, s, node_item(examples, i), DIRECTION_NONE,
                           "the example");
    check_enum(w, s);
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

void check_meta_schema(schema_walk *w, site s)
{
    schema *meta = meta_schema_of(w, s);
    if (meta && schema_is_valid(meta, s.node) == INVALID)
        lint_add(w->lint, LINT_SCHEMA_INVALID, s.node, "the meta-schema of %s refuses this schema",
                 dialect_name(s.resource->dialect));
}

void end_meta_schemas(schema_walk *w)
{
    for (size_t i = 0; i < w->meta_schemas.count; i++)
        schema_free(w->meta_schemas.entries[i].value);
}
