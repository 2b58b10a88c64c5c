#include "schema/schema.h"

#include "schema/output.h"
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

size_t schema_size(const schema *s)
{
    return s->plan->subschemas.count;
}

static void release(void *compiled)
{
    schema_free(compiled);
}

static const schema *compiled_meta_schema(registry *r, site meta, diags *d)
{
    schema *known = registry_memo(r, meta.node);
    if (known)
        return known;
    schema_options options = {.without_meta_schema = true};
    schema *compiled = schema_compile(r, meta, &options, d);
    return compiled ? registry_remember(r, meta.node, compiled, release) : NULL;
}

static void report(registry *r, const schema *meta, site s, diags *d)
{
    enum { REPORTED = 20 };
    output *why = schema_explain(meta, s.node, OUTPUT_ERRORS);
    output_list leaves = output_leaves(why, why->arena);
    for (size_t i = 0; i < leaves.count && i < REPORTED; i++) {
        const output_unit *unit = leaves.items[i];
        str at = unit->instance_location;
        diag *added = diags_error(d, "schema.invalid", "the schema is not valid%s%.*s: %.*s",
                                  at.length ? " at " : "", STR_ARG(at), STR_ARG(unit->error));
        registry_diag_at(r, d, added, unit->instance);
    }
    if (!leaves.count)
        registry_diag_at(
            r, d, diags_error(d, "schema.invalid", "its meta-schema refuses the schema"), s.node);
    output_free(why);
}

static bool check_against_meta_schema(registry *r, site s, diags *d)
{
    site meta = registry_meta_schema(r, s.resource, d);
    if (!meta.node)
        return true;
    const schema *compiled = compiled_meta_schema(r, meta, d);
    if (!compiled)
        return false;
    switch (schema_is_valid(compiled, s.node)) {
    case VALID:
        return true;
    case INVALID:
        report(r, compiled, s, d);
        return false;
    case UNDECIDED:
        break;
    }
    registry_diag_at(r, d,
                     diags_undecided(d, "limit.meta-schema",
                                     "checking the schema against its meta-schema takes too long"),
                     s.node);
    return false;
}
