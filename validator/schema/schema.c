#include "schema/schema.h"

#include "schema/plan.h"
#include "schema/program.h"

static bool check_against_meta_schema(registry *r, site s, diags *d);

schema *schema_compile(registry *r, site s, const schema_options *options, diags *d)
{
    bool unchecked = options && options->without_meta_schema;
    if (!s.node || (!unchecked && !check_against_meta_schema(r, s, d)))
        return NULL;
    plan *p = plan_new(r, s, options, d);
    if (!p)
        return NULL;
    arena *a = arena_new();
    schema *compiled = arena_new_of(a, schema);
    compiled->arena = a;
    compiled->plan = p;
    compiled->seed = bundle_seed(registry_bundle(r));
    program_compile(compiled);
    return compiled;
}

void schema_free(schema *s)
{
    if (!s)
        return;
    plan_free(s->plan);
    arena_free(s->arena);
}

static bool check_against_meta_schema(registry *r, site s, diags *d)
{
    site meta = registry_meta_schema(r, s.resource, d);
    if (!meta.node)
        return true;
    schema_options options = {.without_meta_schema = true};
    schema *compiled = schema_compile(r, meta, &options, d);
    if (!compiled)
        return false;
    validity answer = schema_is_valid(compiled, s.node);
    schema_free(compiled);
    if (answer == VALID)
        return true;
    registry_diag_at(r, d, diags_error(d, "schema.invalid", "its meta-schema refuses the schema"),
                     s.node);
    return false;
}
