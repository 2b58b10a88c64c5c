#include "change/change.h"

#include "change/comparison.h"
#include "change/schema_graph.h"

/* Whether something differs that operations inherit without referring to it. */
static bool node_same(const node *a, const node *b)
{
    return a && b ? node_equal(a, b) : a == b;
}

static void compare_apis(comparison *c)
{
    c->is_global_changed = c->old->version != c->new_->version ||
                           !node_same(node_get(c->old->root, STR("consumes")),
                                      node_get(c->new_->root, STR("consumes"))) ||
                           !node_same(node_get(c->old->root, STR("produces")),
                                      node_get(c->new_->root, STR("produces"))) ||
                           !node_same(node_get(c->old->root, STR("jsonSchemaDialect")),
                                      node_get(c->new_->root, STR("jsonSchemaDialect")));
    compare_operations(c);
    compare_security_schemes(c);
    compare_servers(c, NULL);
    change_schema_walk(c->schemas);
    change_schema_note_moves(c->schemas);
    compare_info(c);
    compare_extensions(c);
    change_schema_judge(c->schemas);
    compare_version(c);
}

/* Files that are equal but for key order and layout, in every document that both sides read. */
static bool is_identical(const comparison *c, const bundle *old, const bundle *new_)
{
    return sameness_of(c->same, bundle_root(old), bundle_root(new_));
}

static comparison comparison_of(registry *old, registry *new_, const change_options *options,
                                report *r)
{
    comparison c = {.options = options,
                    .old_schemas = old,
                    .new_schemas = new_,
                    .report = r,
                    .arena = arena_new()};
    map_init(&c.group_index, c.arena, 0);
    c.same = sameness_new(registry_bundle(old), registry_bundle(new_), c.arena);
    return c;
}

void change_compare(const api *old, const api *new_, const change_options *options, report *r)
{
    comparison c = comparison_of(old->registry, new_->registry, options, r);
    c.old = old;
    c.new_ = new_;
    bool changed = !is_identical(&c, old->bundle, new_->bundle);
    if (changed) {
        c.schemas = change_schema_graph_new(&c, false);
        compare_apis(&c);
        comparison_report(&c);
        change_schema_graph_clear(c.schemas);
    }
    report_finish(r, changed);
    arena_free(c.arena);
}

void change_compare_schemas(registry *old_registry, site old, registry *new_registry, site new_,
                            compatibility mode, bool literal, const change_options *options,
                            report *r)
{
    comparison c = comparison_of(old_registry, new_registry, options, r);
    bool changed =
        !is_identical(&c, registry_bundle(old_registry), registry_bundle(new_registry)) ||
        !sameness_of(c.same, old.node, new_.node);
    if (changed) {
        schema_root root = {.place = SCHEMA_BODY, .where = STR(""), .subject = STR("schema")};
        c.schemas = change_schema_graph_new(&c, literal);
        if (mode != COMPATIBILITY_FORWARD)
            change_schema_compare(c.schemas, &root, old, new_, POLARITY_REQUEST, FIT_JSON);
        if (mode != COMPATIBILITY_BACKWARD)
            change_schema_compare(c.schemas, &root, old, new_, POLARITY_RESPONSE, FIT_JSON);
        change_schema_walk(c.schemas);
        change_schema_note_moves(c.schemas);
        change_schema_judge(c.schemas);
        compare_extensions(&c);
        comparison_report(&c);
        change_schema_graph_clear(c.schemas);
    }
    report_finish(r, changed);
    arena_free(c.arena);
}
