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
    program *p = program_new(r, options);
    schema *compiled = arena_new_of(p->arena, schema);
    if (program_enter(p, s, compiled, d))
        return compiled;
    program_free(p);
    return NULL;
}

void schema_free(schema *s)
{
    if (s)
        program_free(s->program);
}

size_t schema_size(const schema *s)
{
    return s->program->plan->subschemas.count;
}

/* --- groups --- */

typedef struct group_entry {
    schema schema;
    const resource *resource;
    struct group_entry *other; /* the same node read in another resource */
} group_entry;

struct schema_group {
    arena *arena;
    registry *registry;
    schema_options options;
    map entries;             /* by node */
    VEC(program *) programs; /* the last one grows, unless planning failed half-way in it */
    bool is_closed;
    size_t size;
};

schema_group *schema_group_new(registry *r, const schema_options *options)
{
    arena *a = arena_new();
    schema_group *g = arena_new_of(a, schema_group);
    g->arena = a;
    g->registry = r;
    g->options = options ? *options : (schema_options){0};
    g->is_closed = true;
    map_init(&g->entries, a, bundle_seed(registry_bundle(r)));
    return g;
}

void schema_group_free(schema_group *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->programs.count; i++)
        program_free(g->programs.items[i]);
    arena_free(g->arena);
}

size_t schema_group_size(const schema_group *g)
{
    return g->size;
}

static program *open_program(schema_group *g)
{
    if (g->is_closed)
        vec_push(g->arena, &g->programs, program_new(g->registry, &g->options));
    g->is_closed = false;
    return g->programs.items[g->programs.count - 1];
}

const schema *schema_group_compile(schema_group *g, site s, diags *d)
{
    group_entry *first = map_get_pointer(&g->entries, s.node);
    for (const group_entry *e = first; e; e = e->other)
        if (e->resource == s.resource)
            return &e->schema;
    if (!s.node ||
        (!g->options.without_meta_schema && !check_against_meta_schema(g->registry, s, d)))
        return NULL;
    group_entry *made = arena_new_of(g->arena, group_entry);
    program *p = open_program(g);
    size_t before = p->plan->subschemas.count;
    g->is_closed = !program_enter(p, s, &made->schema, d);
    g->size += p->plan->subschemas.count - before;
    if (g->is_closed)
        return NULL;
    made->resource = s.resource;
    made->other = first;
    map_put_pointer(&g->entries, s.node, made);
    return &made->schema;
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
